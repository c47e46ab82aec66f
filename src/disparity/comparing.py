"""Comparing: from the cells of tables to estimates, differences, ratios and tests.

A report has hundreds of tables, most of them small. The formulas work cell by cell, so the cells of all tables are
laid end to end, and each formula is called once for all of a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.adjustment import Adjusted, Strata, adjust
from disparity.cells import SHOWN, Cells, TableCells
from disparity.comparisons import Against, Compared
from disparity.cube import Floats
from disparity.findings import EVERYONE_ELSE
from disparity.intervals import Interval, mean_interval, newcombe, ratio, welch, wilson
from disparity.plan import POPULATION, SHARES, Kind, Measure
from disparity.shares import as_shares, only_known, population_of
from disparity.significance import kruskal, two_proportions, welch_p
from disparity.steps import outward
from disparity.tables import Table

_USED = {"proportion": ("events",), "mean": ("total", "squares"), "median": ("value", "low", "high")}
"""What the cells of each kind hold besides people."""

Shape = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Asked:
    """One measure of one table that is to be compared.

    Parameters
    ----------
    step : float, optional
        Means and medians, and their limits, are rounded to it: limits outward, so that an interval never
        promises more than it did.
    strata : Strata, optional
        The same groups within strata; then the comparisons are adjusted as well, where the strata cover
        `least_cover` of the people.
    minimum : int
        With fewer people than this on either side nothing is tested.
    """

    measure: Measure
    table: Table
    cells: TableCells
    step: float | None = None
    strata: Strata | None = None
    least_cover: float = 0.0
    minimum: int = 0


@dataclass(frozen=True, eq=False)
class _Pair:
    """All groups of a table and one comparator: a group of the table by its number, or for each everyone else.

    `start` is where the table's cells begin among those of all tables.
    """

    asked: Asked
    start: int
    shape: Shape
    name: str
    applies: NDArray[np.bool_]
    reference: int | None

    def in_strata(self, strata: Strata) -> Cells:
        """Return the comparator within strata."""
        return strata.cells.others if self.reference is None else strata.cells.own.group(self.reference)

    def places(self, cells: int) -> NDArray[np.intp]:
        """Return where the comparator of each cell stands, among `cells` of groups and as many of everyone else."""
        groups, within = self.shape
        if self.reference is None:
            return np.arange(self.start + cells, self.start + cells + groups * within)
        first = self.start + self.reference * within
        return np.tile(np.arange(first, first + within), groups)


def compare(asked: Sequence[Asked]) -> list[Compared]:
    """Compare the groups of each table, with the reference and with everyone else, or with the population."""
    compared: list[Compared | None] = [
        _compare_shares(each.measure, each.table, each.cells, minimum=each.minimum)
        if each.measure.kind in SHARES
        else None
        for each in asked
    ]
    together: dict[tuple[Kind, float | None], list[int]] = {}
    for number, each in enumerate(asked):
        if compared[number] is None:
            together.setdefault((each.measure.kind, each.step), []).append(number)
    for (kind, step), numbers in together.items():
        found = _compare([asked[number] for number in numbers], kind, step)
        for number, one in zip(numbers, found, strict=True):
            compared[number] = one
    return [each for each in compared if each is not None]


def _compare(asked: Sequence[Asked], kind: Kind, step: float | None) -> list[Compared]:
    """Compare tables of one kind and step."""
    shapes = [each.table.shape for each in asked]
    own = _joined([each.cells.own for each in asked], kind)
    others = _joined([each.cells.others for each in asked], kind)
    starts = accumulate(map(prod, shapes), initial=0)
    pairs = [_pairs(each, start, shape) for each, start, shape in zip(asked, starts, shapes, strict=False)]
    against = iter(_against([pair for of_table in pairs for pair in of_table], own, others, kind, step))
    return [
        Compared(
            each.measure,
            each.table,
            replace(each.cells.own, often=None),
            estimate,
            tuple(next(against) for _ in of_table),
        )
        for each, of_table, estimate in zip(
            asked, pairs, _interval_parts(_estimate(kind, own, step), shapes), strict=True
        )
    ]


def _pairs(asked: Asked, start: int, shape: Shape) -> list[_Pair]:
    table = asked.table
    everyone = _Pair(asked, start, shape, EVERYONE_ELSE, table.known, None)
    if (reference := table.reference) is None:
        return [everyone]
    others = table.known & (np.arange(len(table.known)) != reference)
    return [_Pair(asked, start, shape, table.groups[reference], others, reference), everyone]


def _against(
    pairs: Sequence[_Pair], groups: Cells, others: Cells, kind: Kind, step: float | None
) -> list[Against]:
    """Compare every group with a comparator; nothing is said of one where either of the two is hidden."""
    shapes = [pair.shape for pair in pairs]
    both = _joined([groups, others], kind)
    own = both.take(
        np.concatenate(
            [
                np.arange(pair.start, pair.start + prod(shape))
                for pair, shape in zip(pairs, shapes, strict=True)
            ]
        )
    )
    other = both.take(np.concatenate([pair.places(len(groups.n)) for pair in pairs]))
    shown = (own.reason == SHOWN) & (other.reason == SHOWN)
    own, other = own.only(shown), other.only(shown)
    possible = (own.n > 0) & (other.n > 0)
    applies = [np.repeat(pair.applies, within) for pair, (_, within) in zip(pairs, shapes, strict=True)]
    asked = possible & np.concatenate(applies)
    minimum = np.repeat([pair.asked.minimum for pair in pairs], list(map(prod, shapes)))
    tested = asked & (np.minimum(own.n, other.n) >= minimum)
    parts = zip(
        pairs,
        *(
            _apart(numbers, shapes)
            for numbers in (
                *(asked, tested, shown, possible, own.n, other.n),
                _estimate(kind, other, step).value,
                np.where(tested, _p(kind, own, other), np.nan),
            )
        ),
        _interval_parts(_difference(kind, own, other, step), shapes),
        _interval_parts(_ratio(kind, own, other), shapes),
        strict=True,
    )
    return [
        Against(
            name=pair.name,
            applies=pair.applies,
            shown=both,
            possible=there,
            n=n,
            value=value,
            difference=difference,
            ratio=proportion,
            p=p if pair.asked.cells.own.often is None else np.where(test, _p_of_ranks(pair), np.nan),
            adjusted=_adjusted(pair, ask, mine + n),
        )
        for pair, ask, test, both, there, mine, n, value, p, difference, proportion in parts
    ]


def _adjusted(pair: _Pair, asked: NDArray[np.bool_], people: NDArray[np.int64]) -> Adjusted | None:
    strata = pair.asked.strata
    if strata is None:
        return None
    adjusted = adjust(strata, pair.in_strata(strata), people=people)
    return adjusted.only(asked & (adjusted.covered >= pair.asked.least_cover))


def _joined(cells: Sequence[Cells], kind: Kind) -> Cells:
    """Lay the cells of tables end to end, each table's groups one after the other."""

    def laid(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(each, name).reshape(-1) for each in cells])

    return replace(Cells.of(laid("n"), **{name: laid(name) for name in _USED[kind]}), reason=laid("reason"))


