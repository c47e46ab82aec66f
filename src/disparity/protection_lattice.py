"""The lattice: every cell of all linked tables, once, and the lines in which they add up.

A cell belongs to many tables. The women of London are a group of "sex" in a slice by region, and of the
intersection "region × sex"; their number is also the margin of the women of London by age. Here each cell has
one number, whichever table it is reached from, so that hiding it hides it everywhere.

Besides the levels of an axis there are two more places along it: everyone, and, where an axis has people
whose level is not known, all known levels together. "Everyone else" is taken from the latter, so it counts
as published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Axis, Rolled
from disparity.tables import Table

Cell = NDArray[np.intp]
"""Numbers of cells, of any shape."""

Lines = NDArray[np.intp]
"""(lines, members): cells that add up to the cell in the last column."""


class Lattice:
    """The cells of linked `tables`, numbered from 0 to `size`.

    `everyone` is the number of the cell of the whole data; `depth` says of each cell over how many axes it
    is broken down.
    """

    def __init__(self, axes: Sequence[Axis], tables: Sequence[Table]) -> None:
        self._order = tuple(axes)
        widest = _widest(self._sorted(table.axes) for table in tables)
        within = chain.from_iterable(_subsets(crossed) for crossed in widest)
        self.axis_sets = sorted(
            set(within), key=lambda crossed: (len(crossed), [self._order.index(axis) for axis in crossed])
        )
        self._start: dict[tuple[Axis, ...], int] = {}
        size = 0
        for crossed in self.axis_sets:
            self._start[crossed] = size
            size += prod(_places(axis) for axis in crossed)
        self.size = size
        self.everyone = self._start[()]
        self.depth = np.concatenate(
            [np.full(prod(_places(axis) for axis in crossed), len(crossed)) for crossed in self.axis_sets]
        )
        self.lines: list[Lines] = [line for crossed in widest for line in self._lines_of(crossed)]
        for table in tables:
            if len(table.characteristics) > 1:
                self.lines.append(self._everyone_known_line(table))
        self.lines += self._roll_up_lines()

    def fill(self, numbers_of: Callable[[tuple[str, ...]], Rolled], part: str, measure: int) -> NDArray[Any]:
        """Return the numbers of every cell: a part of the rolled cubes, such as ``known``, for a measure."""
        filled = np.empty(self.size, dtype=np.int64)
        for crossed in self.axis_sets:
            numbers = getattr(numbers_of(tuple(axis.name for axis in crossed)), part)[..., measure]
            for position, axis in enumerate(crossed):
                if _has_known(axis):
                    unknown = numbers.take([axis.unknown], axis=position)
                    known = numbers.sum(axis=position, keepdims=True) - unknown
                    numbers = np.concatenate([numbers, known], axis=position)
            start = self._start[crossed]
            filled[start : start + numbers.size] = numbers.reshape(-1)
        return filled

    def groups(self, table: Table) -> Cell:
        """Return the numbers of a table's cells: (groups, levels of the slice, or strata)."""
        return self._block(table, [np.arange(len(axis.levels)) for axis in table.characteristics])

    def everyone_known(self, table: Table) -> Cell:
        """Return the cells of everyone in its known groups together: (1, levels of the slice)."""
        return self._block(table, [None] * len(table.characteristics))

    def _block(self, table: Table, levels: Sequence[NDArray[np.intp] | None]) -> Cell:
        """Return a block of cells; None stands for all known levels of a characteristic together."""
        chosen: dict[Axis, NDArray[np.intp]] = {}
        for axis, wanted in zip(table.characteristics, levels, strict=True):
            if wanted is not None:
                chosen[axis] = wanted
            elif _has_known(axis):
                chosen[axis] = np.array([len(axis.levels)])
        for axis in table.within:
            chosen[axis] = np.arange(len(axis.levels))
        crossed = self._sorted(chosen)
        numbers = np.full(tuple(len(wanted) for wanted in chosen.values()), 0, dtype=np.intp)
        places = dict(zip(chosen, np.ix_(*chosen.values()), strict=True)) if chosen else {}
        for axis in crossed:
            numbers = numbers * _places(axis) + places[axis]
        return (numbers + self._start[crossed]).reshape(-1, table.shape[1])

    def _everyone_known_line(self, table: Table) -> Lines:
        """Return the known groups of an intersection, and everyone in them: a line for each slice."""
        return np.concatenate([self.groups(table)[table.known], self.everyone_known(table)]).T

    def _roll_up_lines(self) -> Iterable[Lines]:
        """Give the lines of each roll-up: the levels that make a group, and the group, wherever both are counted.

        With them a hidden level cannot be taken from its group, nor a hidden group be added up from its levels.
        What is not known, and all that is known, are the same people on both sides.
        """
        for group_axis in self._order:
            for axis in self._order:
                if group_axis.rolls_up != axis.name:
                    continue
                group_of = _group_places(axis, group_axis)
                for crossed in self.axis_sets:
                    instead = self._sorted(group_axis if each is axis else each for each in crossed)
                    if axis not in crossed or group_axis in crossed or instead not in self._start:
                        continue
                    levels = np.moveaxis(self._block_of(crossed), crossed.index(axis), -1)
                    groups = np.moveaxis(self._block_of(instead), instead.index(group_axis), -1)
                    for place in sorted(set(group_of)):
                        joined = [number for number, of in enumerate(group_of) if of == place]
                        line = np.concatenate([levels[..., joined], groups[..., [place]]], axis=-1)
                        yield line.reshape(-1, len(joined) + 1)

    def _block_of(self, crossed: tuple[Axis, ...]) -> Cell:
        """Return the numbers of all cells of the crossed axes, one dimension for each."""
        shape = [_places(axis) for axis in crossed]
        return self._start[crossed] + np.arange(prod(shape)).reshape(shape)

    def _lines_of(self, crossed: tuple[Axis, ...]) -> Iterable[Lines]:
        """Give the lines along each axis, through every cell of the crossed axes and of their margins."""
        whole = np.empty([_places(axis) + 1 for axis in crossed], dtype=np.intp)
        for inner in _subsets(crossed):
            places = [range(_places(axis)) if axis in inner else [_places(axis)] for axis in crossed]
            shape = [len(place) for place in places]
            whole[np.ix_(*places)] = self._start[inner] + np.arange(prod(shape)).reshape(shape)
        for position, axis in enumerate(crossed):
            along = np.moveaxis(whole, position, -1)
            everyone = _places(axis)
            levels = list(range(len(axis.levels)))
            if _has_known(axis):
                known, unknown = len(axis.levels), levels.pop(axis.unknown or 0)
                yield along[..., [*levels, known]].reshape(-1, len(levels) + 1)
                yield along[..., [known, unknown, everyone]].reshape(-1, 3)
            else:
                yield along[..., [*levels, everyone]].reshape(-1, len(levels) + 1)

    def _sorted(self, axes: Iterable[Axis]) -> tuple[Axis, ...]:
        return tuple(sorted(axes, key=self._order.index))


def _has_known(axis: Axis) -> bool:
    """Say whether "all known levels" differs from everyone, and is needed: only what is compared needs it."""
    return axis.is_characteristic and axis.unknown is not None


def _places(axis: Axis) -> int:
    return len(axis.levels) + _has_known(axis)


def _group_places(axis: Axis, group_axis: Axis) -> list[int]:
    """Return for each place along an axis the place along its roll-up."""
    group_of = dict(group_axis.groups)
    places = [
        (group_axis.unknown or 0) if number == axis.unknown else group_axis.levels.index(group_of[level])
        for number, level in enumerate(axis.levels)
    ]
    return [*places, len(group_axis.levels)] if _has_known(axis) else places


def _subsets(crossed: tuple[Axis, ...]) -> list[tuple[Axis, ...]]:
    return [inner for size in range(len(crossed) + 1) for inner in combinations(crossed, size)]


def _widest(axis_sets: Iterable[tuple[Axis, ...]]) -> list[tuple[Axis, ...]]:
    """Return the sets that are not within another, in the order they come."""
    every = list(dict.fromkeys(axis_sets))
    return [one for one in every if not any(set(one) < set(other) for other in every)]
