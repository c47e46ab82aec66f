"""Comma-separated text, read in pieces, so that the memory it takes does not grow with the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from disparity.csv_scan import header_of, scan, unclosed_quote
from disparity.errors import DataError
from disparity.headings import positions_of
from disparity.problems import Problem
from disparity.sources import Batch, Malformed, refusal

BLOCK = 8 << 20
"""Bytes parsed at a time; no row may be longer."""

MOST_MALFORMED = 100_000
"""Rows of the wrong length that are listed; with more, the file is of another shape altogether."""

SAVE_AGAIN = "Open it in a spreadsheet, look at its rows, and save it again as CSV UTF-8"
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}


class CsvSource:
    """A CSV file in UTF-8: commas, values in double quotes where needed, any line ends."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        headings = header_of(path)
        scanned = scan(path)
        self.sha256, self.size = scanned.sha256, scanned.size
        self._may_have_blank_lines = scanned.blank_lines
        self._lines = scanned.lines
        self.expected = max(scanned.lines - 1, 0)  # more than there are, where values run over several lines
        if scanned.odd_quotes and (line := unclosed_quote(path)):
            what = f"a quotation mark is opened in line {line:,} and never closed"
            raise refusal(
                what, path, "Close it, or write it twice if it belongs to the value", "unclosed-quote"
            )
        self._positions, problems = positions_of(columns, headings, where=f"{path.name}, row 1")
        if problems:
            raise _wrong_separator(path, headings, columns) or DataError(problems)
        self._names = [f"c{index}" for index in range(len(headings))]
        self.notes: list[Problem] = []
        self.malformed: list[Malformed] = []
        self._passed: list[int] = []
        """The rows that were passed over, as far as they have not been counted yet."""

    def batches(self) -> Iterator[Batch]:
        """Yield the rows with the columns of the plan; blank lines are passed over."""
        following = 2  # the header is row 1, as a spreadsheet counts
        if self._lines < 2:
            return
        try:
            for record in self._reader():
                numbers, following = self._number(record.num_rows, following)
                yield self._batch(record, numbers)
        except pa.ArrowInvalid as error:
            raise self._unreadable(error, following) from error
        last = max(following - 1, *self._passed, 1)
        if self._lines > last:
            breaks = self._lines - last
            what = f"some values run over several lines ({breaks:,} line breaks inside quotation marks)"
            fix = "If that is not meant, look for a quotation mark too many; each row counts once"
            self.notes.append(Problem(what, self._path.name, fix, kind="line-breaks"))

    def _reader(self) -> Any:
        # To tell a blank line takes all columns: a row may lack everything the plan reads and still be a row.
        used = [self._names[position] for position in sorted(set(self._positions.values()))]
        include = self._names if self._may_have_blank_lines else used
        return arrow_csv.open_csv(
            str(self._path),
            # In one thread, because only then are malformed rows told their number.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=self._names, skip_rows_after_names=1, block_size=BLOCK
            ),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._on_malformed
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=include,
                column_types=dict.fromkeys(include, pa.string()),
                strings_can_be_null=False,
            ),
        )

    def _on_malformed(self, row: Any) -> str:
        self._passed.append(row.number)
        if row.text.strip(" \t\r\n,"):
            found, expected = row.actual_columns, row.expected_columns
            what = f"the row has {found} value{'s' if found != 1 else ''}, but the header has {expected}"
            self.malformed.append(Malformed(row.number, what))
        return "skip" if len(self.malformed) <= MOST_MALFORMED else "error"

    def _number(self, count: int, following: int) -> tuple[NDArray[np.int64], int]:
        """Return the row numbers of the next `count` good rows, and the number after them."""
        numbers = np.arange(following, following + count + len(self._passed), dtype=np.int64)
        numbers = numbers[~np.isin(numbers, self._passed)][:count]
        following = int(numbers[-1]) + 1 if count else following
        self._passed = [row for row in self._passed if row >= following]
        return numbers, following

    def _batch(self, record: Any, numbers: NDArray[np.int64]) -> Batch:
        if self._may_have_blank_lines:
            blank = np.ones(record.num_rows, dtype=bool)
            for column in record.columns:
                blank &= pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
            if blank.any():
                record, numbers = record.filter(pa.array(~blank)), numbers[~blank]
        columns = {name: record.column(self._names[position]) for name, position in self._positions.items()}
        return Batch(numbers, columns)

    def _unreadable(self, error: pa.ArrowInvalid, row: int) -> DataError:
        if len(self.malformed) > MOST_MALFORMED:
            what = f"more than {MOST_MALFORMED:,} rows do not have as many values as the header"
            return refusal(
                f"{what}; the first is row {self.malformed[0].row:,}", self._path, SAVE_AGAIN, "wrong-length"
            )
        if "straddling" in str(error):
            what = f"a row after row {row - 1:,} is longer than {BLOCK:,} bytes"
            fix = "Look for a quotation mark there that is opened and not closed"
            return refusal(what, self._path, fix, "unclosed-quote")
        what = f"the text after row {row - 1:,} cannot be read as rows of values"
        return refusal(what, self._path, SAVE_AGAIN, "unreadable")


def _wrong_separator(path: Path, headings: Sequence[str], columns: Sequence[str]) -> DataError | None:
    """Return the refusal of a file whose columns are parted by something else, if that is what is wrong."""
    line = ",".join(headings)
    for separator, called in SEPARATORS.items():
        if separator not in line:
            continue
        names = [name.strip() for name in next(csv.reader([line], delimiter=separator))]
        # Where the whole heading is one text, a single column of the plan in it is proof enough.
        if set(columns) <= set(names) or (len(headings) == 1 and set(columns) & set(names)):
            what = f"the columns are separated by {called}"
            return refusal(what, path, "Save it with commas (CSV UTF-8)", "wrong-separator")
    return None
