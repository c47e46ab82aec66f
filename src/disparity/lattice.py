"""Summing a cube by any of its axes, each sum from the smallest one there is that holds it.

A report of all pairs asks for twenty sums of the same cells. Those by sex and age are made from those by sex, age
and disability, which are a few hundred numbers, instead of from tens of thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from disparity.errors import NotCountedTogether

if TYPE_CHECKING:
    from disparity.cube import Axis, Codes, Cube, Cuboid, Floats, Integers

MOST_NUMBERS = 1 << 21
"""Numbers that a sum holds at most if it is made only so that smaller ones are made from it: 16 megabytes."""

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
        self._counts = _Sums(
            self._lengths,
            [
                _Counted(each.axes, [*each.codes.T], [each.people, *each.known.T, *each.events.T])
                for each in cube.cuboids
            ],
        )
        self._values: dict[str, _Sums] = {}
        self._means = [number for number, measure in enumerate(cube.plan.measures) if measure.kind == "mean"]

    def rolled(self, names: Sequence[str]) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone."""
        axes = tuple(self._cube.index(name) for name in names)
        counts = self._of_axes(self._counts, axes)
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
        histograms = self._cube.histograms[measure]
        values = histograms[0].values
        along = len(self._lengths)
        if measure not in self._values:
            self._values[measure] = _Sums(
                [*self._lengths, len(values)],
                [
                    _Counted(each.axes, [*each.codes.T], [each.count], along, each.cell, each.place)
                    for each in histograms
                ],
                keep=1,
                # These are by far the most numbers, and half as wide ones take half the memory.
                kind=np.int32 if self._cube.rows < 2**31 else np.int64,
            )
        axes = tuple(self._cube.index(name) for name in names)
        return values, self._of_axes(self._values[measure], (*axes, along))[..., 0]

    def _of_axes(self, sums: _Sums, axes: Axes) -> Integers:
        if not sums.has(axes):
            names = [self._cube.axes[axis].name for axis in axes if axis < len(self._cube.axes)]
            raise NotCountedTogether(
                f"The cube does not hold {' and '.join(names)} together, since the plan has no table of them."
            )
        return sums.by(axes)

    def _amounts(self, axes: Axes) -> tuple[Floats, Floats]:
        """Return sums of fractions: from the cells, so that their last bits do not depend on what else was asked."""
        lengths = [self._lengths[axis] for axis in axes]
        total, squares = (np.zeros((prod(lengths), len(self._cube.plan.measures))) for _ in range(2))
        if self._means:
            cuboid = self._smallest(axes)
            places = [cuboid.axes.index(axis) for axis in axes]
            flat = flat_index(cuboid.codes[:, places].T, lengths, rows=len(cuboid.codes))
        for measure in self._means:
            for sums, amounts in ((total, cuboid.total), (squares, cuboid.squares)):
                sums[:, measure] = np.bincount(flat, amounts[:, measure], minlength=len(sums))
        shape = (*lengths, total.shape[1])
        return total.reshape(shape), squares.reshape(shape)

    def _smallest(self, axes: Axes) -> Cuboid:
        holding = [each for each in self._cube.cuboids if set(axes) <= set(each.axes)]
        return min(holding, key=lambda each: len(each.codes))


@dataclass(frozen=True, eq=False)
class _Counted:
    """Whole numbers that are counted in the cells of some axes, whose codes are given axis by axis.

    Each of the columns has a number for each cell; or, where there is one axis more, `along` which several numbers of
    a cell lie, a number for each `place` along it of each `cell`.
    """

    of_cells: Axes
    codes: Sequence[Codes]
    columns: Sequence[Integers]
    along: int | None = None
    cell: Codes | None = None
    place: Codes | None = None

    @property
    def axes(self) -> Axes:
        """Return the axes of the numbers."""
        return self.of_cells if self.along is None else (*self.of_cells, self.along)

    @property
    def size(self) -> int:
        """Return how many numbers each column has."""
        return len(self.columns[0])

    def flat(self, axes: Axes, lengths: Sequence[int]) -> Integers:
        """Return where each number belongs in a sum by some of the axes."""
        codes = dict(zip(self.of_cells, self.codes, strict=True))
        some = [axis for axis in axes if axis != self.along]
        flat = flat_index(
            [codes[axis] for axis in some], [lengths[axis] for axis in some], rows=len(self.codes[0])
        )
        if self.along is None or self.cell is None or self.place is None:
            return flat
        flat = (flat * lengths[self.along])[self.cell]
        flat += self.place
        return flat


