"""SVG as text: escaped, deterministic, and nothing that a strict content policy would block."""

import re
from html import escape
from typing import NewType

from figures.errors import FigureError

Markup = NewType("Markup", str)
"""A piece of SVG that is already escaped."""

# Letters that XML 1.0 cannot hold, and halves of surrogate pairs, which no encoding can.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDENTITY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def printable(text: str) -> str:
    """Return the text with each character that XML cannot hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("�", text)


def element(tag: str, *children: Markup, **attributes: str | float) -> Markup:
    """Return one element. ``class_`` stands for ``class``, and ``text_anchor`` for ``text-anchor``."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"' for name, value in attributes.items()
    )
    inside = "".join(children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")


def text(words: str) -> Markup:
    """Return words as the content of an element."""
    return Markup(escape(printable(words)))


def _attribute(value: str | float) -> str:
    return escape(printable(value)) if isinstance(value, str) else short(value)


def short(value: float) -> str:
    """Return a place on the page to a hundredth of a unit, without idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", value > -0.005)


def check_identity(identity: str) -> None:
    """Refuse an id that would have to be escaped, or that a style sheet could not name."""
    if not _IDENTITY.fullmatch(identity):
        raise FigureError(
            f"A chart's id is {identity!r}. Give one that starts with a letter and holds letters, digits, "
            "hyphens and underscores only."
        )


def document(
    identity: str, title: str, description: str, *, width: float, height: float, body: list[Markup]
) -> str:
    """Return the whole picture, named and described for those who do not see it.

    ``identity`` must be unique in its page: the title and the description take their own ids from it.
    """
    check_identity(identity)
    if not title.strip() or not description.strip():
        raise FigureError(f"The chart {identity!r} needs a title and a description in words.")
    return element(
        "svg",
        element("title", text(title), id=f"{identity}-title"),
        element("desc", text(description), id=f"{identity}-desc"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        id=identity,
        class_="figure-chart",
        role="img",
        aria_labelledby=f"{identity}-title {identity}-desc",
        viewBox=f"0 0 {short(width)} {short(height)}",
        font_size=15.0,
        focusable="false",
    )
