"""The tables of an analysis: characteristics crossed, over everyone and within each level of each slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Axis
from disparity.findings import ALL
from disparity.plan import Plan

CROSS = " × "
"""What joins the names of an intersection, and the levels of its groups."""


@dataclass(frozen=True)
class Table:
    """One breakdown: `characteristics` crossed, over everyone or, with a `slice`, within each of its levels.

    Its groups are numbered as the cells of an array are, the last characteristic running fastest.
    """

    characteristics: tuple[Axis, ...]
    slice: Axis | None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The characteristics, then the slice."""
        return self.characteristics if self.slice is None else (*self.characteristics, self.slice)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of `axes`, as `Cube.roll` takes them."""
        return tuple(axis.name for axis in self.axes)

    @property
    def characteristic(self) -> str:
        """The name of the characteristic, or the names of an intersection: ``sex × ethnicity``."""
        return CROSS.join(axis.name for axis in self.characteristics)

    @property
    def slice_name(self) -> str:
        """The name of the slice, or ``all``."""
        return ALL if self.slice is None else self.slice.name

    @property
    def shape(self) -> tuple[int, int]:
        """How many groups there are, and how many levels of the slice (1 over everyone)."""
        groups = int(np.prod([len(axis.levels) for axis in self.characteristics]))
        return groups, 1 if self.slice is None else len(self.slice.levels)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What the groups are called, such as ``Female`` or ``Female × Indian``."""
        names = [""]
        for number, axis in enumerate(self.characteristics):
            joined = CROSS if number else ""
            names = [f"{name}{joined}{level}" for name in names for level in axis.levels]
        return tuple(names)

    @cached_property
    def slices(self) -> tuple[str, ...]:
        """What the slices are called: ``all``, or such as ``region: London``."""
        if self.slice is None:
            return (ALL,)
        return tuple(f"{self.slice.name}: {level}" for level in self.slice.levels)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which groups have no characteristic that is not known; only these are compared."""
        known = np.ones((), dtype=bool)
        for axis in self.characteristics:
            levels = np.ones(len(axis.levels), dtype=bool)
            if axis.unknown is not None:
                levels[axis.unknown] = False
            known = known[..., np.newaxis] & levels
        return known.reshape(-1)

    @property
    def reference(self) -> int | None:
        """The number of the group the others are compared with; None unless each characteristic has one."""
        number = 0
        for axis in self.characteristics:
            if axis.reference is None:
                return None
            number = number * len(axis.levels) + axis.reference
        return number


def tables_of(plan: Plan, axes: Sequence[Axis]) -> Iterator[Table]:
    """Give every table of the plan, singles first; each over everyone, then by each slice of the plan.

    A slice that is one of the table's own characteristics is left out.
    """
    by_name = {axis.name: axis for axis in axes}
    characteristics = [by_name[characteristic.name] for characteristic in plan.characteristics]
    for size in range(1, plan.intersections + 1):
        for crossed in combinations(characteristics, size):
            yield Table(crossed, None)
            for column in plan.slices:
                if by_name[column.name] not in crossed:
                    yield Table(crossed, by_name[column.name])
