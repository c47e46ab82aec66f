"""From the cells of a table to its findings: estimates, differences and ratios, all groups at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from disparity.cells import HIDDEN, SHOWN, TOO_FEW, Cells, TableCells
from disparity.findings import ALL, EVERYONE_ELSE, Finding, Status
from disparity.intervals import Interval, mean_interval, newcombe, ratio, welch, wilson
from disparity.plan import Kind, Measure
from disparity.steps import outward
from disparity.tables import Table

Column = list[list[Any]]

_WORDS: dict[int, Status] = {TOO_FEW: "too-few", HIDDEN: "hidden"}


@dataclass(frozen=True, eq=False)
class _Against:
    """One comparator of every group of a table, as columns of Python values; `applies` says to which.

    The groups whose level is not known have one without a name and without numbers.
    """

    name: str | None
    applies: NDArray[np.bool_]
    possible: Column
    numbers: tuple[Column, ...]


_LATER = (None,) * 6
"""Adjusted ratios and differences, p and q: columns of the file that this version leaves empty."""


def findings_of(
    measure: Measure, table: Table, cells: TableCells, *, step: float | None = None
) -> Iterator[Finding]:
    """Give the findings of a table: by slice, then by group, then by comparator.

    Means and medians, and their limits, are rounded to `step` if there is one: limits outward, so that an
    interval never promises more than it did.
    """
    own = _estimate(measure.kind, cells.own, step)
    comparators = list(_comparators(measure.kind, table, cells, step))
    shown = cells.own.reason == SHOWN
    n = _column(cells.own.n, shown)
    events = _column(cells.own.events, shown if measure.kind == "proportion" else np.zeros_like(shown))
    estimates = [_column(part) for part in (own.value, own.low, own.high)]
    reasons = cells.own.reason.tolist()
    for place, within in enumerate(table.slices):
        for number, group in enumerate(table.groups):
            value, low, high = (column[number][place] for column in estimates)
            hidden = _WORDS.get(reasons[number][place])
            for comparator in comparators:
                if comparator.applies[number]:
                    complete = comparator.possible[number][place]
                    row: tuple[Any, ...] = (
                        *(measure.name, measure.kind, table.characteristic, group, within, ALL),
                        *(n[number][place], events[number][place], value, low, high),
                        comparator.name,
                        *(column[number][place] for column in comparator.numbers),
                        *_LATER,
                        hidden or ("ok" if complete else "not-comparable"),
                    )
                    yield Finding(*row)


def _comparators(kind: Kind, table: Table, cells: TableCells, step: float | None) -> Iterator[_Against]:
    reference = table.reference
    if reference is not None:
        other = np.arange(len(table.known)) != reference
        yield _against(
            table.groups[reference], table.known & other, kind, cells.own, cells.own.group(reference), step
        )
    yield _against(EVERYONE_ELSE, table.known, kind, cells.own, cells.others, step)
    nothing: Column = np.full(table.shape, None).tolist()
    yield _Against(None, ~table.known, (cells.own.n > 0).tolist(), (nothing,) * 8)


def _against(
    name: str, applies: NDArray[np.bool_], kind: Kind, own: Cells, other: Cells, step: float | None
) -> _Against:
    """Compare every group with a comparator; nothing is said of one where either of the two is hidden."""
    both = (own.reason == SHOWN) & (other.reason == SHOWN)
    own, other = own.only(both), other.only(both)
    comparator = _estimate(kind, other, step)
    difference, proportion = _difference(kind, own, other, step), _ratio(kind, own, other)
    return _Against(
        name,
        applies,
        possible=((own.n > 0) & (other.n > 0)).tolist(),
        numbers=(
            _column(other.n, both),
            _column(comparator.value),
            *(_column(part) for part in (difference.value, difference.low, difference.high)),
            *(_column(part) for part in (proportion.value, proportion.low, proportion.high)),
        ),
    )


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


def _column(numbers: NDArray[Any], shown: NDArray[np.bool_] | None = None) -> Column:
    """Give the numbers as Python's own, None where one is not finite or not shown."""
    seen = np.isfinite(numbers) if shown is None else np.isfinite(numbers) & shown
    columns = numbers.astype(object)
    columns[~seen] = None
    return cast("Column", columns.tolist())
