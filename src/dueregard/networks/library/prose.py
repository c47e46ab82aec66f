"""Plain text as an accessible page: empty lines part paragraphs, ## begins a heading, and a dash a line of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, ITEM = "## ", "- "


@dataclass(frozen=True)
class Block:
    """A heading, a list or a paragraph, with its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Return a text as headings, lists and paragraphs. Everything else in it stays as it is written."""
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for kind, lines in groupby((line.strip() for line in text.splitlines()), key=_kind):
        words = tuple(line.removeprefix(HEADING).removeprefix(ITEM).strip() for line in lines)
        if kind == "heading":
            yield from (Block(kind, (line,)) for line in words)
        elif kind:
            yield Block(kind, words)


def _kind(line: str) -> str:
    if line.startswith(HEADING):
        return "heading"
    if line.startswith(ITEM):
        return "list"
    return "paragraph" if line else ""
