"""The blocks of which a document on paper is made: plain text alone, so that nothing in it can be a command."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a section) or 2, 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Some sentences, with a few words in bold before them."""

    text: str
    bold: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption and a row of headings; each row as long as the headings."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


def as_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the blocks as plain data, each with its kind."""
    return [{"kind": type(block).__name__.lower(), **asdict(block)} for block in blocks]
