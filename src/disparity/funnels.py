"""Funnels by area: each area's rate by its size, and the limits that chance alone would mostly keep it within.

The limits stand around the overall rate p of everyone: p plus and minus z times the square root of p(1 - p)/n
(Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine, 2005). An area is
outside the 95% limits exactly where its Wilson interval leaves out the overall rate. They take one person as
independent of the next; where areas differ for many small reasons more of them lie outside than chance explains.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

from disparity.findings import EVERYONE_ELSE, Finding
from disparity.plurals import plural
from disparity.wording import HIDDEN, TOO_FEW, capital, listed, status_words
from figures import PERCENT, Axis, FunnelLimit, FunnelPoint, funnel

LEVELS = (("95%", 0.95), ("99.8%", 0.998))
"""The limits that are drawn: about one area in 20, and one in 500, lies outside by chance alone."""

LEAST_AREAS = 5
"""With fewer areas there is no shape to see; the table says it better."""

_STEPS = 40


def funnel_limits(overall: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the ends between which the rate of `n` people lies by chance alone, with probability `level`.

    Parameters
    ----------
    overall
        The rate of everyone, from 0 to 1.
    n
        People in the area, above 0.
    level
        The share of areas that lie within by chance alone.

    Returns
    -------
    tuple of float
        The lower and the upper limit, neither below 0 nor above 1.

    Raises
    ------
    ValueError
        For a rate outside 0 to 1, nobody, or a level that is not between 0 and 1.
    """
    if not (0 <= overall <= 1 and n > 0 and 0 < level < 1):
        raise ValueError(f"There are no limits for the rate {overall}, {n} people and the level {level}.")
    reach = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(overall * (1 - overall) / n)
    return max(0.0, overall - reach), min(1.0, overall + reach)


def outside_of(overall: float, n: float, value: float) -> int:
    """Return how many of the pairs of limits the rate of an area lies outside of: 0, 1 or 2."""
    ends = [funnel_limits(overall, n, level=level) for _, level in LEVELS]
    return sum(not low <= value <= high for low, high in ends)


def overall_rate(findings: Sequence[Finding]) -> float | None:
    """Return the rate of all known levels of one table together: a group and everyone else, added up."""
    for row in findings:
        if row.comparator == EVERYONE_ELSE and row.n and row.comparator_n:
            if row.value is None or row.comparator_value is None:
                continue
            together = row.n * row.value + row.comparator_n * row.comparator_value
            return together / (row.n + row.comparator_n)
    return None


def drawn_areas(areas: Sequence[Finding]) -> list[tuple[Finding, int, float]]:
    """Return the areas that can be drawn, each with its people and its rate."""
    return [(row, row.n, row.value) for row in areas if row.n and row.value is not None]


def funnel_chart(
    identity: str,
    title: str,
    areas: Sequence[Finding],
    *,
    overall: float | None,
    unit: str,
    name: Callable[[Finding], str],
    whose: str = "everyone",
    beside: str = "The table has the same figures.",
) -> str:
    """Return an SVG of the areas, or "" where there are too few of them, or no overall rate to hold them to.

    `whose` says whose rate the overall one is, `beside` where the figures stand as a table.
    """
    drawn = drawn_areas(areas)
    if overall is None or len(drawn) < LEAST_AREAS:
        return ""
    smallest, largest = min(n for _, n, _ in drawn), max(n for _, n, _ in drawn)
    first, last = smallest * 0.85, largest * 1.05
    sizes = [first * (last / first) ** (step / _STEPS) for step in range(_STEPS + 1)]
    limits = []
    for words, level in LEVELS:
        ends = [funnel_limits(overall, n, level=level) for n in sizes]
        limits.append(FunnelLimit(words, tuple(low for low, _ in ends), tuple(high for _, high in ends)))
    many = plural(unit)
    return funnel(
        identity,
        title,
        f"A dot for each of {len(drawn)} groups, by how many {many} it has and by its rate, between limits "
        f"around the rate of {whose}. {beside}",
        points=[FunnelPoint(name(row), n, value, outside_of(overall, n, value)) for row, n, value in drawn],
        overall=overall,
        sizes=sizes,
        limits=limits,
        axis=Axis(PERCENT),
        size_title=capital(many),
        overall_label=whose,
        notes=_not_drawn(areas, name),
    )


def _not_drawn(areas: Sequence[Finding], name: Callable[[Finding], str]) -> list[str]:
    said = []
    for words in (TOO_FEW, HIDDEN):
        names = [name(row) for row in areas if status_words(row) == words]
        if names:
            said.append(f"{words}: {listed(names)}.")
    return said
