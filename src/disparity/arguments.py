"""What the statistical functions check of their arguments, and the normal quantile that most of them need."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from disparity.errors import ImpossibleNumbers

FloatArray = NDArray[np.float64]


def finite(values: ArrayLike, name: str) -> FloatArray:
    """Give the values as an array of floats; refuse what is not a finite number."""
    numbers = np.asarray(values, dtype=np.float64)
    if not np.all(np.isfinite(numbers)):
        raise ImpossibleNumbers(f"{name} has a value that is not a finite number.")
    return numbers


def counts_of(values: ArrayLike, name: str) -> FloatArray:
    """Give counts, or sums of counts, as an array of floats; refuse what is negative."""
    numbers = finite(values, name)
    if np.any(numbers < 0):
        raise ImpossibleNumbers(f"{name} has a negative count; counts start at 0.")
    return numbers


def events_and_people(k: ArrayLike, n: ArrayLike, k_name: str, n_name: str) -> tuple[FloatArray, FloatArray]:
    """Give events and people, broadcast together; refuse more events than people."""
    events, people = np.broadcast_arrays(counts_of(k, k_name), counts_of(n, n_name))
    if np.any(events > people):
        raise ImpossibleNumbers(f"{k_name} is greater than {n_name}: more events than people.")
    return events, people


def two_groups(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Give the events and people of a group and of its comparator, all four broadcast together."""
    events1, people1, events2, people2 = np.broadcast_arrays(
        *events_and_people(k1, n1, "k1", "n1"), *events_and_people(k2, n2, "k2", "n2")
    )
    return events1, people1, events2, people2


def histograms(values: ArrayLike, counts: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Give the distinct values of histograms, ascending, and how often each occurs along the last axis."""
    distinct, often = finite(values, "values"), counts_of(counts, "counts")
    if np.any(np.diff(distinct) <= 0):
        raise ImpossibleNumbers("values does not ascend; give each distinct value once, the smallest first.")
    if often.shape[-1:] != distinct.shape:
        raise ImpossibleNumbers(
            f"counts has the shape {often.shape} and there are {distinct.size} values; give a count for each value."
        )
    return distinct, often


def tail_of(level: float) -> float:
    """Give the probability left out on each side of an interval of this level."""
    if not 0 < level < 1:
        raise ImpossibleNumbers(f"level is {level}; it must lie between 0 and 1, such as 0.95.")
    return (1 - level) / 2


def normal_quantile(level: float) -> float:
    """Give the number of standard errors on each side of an interval of this level."""
    return NormalDist().inv_cdf(1 - tail_of(level))


def plain(numbers: Any) -> Any:
    """Give an array as it is, and an array without dimensions as the plain number that it holds."""
    return np.asarray(numbers)[()]
