"""Comparing: from the cells of tables to estimates, differences, ratios and tests.

A report has hundreds of tables, most of them small. So the cells of many are laid end to end, the formulas are
called for all of these at once, and what comes out is cut into tables again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

import numpy as np
from numpy.typing import NDArray

from disparity.adjustment import Adjusted, Strata, adjust
from disparity.cells import Cells, TableCells
from disparity.comparisons import Against, Beside, Compared
from disparity.cube import Floats
from disparity.findings import EVERYONE_ELSE
from disparity.formulas import Side, difference, p_of, ratio_of_rates
from disparity.intervals import Interval
from disparity.plan import POPULATION, SHARES, Kind, Measure
from disparity.shares import as_shares, only_known, population_of
from disparity.significance import kruskal
from disparity.tables import Table

CELLS_AT_ONCE = 1 << 14
"""Cells that are compared at once, about: with many more, the numbers between two steps leave the processor's cache."""


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

    @property
    def shape(self) -> tuple[int, ...]:
        """How many groups there are, and how many levels of the slice."""
        return self.cells.own.n.shape

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.cells.own.n.size


@dataclass(frozen=True, eq=False)
class _Pair:
    """All groups of a table and one comparator: a group of the table by its number, or for each everyone else."""

    asked: Asked
    name: str
    applies: NDArray[np.bool_]
    reference: int | None

    def in_strata(self, strata: Strata) -> Cells:
        """Return the comparator within strata."""
        return strata.cells.others if self.reference is None else strata.cells.own.group(self.reference)


def compare(asked: Sequence[Asked]) -> list[Compared]:
    """Compare the groups of each table, with the reference and with everyone else, or with the population."""
    compared = {
        number: _compare_shares(each) for number, each in enumerate(asked) if each.measure.kind in SHARES
    }
    for numbers in _at_once(asked):
        compared.update(zip(numbers, _compare([asked[number] for number in numbers]), strict=True))
    return [compared[number] for number in range(len(asked))]


