"""Excel workbooks: one sheet, headings in its first row that is not blank."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from disparity.errors import DataError
from disparity.headings import positions_of
from disparity.problems import Problem, quoted
from disparity.sources import Batch, Malformed, refusal
from disparity.xlsx_unpacking import USE_CSV, Parts, concealed_cells

LARGEST = 100_000_000
"""Bytes: a workbook is held in memory as a whole."""

ROWS_AT_ONCE = 50_000


class XlsxSource:
    """An Excel workbook. Its first sheet with anything in it is read; a note says so if there are more."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self.size = path.stat().st_size
        if self.size > LARGEST:
            most = f"{LARGEST / 1e6:.0f} MB is the most that is read"
            what = f"the workbook has {self.size / 1e6:,.0f} MB, and {most}"
            raise refusal(what, path, USE_CSV, "too-large")
        self.notes: list[Problem] = []
        self.malformed: list[Malformed] = []
        written = path.read_bytes()
        self.sha256, self.size = sha256(written).hexdigest(), len(written)
        parts = Parts(path, written)
        parts.refuse_oversized()
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(written))
            index, sheet = self._sheet(workbook)
            self._rows = list(sheet.iter_rows())
        except CalamineError as error:
            what, fix = "the workbook is damaged", "Open it in a spreadsheet and save it again"
            raise refusal(what, path, fix, "damaged") from error
        sheets = parts.sheets()
        self._concealed = concealed_cells(sheets[index]) if index < len(sheets) else {}
        self._left = sheet.start[1] if sheet.start else 0
        self._merged = list(sheet.merged_cell_ranges or ())
        where = f'{path.name}, sheet "{sheet.name}"'
        self._header = next(
            number for number, row in enumerate(self._rows) if any(cell != "" for cell in row)
        )
        self.expected = len(self._rows) - self._header - 1
        headings = [_text_of(cell) or "" for cell in self._rows[self._header]]
        self._positions, problems = positions_of(columns, headings, where=where)
        problems += self._merged_problems(where)
        if problems:
            raise DataError(problems)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows that are not blank; dates in ISO form, whole numbers without a decimal point."""
        first = self._header + 1
        for start in range(first, len(self._rows), ROWS_AT_ONCE):
            piece = range(start, min(start + ROWS_AT_ONCE, len(self._rows)))
            kept = [number for number in piece if self._holds_something(number)]
            columns = {
                column: pa.array([self._text(number, position) for number in kept], pa.string())
                for column, position in self._positions.items()
            }
            yield Batch(np.array(kept, dtype=np.int64) + 1, columns)

    def _sheet(self, workbook: CalamineWorkbook) -> tuple[int, CalamineSheet]:
        filled = []
        for index, described in enumerate(workbook.sheets_metadata):
            if described.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_index(index)
                if sheet.height and any(cell != "" for row in sheet.iter_rows() for cell in row):
                    filled.append((index, sheet))
        if not filled:
            fix = "Put the table in its first sheet, with the names of the columns in the first row"
            raise refusal("the workbook is empty", self._path, fix, "empty-file")
        if len(filled) > 1:
            names = [sheet.name for _, sheet in filled]
            what = f'only the sheet "{names[0]}" is read; there is something in {quoted(names[1:])} too'
            fix = "If that is the wrong sheet, move the right one to the front"
            self.notes.append(Problem(what, self._path.name, fix, kind="several-sheets"))
        return filled[0]

    def _merged_problems(self, where: str) -> list[Problem]:
        """Return a problem for each column of the plan with merged cells: all but the first read as blank."""
        problems = []
        for column, position in self._positions.items():
            at = position + self._left
            count = sum(
                1
                for (top, left), (bottom, right) in self._merged
                if left <= at <= right and bottom > self._header and (top, left) != (bottom, right)
            )
            if count:
                what, fix = f'the column "{column}" has merged cells', "Unmerge them and fill in each cell"
                problems.append(Problem(what, where, fix, count=count, kind="merged-cells"))
        return problems

    def _holds_something(self, number: int) -> bool:
        if any(cell != "" for cell in self._rows[number]):
            return True
        return any(
            (number, position + self._left) in self._concealed for position in self._positions.values()
        )

    def _text(self, number: int, position: int) -> str | None:
        concealed = self._concealed.get((number, position + self._left))
        return concealed or _text_of(self._rows[number][position])


def _text_of(cell: Any) -> str | None:
    """Return a cell as the text it would have in a CSV file."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
