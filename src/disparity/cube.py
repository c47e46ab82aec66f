"""The cube: how many people, and what is known of their outcomes, in every combination that occurs.

The microdata are read once, into a cube; everything after that works on the cube alone, so that its cost
does not depend on the number of people. `disparity.cube_building` makes one from data. Where everything crossed is
too much, the cube is several smaller crosses, which `disparity.cuboids` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from disparity.lattice import Axes, Lattice
from disparity.lattice import Rolled as Rolled  # what a roll gives belongs to the cube
from disparity.plan import Plan

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """One thing the cube is counted by: a characteristic, a slice, or both.

    `levels` are in the order they are shown; "Not known" comes last where there is one, and `unknown` is its
    index. `reference` is the index of the level that the others are compared with, if there is one.

    A roll-up names the axis whose levels it joins in `rolls_up`; `groups` has each of those with its own level.
    """

    name: str
    levels: tuple[str, ...]
    unknown: int | None
    reference: int | None
    is_slice: bool
    is_characteristic: bool
    is_period: bool = False
    rolls_up: str | None = None
    groups: tuple[tuple[str, str], ...] = ()
    one_of: str | None = None

    def is_related_to(self, other: Axis) -> bool:
        """Whether crossing the two would say nothing: one is the other's roll-up, or both are levels of one thing."""
        if self.one_of is not None and self.one_of == other.one_of:
            return True
        return self.rolls_up == other.name or other.rolls_up == self.name


@dataclass(frozen=True, eq=False)
class Cuboid:
    """The occupied cells of some axes of a cube crossed, sorted by code.

    Parameters
    ----------
    axes
        The numbers of the axes, ascending.
    codes
        int32 (cells, axes): the index into the levels of each axis; unique rows in lexicographic order.
    people
        int64 (cells,): rows of the data.
    known
        int64 (cells, measures): rows whose outcome is known, the denominator of each measure.
    events
        int64 (cells, measures): rows with the event, for proportions; 0 for the other kinds.
    total, squares
        float64 (cells, measures): the sum of the values and of their squares, for means; 0 for the other kinds.
    """

    axes: Axes
    codes: Codes
    people: Integers
    known: Integers
    events: Integers
    total: Floats
    squares: Floats


@dataclass(frozen=True, eq=False)
class Histogram:
    """How often each value of a measure occurs in each cell of some axes: what exact medians are read from.

    Parameters
    ----------
    axes
        The numbers of the axes, ascending.
    codes
        int32 (cells, axes): the occupied cells, as those of a cuboid.
    values
        float64 (v,): the distinct values, ascending.
    cell, place
        int32 (entries,): the number of each entry's own cell and value among them; sorted by cell, then by value.
    count
        int64 (entries,): how often it occurs.
    """

    axes: Axes
    codes: Codes
    values: Floats
    cell: Codes
    place: Codes
    count: Integers


@dataclass(frozen=True)
class Cube:
    """The counts of all that a plan asks about.

    Parameters
    ----------
    plan
        The plan it was made by; `plan.measures` gives the order of the measures.
    axes
        The characteristics, then the slices that are not among them.
    cuboids
        One of all axes; or several, which together hold every set of axes that the plan's tables need.
    histograms
        The values of each median measure, by its name, in one or several crosses.
    data_sha256
        The hash of the bytes of the file of data.
    rows
        How many people were counted: rows of data, or what they stand for.
    reasons
        How many people's level is not known for each reason, by characteristic; those that the plan tells apart.
    """

    plan: Plan
    axes: tuple[Axis, ...]
    cuboids: tuple[Cuboid, ...]
    histograms: Mapping[str, tuple[Histogram, ...]]
    data_sha256: str
    rows: int
    reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def axis(self, name: str) -> Axis:
        """Return the axis called `name`; a KeyError says which there are."""
        return self.axes[self.index(name)]

    def roll(self, names: Sequence[str] = ()) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone.

        Raises
        ------
        NotCountedTogether
            If the cube is several crosses, and none holds these axes: the plan has no table of them.
        """
        return Lattice(self).rolled(names)

    def roll_values(self, measure: str, names: Sequence[str] = ()) -> tuple[Floats, Integers]:
        """Return the distinct values of a median measure, and how often each occurs by the axes `names`.

        Returns
        -------
        values
            float64 (v,), ascending.
        counts
            int64 (levels of the first axis, …, v).

        Raises
        ------
        NotCountedTogether
            As for `roll`.
        """
        return Lattice(self).values(measure, names)

    def digest(self) -> str:
        """Return the SHA-256 of the integer cells, in hexadecimal: the same whichever database counted."""
        from disparity.cube_digest import digest_of  # which knows this module

        return digest_of(self)

    def index(self, name: str) -> int:
        """Return the number of the axis called `name`; a KeyError says which there are."""
        for index, axis in enumerate(self.axes):
            if axis.name == name:
                return index
        raise KeyError(f"no axis is called {name!r}; there are {[axis.name for axis in self.axes]}")
