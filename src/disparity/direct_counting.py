"""Counting rows straight from the accepted file, where all combinations of levels fit an array.

DuckDB needs ten nanoseconds for each row and each sum, because it looks every row up by its texts. A Parquet file
has numbers for them already, so that a row's cell is found by a few multiplications. However many crosses there
are, the file is read once for all of them. The counts are the same whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.accepted_rows import ROWS_AT_ONCE, LevelsDiffer, NotAsAccepted, bring, number_of_rows
from disparity.cube import Axis, Cuboid, Floats, Histogram, Integers
from disparity.direct_outcomes import CrossedOutcomes, Outcomes
from disparity.direct_values import CrossedValues, ValuesByPlace, ValuesInOrder, places_of
from disparity.lattice import Axes
from disparity.plan import RATES, Plan

MOST_CELLS = 1 << 23
"""Combinations of levels that are held as arrays; the database counts what has more."""

MOST_NUMBERS = 1 << 25
"""Numbers that say how often each value occurs in each cell, at most; of more than that the rows are sorted."""

MOST_ROWS = 1 << 25
"""Rows that are sorted at most, each as a number of 64 bits; the database counts those of more."""

MOST_LOOKED_UP = 1 << 17
"""Combinations of levels that are looked up in a table at most: a megabyte, which stays near the processor."""

ROWS_OF_MANY = 1 << 17
"""Rows that are counted in one cross, then in the next: with few, each would lose its place near the processor."""


@dataclass(frozen=True)
class Crosses:
    """What is to be counted.

    `cells` are the crosses of people and outcomes. For each median, by its number, `values` has the values that occur,
    ascending, and `histograms` the crosses in which they are counted.
    """

    cells: tuple[Axes, ...]
    values: Mapping[int, Floats]
    histograms: Mapping[int, tuple[Axes, ...]]


@dataclass(frozen=True)
class Counted:
    """The cuboids, or None where a database has to count them; and the histograms of the medians it need not."""

    cuboids: tuple[Cuboid, ...] | None
    histograms: Mapping[int, tuple[Histogram, ...]]


def count_directly(plan: Plan, accepted: Path, axes: Sequence[Axis], crosses: Crosses) -> Counted:
    """Return what can be counted without a database.

    A file of counts cannot, since a row of it stands for several people; nor can the sums of a mean.

    Raises
    ------
    LevelsDiffer
        If a row has a level that the axes do not have.
    """
    if plan.input.count:
        return Counted(None, {})
    lengths = [len(axis.levels) for axis in axes]
    cells = (
        None if any(measure.kind == "mean" for measure in plan.measures) else _cells(plan, lengths, crosses)
    )
    values = _values(accepted, lengths, crosses)
    if cells is None and not values:
        return Counted(None, {})
    try:
        _count(plan, accepted, axes, cells, values)
    except NotAsAccepted:
        return Counted(None, {})
    return Counted(
        None if cells is None else tuple(each.cuboid() for each in cells),
        {index: tuple(each.histogram() for each in crossed) for index, crossed in values.items()},
    )


def _cells(plan: Plan, lengths: Sequence[int], crosses: Crosses) -> tuple[CrossedOutcomes, ...] | None:
    """Return the arrays of people and outcomes, or None where they would be too large."""
    if sum(_size(cross, lengths) for cross in crosses.cells) > MOST_CELLS:
        return None
    measures = len(plan.measures)
    return tuple(CrossedOutcomes(cross, _lengths(cross, lengths), measures) for cross in crosses.cells)


def _values(accepted: Path, lengths: Sequence[int], crosses: Crosses) -> dict[int, tuple[CrossedValues, ...]]:
    """Return the arrays of how often each value occurs, for the medians that can be counted so."""
    rows = number_of_rows(accepted)
    kept: dict[int, tuple[CrossedValues, ...]] = {}
    for index, chosen in crosses.histograms.items():
        values = crosses.values[index]
        numbers = [_size(cross, lengths) * (len(values) + 1) for cross in chosen]
        if sum(numbers) <= MOST_NUMBERS:
            kept[index] = tuple(ValuesByPlace(cross, _lengths(cross, lengths), values) for cross in chosen)
        elif len(chosen) * rows <= MOST_ROWS and max(numbers) < 2**62:
            kept[index] = tuple(ValuesInOrder(cross, _lengths(cross, lengths), values) for cross in chosen)
    return kept


def _count(
    plan: Plan,
    accepted: Path,
    axes: Sequence[Axis],
    cells: Sequence[CrossedOutcomes] | None,
    values: Mapping[int, Sequence[CrossedValues]],
) -> None:
    """Read the file once, and count each piece of it in every cross."""
    levels = [f"d{index}" for index in range(len(axes))]
    measures = range(len(plan.measures)) if cells is not None else sorted(values)
    outcomes = Outcomes([measure.kind in RATES for measure in plan.measures])
    is_one = cells is not None and len(cells) == 1 and not values
    is_looked_up = is_one and prod(len(axis.levels) for axis in axes) <= MOST_LOOKED_UP

    def add(batch: Any) -> None:
        of_levels, columns = batch.columns[: len(axes)], batch.columns[len(axes) :]
        packed = [] if cells is None else [*outcomes.pack(columns)]
        if is_looked_up:
            for crossed in cells or ():
                crossed.add(_looked_up(of_levels, axes), packed)
            return
        codes = [_codes(column, axis) for column, axis in zip(of_levels, axes, strict=True)]
        for crossed in cells or ():
            crossed.add(_flat([codes[axis] for axis in crossed.axes], crossed.lengths), packed)
        for index, of_measure in values.items():
            places = places_of(columns[measures.index(index)], of_measure[0].values)
            for each in of_measure:
                each.add(_flat([*(codes[axis] for axis in each.axes), places], each.lengths))

    names = [*levels, *(f"m{index}" for index in measures)]
    bring(accepted, names, add, levels=levels, at_once=ROWS_AT_ONCE if is_one else ROWS_OF_MANY)


def _codes(column: Any, axis: Axis) -> NDArray[np.int32]:
    """Return the number of each row's level: a piece of the file has numbers of its own for them."""
    return _numbers(_own(column), axis.levels).take(_indices(column))


