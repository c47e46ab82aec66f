"""Summing a cube by any of its axes, each sum from the smallest one there is that holds it.

A report of all pairs asks for twenty sums of the same cells. Those by sex and age are made from those by sex, age
and disability, which are a few hundred numbers, instead of from tens of thousands of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from disparity.plan import RATES

if TYPE_CHECKING:
    from disparity.cube import Axis, Codes, Cube, Floats, Integers

MOST_NUMBERS = 1 << 22
"""Numbers that a sum holds at most if it is made only so that smaller ones are made from it: 32 megabytes."""

Axes = tuple[int, ...]


@dataclass(frozen=True)
class Rolled:
    """The cube summed over all axes but `axes`.

    `people` has one dimension for each of `axes`, as long as its levels; the others have one more at the
    end, for the measures. Combinations that do not occur are 0. The arrays may be views of each other's numbers,
    and are not to be written to.
    """

    axes: tuple[Axis, ...]
    people: Integers
    known: Integers
    events: Integers
    total: Floats
    squares: Floats


class Lattice:
    """The sums of one cube, each made once."""

    def __init__(self, cube: Cube) -> None:
        self._cube = cube
        self._lengths = [len(axis.levels) for axis in cube.axes]
        # Everything that is counted, side by side: people, then known, then events.
        self._counts = _Sums(
            cube.codes, self._lengths, np.column_stack([cube.people, cube.known, cube.events])
        )
        self._values: dict[str, _Sums] = {}
        self._with_amounts = [
            number for number, measure in enumerate(cube.plan.measures) if measure.kind not in RATES
        ]

    def rolled(self, names: Sequence[str]) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone."""
        axes = tuple(self._cube.index(name) for name in names)
        counts = self._counts.by(axes)
        total, squares = self._amounts(axes)
        measures = len(self._cube.plan.measures)
        return Rolled(
            axes=tuple(self._cube.axes[axis] for axis in axes),
            people=counts[..., 0],
            known=counts[..., 1 : 1 + measures],
            events=counts[..., 1 + measures :],
            total=total,
            squares=squares,
        )

    def values(self, measure: str, names: Sequence[str]) -> tuple[Floats, Integers]:
        """Return the distinct values of a median measure, and how often each occurs, as `Cube.roll_values` does."""
        histogram = self._cube.histograms[measure]
        values, place = histogram.places
        if measure not in self._values:
            codes = np.column_stack([histogram.codes, place.astype(np.int32)])
            counts = histogram.count[:, np.newaxis]
            self._values[measure] = _Sums(codes, [*self._lengths, len(values)], counts, keep=1)
        axes = tuple(self._cube.index(name) for name in names)
        return values, self._values[measure].by((*axes, len(self._lengths)))[..., 0]

    def _amounts(self, axes: Axes) -> tuple[Floats, Floats]:
        """Return sums of fractions: from the cells, so that their last bits do not depend on what else was asked."""
        lengths = [self._lengths[axis] for axis in axes]
        total, squares = (np.zeros((prod(lengths), len(self._cube.plan.measures))) for _ in range(2))
        if self._with_amounts:
            flat = flat_index(self._cube.codes[:, axes], lengths)
        for measure in self._with_amounts:
            for sums, amounts in ((total, self._cube.total), (squares, self._cube.squares)):
                sums[:, measure] = np.bincount(flat, amounts[:, measure], minlength=len(sums))
        shape = (*lengths, total.shape[1])
        return total.reshape(shape), squares.reshape(shape)


class _Sums:
    """Sums of whole numbers by some of the axes that they are counted by.

    `codes` is (cells, axes), with axes of these `lengths`, and `numbers` (cells, columns). The last axes, as many as
    `keep` says, are in every sum.
    """

    def __init__(self, codes: Codes, lengths: Sequence[int], numbers: Integers, *, keep: int = 0) -> None:
        self._codes, self._lengths, self._numbers = codes, lengths, numbers
        self._free = range(len(lengths) - keep)
        self._made: dict[Axes, Integers] = {}

    def by(self, axes: Axes) -> Integers:
        """Return the sums: (levels of each axis…, columns)."""
        in_order = tuple(sorted(axes))
        sums = self._sum(in_order)
        return sums if axes == in_order else sums.transpose([*map(in_order.index, axes), len(axes)])

    def _sum(self, axes: Axes) -> Integers:
        if axes not in self._made:
            within = self._smallest_with(axes)
            if within is None:
                self._made[axes] = self._from_cells(axes)
            else:
                left_out = tuple(place for place, axis in enumerate(within) if axis not in axes)
                self._made[axes] = self._sum(within).sum(axis=left_out)
        return self._made[axes]

    def _smallest_with(self, axes: Axes) -> Axes | None:
        """Return the axes of the smallest sum to make another from: one that is there, or with one axis more."""
        there = [others for others in self._made if set(axes) < set(others)]
        left = [axis for axis in self._free if axis not in axes]
        if left:
            wider = tuple(sorted((*axes, min(left, key=self._lengths.__getitem__))))
            if self._size(wider) * self._numbers.shape[1] <= min(MOST_NUMBERS, 8 * self._numbers.size):
                there.append(wider)
        return min(there, key=self._size, default=None)

    def _size(self, axes: Axes) -> int:
        return prod(self._lengths[axis] for axis in axes)

    def _from_cells(self, axes: Axes) -> Integers:
        lengths = [self._lengths[axis] for axis in axes]
        flat = flat_index(self._codes[:, axes], lengths)
        if len(axes) == len(self._lengths):  # no two cells are the same
            sums = np.zeros((prod(lengths), self._numbers.shape[1]), np.int64)
            sums[flat] = self._numbers
        else:
            # bincount adds in float64, which is exact for counts below 2**53.
            columns = [np.bincount(flat, column, minlength=prod(lengths)) for column in self._numbers.T]
            sums = np.column_stack(columns).astype(np.int64)
        return sums.reshape(*lengths, self._numbers.shape[1])


def flat_index(codes: NDArray[np.int32], lengths: Sequence[int]) -> NDArray[np.intp]:
    """Return one number for each row from its numbers on some axes, (rows, axes), the last running fastest."""
    flat = np.zeros(len(codes), dtype=np.intp)
    for each, length in zip(codes.T, lengths, strict=True):
        flat = flat * length + each
    return flat
