"""Counting rows straight from the accepted file, where all combinations of levels fit an array.

DuckDB needs ten nanoseconds for each row and each sum, because it looks every row up by its texts. A Parquet file
has numbers for them already, so that a row's cell is found by a few multiplications; and since an outcome is 0 or
1, four counts fit one number of 64 bits and are added at once. The counts are the same whole numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from threading import Event, Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from disparity.cube import Codes, Floats, Integers
from disparity.packed_counts import PackedCounts
from disparity.plan import RATES, Plan

MOST_CELLS = 1 << 23
"""Combinations of levels that are held as an array; the database counts what has more."""

MOST_THREADS = 4
"""They read and unpack; what they bring is counted one after the other, so that more of them would wait."""

MOST_ROWS = 1 << 25
"""Rows whose values are sorted at most, each as a number of 64 bits; the database counts those of more."""

ROWS_AT_ONCE = 1 << 16

Bits = NDArray[np.uint8]
Levels = tuple[tuple[str, ...], ...]


class _NotDirect(Exception):
    """The file is not as it has to be for this way of counting."""


@dataclass(frozen=True, eq=False)
class _Cells:
    """Occupied cells: the level of each in every dimension, and its counts; rows may occur twice.

    `codes` is (cells, dimensions), into `levels`; `counts` is (cells, 1 + 2 for each measure): people, then events,
    then those whose outcome is not known.
    """

    levels: Levels
    codes: Integers
    counts: Integers


def count_directly(plan: Plan, accepted: Path) -> Any:
    """Return the cells of a plan without means, as an Arrow table, or None where only a database can count them.

    The table has the columns of `disparity.cube_building`'s query: ``d0`` and so on, ``people``, and for each
    measure ``known0`` and ``events0``. Its rows are in no order.
    """
    if plan.input.count or any(measure.kind == "mean" for measure in plan.measures):
        return None
    counter = _Counter(len(plan.dimensions), [measure.kind in RATES for measure in plan.measures])
    try:
        _bring(accepted, len(plan.dimensions), range(len(plan.measures)), counter.add)
    except _NotDirect:
        return None
    parts = counter.parts()
    return _table(_together(parts), len(plan.measures)) if parts else None


def count_values_directly(
    accepted: Path, levels: Levels, measure: int
) -> tuple[Codes, Floats, Integers] | None:
    """Return how often each value of a measure occurs in each cell, or None where only a database can count it.

    Parameters
    ----------
    accepted
        The file of accepted rows, each a person.
    levels
        The levels of every dimension.
    measure
        The number of the measure.

    Returns
    -------
    codes
        int32 (entries, dimensions), into `levels`.
    values
        float64 (entries,).
    counts
        int64 (entries,). Entries are sorted by code, then by value, and none occurs twice.
    """
    with pq.ParquetFile(accepted) as file:
        values = _distinct(file, f"m{measure}")
        cells = prod(map(len, levels))
        if file.metadata.num_rows > MOST_ROWS or cells > MOST_CELLS:
            return None
    found: list[Integers] = []

    def keep(batch: Any) -> None:
        own = _own(batch.columns[:-1])
        at = _places(own, levels).take(_flat([_indices(column) for column in batch.columns[:-1]], own))
        column = batch.columns[-1]
        known = column.is_valid().to_numpy(zero_copy_only=False)
        value = np.searchsorted(values, column.to_numpy(zero_copy_only=False)[known] + 0.0)
        found.append(at[known] * len(values) + value)

    try:
        _bring(accepted, len(levels), [measure], keep)
    except _NotDirect:
        return None
    keys = np.concatenate([np.zeros(0, np.int64), *found])
    found.clear()
    keys.sort()
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    at, value = np.divmod(keys[starts], max(len(values), 1))
    codes = np.column_stack(np.unravel_index(at, [len(each) for each in levels])).astype(np.int32)
    return codes, values[value], np.diff(starts, append=len(keys))


def _distinct(file: Any, column: str) -> Floats:
    """Return the values of a column of numbers, ascending."""
    chunks = [pc.unique(batch.column(0)) for batch in file.iter_batches(ROWS_AT_ONCE * 16, columns=[column])]
    values = pa.chunked_array(chunks, pa.float64()).drop_null().to_numpy()
    return np.unique(values + 0.0)  # a negative zero is an ordinary one


def _bring(accepted: Path, dimensions: int, measures: Iterable[int], add: Callable[[Any], None]) -> None:
    """Read a file in threads, each taking the next group of rows that none has taken, and bring every piece."""
    with pq.ParquetFile(accepted) as file:
        groups = file.metadata.num_row_groups
    levels = [f"d{index}" for index in range(dimensions)]
    columns = [*levels, *(f"m{index}" for index in measures)]
    left, stopped = iter(range(groups)), Event()

    def read() -> None:
        with pq.ParquetFile(accepted, read_dictionary=levels) as file:
            for group in left:
                for batch in file.iter_batches(ROWS_AT_ONCE, [group], columns=columns, use_threads=False):
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


class _Counter:
    """Counts pieces of a file that several threads bring, one after the other.

    A level that has not been seen before changes where every cell is, so what has been counted is then put aside
    and a larger array begun. Most levels are in the first piece.
    """

    def __init__(self, dimensions: int, are_outcomes: Sequence[bool]) -> None:
        self._dimensions, self._are_outcomes = dimensions, are_outcomes
        self._levels: Levels = ((),) * dimensions
        self._counts = PackedCounts(0, len(are_outcomes))
        self._parts: list[_Cells] = []
        self._one_at_a_time = Lock()

    def add(self, batch: Any) -> None:
        """Count a piece of the file: its columns of levels, as dictionaries, then those of outcomes."""
        columns, outcomes = batch.columns[: self._dimensions], batch.columns[self._dimensions :]
        own = _own(columns)
        flat = _flat([_indices(column) for column in columns], own)
        unknown = [_unknown(column) for column in outcomes]
        events = [
            _events(column, none) if is_outcome else None
            for column, none, is_outcome in zip(outcomes, unknown, self._are_outcomes, strict=True)
        ]
        with self._one_at_a_time:
            self._learn(own)
            self._counts.add(_places(own, self._levels).take(flat), events, unknown)

    def parts(self) -> list[_Cells]:
        """Return what was counted."""
        self._put_aside()
        return self._parts

    def _learn(self, own: Levels) -> None:
        """Make room for the levels of a piece that have not been seen before."""
        levels = tuple(
            known if set(new) <= set(known) else tuple(dict.fromkeys((*known, *new)))
            for known, new in zip(self._levels, own, strict=True)
        )
        if levels != self._levels:
            if prod(map(len, levels)) > MOST_CELLS:
                raise _NotDirect
            self._put_aside()
            self._levels = levels
            self._counts = PackedCounts(prod(map(len, levels)), len(self._are_outcomes))

    def _put_aside(self) -> None:
        occupied, counts = self._counts.occupied()
        if len(occupied):
            codes = np.unravel_index(occupied, [len(levels) for levels in self._levels])
            self._parts.append(_Cells(self._levels, np.column_stack(codes), counts))


@lru_cache(maxsize=8)
def _places(own: Levels, levels: Levels) -> Integers:
    """Return where each combination of a piece's own numbers is among those of all levels."""
    places = np.zeros(1, dtype=np.int64)
    for of_piece, all_of in zip(own, levels, strict=True):
        position = {level: number for number, level in enumerate(all_of)}
        here = np.array([position[level] for level in of_piece], dtype=np.int64)
        places = (places[:, np.newaxis] * len(all_of) + here).reshape(-1)
    return places


