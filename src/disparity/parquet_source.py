"""Parquet files, read in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from disparity.errors import DataError
from disparity.headings import positions_of
from disparity.problems import Problem
from disparity.sources import Batch, Malformed, fingerprint, refusal

ROWS_AT_ONCE = 131_072
MOST_ROWS = 200_000_000
"""A few bytes of Parquet can promise any number of rows; no body has more cases than this."""

COPY_AGAIN = "Copy or export it again from where it came"


class ParquetSource:
    """A Parquet file whose columns of the plan hold text, numbers, true and false, or dates.

    Rows are counted from 1, since there is no row of headings.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4))
            if file.read() != b"PAR1":
                raise refusal("the Parquet file breaks off before its end", path, COPY_AGAIN, "damaged")
        try:
            self._file = pq.ParquetFile(str(path))
        except (pa.ArrowException, OSError) as error:
            raise refusal("the Parquet file is damaged", path, COPY_AGAIN, "damaged") from error
        schema = self._file.schema_arrow
        self._positions, problems = positions_of(columns, schema.names, where=path.name)
        for column, position in self._positions.items():
            if not _is_plain(schema.field(position).type):
                what = f'the column "{column}" holds {_called(schema.field(position).type)}'
                fix = "Save it as text or numbers, one value for each row"
                problems.append(Problem(what, path.name, fix, kind="column-type"))
        rows = self._file.metadata.num_rows
        if rows > MOST_ROWS:
            what, fix = f"the file has {rows:,} rows, and {MOST_ROWS:,} is the most that is read", "Divide it"
            problems.append(Problem(what, path.name, fix, kind="too-many-rows"))
        if problems:
            self._file.close()
            raise DataError(problems)
        self._names = {column: schema.names[position] for column, position in self._positions.items()}
        self.sha256, self.size = fingerprint(path)
        self.expected = rows
        self.notes: list[Problem] = []
        self.malformed: list[Malformed] = []

    def batches(self) -> Iterator[Batch]:
        """Yield the rows, each value as the text it would have in a CSV file."""
        following = 1
        try:
            with self._file:
                for record in self._file.iter_batches(ROWS_AT_ONCE, columns=list(self._names.values())):
                    columns = {column: _as_text(record.column(name)) for column, name in self._names.items()}
                    yield Batch(np.arange(following, following + record.num_rows, dtype=np.int64), columns)
                    following += record.num_rows
        except (pa.ArrowException, OSError) as error:
            what = f"the Parquet file is damaged after row {following - 1:,}"
            raise refusal(what, self._path, COPY_AGAIN, "damaged") from error


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_boolean,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_null,
    )
    return any(test(kind) for test in tests)


def _called(kind: pa.DataType) -> str:
    if pa.types.is_nested(kind):
        return "several values in one row"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return "bytes, not text"
    return f"values of the type {kind}"


def _as_text(column: Any) -> Any:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    text = column.cast(pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text.validate(full=True)  # Arrow takes the file's word that its bytes are UTF-8
    elif pa.types.is_floating(kind):
        # A column of whole numbers with gaps is often stored as fractions: 1.0 is meant as 1.
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), 1e15))
        text = pc.if_else(pc.fill_null(whole, False), pc.replace_substring_regex(text, r"\.0$", ""), text)
    elif pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(text, r" 00:00:00(\.0+)?Z?$", "")
    return text
