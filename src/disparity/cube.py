"""The cube: how many people, and what is known of their outcomes, in every combination that occurs.

The microdata are read once, into a cube; everything after that works on the cube alone, so that its cost
does not depend on the number of people. `disparity.cube_building` makes one from data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from disparity.lattice import Lattice
from disparity.lattice import Rolled as Rolled  # what a roll gives belongs to the cube
from disparity.plan import Plan

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

LINES_AT_ONCE = 1 << 16
"""Cells that are written out together for the digest: a few megabytes of text."""


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


@dataclass(frozen=True)
class Histogram:
    """How often each value of a measure occurs in each cell: what exact medians are read from.

    `codes` is (entries, axes), `value` and `count` are (entries,); sorted by code, then by value.
    """

    codes: Codes
    value: Floats
    count: Integers

    @cached_property
    def places(self) -> tuple[Floats, NDArray[np.intp]]:
        """The distinct values, ascending, and for each entry the number of its own among them."""
        values, place = np.unique(self.value, return_inverse=True)
        return values, place


@dataclass(frozen=True)
class Cube:
    """The occupied cells of all axes crossed, sorted by code.

    Parameters
    ----------
    plan
        The plan it was made by; `plan.measures` gives the order of the measures.
    axes
        The characteristics, then the slices that are not among them.
    codes
        int32 (cells, axes): the index into ``axes[i].levels``; unique rows in lexicographic order.
    people
        int64 (cells,): rows of the data.
    known
        int64 (cells, measures): rows whose outcome is known, the denominator of each measure.
    events
        int64 (cells, measures): rows with the event, for proportions; 0 for the other kinds.
    total, squares
        float64 (cells, measures): the sum of the values and of their squares, for means and medians; 0 for
        proportions.
    histograms
        The values of each median measure, by its name.
    data_sha256
        The hash of the bytes of the file of data.
    rows
        How many people were counted: rows of data, or what they stand for.
    reasons
        How many people's level is not known for each reason, by characteristic; those that the plan tells apart.
    """

    plan: Plan
    axes: tuple[Axis, ...]
    codes: Codes
    people: Integers
    known: Integers
    events: Integers
    total: Floats
    squares: Floats
    histograms: Mapping[str, Histogram]
    data_sha256: str
    rows: int
    reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def axis(self, name: str) -> Axis:
        """Return the axis called `name`; a KeyError says which there are."""
        return self.axes[self.index(name)]

    def roll(self, names: Sequence[str] = ()) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone."""
        return Lattice(self).rolled(names)

    def roll_values(self, measure: str, names: Sequence[str] = ()) -> tuple[Floats, Integers]:
        """Return the distinct values of a median measure, and how often each occurs by the axes `names`.

        Returns
        -------
        values
            float64 (v,), ascending.
        counts
            int64 (levels of the first axis, …, v).
        """
        return Lattice(self).values(measure, names)

    def digest(self) -> str:
        """Return the SHA-256 of the sorted integer cells, in hexadecimal.

        Each cell is a line of JSON: its labels, its people, and each measure's known and events; then the
        histograms. Sums of floating-point numbers are left out, because their last bits depend on the order
        of adding, so that the digest is the same whichever database counted.
        """
        hashed = sha256()
        hashed.update(
            json.dumps(
                [axis.name for axis in self.axes] + [measure.name for measure in self.plan.measures]
            ).encode()
        )
        for piece in self._pieces():
            hashed.update(piece)
        hashed.update(b"\n")
        return hashed.hexdigest()

    def _pieces(self) -> Iterator[Any]:
        """Give the bytes of the lines after the first, each line with the line break before it."""
        numbers = [self.people, *self.known.T, *self.events.T]
        yield from self._lines(self.codes, [_as_text(column) for column in numbers])
        for name in sorted(self.histograms):
            histogram = self.histograms[name]
            yield f"\n{json.dumps([name])}".encode()
            values, place = histogram.places
            texts = pa.array(map(repr, values.tolist()), pa.string()).take(pa.array(place))
            yield from self._lines(histogram.codes, [texts, _as_text(histogram.count)])
        for name, counts in sorted(self.reasons.items()):
            yield f"\n{json.dumps([name, sorted(counts.items())])}".encode()

    def _lines(self, codes: Codes, texts: Sequence[Any]) -> Iterator[Any]:
        """Give the lines of cells: the labels of each as JSON, then its numbers, with commas between them."""
        labels = [pa.array(map(json.dumps, axis.levels), pa.string()) for axis in self.axes]
        labels[0] = pc.binary_join_element_wise("\n", labels[0], "")
        for start in range(0, len(codes), LINES_AT_ONCE):
            rows = slice(start, start + LINES_AT_ONCE)
            columns = [label.take(pa.array(code)) for label, code in zip(labels, codes[rows].T, strict=True)]
            lines = pc.binary_join_element_wise(*columns, *(text[rows] for text in texts), ",")
            yield memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()]

    def index(self, name: str) -> int:
        """Return the number of the axis called `name`; a KeyError says which there are."""
        for index, axis in enumerate(self.axes):
            if axis.name == name:
                return index
        raise KeyError(f"no axis is called {name!r}; there are {[axis.name for axis in self.axes]}")


def _as_text(numbers: Integers) -> Any:
    """Return whole numbers as an Arrow array of their digits."""
    return pa.array(np.ascontiguousarray(numbers)).cast(pa.string())
