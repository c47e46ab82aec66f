"""The tables of an analysis: characteristics crossed, over everyone and within each level of each slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Axis
from disparity.errors import PlanError
from disparity.findings import ALL
from disparity.plan import PERIOD, Plan
from disparity.problems import Problem

CROSS = " × "
"""What joins the names of an intersection, and the levels of its groups."""

MOST_STRATA = 5_000
"""Strata that are counted at most; more would leave hardly anyone in each."""


@dataclass(frozen=True)
class Table:
    """One breakdown: `characteristics` crossed, over everyone or, with a `slice`, within each of its levels.

    Its groups are numbered as the cells of an array are, the last characteristic running fastest. A table
    with `strata` has no slice: their levels crossed take its place. It is not shown itself, but what is
    adjusted for the strata is computed from it.
    """

    characteristics: tuple[Axis, ...]
    slice: Axis | None
    strata: tuple[Axis, ...] = ()

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The characteristics, then the slice or the strata."""
        return (*self.characteristics, *self.within)

    @property
    def within(self) -> tuple[Axis, ...]:
        """The axes whose levels, crossed, its groups are counted within: the slice, the strata, or none."""
        return self.strata if self.slice is None else (self.slice,)

    @cached_property
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
        """How many groups there are, and how many levels of the slice, or strata (1 over everyone)."""
        return (
            prod(len(axis.levels) for axis in self.characteristics),
            prod(len(axis.levels) for axis in self.within),
        )

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
        """What the slices are called: ``all``, or such as ``region: London``; strata are joined."""
        if not self.within:
            return (ALL,)
        named = [[f"{axis.name}: {level}" for level in axis.levels] for axis in self.within]
        return tuple(CROSS.join(names) for names in product(*named))

    @cached_property
    def places(self) -> tuple[tuple[str, str], ...]:
        """What each level of the slice is called in the columns "slice" and "period" of the findings."""
        if self.slice is not None and self.slice.is_period:
            return tuple((ALL, level) for level in self.slice.levels)
        return tuple((within, ALL) for within in self.slices)

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """Which strata have no level that is not known; within the others nothing is held constant."""
        held = np.ones((), dtype=bool)
        for axis in self.strata:
            held = held[..., np.newaxis] & _known_levels(axis)
        return held.reshape(-1)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which groups have no characteristic that is not known; only these are compared."""
        known = np.ones((), dtype=bool)
        for axis in self.characteristics:
            known = known[..., np.newaxis] & _known_levels(axis)
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

    @cached_property
    def reference_group(self) -> str | None:
        """What that group is called."""
        levels = [axis.levels[axis.reference] for axis in self.characteristics if axis.reference is not None]
        return None if self.reference is None else CROSS.join(levels)

    @cached_property
    def known_others(self) -> NDArray[np.bool_]:
        """Which known groups are not the reference; these are compared with it."""
        others: NDArray[np.bool_] = np.arange(len(self.known)) != self.reference
        return self.known & others

    @cached_property
    def places_of_reference(self) -> NDArray[np.intp]:
        """The number of the cell that each cell is compared with: that of the reference in the same slice."""
        groups, within = self.shape
        if self.reference is None:
            return np.empty(0, dtype=np.intp)
        return np.tile(self.reference * within + np.arange(within), groups)


def tables_of(plan: Plan, axes: Sequence[Axis]) -> Iterator[Table]:
    """Give every table of the plan, singles first; each over everyone, by each slice, and by the periods.

    A slice that is one of the table's own characteristics is left out, and so is what crosses a roll-up with
    the characteristic that it joins the levels of.
    """
    by_name = {axis.name: axis for axis in axes}
    characteristics = [by_name[characteristic.name] for characteristic in plan.characteristics]
    for size in range(1, plan.intersections + 1):
        for crossed in combinations(characteristics, size):
            if any(one.is_related_to(other) for one, other in combinations(crossed, 2)):
                continue
            yield Table(crossed, None)
            for column in plan.slices:
                within = by_name[column.name]
                if within not in crossed and not any(within.is_related_to(axis) for axis in crossed):
                    yield Table(crossed, within)
            if plan.periods is not None:
                yield Table(crossed, by_name[PERIOD])


def strata_of(plan: Plan, axes: Sequence[Axis]) -> dict[Table, Table]:
    """Return the tables whose comparisons are adjusted, each with its table within the strata.

    They are those of a single characteristic over everyone. A characteristic is never adjusted for itself
    or its roll-up: it is left out of its own strata, and where nothing else is adjusted for there is no table.

    Raises
    ------
    PlanError
        If the levels that are adjusted for cross into more strata than `MOST_STRATA`.
    """
    by_name = {axis.name: axis for axis in axes}
    tables = {}
    for characteristic in plan.characteristics:
        own = by_name[characteristic.name]
        strata = tuple(
            by_name[name]
            for name in plan.adjust_for
            if name != characteristic.name and not own.is_related_to(by_name[name])
        )
        if (crossed := prod(len(axis.levels) for axis in strata)) > MOST_STRATA:
            what = f"{' and '.join(plan.adjust_for)} cross into {crossed:,} strata"
            fix = f"Adjust for fewer columns, or for wider levels: {MOST_STRATA:,} strata is the most"
            raise PlanError([Problem(what, "analysis → adjust_for", fix, kind="out-of-range")])
        if strata:
            tables[Table((own,), None)] = Table((own,), None, strata)
    return tables


def _known_levels(axis: Axis) -> NDArray[np.bool_]:
    known = np.ones(len(axis.levels), dtype=bool)
    if axis.unknown is not None:
        known[axis.unknown] = False
    return known
