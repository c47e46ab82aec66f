"""Which axes are crossed with which: everything with everything where that is little, else what is asked together.

No table needs the region and the period at once, so that a cube of all axes is mostly cells that are summed over.
What is chosen follows from the plan, the levels and the number of rows alone, never from who counts or from the
order of the rows: the digest of the cube depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from disparity.cube import Axis
from disparity.lattice import Axes
from disparity.plan import Plan
from disparity.tables import Table, strata_of, tables_of

MOST_NUMBERS = 1 << 20
"""Numbers that a cross should have at most; what is asked together is crossed even where it has more."""

MOST_IN_ALL = 1 << 24
"""Numbers of all crosses together; where they would have more, and more than everything crossed, that is one."""

OF_A_ROW = 8
"""A cell that somebody is in, held with its codes, weighs as much as so many that are held by their place."""


def crosses_of(plan: Plan, axes: Sequence[Axis], *, rows: int) -> tuple[Axes, ...]:
    """Return the crosses that people and outcomes are counted in, each as the numbers of its axes.

    Raises
    ------
    PlanError
        If everything crossed is too much, and the plan adjusts for too many strata.
    """
    lengths = [len(axis.levels) for axis in axes]
    if weight(lengths, rows=rows) <= MOST_NUMBERS:
        return (tuple(range(len(axes))),)
    tables = list(tables_of(plan, axes))
    if any(measure.kind == "proportion" for measure in plan.measures):  # nothing else is adjusted
        tables += strata_of(plan, axes).values()
    alone = [frozenset({axis}) for axis in range(len(axes))]
    return together([*alone, *_asked(tables, axes)], lengths, rows=rows)


def crosses_of_values(plan: Plan, axes: Sequence[Axis], *, rows: int, values: int) -> tuple[Axes, ...]:
    """Return the crosses in which it is counted how often each of so many values of a median occurs."""
    lengths = [len(axis.levels) for axis in axes]
    return together(_asked(tables_of(plan, axes), axes), lengths, rows=rows, values=values)


def together(
    asked: Iterable[frozenset[int]], lengths: Sequence[int], *, rows: int, values: int = 1
) -> tuple[Axes, ...]:
    """Return crosses that hold every set of axes that is asked for: few, and no larger than need be.

    Of all pairs of crosses the two are joined that grow least by it, as long as what comes out is small enough, or no
    larger than both.

    Parameters
    ----------
    asked
        The sets of axes.
    lengths
        The levels of each axis.
    rows
        How many rows there are: no cross has more cells with people than that.
    values
        How many values are counted in each cell.

    Examples
    --------
    >>> asked = [frozenset({0, 1}), frozenset({0, 2}), frozenset({0, 3})]
    >>> together(asked, [10, 20, 30, 5_000], rows=1_000_000)
    ((0, 1, 2), (0, 3))
    >>> together(asked, [10, 20, 30, 5_000], rows=1_000)
    ((0, 1, 2, 3),)
    """
    everything = tuple(range(len(lengths)))
    whole = weight(lengths, rows=rows, values=values)
    if whole <= MOST_NUMBERS:
        return (everything,)
    crosses = _joined(_widest(asked), lengths, rows, values)
    in_all = sum(weight([lengths[axis] for axis in cross], rows=rows, values=values) for cross in crosses)
    return crosses if in_all <= max(whole, MOST_IN_ALL) else (everything,)


def weight(lengths: Sequence[int], *, rows: int, values: int = 1) -> int:
    """Return how many numbers a cross has, of axes with these lengths, as far as there are rows to fill it."""
    return min(prod(lengths) * values, OF_A_ROW * rows)


def _asked(tables: Iterable[Table], axes: Sequence[Axis]) -> Iterator[frozenset[int]]:
    number = {axis.name: index for index, axis in enumerate(axes)}
    return (frozenset(number[name] for name in table.names) for table in tables)


def _widest(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that are not within another, the same ones in the same order however they come."""
    every = sorted(set(sets), key=lambda one: (-len(one), sorted(one)))
    return [one for one in every if not any(one < other for other in every)]


def _joined(
    crosses: list[frozenset[int]], lengths: Sequence[int], rows: int, values: int
) -> tuple[Axes, ...]:
    """Join the two that grow least by it, again and again."""
    long = np.array(lengths, np.float64)
    has = np.array([[axis in cross for axis in range(len(lengths))] for cross in crosses])
    left = np.ones(len(has), dtype=bool)

    def weights(members: NDArray[np.bool_]) -> NDArray[np.float64]:
        crossed = np.where(members, long, 1.0).prod(axis=-1) * values
        weighed: NDArray[np.float64] = np.minimum(crossed, OF_A_ROW * rows)
        return weighed

    def growth(one: int) -> NDArray[np.float64]:
        """Return by how much each of the others would grow with one of them; infinity where it may not."""
        both, apart = weights(has | has[one]), weights(has) + weights(has[one])
        grown = np.where(left & ((both <= MOST_NUMBERS) | (both <= apart)), both - apart, np.inf)
        grown[one] = np.inf
        return grown

    # Which other each grows least with is remembered, since a plan of threes has thousands of sets.
    table = np.array([growth(one) for one in range(len(has))])
    best, every = table.argmin(axis=1), np.arange(len(has))
    while np.isfinite(least := table[every, best]).any():
        one = int(least.argmin())
        has[one] |= has[best[one]]
        gone = left & (has <= has[one]).all(axis=1)  # the other is within it now, and more may be
        gone[one] = False
        left &= ~gone
        table[gone] = table[:, gone] = np.inf
        table[one] = table[:, one] = growth(one)
        gone[one] = True
        stale = gone[best]
        best[stale] = table[stale].argmin(axis=1)
        best[table[:, one] < table[every, best]] = one
    return tuple(sorted(tuple(np.flatnonzero(members).tolist()) for members in has[left]))
