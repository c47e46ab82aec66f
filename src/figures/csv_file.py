"""Comma-separated files that a spreadsheet opens without running anything in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from figures.table import Table, safe_cell


def csv_text(table: Table) -> str:
    """Return the table as CSV: headings, then rows; lines end in a line feed; None is empty.

    Text is made formula-safe (`figures.safe_text`); numbers are written in full precision as they are.
    Title, notes and source have no place in this form.
    """
    held = io.StringIO(newline="")
    _write(held, [column.name for column in table.columns], table.rows)
    return held.getvalue()


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = False
) -> int:
    """Write rows as they come, in UTF-8, and return how many there were.

    ``bom`` puts the mark in front that makes older versions of Excel read UTF-8.
    """
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        return _write(file, headings, rows)


def _write(file: TextIO, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([safe_cell(heading) for heading in headings])
    written = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        written += 1
    return written