def _apart(numbers: NDArray[Any], shapes: Sequence[Shape]) -> list[NDArray[Any]]:
    """Cut what was laid end to end into tables again."""
    ends = list(accumulate(map(prod, shapes)))
    starts = [0, *ends[:-1]]
    return [numbers[start:end].reshape(shape) for start, end, shape in zip(starts, ends, shapes, strict=True)]


def _interval_parts(limits: Interval, shapes: Sequence[Shape]) -> list[Interval]:
    parts = (_apart(part, shapes) for part in (limits.value, limits.low, limits.high))
    return [Interval(*each) for each in zip(*parts, strict=True)]


def _compare_shares(measure: Measure, table: Table, cells: TableCells, *, minimum: int) -> Compared:
    """Return the share of each group and, for a representation, compare it with that of the population.

    A share is not compared with the shares of other groups: where one is larger the others are smaller.
    """
    own = as_shares(table, cells)
    estimate = wilson(own.events, own.n)
    estimate = Interval(*(only_known(table, part) for part in (estimate.value, estimate.low, estimate.high)))
    population = population_of(measure, table)
    if population is None:
        return Compared(measure, table, own, estimate, ())
    shown = (own.reason == SHOWN) & (population.reason == SHOWN)
    both, other = own.only(shown), population.only(shown)
    possible = (both.n > 0) & (other.n > 0)
    against = Against(
        POPULATION,
        table.known,
        shown,
        possible,
        other.n,
        value=_estimate("proportion", other, None).value,
        difference=_difference("proportion", both, other, None),
        ratio=_ratio("proportion", both, other),
        p=np.where(possible & (both.n >= minimum), _p("proportion", both, other), np.nan),
        adjusted=None,
    )
    return Compared(measure, table, own, estimate, (against,))


def _estimate(kind: Kind, cells: Cells, step: float | None) -> Interval:
    if kind == "proportion":
        return wilson(cells.events, cells.n)
    if kind == "mean":
        return outward(mean_interval(cells.n, cells.total, cells.squares), step)
    nobody = cells.n == 0
    return outward(
        Interval(*(np.where(nobody, np.nan, part) for part in (cells.value, cells.low, cells.high))), step
    )


def _difference(kind: Kind, own: Cells, other: Cells, step: float | None) -> Interval:
    if kind == "proportion":
        return newcombe(own.events, own.n, other.events, other.n)
    if kind == "mean":
        return outward(welch(own.n, own.total, own.squares, other.n, other.total, other.squares), step)
    value = np.where((own.n == 0) | (other.n == 0), np.nan, own.value - other.value)
    nothing = np.full_like(value, np.nan)
    return outward(Interval(value, nothing, nothing), step)


def _ratio(kind: Kind, own: Cells, other: Cells) -> Interval:
    if kind != "proportion":
        nothing = np.full(own.n.shape, np.nan)
        return Interval(nothing, nothing, nothing)
    limits = ratio(own.events, own.n, other.events, other.n)
    # Without events on both sides there is no interval, and a bare 0 would claim more than is known.
    bounded = (own.events > 0) & (other.events > 0)
    return Interval(*(np.where(bounded, part, np.nan) for part in (limits.value, limits.low, limits.high)))


def _p(kind: Kind, own: Cells, other: Cells) -> Floats:
    """Return the probability of so large a difference if there were none; NaN where there is no test."""
    if kind == "proportion":
        return two_proportions(own.events, own.n, other.events, other.n).p
    if kind == "mean":
        return welch_p(own.n, own.total, own.squares, other.n, other.total, other.squares).p
    return np.full(own.n.shape, np.nan)


def _p_of_ranks(pair: _Pair) -> Floats:
    """Return the p of medians from exact histograms: Kruskal and Wallis's, which for two is Mann and Whitney's."""
    own, other = pair.asked.cells.own.often, pair.asked.cells.others.often
    if own is not None and pair.reference is not None:
        other = own[pair.reference : pair.reference + 1]
    if own is None or other is None:
        return np.full(pair.asked.table.shape, np.nan)
    counts = np.stack(np.broadcast_arrays(own, other), axis=-2)
    # Ranks need the order of the values alone.
    return kruskal(np.arange(counts.shape[-1]), counts).p