class _Sums:
    """Sums of whole numbers by some of the axes that they are counted by.

    The axes have these `lengths`. The last of them, as many as `keep` says, are in every sum. The sums are of this
    `kind`.
    """

    def __init__(
        self,
        lengths: Sequence[int],
        counted: Sequence[_Counted],
        *,
        keep: int = 0,
        kind: type[np.signedinteger[Any]] = np.int64,
    ) -> None:
        self._lengths = lengths
        self._counted = sorted(counted, key=lambda each: each.size)
        self._keep = frozenset(range(len(lengths) - keep, len(lengths)))
        self._made: dict[Axes, Integers] = {}
        self._kind = kind

    def has(self, axes: Axes) -> bool:
        """Whether all the axes are counted together."""
        return any(set(axes) <= set(each.axes) for each in self._counted)

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
                self._made[axes] = self._sum(within).sum(axis=left_out, dtype=self._kind)
        return self._made[axes]

    def _smallest_with(self, axes: Axes) -> Axes | None:
        """Return the axes of the smallest sum to make another from: one that is there, or with one axis more."""
        there = [others for others in self._made if set(axes) < set(others)]
        for counted in self._counted:
            left = [axis for axis in counted.axes if axis not in axes and axis not in self._keep]
            if left and set(axes) <= set(counted.axes):
                wider = tuple(sorted((*axes, min(left, key=self._lengths.__getitem__))))
                columns = len(counted.columns)
                if self._size(wider) * columns <= min(MOST_NUMBERS, 8 * columns * counted.size):
                    there.append(wider)
        return min(there, key=self._size, default=None)

    def _size(self, axes: Axes) -> int:
        return prod(self._lengths[axis] for axis in axes)

    def _from_cells(self, axes: Axes) -> Integers:
        counted = next(each for each in self._counted if set(axes) <= set(each.axes))
        flat = counted.flat(axes, self._lengths)
        sums = np.zeros((self._size(axes), len(counted.columns)), self._kind)
        for number, column in enumerate(counted.columns):
            if len(axes) == len(counted.axes):  # no two cells are the same
                sums[flat, number] = column
            else:
                # bincount adds in float64, which is exact for counts below 2**53.
                sums[:, number] = np.bincount(flat, column, minlength=len(sums))
        return sums.reshape(*(self._lengths[axis] for axis in axes), len(counted.columns))


def flat_index(codes: Iterable[NDArray[Any]], lengths: Sequence[int], *, rows: int) -> NDArray[np.int64]:
    """Return one number for each of the rows from its numbers on some axes, the last running fastest."""
    flat = np.zeros(rows, np.int64)
    for number, (each, length) in enumerate(zip(codes, lengths, strict=True)):
        if number:
            flat *= length
        flat += each
    return flat


def codes_at(flat: NDArray[np.int64], lengths: Sequence[int]) -> NDArray[np.int32]:
    """Return the numbers on some axes, (rows, axes), of rows that `flat_index` gave one number each."""
    codes = np.empty((len(lengths), len(flat)), np.int32)
    # Numbers of 32 bits are divided several times as fast.
    left: NDArray[Any] = flat.astype(np.int32) if prod(lengths) < 2**31 else flat
    for axis in range(len(lengths) - 1, 0, -1):
        above = left // left.dtype.type(lengths[axis])
        codes[axis] = left - above * left.dtype.type(lengths[axis])
        left = above
    codes[0] = left
    return codes.T
