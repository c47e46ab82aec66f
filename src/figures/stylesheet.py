"""The charts' style sheet, kept as a file beside this module so that a web site can serve it."""

from importlib.resources import files


def css_text() -> str:
    """Return the style sheet that gives the charts their colours and letters."""
    return files("figures").joinpath("figures.css").read_text(encoding="utf-8")
