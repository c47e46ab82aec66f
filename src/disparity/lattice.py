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
    from disparity.cube import Axis, Cube, Floats, Integers

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
        self._cells = np.column_stack([cube.people, cube.known, cube.events])
        self._with_amounts = [
            number for number, measure in enumerate(cube.plan.measures) if measure.kind not in RATES
        ]
        self._sums: dict[Axes, Integers] = {}

    def rolled(self, names: Sequence[str]) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone."""
        axes = tuple(self._cube.index(name) for name in names)
        in_order = tuple(sorted(axes))
        counts = self._sum(in_order)
        if axes != in_order:
            counts = counts.transpose([*map(in_order.index, axes), len(axes)])
        measures = len(self._cube.plan.measures)
        return Rolled(
            axes=tuple(self._cube.axes[axis] for axis in axes),
            people=counts[..., 0],
            known=counts[..., 1 : 1 + measures],
            events=counts[..., 1 + measures :],
            total=self._added(axes, self._cube.total),
            squares=self._added(axes, self._cube.squares),
        )

    def _sum(self, axes: Axes) -> Integers:
        """Return the counts by some axes, in the order of the cube: (levels of each…, 1 + 2 for each measure)."""
        if axes not in self._sums:
            within = self._smallest_with(axes)
            if within is None:
                self._sums[axes] = self._from_cells(axes)
            else:
                left_out = tuple(place for place, axis in enumerate(within) if axis not in axes)
                self._sums[axes] = self._sum(within).sum(axis=left_out)
        return self._sums[axes]

    def _smallest_with(self, axes: Axes) -> Axes | None:
        """Return the axes of the smallest sum to make another from: one that is there, or with one axis more."""
        there = [others for others in self._sums if set(axes) < set(others)]
        left = [axis for axis in range(len(self._lengths)) if axis not in axes]
        if left:
            wider = tuple(sorted((*axes, min(left, key=lambda axis: self._lengths[axis]))))
            if self._size(wider) * self._cells.shape[1] <= min(MOST_NUMBERS, 8 * self._cells.size):
                there.append(wider)
        return min(there, key=self._size, default=None)

    def _size(self, axes: Axes) -> int:
        return prod(self._lengths[axis] for axis in axes)

    def _from_cells(self, axes: Axes) -> Integers:
        shape = (*(self._lengths[axis] for axis in axes), self._cells.shape[1])
        flat = self._flat(axes)
        if len(axes) == len(self._lengths):  # no two cells are the same
            sums = np.zeros((self._size(axes), shape[-1]), np.int64)
            sums[flat] = self._cells
            return sums.reshape(shape)
        # bincount adds in float64, which is exact for counts below 2**53.
        columns = [np.bincount(flat, column, minlength=self._size(axes)) for column in self._cells.T]
        return np.column_stack(columns).astype(np.int64).reshape(shape)

    def _added(self, axes: Axes, amounts: Floats) -> Floats:
        """Return sums of fractions: from the cells, so that their last bits do not depend on what else was asked."""
        sums = np.zeros((self._size(axes), amounts.shape[1]))
        for measure in self._with_amounts:
            sums[:, measure] = np.bincount(self._flat(axes), amounts[:, measure], minlength=len(sums))
        return sums.reshape(*(self._lengths[axis] for axis in axes), amounts.shape[1])

    def _flat(self, axes: Axes) -> NDArray[np.intp]:
        return flat_index(self._cube.codes[:, axes], [self._lengths[axis] for axis in axes])


def flat_index(codes: NDArray[np.int32], lengths: Sequence[int]) -> NDArray[np.intp]:
    """Return one number for each row from its numbers on some axes, (rows, axes), the last running fastest."""
    flat = np.zeros(len(codes), dtype=np.intp)
    for each, length in zip(codes.T, lengths, strict=True):
        flat = flat * length + each
    return flat