def _at_once(asked: Sequence[Asked]) -> Iterator[list[int]]:
    """Give the numbers of what is compared at once: of one kind and step, and not too many cells.

    Shares are compared one by one: a plan has few of them.
    """
    together: dict[tuple[Kind, float | None], list[int]] = {}
    for number, each in enumerate(asked):
        if each.measure.kind not in SHARES:
            together.setdefault((each.measure.kind, each.step), []).append(number)
    for numbers in together.values():
        ends = accumulate(asked[number].size for number in numbers)
        for _, some in groupby(zip(ends, numbers, strict=True), lambda each: each[0] // CELLS_AT_ONCE):
            yield [number for _, number in some]


def _compare(asked: Sequence[Asked]) -> list[Compared]:
    """Compare tables of one kind and step."""
    cells = [*(each.cells.own for each in asked), *(each.cells.others for each in asked)]
    groups, others = Side.of(cells, asked[0].measure.kind, asked[0].step).halves()
    places = _places(asked)
    against_everyone = _against(
        [_Pair(each, EVERYONE_ELSE, each.table.known, None) for each in asked], groups, others
    )
    against_reference = iter(_against_reference(asked, groups, places))
    return [
        Compared(
            each.measure,
            each.table,
            each.cells.own if each.cells.own.often is None else replace(each.cells.own, often=None),
            Interval(*groups.estimate[:, place].reshape(3, *each.shape)),
            (last,) if each.table.reference_group is None else (next(against_reference), last),
        )
        for each, place, last in zip(asked, places, against_everyone, strict=True)
    ]


def _places(asked: Iterable[Asked]) -> list[slice]:
    """Return where the cells of each table are when those of all are laid end to end."""
    places, start = [], 0
    for each in asked:
        places.append(slice(start, start + each.size))
        start += each.size
    return places


def _against_reference(asked: Sequence[Asked], groups: Side, places: Sequence[slice]) -> list[Against]:
    """Compare the groups of the tables that have a reference with it."""
    pairs, own, other = [], [], []
    for each, place in zip(asked, places, strict=True):
        if (name := each.table.reference_group) is not None:
            pairs.append(_Pair(each, name, each.table.known_others, each.table.reference))
            own.append(np.arange(place.start, place.stop))
            other.append(place.start + each.table.places_of_reference)
    if not pairs:
        return []
    return _against(pairs, groups.take(np.concatenate(own)), groups.take(np.concatenate(other)))


def _against(pairs: Sequence[_Pair], own: Side, other: Side) -> list[Against]:
    """Compare every group with a comparator; nothing is said of one where either of the two is hidden."""
    tables = [pair.asked for pair in pairs]
    shown = own.shown & other.shown
    own, other = own.only(shown), other.only(shown)
    possible = (own.n > 0) & (other.n > 0)
    groups, within = zip(*(table.shape for table in tables), strict=True)
    asked = possible & np.repeat(np.concatenate([pair.applies for pair in pairs]), np.repeat(within, groups))
    minimum = np.repeat([table.minimum for table in tables], [table.size for table in tables])
    tested = asked & (np.minimum(own.n, other.n) >= minimum)
    beside = Beside(
        shown=shown,
        possible=possible,
        n=other.n.astype(np.int64),
        value=other.estimate[0],
        difference=difference(own, other),
        ratio=ratio_of_rates(own, other),
        p=np.where(tested, p_of(own, other), np.nan),
    )
    both, places = own.n + other.n, _places(tables)
    for pair, place in zip(pairs, places, strict=True):
        if pair.asked.cells.own.often is not None:
            beside.p[place] = np.where(tested[place], _p_of_ranks(pair).reshape(-1), np.nan)
    return [
        Against(
            pair.name,
            pair.applies,
            beside,
            place,
            pair.asked.shape,
            _adjusted(pair, asked[place], both[place]),
        )
        for pair, place in zip(pairs, places, strict=True)
    ]


def _adjusted(pair: _Pair, asked: NDArray[np.bool_], people: Floats) -> Adjusted | None:
    """Compare within the strata; nothing is said where nothing is asked, or where they cover too few `people`."""
    if (strata := pair.asked.strata) is None:
        return None
    adjusted = adjust(strata, pair.in_strata(strata), people=people.reshape(pair.asked.shape))
    return adjusted.only(asked.reshape(pair.asked.shape) & (adjusted.covered >= pair.asked.least_cover))


def _compare_shares(asked: Asked) -> Compared:
    """Return the share of each group and, for a representation, compare it with that of the population.

    A share is not compared with the shares of other groups: where one is larger the others are smaller.
    """
    table = asked.table
    shares, population = as_shares(table, asked.cells), population_of(asked.measure, table)
    own = Side.of([shares], "proportion")
    estimate = own.estimate.reshape(3, *asked.shape)
    comparators: list[Against] = []
    if population is not None:
        # The minimum is of those counted: a population may well be written as percentages.
        tested = shares.n.reshape(-1) >= asked.minimum
        pair = _Pair(replace(asked, minimum=0), POPULATION, table.known, None)
        (against,) = _against([pair], own, Side.of([population], "proportion"))
        beside = replace(against.beside, p=np.where(tested, against.beside.p, np.nan))
        comparators = [replace(against, beside=beside)]
    return Compared(
        asked.measure,
        table,
        shares,
        Interval(*(only_known(table, part) for part in estimate)),
        tuple(comparators),
    )


def _p_of_ranks(pair: _Pair) -> Floats:
    """Return the p of medians from exact histograms: Kruskal and Wallis's, which for two is Mann and Whitney's."""
    own, other = pair.asked.cells.own.often, pair.asked.cells.others.often
    if own is not None and pair.reference is not None:
        other = own[pair.reference : pair.reference + 1]
    if own is None or other is None:
        return np.full(pair.asked.shape, np.nan)
    counts = np.stack(np.broadcast_arrays(own, other), axis=-2)
    # Ranks need the order of the values alone.
    return kruskal(np.arange(counts.shape[-1]), counts).p
