"""The numbers of a table: each group, and everyone else, before anything is compared.

Both the exact numbers of a cube and the safe numbers of a protected cube take this form, so that one set of
comparisons serves them both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Cube, Floats, Integers, Rolled
from disparity.intervals import Interval, median_interval
from disparity.lattice import Lattice
from disparity.plan import SHARES, Measure
from disparity.tables import Table

SHOWN, TOO_FEW, HIDDEN = 0, 1, 2
"""Why a cell is not shown, as the array `Cells.reason` writes it."""

Reasons = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Cells:
    """One measure in an array of cells: (groups, levels of the slice).

    A proportion uses `events`; a mean `total` and `squares`, the sums of the values and of their squares; a
    median `value`, `low` and `high`. What a kind does not use is 0. A cell that is not shown has lost its
    numbers: everything but its `reason` is 0.

    `often`, (groups, levels of the slice, values), says how often each value of a median occurs. Only exact
    cells have it: no rounding would make a histogram safe.
    """

    reason: Reasons
    n: Integers
    events: Integers
    total: Floats
    squares: Floats
    value: Floats
    low: Floats
    high: Floats
    often: Integers | None = None

    @classmethod
    def of(
        cls,
        n: Integers,
        *,
        events: Integers | None = None,
        total: Floats | None = None,
        squares: Floats | None = None,
        value: Floats | None = None,
        low: Floats | None = None,
        high: Floats | None = None,
        often: Integers | None = None,
    ) -> Cells:
        """Make shown cells of so many people, with 0 for what is not given."""
        nothing = np.zeros(n.shape)
        return cls(
            reason=np.zeros(n.shape, dtype=np.int8),
            n=n,
            events=np.zeros(n.shape, dtype=np.int64) if events is None else events,
            total=nothing if total is None else total,
            squares=nothing if squares is None else squares,
            value=nothing if value is None else value,
            low=nothing if low is None else low,
            high=nothing if high is None else high,
            often=often,
        )

    def only(self, shown: NDArray[np.bool_]) -> Cells:
        """Return the cells with the numbers of those that are not `shown` taken out."""
        if shown.all():
            return self
        return self._each(lambda numbers: np.where(shown, numbers, 0).astype(numbers.dtype))

    def group(self, number: int) -> Cells:
        """Return one group, as an array of one group."""
        chosen = slice(number, number + 1)
        often = None if self.often is None else self.often[chosen]
        return replace(self._each(lambda numbers: numbers[chosen]), reason=self.reason[chosen], often=often)

    def take(self, places: NDArray[np.intp]) -> Cells:
        """Return the cells at some places of a flat array of them, in their order."""
        return replace(self._each(lambda numbers: numbers[places]), reason=self.reason[places], often=None)

    def _each(self, change: Any) -> Cells:
        names = ("n", "events", "total", "squares", "value", "low", "high")
        return replace(self, **{name: change(getattr(self, name)) for name in names})


@dataclass(frozen=True, eq=False)
class TableCells:
    """A table's groups, and for each group everyone else: the other known groups together."""

    own: Cells
    others: Cells


class ExactTables:
    """The exact numbers of the tables of a cube. They are for `protect` and for an internal release only."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        self._lattice = Lattice(cube)
        self._positions = {measure.name: number for number, measure in enumerate(cube.plan.measures)}
        self._rolled: dict[tuple[str, ...], Rolled] = {}
        self._of_tables: dict[tuple[int, tuple[str, ...]], tuple[Integers, Integers]] = {}

    def rolled(self, names: tuple[str, ...]) -> Rolled:
        """Return the cube summed by the axes called `names`, summing only once."""
        if names not in self._rolled:
            self._rolled[names] = self._lattice.rolled(names)
        return self._rolled[names]

    def cells(self, measure: Measure, table: Table, *, people: Integers | None = None) -> TableCells:
        """Return the cells of a table; the limits of medians speak for `people`, if given."""
        position = self._positions[measure.name]
        own, others = self._counts(table)
        (n, events), (n_others, events_of_others) = own[:, position], others[:, position]
        if measure.kind == "proportion":
            return TableCells(Cells.of(n, events=events), Cells.of(n_others, events=events_of_others))
        if measure.kind in SHARES:
            return TableCells(Cells.of(n), Cells.of(n_others))
        if measure.kind == "mean":
            rolled = self.rolled(table.names)
            total, squares = (
                sums[..., position].reshape(table.shape) for sums in (rolled.total, rolled.squares)
            )
            return TableCells(
                Cells.of(n, total=total, squares=squares),
                Cells.of(
                    n_others,
                    total=sums_of_others(total, table.known),
                    squares=sums_of_others(squares, table.known),
                ),
            )
        values, counts = self._lattice.values(measure.name, table.names)
        counts = counts.reshape(*table.shape, len(values))
        counts_of_others = sums_of_others(counts, table.known)
        return TableCells(
            _with_median(n, median_interval(values, counts, people=people), counts),
            _with_median(n_others, median_interval(values, counts_of_others), counts_of_others),
        )

    def _counts(self, table: Table) -> tuple[Integers, Integers]:
        """Return the known and the events of a table, and those of everyone else.

        Both are (known or events, measures, groups, levels of the slice): the table is asked for once for each
        measure, and all are summed together.
        """
        key = (len(table.characteristics), table.names)
        if key not in self._of_tables:
            rolled = self.rolled(table.names)
            counts = np.concatenate([rolled.known, rolled.events], axis=-1)
            own = counts.reshape(-1, counts.shape[-1]).T.reshape(-1, *table.shape)
            others = sums_of_others(own.swapaxes(0, 1), table.known).swapaxes(0, 1)
            shape = (2, -1, *table.shape)
            self._of_tables[key] = (own.reshape(shape), others.reshape(shape))
        return self._of_tables[key]


def _with_median(n: Integers, median: Interval, often: Integers) -> Cells:
    return Cells.of(n, value=median.value, low=median.low, high=median.high, often=often)


def sums_of_others(numbers: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[Any]:
    """Sum, for each group along the first axis, the numbers of all other known groups.

    Whole numbers are taken from their total. Of fractions the sums before and after each group are added, since
    taking the group from a total would leave the rounding errors of a large total in a small remainder.
    """
    counted = np.where(known.reshape(-1, *[1] * (numbers.ndim - 1)), numbers, 0)
    if np.issubdtype(numbers.dtype, np.integer):
        return np.asarray(counted.sum(axis=0) - counted)
    nothing = np.zeros_like(counted[:1])
    before = np.concatenate([nothing, np.cumsum(counted, axis=0)[:-1]])
    after = np.concatenate([np.cumsum(counted[::-1], axis=0)[::-1][1:], nothing])
    return np.asarray(before + after, dtype=numbers.dtype)
