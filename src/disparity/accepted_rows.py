"""Reading the accepted rows from their file: what occurs in it, and every piece of it, in threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from disparity.checked_files import COUNT
from disparity.plan import Plan

MOST_THREADS = 4
"""They read and unpack; what they bring is counted one after the other, so that more of them would wait."""

ROWS_AT_ONCE = 1 << 15
"""What is made of so many rows stays near the processor."""

Levels = tuple[frozenset[str], ...]
"""The levels that occur in each dimension of a plan."""


class NotAsAccepted(Exception):
    """The file is not as accepted rows are; what is made of it is left to a database."""


class LevelsDiffer(Exception):
    """The rows have other levels than were expected of them."""


def number_of_rows(accepted: Path) -> int:
    """Return how many rows the file has."""
    with pq.ParquetFile(accepted) as file:
        rows: int = file.metadata.num_rows
    return rows


def first_levels(plan: Plan, accepted: Path) -> Levels:
    """Return the levels that the dictionaries of the file have, without reading its rows.

    A file that we have written has a dictionary of all levels at the start of each of its parts, unless they are so
    many that the rest of them stand elsewhere. Where rows may stand for nobody, every row is read.
    """
    if plan.input.count:
        return every_level(plan, accepted)
    names = _dimensions(plan)
    found: list[set[str]] = [set() for _ in names]
    with pq.ParquetFile(accepted, read_dictionary=names) as file:
        for group in range(file.metadata.num_row_groups):
            for batch in file.iter_batches(1, [group], columns=names, use_threads=False):
                for levels, column in zip(found, batch.columns, strict=True):
                    levels.update(column.dictionary.to_pylist())
                break
    return tuple(map(frozenset, found))


def every_level(plan: Plan, accepted: Path) -> Levels:
    """Return the levels that people have."""
    names = _dimensions(plan)
    found: list[set[str]] = [set() for _ in names]

    def add(batch: Any) -> None:
        for levels, column in zip(found, _of_people(plan, batch).columns, strict=False):
            levels.update(pc.unique(column).to_pylist())

    bring(accepted, [*names, *_count(plan)], add)
    return tuple(map(frozenset, found))


def values_of(plan: Plan, accepted: Path, measure: int) -> NDArray[np.float64]:
    """Return the values of a measure that people have, ascending."""
    found: list[Any] = [pa.array([], pa.float64())]

    def add(batch: Any) -> None:
        found.append(pc.unique(_of_people(plan, batch).column(0)))

    bring(accepted, [f"m{measure}", *_count(plan)], add)
    values = pa.chunked_array(found, pa.float64()).drop_null().to_numpy()
    return np.unique(values + 0.0)  # a negative zero is an ordinary one


def bring(
    accepted: Path,
    columns: Sequence[str],
    add: Callable[[Any], None],
    *,
    levels: Sequence[str] = (),
    at_once: int = ROWS_AT_ONCE,
) -> None:
    """Read a file in threads, each taking the next group of rows that none has taken, and bring every piece.

    `add` is called in these threads, with the `columns` of each piece; those that are `levels` as dictionaries.
    A piece has `at_once` rows at most.
    """
    with pq.ParquetFile(accepted) as file:
        groups = file.metadata.num_row_groups
    left, stopped = iter(range(groups)), Event()

    def read() -> None:
        with pq.ParquetFile(accepted, read_dictionary=list(levels)) as file:
            for group in left:
                for batch in file.iter_batches(at_once, [group], columns=columns, use_threads=False):
                    if stopped.is_set():
                        return
                    add(batch)

    threads = max(1, min(os.cpu_count() or 1, MOST_THREADS, groups))
    with ThreadPoolExecutor(threads) as pool:
        reading = [pool.submit(read) for _ in range(threads)]
        try:
            for each in reading:
                each.result()
        finally:
            stopped.set()  # one that failed, or a signal to stop, ends the others too
    pa.default_memory_pool().release_unused()  # Arrow would keep what the pieces took for more of them


def _dimensions(plan: Plan) -> list[str]:
    return [f"d{index}" for index in range(len(plan.dimensions))]


def _count(plan: Plan) -> list[str]:
    return [COUNT] if plan.input.count else []


def _of_people(plan: Plan, batch: Any) -> Any:
    """Return the rows of a piece that stand for people: rows for nobody say nothing."""
    if not plan.input.count:
        return batch
    return batch.filter(pc.greater(batch.column(batch.num_columns - 1), 0))
