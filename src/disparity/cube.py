"""The cube: how many people, and what is known of their outcomes, in every combination that occurs.

The microdata are read once, into a cube; everything after that works on the cube alone, so that its cost
does not depend on the number of people. `disparity.cube_building` makes one from data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class Histogram:
    """How often each value of a measure occurs in each cell: what exact medians are read from.

    `codes` is (entries, axes), `value` and `count` are (entries,); sorted by code, then by value.
    """

    codes: Codes
    value: Floats
    count: Integers


@dataclass(frozen=True)
class Rolled:
    """The cube summed over all axes but `axes`.

    `people` has one dimension for each of `axes`, as long as its levels; the others have one more at the
    end, for the measures. Combinations that do not occur are 0.
    """

    axes: tuple[Axis, ...]
    people: Integers
    known: Integers
    events: Integers
    total: Floats
    squares: Floats


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
        return self.axes[self._index(name)]

    def roll(self, names: Sequence[str] = ()) -> Rolled:
        """Return the sums by the axes called `names`, in that order; no names sums over everyone."""
        axes, flat, size = self._flatten(names, self.codes)
        shape = tuple(len(axis.levels) for axis in axes)

        def sums(columns: NDArray[np.int64] | NDArray[np.float64]) -> Floats:
            dense = np.empty((size, columns.shape[1]))
            for measure in range(columns.shape[1]):
                dense[:, measure] = np.bincount(flat, weights=columns[:, measure], minlength=size)
            return dense.reshape(*shape, columns.shape[1])

        def counts(columns: Integers) -> Integers:
            # bincount adds in float64, which is exact for counts below 2**53.
            return sums(columns).astype(np.int64)

        return Rolled(
            axes=axes,
            people=counts(self.people[:, np.newaxis])[..., 0],
            known=counts(self.known),
            events=counts(self.events),
            total=sums(self.total),
            squares=sums(self.squares),
        )

    def roll_values(self, measure: str, names: Sequence[str] = ()) -> tuple[Floats, Integers]:
        """Return the distinct values of a median measure, and how often each occurs by the axes `names`.

        Returns
        -------
        values
            float64 (v,), ascending.
        counts
            int64 (levels of the first axis, …, v).
        """
        histogram = self.histograms[measure]
        axes, flat, size = self._flatten(names, histogram.codes)
        values, position = np.unique(histogram.value, return_inverse=True)
        counts = np.bincount(
            flat * len(values) + position, weights=histogram.count, minlength=size * len(values)
        )
        shape = tuple(len(axis.levels) for axis in axes)
        return values, counts.astype(np.int64).reshape(*shape, len(values))

    def digest(self) -> str:
        """Return the SHA-256 of the sorted integer cells, in hexadecimal.

        Each cell is a line of JSON: its labels, its people, and each measure's known and events; then the
        histograms. Sums of floating-point numbers are left out, because their last bits depend on the order
        of adding, so that the digest is the same whichever database counted.
        """
        hashed = sha256()
        for line in self._lines():
            hashed.update(line.encode())
            hashed.update(b"\n")
        return hashed.hexdigest()

    def _lines(self) -> Iterator[str]:
        labels = [[json.dumps(level) for level in axis.levels] for axis in self.axes]
        yield json.dumps([axis.name for axis in self.axes] + [measure.name for measure in self.plan.measures])
        numbers = np.column_stack([self.people, self.known, self.events]).tolist()
        for codes, counts in zip(self.codes.tolist(), numbers, strict=True):
            yield ",".join(
                [labels[i][code] for i, code in enumerate(codes)] + [str(count) for count in counts]
            )
        for name in sorted(self.histograms):
            histogram = self.histograms[name]
            yield json.dumps([name])
            for codes, value, count in zip(
                histogram.codes.tolist(), histogram.value.tolist(), histogram.count.tolist(), strict=True
            ):
                yield ",".join([labels[i][code] for i, code in enumerate(codes)] + [repr(value), str(count)])

        for name, counts in sorted(self.reasons.items()):
            yield json.dumps([name, sorted(counts.items())])

    def _flatten(self, names: Sequence[str], codes: Codes) -> tuple[tuple[Axis, ...], NDArray[np.intp], int]:
        """Return the axes called `names`, one flat index for each row of `codes` over them, and its range."""
        indices = [self._index(name) for name in names]
        flat = np.zeros(len(codes), dtype=np.intp)
        size = 1
        for index in indices:
            length = len(self.axes[index].levels)
            flat = flat * length + codes[:, index]
            size *= length
        return tuple(self.axes[index] for index in indices), flat, size

    def _index(self, name: str) -> int:
        for index, axis in enumerate(self.axes):
            if axis.name == name:
                return index
        raise KeyError(f"no axis is called {name!r}; there are {[axis.name for axis in self.axes]}")
