"""The formulas of each kind of measure, for the cells of many tables at once.

A report has hundreds of tables, most of them small. The formulas work cell by cell, so the cells of tables are laid
end to end, and each formula is called once for all of a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from disparity.cells import SHOWN, Cells
from disparity.cube import Floats
from disparity.intervals import Interval, difference_of_rates, mean_interval, ratio_of_counts, welch, wilson
from disparity.plan import Kind
from disparity.significance import difference_of_counts, welch_p
from disparity.steps import outward

_USED = {
    "proportion": ("n", "events"),
    "mean": ("n", "total", "squares"),
    "median": ("n", "value", "low", "high"),
}
"""What the formulas of each kind use of the cells, in the order of `Side.numbers`."""


@dataclass(frozen=True, eq=False)
class Side:
    """One side of many comparisons: cells laid end to end, and what is estimated of each.

    `shown` says which cells are shown. `numbers` has a row for each number that the kind uses, the people first, and
    `estimate` has three: the value and its limits. Means and medians, and their limits, are rounded to the `step`.
    """

    kind: Kind
    step: float | None
    shown: NDArray[np.bool_]
    numbers: Floats
    estimate: Floats

    @classmethod
    def of(cls, cells: Sequence[Cells], kind: Kind, step: float | None = None) -> Side:
        """Lay the cells of tables end to end, each table's groups one after the other."""
        reason = np.concatenate([each.reason.reshape(-1) for each in cells])
        numbers = np.empty((len(_USED[kind]), len(reason)))
        for name, row in zip(_USED[kind], numbers, strict=True):
            np.concatenate([getattr(each, name).reshape(-1) for each in cells], out=row)
        limits = _estimate(kind, numbers, step)
        return cls(kind, step, reason == SHOWN, numbers, np.stack([limits.value, limits.low, limits.high]))

    @property
    def n(self) -> Floats:
        """How many people are in each cell."""
        people: Floats = self.numbers[0]
        return people

    def halves(self) -> tuple[Side, Side]:
        """Return the first and the second half of the cells."""
        half = len(self.shown) // 2
        return self._part(slice(half)), self._part(slice(half, None))

    def _part(self, part: slice) -> Side:
        return replace(
            self, shown=self.shown[part], numbers=self.numbers[:, part], estimate=self.estimate[:, part]
        )

    def take(self, places: NDArray[np.intp]) -> Side:
        """Return the cells at some places, in their order."""
        numbers, estimate = (rows.take(places, axis=1) for rows in (self.numbers, self.estimate))
        return replace(self, shown=self.shown[places], numbers=numbers, estimate=estimate)

    def only(self, shown: NDArray[np.bool_]) -> Side:
        """Return the cells with the numbers of those that are not `shown` taken out, as if nobody were in them."""
        if shown.all():
            return self
        numbers, estimate = np.where(shown, self.numbers, 0), np.where(shown, self.estimate, np.nan)
        return replace(self, shown=self.shown & shown, numbers=numbers, estimate=estimate)


def _estimate(kind: Kind, numbers: Floats, step: float | None) -> Interval:
    if kind == "proportion":
        people, events = numbers
        return wilson(events, people)
    if kind == "mean":
        return outward(mean_interval(*numbers), step)
    people, *median = numbers
    return outward(Interval(*(np.where(people == 0, np.nan, part) for part in median)), step)


def difference(own: Side, other: Side) -> Interval:
    """Return the difference of each cell from the one beside it; that of medians has no limits."""
    if own.kind == "proportion":
        return difference_of_rates(Interval(*own.estimate), Interval(*other.estimate))
    if own.kind == "mean":
        return outward(welch(*own.numbers, *other.numbers), own.step)
    value = np.where((own.n == 0) | (other.n == 0), np.nan, own.numbers[1] - other.numbers[1])
    nothing = np.full_like(value, np.nan)
    return outward(Interval(value, nothing, nothing), own.step)


def ratio_of_rates(own: Side, other: Side) -> Interval:
    """Return the ratio of each cell's rate to the one beside it; NaN for what has no rates."""
    if own.kind != "proportion":
        nothing = np.full(own.n.shape, np.nan)
        return Interval(nothing, nothing, nothing)
    (people, events), (others, events_of_others) = own.numbers, other.numbers
    limits = ratio_of_counts(events, people, events_of_others, others)
    # Without events on both sides there is no interval, and a bare 0 would claim more than is known.
    bounded = (events > 0) & (events_of_others > 0)
    return Interval(*(np.where(bounded, part, np.nan) for part in (limits.value, limits.low, limits.high)))


def p_of(own: Side, other: Side) -> Floats:
    """Return the probability of so large a difference if there were none; NaN where there is no test."""
    if own.kind == "proportion":
        (people, events), (others, events_of_others) = own.numbers, other.numbers
        return difference_of_counts(events, people, events_of_others, others).p
    if own.kind == "mean":
        return welch_p(*own.numbers, *other.numbers).p
    return np.full(own.n.shape, np.nan)