def _indices(column: Any) -> NDArray[np.int32]:
    indices: NDArray[np.int32] = column.indices.to_numpy(zero_copy_only=True)
    return indices


def _flat(indices: Sequence[NDArray[np.int32]], own: Levels) -> NDArray[np.int32]:
    """Return one number for each row from its numbers in every dimension, the last running fastest."""
    flat = indices[0].copy()
    for each, levels in zip(indices[1:], own[1:], strict=True):
        flat *= np.int32(len(levels))
        flat += each
    return flat


def _own(columns: Sequence[Any]) -> Levels:
    """Return the levels of a piece of the file, as its own numbers have them."""
    own = tuple(tuple(column.dictionary.to_pylist()) for column in columns)
    if any(column.null_count for column in columns) or prod(map(len, own)) > MOST_CELLS:
        raise _NotDirect
    return own


def _unknown(column: Any) -> Bits | None:
    """Return 1 for each row whose value is not known; None if all are known."""
    if not column.null_count:
        return None
    start, end = column.offset, column.offset + len(column)
    valid = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    known = np.unpackbits(valid, count=end, bitorder="little")[start:]
    return known ^ np.uint8(1)


def _events(column: Any, unknown: Bits | None) -> Bits:
    """Return 1 for each row that has the event."""
    start, end = column.offset, column.offset + len(column)
    events: Bits = np.frombuffer(column.buffers()[1], dtype=np.uint8)[start:end]
    if unknown is not None:
        events = events * (unknown ^ np.uint8(1))  # what stands where nothing is known may be anything
    if len(events) and events.max() > 1:
        raise _NotDirect
    return events


def _together(parts: Sequence[_Cells]) -> _Cells:
    """Add up what was counted in parts, each with levels of its own."""
    levels = tuple(
        tuple(dict.fromkeys(level for each in of_dimension for level in each))
        for of_dimension in zip(*(part.levels for part in parts), strict=True)
    )
    shape = [len(each) for each in levels]
    flat = np.concatenate([np.ravel_multi_index(tuple(_recoded(part, levels)), shape) for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    order = np.argsort(flat, kind="stable")
    cells, starts = np.unique(flat[order], return_index=True)
    codes = np.column_stack(np.unravel_index(cells, shape))
    return _Cells(levels, codes, np.add.reduceat(counts[order], starts, axis=0))


def _recoded(part: _Cells, levels: Levels) -> Iterator[Integers]:
    """Give the codes of a part's cells in each dimension, among all `levels`."""
    for number, (own, everyone) in enumerate(zip(part.levels, levels, strict=True)):
        position = {level: index for index, level in enumerate(everyone)}
        yield np.array([position[level] for level in own], dtype=np.int64)[part.codes[:, number]]


def _table(cells: _Cells, measures: int) -> Any:
    """Return the cells as the query of a database would."""
    columns = {
        f"d{index}": pa.DictionaryArray.from_arrays(
            cells.codes[:, index].astype(np.int32), pa.array(levels, pa.string())
        )
        for index, levels in enumerate(cells.levels)
    }
    people = columns["people"] = cells.counts[:, 0]
    for index in range(measures):
        columns[f"known{index}"] = people - cells.counts[:, 1 + measures + index]
        columns[f"events{index}"] = cells.counts[:, 1 + index]
    return pa.table(columns)
