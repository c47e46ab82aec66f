"""What the spreadsheet files share: the names of their sheets, their cover, and the width of columns."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from figures.errors import FigureError
from figures.table import Cell, Column, Table, safe_cell

MOST_LETTERS = 32_767
"""The most letters that one cell of a spreadsheet holds."""

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
COVER_WIDTH = 90
_WIDEST, _WIDEST_WRAPPED, _MOST_WRAPPED = 60, 80, 200
ONE_TABLE = "This sheet has one table."
_NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Cover:
    """What stands before the tables of a workbook: paragraphs, headed paragraphs, and numbered notes.

    The notes have a sheet of their own, to which each table's sheet points.
    """

    introduction: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: the lines in its first column, the first of them its title, then its table if it has one.

    ``headed`` are the numbers of the lines that are headings under the title, from 0. ``links`` are the names
    of the sheets that the first column of the table leads to, row by row.
    """

    name: str
    lines: tuple[str, ...]
    table: Table | None = None
    headed: frozenset[int] = frozenset()
    links: tuple[str, ...] = ()


def sheets_of(tables: Sequence[Table], title: str, cover: Cover | None) -> list[Sheet]:
    """Return the sheets of a file: a cover, the contents, the notes, and one for each table, in that order.

    A single table without a cover is the only sheet. There are no blank rows: the table follows its title,
    notes and source, as the Analysis Function asks in "Releasing statistics in spreadsheets".
    Raises `FigureError` for no tables, or two sheets of one name.
    """
    if not tables:
        raise FigureError("A spreadsheet needs at least one table.")
    if len(tables) == 1 and cover is None:
        return [_of_table(tables[0])]
    cover = cover or Cover()
    own = [_of_table(table, has_notes=bool(cover.notes)) for table in tables]
    if cover.notes:
        numbered = [(f"note {number}", words) for number, words in enumerate(cover.notes, start=1)]
        notes = Table(NOTES, (Column("Note"), Column("What it says")), numbered, name=NOTES)
        own = [_of_table(notes), *own]
    seen = {COVER.casefold(), CONTENTS.casefold()}
    for sheet in own:
        if sheet.name.casefold() in seen:
            raise FigureError(f"Two sheets are called {sheet.name!r}. Give each table a name of its own.")
        seen.add(sheet.name.casefold())
    listed = Table(
        CONTENTS,
        (Column("Sheet"), Column("What is on it"), Column("Rows", "count")),
        [(sheet.name, sheet.lines[0], len(sheet.table.rows)) for sheet in own if sheet.table is not None],
        name=CONTENTS,
    )
    contents = replace(_of_table(listed), links=tuple(sheet.name for sheet in own))
    return [_of_cover(cover, title), contents, *own]


def _of_cover(cover: Cover, title: str) -> Sheet:
    lines = [title, *cover.introduction]
    headed = []
    for heading, words in cover.sections:
        headed.append(len(lines))
        lines += [heading, words]
    return Sheet(COVER, tuple(lines), headed=frozenset(headed))


def _of_table(table: Table, *, has_notes: bool = False) -> Sheet:
    return Sheet(
        sheet_name(table),
        (
            table.title,
            f"{ONE_TABLE} Notes are on the sheet {NOTES}." if has_notes else ONE_TABLE,
            *table.notes,
            *([f"Source: {table.source}"] if table.source else []),
        ),
        table,
    )


def sheet_name(table: Table) -> str:
    """Return a name for the table's sheet that every spreadsheet accepts: its own, or one from its title."""
    words = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} else letter
        for letter in _FORBIDDEN.sub(" ", table.name or table.title)
    )
    name = " ".join(words.split())[:_NAME_LENGTH].strip(" '")
    # "History" is a name that Excel keeps for itself.
    return f"{name} table" if name.casefold() in {"", "history"} else name


def held_cell(cell: object) -> Cell:
    """Return a safe cell that is not longer than a spreadsheet holds; what is cut ends in an ellipsis."""
    held = safe_cell(cell)
    # A letter outside the basic plane counts as two, so half as many letters always fit.
    if (
        isinstance(held, str)
        and len(held) > MOST_LETTERS // 2
        and len(held.encode("utf-16-le")) // 2 > MOST_LETTERS
    ):
        return f"{held[: MOST_LETTERS // 2 - 1]}…"
    return held


def widths(table: Table) -> list[int]:
    """Return the width of each column in letters, from its heading and the first rows."""
    wide = [len(column.name) + 4 for column in table.columns]
    for row in table.rows[:200]:
        for index, cell in enumerate(row):
            wide[index] = max(wide[index], len(cell) + 2 if isinstance(cell, str) else 10)
    most = _WIDEST_WRAPPED if wraps(table) else _WIDEST
    return [min(max(letters, 8), most) for letters in wide]


def wraps(table: Table) -> bool:
    """Return whether the words of a table are broken into lines: in long tables that would take too long to open."""
    return len(table.rows) <= _MOST_WRAPPED


def lines_of(words: str, width: int) -> int:
    """Return how many lines words take in a column, judged without a font."""
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in words.split("\n"))