def _looked_up(columns: Sequence[Any], axes: Sequence[Axis]) -> Integers:
    """Return the number of each row's cell in the cross of all axes, looked up by the piece's own numbers."""
    own = tuple(_own(column) for column in columns)
    flat = _flat([_indices(column) for column in columns], [len(levels) for levels in own])
    return _places(own, tuple(axis.levels for axis in axes)).take(flat)


@lru_cache(maxsize=256)
def _numbers(own: tuple[str, ...], levels: tuple[str, ...]) -> NDArray[np.int32]:
    """Return the number among all levels of each level that a piece of the file has a number for."""
    number = {level: number for number, level in enumerate(levels)}
    if not number.keys() >= set(own):
        raise LevelsDiffer
    return np.array([number[level] for level in own], dtype=np.int32)


@lru_cache(maxsize=8)
def _places(own: tuple[tuple[str, ...], ...], levels: tuple[tuple[str, ...], ...]) -> Integers:
    """Return where each combination of a piece's own numbers is among those of all levels."""
    places = np.zeros(1, dtype=np.int64)
    for of_piece, all_of in zip(own, levels, strict=True):
        places = (places[:, np.newaxis] * len(all_of) + _numbers(of_piece, all_of)).reshape(-1)
    return places


def _own(column: Any) -> tuple[str, ...]:
    if column.null_count:
        raise NotAsAccepted
    return tuple(column.dictionary.to_pylist())


def _indices(column: Any) -> NDArray[np.int32]:
    indices: NDArray[np.int32] = column.indices.to_numpy(zero_copy_only=True)
    return indices


def _flat(codes: Sequence[NDArray[np.int32]], lengths: Sequence[int]) -> Integers:
    """Return one number for each row from its numbers along each length, the last running fastest."""
    # Numbers of 32 bits are multiplied four times as fast.
    kind: type[Any] = np.int32 if prod(lengths) < 2**31 else np.int64
    flat: NDArray[Any] = codes[0].astype(kind)
    for each, length in zip(codes[1:], lengths[1:], strict=True):
        np.multiply(flat, kind(length), out=flat)
        np.add(flat, each, out=flat)
    return flat.astype(np.int64, copy=False)


def _lengths(cross: Axes, lengths: Sequence[int]) -> tuple[int, ...]:
    return tuple(lengths[axis] for axis in cross)


def _size(cross: Axes, lengths: Sequence[int]) -> int:
    return prod(_lengths(cross, lengths))
