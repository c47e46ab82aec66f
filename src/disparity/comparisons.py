"""The comparisons of a table, all groups at once, and the findings that they make.

`disparity.comparing` makes them from the cells of tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from disparity.adjustment import Adjusted
from disparity.cells import HIDDEN, SHOWN, TOO_FEW, Cells
from disparity.cube import Floats, Integers
from disparity.findings import Finding, Status
from disparity.intervals import Interval
from disparity.plan import SHARES, Measure
from disparity.tables import Table

Column = list[list[Any]]

_WORDS: dict[int, Status] = {TOO_FEW: "too-few", HIDDEN: "hidden"}


@dataclass(frozen=True, eq=False)
class Beside:
    """The cells of many tables laid end to end, each beside its comparator; `Against` says what the numbers are."""

    shown: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    n: Integers
    value: Floats
    difference: Interval
    ratio: Interval
    p: Floats


@dataclass(frozen=True, eq=False)
class Against:
    """One comparator of every group of a table, as arrays (groups, levels of the slice).

    `applies`, (groups,), says to which groups. The arrays are cut from those of many tables, `beside`, of which this
    one has the `cells`, when somebody asks for them: most are never looked at one by one.
    """

    name: str
    applies: NDArray[np.bool_]
    beside: Beside
    cells: slice
    shape: tuple[int, ...]
    adjusted: Adjusted | None

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Where the comparator and the group are both shown."""
        return self._cut(self.beside.shown)

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Where there is somebody in both besides."""
        return self._cut(self.beside.possible)

    @property
    def n(self) -> Integers:
        """How many people the comparator has."""
        return self._cut(self.beside.n)

    @property
    def value(self) -> Floats:
        """The estimate of the comparator."""
        return self._cut(self.beside.value)

    @property
    def difference(self) -> Interval:
        """The difference of the group from the comparator."""
        limits = self.beside.difference
        return Interval(self._cut(limits.value), self._cut(limits.low), self._cut(limits.high))

    @property
    def ratio(self) -> Interval:
        """The ratio of the group to the comparator."""
        limits = self.beside.ratio
        return Interval(self._cut(limits.value), self._cut(limits.low), self._cut(limits.high))

    @property
    def p(self) -> Floats:
        """The probability of so large a difference if there were none; NaN where nothing is tested."""
        return self._cut(self.beside.p)

    def _cut(self, numbers: NDArray[Any]) -> NDArray[Any]:
        return numbers[self.cells].reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Compared:
    """A table with the estimate of each group and its comparators."""

    measure: Measure
    table: Table
    own: Cells
    estimate: Interval
    comparators: tuple[Against, ...]

    def findings(self, q: Sequence[Floats] | None = None) -> Iterator[Finding]:
        """Give the findings: by slice, then by group, then by comparator.

        `q` has an array like `p` for each comparator; without it the column is left empty.
        """
        shown = self.own.reason == SHOWN
        counted = np.broadcast_to(self.measure.kind == "proportion", shown.shape)
        if self.measure.kind in SHARES:
            counted = np.broadcast_to(self.table.known[:, np.newaxis], shown.shape)
        n = _column(self.own.n, shown)
        events = _column(self.own.events, shown & counted)
        estimates = [_column(part) for part in (self.estimate.value, self.estimate.low, self.estimate.high)]
        reasons, recorded = self.own.reason.tolist(), (self.own.n > 0).tolist()
        comparators = [
            (
                each.name,
                each.applies.tolist(),
                each.possible.tolist(),
                _columns(each, q[number] if q else None),
            )
            for number, each in enumerate(self.comparators)
        ]
        known = self.table.known.tolist()
        for place, (within, period) in enumerate(self.table.places):
            for number, group in enumerate(self.table.groups):
                value, low, high = (column[number][place] for column in estimates)
                hidden = _WORDS.get(reasons[number][place])
                front: tuple[Any, ...] = (
                    *(self.measure.name, self.measure.kind, self.table.characteristic, group, within, period),
                    *(n[number][place], events[number][place], value, low, high),
                )
                if not known[number] or not self.comparators:
                    status = hidden or ("ok" if recorded[number][place] else "not-comparable")
                    row: tuple[Any, ...] = (*front, *_NOBODY, status)
                    yield Finding(*row)
                for name, applies, possible, numbers in comparators:
                    if applies[number]:
                        status = hidden or ("ok" if possible[number][place] else "not-comparable")
                        row = (*front, name, *(column[number][place] for column in numbers), status)
                        yield Finding(*row)


_NOBODY: tuple[Any, ...] = (None,) * 15
"""What stands where a group whose level is not known has no comparator: its name, and fourteen numbers."""


def _columns(against: Against, q: Floats | None) -> tuple[Column, ...]:
    """Return the numbers of the file from comparator_n to q."""
    nothing = np.full(against.p.shape, np.nan)
    adjusted = against.adjusted
    numbers = [against.value]
    numbers += [against.difference.value, against.difference.low, against.difference.high]
    numbers += [against.ratio.value, against.ratio.low, against.ratio.high]
    if adjusted is None:
        numbers += [nothing] * 4
    else:
        numbers += [adjusted.ratio.value, adjusted.ratio.low, adjusted.ratio.high, adjusted.difference]
    numbers += [against.p, nothing if q is None else q]
    return _column(against.n, against.shown), *map(_column, numbers)


def _column(numbers: NDArray[Any], shown: NDArray[np.bool_] | None = None) -> Column:
    """Give the numbers as Python's own, None where one is not finite or not shown."""
    seen = np.isfinite(numbers) if shown is None else np.isfinite(numbers) & shown
    columns = numbers.astype(object)
    columns[~seen] = None
    return cast("Column", columns.tolist())
