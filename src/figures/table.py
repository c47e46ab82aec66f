"""A table of figures with its title, notes and source: what all kinds of table file are written from."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral, Real
from typing import Literal

from figures.errors import FigureError
from figures.svg import printable

Cell = str | int | float | None
Kind = Literal["text", "count", "decimal", "thousandths", "percent", "number"]

_DANGEROUS = frozenset("=+-@\t\r")


@dataclass(frozen=True)
class Column:
    """A column's heading, and how a spreadsheet shows its numbers.

    ``percent`` is for proportions from 0 to 1; the file keeps the proportion and shows a percentage.
    ``decimal`` shows one decimal place, ``thousandths`` three; ``number`` shows what there is, for
    columns that mix measures. Text may stand in any column: "[c]" where a count is kept back.
    """

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """One table. ``name`` is short and becomes the sheet's name; rows are as long as ``columns``.

    Raises `FigureError` for no columns, an empty or repeated heading, or a row of another length.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    notes: tuple[str, ...] = ()
    source: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        headings = [column.name.strip().casefold() for column in self.columns]
        if not headings or not all(headings) or len(set(headings)) < len(headings):
            raise FigureError(f"Every column of the table {self.title!r} needs a heading of its own.")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise FigureError(
                    f"Row {number} of the table {self.title!r} has {len(row)} cells "
                    f"for {len(self.columns)} columns."
                )


@lru_cache(maxsize=65_536)
def safe_text(words: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Text that would begin with ``= + - @``, a tab or a carriage return gets an apostrophe before it, also
    when blanks or invisible letters stand first, or the sign is in its full-width form. Text that already
    begins with such an apostrophe gets one more, so that `plain_text` gives back what went in.
    """
    held = printable(words)
    return f"'{held}" if _is_dangerous(held.lstrip("'")) else held


def plain_text(safe: str) -> str:
    """Return the text that `safe_text` was given (but for letters that no file can hold)."""
    return safe[1:] if safe.startswith("'") and _is_dangerous(safe.lstrip("'")) else safe


def _is_dangerous(words: str) -> bool:
    if words[:1] in _DANGEROUS:
        return True
    for letter in unicodedata.normalize("NFKC", words[:64] if words[:1].strip() else words):
        if letter in _DANGEROUS:
            return True
        if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Zs", "Mn"}:
            return False
    return False


def safe_cell(cell: object) -> Cell:
    """Return a cell that every file can hold: safe text, a finite number or nothing.

    Raises `FigureError` for a number that is not finite and for any other type: say in words what is
    missing and why.
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        return safe_text(cell)
    if type(cell) is float and math.isfinite(cell):  # most cells are; asking for `Real` takes much longer
        return cell + 0.0
    if type(cell) is int:
        return cell
    if isinstance(cell, Integral) and not isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, Real) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell) + 0.0
    raise FigureError(f"A table was given the cell {cell!r}. A cell is text, a finite number or None.")
