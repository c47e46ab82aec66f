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
from disparity.intervals import median_interval
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
    def of(cls, n: Integers, **numbers: NDArray[Any]) -> Cells:
        """Make shown cells of so many people, with 0 for what is not given."""
        given: dict[str, NDArray[Any]] = dict(numbers)
        if "events" not in given:
            given["events"] = np.zeros(n.shape, dtype=np.int64)
        nothing = np.zeros(n.shape)
        for name in ("total", "squares", "value", "low", "high"):
            given.setdefault(name, nothing)
        return cls(np.zeros(n.shape, dtype=np.int8), n, **given)

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
        self._rolled: dict[tuple[str, ...], Rolled] = {}
        self._of_tables: dict[tuple[int, tuple[str, ...]], tuple[Integers, ...]] = {}

    def rolled(self, names: tuple[str, ...]) -> Rolled:
        """Return the cube summed by the axes called `names`, summing only once."""
        if names not in self._rolled:
            self._rolled[names] = self._lattice.rolled(names)
        return self._rolled[names]

    def cells(self, measure: Measure, table: Table, *, people: Integers | None = None) -> TableCells:
        """Return the cells of a table; the limits of medians speak for `people`, if given."""
        position = self.cube.plan.measures.index(measure)
        n, n_others, events, events_others = (counts[position] for counts in self._counts(table))
        if measure.kind == "proportion":
            return TableCells(Cells.of(n, events=events), Cells.of(n_others, events=events_others))
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
        own = median_interval(values, counts, people=people)
        counts_of_others = sums_of_others(counts, table.known)
        others = median_interval(values, counts_of_others)
        return TableCells(
            Cells.of(n, value=own.value, low=own.low, high=own.high, often=counts),
            Cells.of(n_others, value=others.value, low=others.low, high=others.high, often=counts_of_others),
        )

    def _counts(self, table: Table) -> tuple[Integers, ...]:
        """Return the known and the events of a table, each followed by those of everyone else.

        All are (measures, groups, levels of the slice): the table is asked for once for each measure.
        """
        key = (len(table.characteristics), table.names)
        if key not in self._of_tables:
            rolled = self.rolled(table.names)
            own = (part.reshape(*table.shape, part.shape[-1]) for part in (rolled.known, rolled.events))
            parts = [part for each in own for part in (each, sums_of_others(each, table.known))]
            self._of_tables[key] = tuple(np.ascontiguousarray(np.moveaxis(part, -1, 0)) for part in parts)
        return self._of_tables[key]


def sums_of_others(numbers: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[Any]:
    """Sum, for each group along the first axis, the numbers of all other known groups.

    The sums before and after each group are added, since taking the group from a total would leave the
    rounding errors of a large total in a small remainder.
    """
    counted = np.where(known.reshape(-1, *[1] * (numbers.ndim - 1)), numbers, 0)
    nothing = np.zeros_like(counted[:1])
    before = np.concatenate([nothing, np.cumsum(counted, axis=0)[:-1]])
    after = np.concatenate([np.cumsum(counted[::-1], axis=0)[::-1][1:], nothing])
    return np.asarray(before + after, dtype=numbers.dtype)
