"""Writing the accepted rows, and a list of the refused ones, so that both are there or neither."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from disparity.plan import RATES, Plan
from disparity.sources import Malformed
from figures.csv_file import write_csv

ACCEPTED = "accepted.parquet"
REFUSED = "refused.csv"
COUNT = "count"
"""The column of the accepted rows that says how many people a row stands for, in a file of counts."""


class CheckedFiles:
    """The two files of a checked file of data; nothing has its name before `finish`.

    ``accepted.parquet`` has a column of levels for each dimension of the plan (``d0``, ``d1``, …) and one for
    each measure (``m0``, …); then one of reasons for each dimension that tells them apart (``u0``, …), and
    ``count`` where the rows stand for several people each. ``refused.csv`` is written only if a row was refused.
    """

    def __init__(self, plan: Plan, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._columns = plan.columns
        self._schema = accepted_schema(plan)
        self._part = {name: directory / f".{name}.part" for name in (ACCEPTED, REFUSED, "refused.parquet")}
        refused = pa.schema([("row", pa.int64()), ("reasons", pa.string())])
        for index in range(len(self._columns)):
            refused = refused.append(pa.field(f"c{index}", pa.string()))
        self._refused_schema = refused
        self._accepted = pq.ParquetWriter(self._part[ACCEPTED], self._schema, compression="zstd")
        self._refused = pq.ParquetWriter(self._part["refused.parquet"], refused, compression="zstd")

    def __enter__(self) -> CheckedFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._accepted.close()
        self._refused.close()
        for part in self._part.values():
            part.unlink(missing_ok=True)

    def accept(self, values: Sequence[Any]) -> None:
        """Write accepted rows: an array for each dimension, then one for each measure."""
        self._accepted.write_batch(pa.RecordBatch.from_arrays(list(values), schema=self._schema))

    def refuse(self, rows: Any, reasons: list[str], raw: Sequence[Any]) -> None:
        """Write refused rows: their numbers, the reasons, and the plan's columns as they were."""
        arrays = [pa.array(rows, pa.int64()), pa.array(reasons, pa.string()), *raw]
        self._refused.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._refused_schema))

    def finish(self, malformed: list[Malformed], *, refused: int) -> None:
        """Give the files their names; the accepted rows last, since they are what others wait for."""
        self._accepted.close()
        self._refused.close()
        target = self._directory / REFUSED
        if refused:
            headings = ("row", "reasons", *self._columns)
            write_csv(self._part[REFUSED], headings, self._refused_rows(malformed))
            self._part[REFUSED].replace(target)
        else:
            target.unlink(missing_ok=True)
        self._part[ACCEPTED].replace(self._directory / ACCEPTED)

    def _refused_rows(self, malformed: list[Malformed]) -> Iterator[tuple[object, ...]]:
        blanks = ("",) * len(self._columns)
        of_wrong_length = ((row.row, row.what, *blanks) for row in malformed)
        yield from heapq.merge(of_wrong_length, self._stored_rows(), key=lambda row: row[0])

    def _stored_rows(self) -> Iterator[tuple[Any, ...]]:
        with pq.ParquetFile(self._part["refused.parquet"]) as file:
            for record in file.iter_batches():
                yield from zip(*(column.to_pylist() for column in record.columns), strict=True)


def accepted_schema(plan: Plan) -> pa.Schema:
    """Return the columns of ``accepted.parquet``."""
    levels = [(f"d{index}", pa.string()) for index in range(len(plan.dimensions))]
    outcomes = [
        (f"m{index}", pa.int8() if measure.kind in RATES else pa.float64())
        for index, measure in enumerate(plan.measures)
    ]
    reasons = [(f"u{index}", pa.string()) for index, each in enumerate(plan.dimensions) if each.reasons]
    counts = [(COUNT, pa.int64())] if plan.input.count else []
    return pa.schema(levels + outcomes + reasons + counts)
