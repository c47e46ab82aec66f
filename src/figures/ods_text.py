"""Text as OpenDocument writes it: paragraphs, and an element for each run of blanks."""

import re
from functools import lru_cache
from html import escape

from figures.svg import printable

_BLANKS = re.compile(r"^ +| {2,}|\t")


def attribute(words: str) -> str:
    """Return words as the value of an attribute, or as the content of a plain element."""
    return escape(printable(words))


@lru_cache(maxsize=65_536)
def paragraphs(words: str) -> str:
    """Return words as paragraphs, one a line; blanks that XML would swallow have elements of their own."""
    lines = printable(words).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_spelled(line)}</text:p>" for line in lines)


def _spelled(line: str) -> str:
    return _BLANKS.sub(_blank, escape(line))


def _blank(found: re.Match[str]) -> str:
    blanks = found[0]
    if blanks == "\t":
        return "<text:tab/>"
    return f'<text:s text:c="{len(blanks)}"/>' if len(blanks) > 1 else "<text:s/>"
