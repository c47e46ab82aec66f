"""What the spreadsheet files share: the names of their sheets, their cover, and the width of columns."""

import re
import unicodedata
from collections.abc import Sequence

from figures.errors import FigureError
from figures.table import Cell, Column, Table, safe_cell

MOST_LETTERS = 32_767
"""The most letters that one cell of a spreadsheet holds."""

CONTENTS = "Contents"
_NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def with_cover(tables: Sequence[Table], title: str) -> list[Table]:
    """Return the tables as they stand in the file, each with the name of its sheet.

    More than one table gets a cover first: a list of the sheets and what is on them.
    Raises `FigureError` for no tables, or two sheets of one name.
    """
    if not tables:
        raise FigureError("A spreadsheet needs at least one table.")
    names = [sheet_name(table) for table in tables]
    if len(tables) == 1:
        return [_named(tables[0], names[0])]
    seen: set[str] = {CONTENTS.casefold()}
    for name in names:
        if name.casefold() in seen:
            raise FigureError(f"Two sheets are called {name!r}. Give each table a name of its own.")
        seen.add(name.casefold())
    cover = Table(
        title=title,
        columns=(Column("Sheet"), Column("What is on it"), Column("Rows", "count")),
        rows=[(name, table.title, len(table.rows)) for name, table in zip(names, tables, strict=True)],
        name=CONTENTS,
    )
    return [cover, *(_named(table, name) for table, name in zip(tables, names, strict=True))]


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
    return [min(max(letters, 8), 60) for letters in wide]


def _named(table: Table, name: str) -> Table:
    return Table(table.title, table.columns, table.rows, table.notes, table.source, name)
