"""Rounding: from the exact cells of a table to the only numbers of it that may be seen.

Rates, intervals and comparisons are all computed from what comes out of here, never from the exact cells: the
precision of a rate would give its counts back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from disparity.cells import HIDDEN, SHOWN, Cells, Reasons
from disparity.cube import Floats, Integers
from disparity.intervals import Interval
from disparity.plan import Kind
from disparity.steps import nearest, outward

Counts = TypeVar("Counts", int, Integers)


def rounded(counts: Counts, base: int) -> Counts:
    """Round counts to the nearest multiple of `base`, a half upwards."""
    return (2 * counts + base) // (2 * base) * base


def conceal(cells: Cells, kind: Kind, reason: Reasons, n: Integers, events: Integers, step: float) -> Cells:
    """Return the cells with their rounded counts `n` and `events`, and nothing where there is a reason.

    A mean keeps its people, its mean and its standard deviation, each rounded, in the form of sums; a median
    keeps its people, its value and its limits.
    """
    shown = reason == SHOWN
    safe = Cells.of(np.where(shown, n, 0))
    if kind == "proportion":
        # Each count is rounded on its own, so the events may come out above the people: never show more.
        safe = replace(safe, events=np.where(shown, np.minimum(events, n), 0))
    elif kind == "mean":
        total, squares = _rounded_sums(cells.only(shown), safe.n, step)
        safe = replace(safe, total=total, squares=squares)
    else:
        limits = outward(Interval(cells.value, cells.low, cells.high), step)
        safe = replace(safe, value=limits.value, low=limits.low, high=limits.high).only(shown)
    return replace(safe, reason=reason)


def reason_of_others(
    own: Reasons, everyone: Reasons, n: Integers, events: Integers, kind: Kind, *, threshold: int
) -> Reasons:
    """Say which groups have an "everyone else": those shown, with a shown total and enough people left."""
    enough = n >= threshold
    if kind == "proportion":
        enough &= (events >= threshold) & (n - events >= threshold)
    return np.where((own == SHOWN) & (everyone == SHOWN) & enough, SHOWN, HIDDEN).astype(np.int8)


def _rounded_sums(cells: Cells, n: Integers, step: float) -> tuple[Floats, Floats]:
    """Return the sums that `n` people of the rounded mean and the rounded spread would have.

    The spread is one step at least, so that no interval claims that everybody has the same value.
    """
    people = np.maximum(cells.n, 2)
    mean = cells.total / people
    variance = np.maximum(cells.squares - cells.total * mean, 0.0) / (people - 1)
    mean, deviation = nearest(mean, step), np.maximum(nearest(np.sqrt(variance), step), step)
    total = n * mean
    return total, np.where(n > 0, (n - 1) * deviation**2, 0.0) + total * mean
