"""Intervals for rates, means, and their differences and ratios.

Every function takes numbers or arrays that broadcast together, and returns an `Interval` of the broadcast
shape. A part is NaN only where the docstring says that it is undefined. No loop runs over groups, so a
hundred thousand comparisons cost little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from disparity.arguments import (
    FloatArray,
    counts_of,
    events_and_people,
    finite,
    histograms,
    normal_quantile,
    plain,
    tail_of,
)
from disparity.errors import ImpossibleNumbers


@dataclass(frozen=True, eq=False)
class Interval:
    """An estimate with its lower and upper limit.

    Each field has the broadcast shape of what was asked; a single question gives single numbers.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray


def wilson(k: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Give the proportion k/n with its Wilson score interval.

    Parameters
    ----------
    k, n : array_like
        Events and people, broadcast together; 0 <= k <= n.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Proportions from 0 to 1. All three are NaN where n is 0.

    Raises
    ------
    ImpossibleNumbers
        If a count is negative, not finite, or k is greater than n.

    Notes
    -----
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

    Examples
    --------
    >>> limits = wilson(81, 263)
    >>> f"{limits.value:.4f} {limits.low:.4f} {limits.high:.4f}"
    '0.3080 0.2553 0.3662'
    """
    events, people = events_and_people(k, n, "k", "n")
    return interval_of(*_wilson(events, people, normal_quantile(level)))


def newcombe(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, level: float = 0.95) -> Interval:
    """Give the difference of two proportions, k1/n1 - k2/n2, with Newcombe's hybrid score interval.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Events and people of the group and of its comparator, broadcast together.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Differences from -1 to 1. All three are NaN where n1 or n2 is 0.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`.

    Notes
    -----
    R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of
    eleven methods", Statistics in Medicine 17 (1998), method 10 (without continuity correction).

    Examples
    --------
    >>> limits = newcombe(56, 70, 48, 80)
    >>> f"{limits.value:.4f} {limits.low:.4f} {limits.high:.4f}"
    '0.2000 0.0524 0.3339'
    """
    z = normal_quantile(level)
    own = Interval(*_wilson(*events_and_people(k1, n1, "k1", "n1"), z))
    other = Interval(*_wilson(*events_and_people(k2, n2, "k2", "n2"), z))
    return difference_of_rates(own, other)


def difference_of_rates(own: Interval, other: Interval) -> Interval:
    """Give Newcombe's interval for the difference of two proportions from the Wilson interval of each."""
    difference = own.value - other.value
    return interval_of(
        difference,
        difference - np.hypot(own.value - own.low, other.high - other.value),
        difference + np.hypot(own.high - own.value, other.value - other.low),
    )


def ratio(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, *, level: float = 0.95) -> Interval:
    """Give the ratio of two proportions, (k1/n1) / (k2/n2), with its log interval.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Events and people of the group and of its comparator, broadcast together.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        The value is 0 where only k1 is 0, infinite where only k2 is 0, and NaN where both are 0 or where n1
        or n2 is 0. The limits are NaN where k1 or k2 is 0, since the logarithm is not defined there. Where
        k1 = n1 and k2 = n2 the standard error is 0 and the limits equal the value.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`.

    Notes
    -----
    D. Katz, J. Baptista, S. P. Azen and M. C. Pike, "Obtaining confidence intervals for the risk ratio in
    cohort studies", Biometrics 34 (1978).

    Examples
    --------
    >>> limits = ratio(30, 100, 20, 100)
    >>> f"{limits.value:.3f} {limits.low:.3f} {limits.high:.3f}"
    '1.500 0.916 2.456'
    """
    own = events_and_people(k1, n1, "k1", "n1")
    other = events_and_people(k2, n2, "k2", "n2")
    return ratio_of_counts(*own, *other, level=level)


def ratio_of_counts(
    events1: FloatArray, people1: FloatArray, events2: FloatArray, people2: FloatArray, *, level: float = 0.95
) -> Interval:
    """Give what `ratio` does, of counts that have been checked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (events1 * people2) / (people1 * events2)
        error = np.sqrt((people1 - events1) / (events1 * people1) + (people2 - events2) / (events2 * people2))
    undefined = (events1 == 0) | (events2 == 0) | (people1 == 0) | (people2 == 0)
    # 0 in both the numerator and n1 would read as a ratio of 0 for a group of nobody.
    value = np.where((people1 == 0) | (people2 == 0), np.nan, value)
    factor = np.exp(normal_quantile(level) * np.where(undefined, np.nan, error))
    return interval_of(value, value / factor, value * factor)


def mean_interval(n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, level: float = 0.95) -> Interval:
    """Give the mean total/n with its Student t interval.

    Parameters
    ----------
    n, total, squares : array_like
        How many people, the sum of their values and the sum of the squares of their values.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        In the unit of the values. The value is NaN where n is 0; the limits are NaN where n is below 2.

    Raises
    ------
    ImpossibleNumbers
        If n is negative, something is not finite, or the squares are too small for the total.

    Notes
    -----
    Student, "The probable error of a mean", Biometrika 6 (1908). The variance divides by n - 1.

    Examples
    --------
    >>> limits = mean_interval(4, 20, 120)
    >>> f"{limits.value:.1f} {limits.low:.3f} {limits.high:.3f}"
    '5.0 0.891 9.109'
    """
    people, mean, variance = _moments(n, total, squares, "")
    with np.errstate(divide="ignore", invalid="ignore"):
        half = _student_quantile(level, people - 1) * np.sqrt(variance / people)
    return interval_of(mean, mean - half, mean + half)


def welch(
    n1: ArrayLike,
    total1: ArrayLike,
    squares1: ArrayLike,
    n2: ArrayLike,
    total2: ArrayLike,
    squares2: ArrayLike,
    *,
    level: float = 0.95,
) -> Interval:
    """Give the difference of two means with Welch's interval, which lets the two spreads differ.

    Parameters
    ----------
    n1, total1, squares1, n2, total2, squares2 : array_like
        For the group and its comparator: people, sum of values, sum of squared values.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        In the unit of the values. The value is NaN where n1 or n2 is 0; the limits are NaN where either is
        below 2. Where neither group has any spread the limits equal the value.

    Raises
    ------
    ImpossibleNumbers
        As for `mean_interval`.

    Notes
    -----
    B. L. Welch, "The generalization of 'Student's' problem when several different population variances are
    involved", Biometrika 34 (1947), with the degrees of freedom of Satterthwaite (1946).

    Examples
    --------
    >>> limits = welch(4, 20, 120, 5, 15, 55)
    >>> f"{limits.value:.1f} {limits.low:.3f} {limits.high:.3f}"
    '2.0 -1.845 5.845'
    """
    difference, error, freedom = difference_of_means(n1, total1, squares1, n2, total2, squares2)
    half = _student_quantile(level, freedom) * error
    return interval_of(difference, difference - half, difference + half)


def median_interval(
    values: ArrayLike, counts: ArrayLike, *, people: ArrayLike | None = None, level: float = 0.95
) -> Interval:
    """Give the median of a histogram with its order-statistic interval.

    Parameters
    ----------
    values : array_like
        The distinct values, (v,), ascending.
    counts : array_like
        How often each value occurs, (..., v); the leading axes are so many histograms.
    people : array_like, optional
        How many people each histogram is to speak for, if not the sum of its counts. The ranks of the limits
        are those of so many people, scaled to the histogram: so limits can follow from rounded counts.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        In the unit of the values, of the shape of the leading axes. The value of an even number of people is
        half-way between the middle two. All three are NaN where there is nobody; the limits are NaN where
        there are too few people for an interval of this level (below 6 for 0.95).

    Raises
    ------
    ImpossibleNumbers
        If a count is negative, something is not finite, or the values do not ascend.

    Notes
    -----
    H. A. David and H. N. Nagaraja, Order Statistics (2003), section 7.1: the smallest symmetrical pair of
    ranks that covers the median with at least this probability, by the binomial distribution.

    Examples
    --------
    >>> limits = median_interval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1] * 10)
    >>> f"{limits.value:.1f} {limits.low:.1f} {limits.high:.1f}"
    '5.5 2.0 9.0'
    """
    distinct, often = histograms(values, counts)
    reached = np.cumsum(often, axis=-1)
    held = reached[..., -1] if reached.shape[-1] else np.zeros(reached.shape[:-1])
    spoken_for = held if people is None else np.broadcast_to(finite(people, "people"), held.shape)
    rank = _lower_rank(spoken_for, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        low_rank = np.ceil(rank * held / spoken_for)
    bounded = (rank >= 1) & (low_rank >= 1)
    low_rank = np.where(bounded, low_rank, 1)

    def at(ranks: FloatArray) -> FloatArray:
        position = np.sum(reached < ranks[..., np.newaxis], axis=-1)
        inside = position < len(distinct)
        return np.where(inside, np.append(distinct, np.nan)[position], np.nan)

    value = (at(np.floor((held + 1) / 2)) + at(np.floor(held / 2) + 1)) / 2
    return interval_of(
        np.where(held == 0, np.nan, value),
        np.where(bounded, at(low_rank), np.nan),
        np.where(bounded, at(held + 1 - low_rank), np.nan),
    )


def _lower_rank(people: FloatArray, level: float) -> FloatArray:
    """Give the rank of the lower limit of a median; 0 where there are too few people for one."""
    from scipy.special import bdtr  # slow to import, and only medians need it

    tail = tail_of(level)
    whole = np.maximum(people, 1).astype(np.int64)
    z = normal_quantile(level)
    # Tosses of a coin are nearly normal: this is the rank that the definition asks for, or one beside it.
    errors = np.maximum(z - (z**3 - 3 * z) / (12 * whole), z / 2)
    rank = np.maximum(np.ceil((whole - 1 - errors * np.sqrt(whole)) / 2), 0.0)
    rank = np.where((rank >= 1) & (bdtr(np.maximum(rank - 1, 0), whole, 0.5) > tail), rank - 1, rank)
    rank = np.where(bdtr(rank, whole, 0.5) <= tail, rank + 1, rank)
    return np.where(people < 1, 0.0, rank)


def _wilson(events: FloatArray, people: FloatArray, z: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = events / people
        centre = (events + z * z / 2) / (people + z * z)
        half = z / (people + z * z) * np.sqrt(events * (people - events) / people + z * z / 4)
    # At the ends the formula gives exactly 0 and 1; floating point would leave a speck beside them.
    low = np.where(events == 0, np.where(people == 0, np.nan, 0.0), centre - half)
    high = np.where(events == people, np.where(people == 0, np.nan, 1.0), centre + half)
    return value, low, high


def difference_of_means(
    n1: ArrayLike,
    total1: ArrayLike,
    squares1: ArrayLike,
    n2: ArrayLike,
    total2: ArrayLike,
    squares2: ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the difference of two means, its standard error and Satterthwaite's degrees of freedom.

    The error and the degrees of freedom are NaN where either side has fewer than two people.
    """
    people1, mean1, variance1 = _moments(n1, total1, squares1, "1")
    people2, mean2, variance2 = _moments(n2, total2, squares2, "2")
    with np.errstate(divide="ignore", invalid="ignore"):
        part1, part2 = variance1 / people1, variance2 / people2
        freedom = (part1 + part2) ** 2 / (part1**2 / (people1 - 1) + part2**2 / (people2 - 1))
    # Without any spread the formula is 0/0; every number of degrees of freedom then gives the same limits.
    freedom = np.where(part1 + part2 == 0, people1 + people2 - 2, freedom)
    return mean1 - mean2, np.sqrt(part1 + part2), freedom


def _moments(
    n: ArrayLike, total: ArrayLike, squares: ArrayLike, mark: str
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give people, mean and variance; the variance is NaN below two people."""
    people, sums, sums_of_squares = np.broadcast_arrays(
        counts_of(n, f"n{mark}"), finite(total, f"total{mark}"), finite(squares, f"squares{mark}")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums / people
        excess = sums_of_squares - sums * mean
        # What is left of two sums that are equal but for their last digits is no spread.
        spread = np.where(excess > 4e-15 * sums_of_squares, excess, 0.0)
        variance = np.where(people < 2, np.nan, spread / (people - 1))
    empty = (people == 0) & ((sums != 0) | (sums_of_squares != 0))
    # A shortfall within rounding error is a spread of 0 as well; a larger one means that the columns do not
    # belong together.
    if np.any(empty | (excess < -1e-9 * sums_of_squares)):
        raise ImpossibleNumbers(
            f"squares{mark} is too small for n{mark} and total{mark}: no values have such sums. "
            "Give the sum of the squared values, not the square of the sum."
        )
    return people, mean, variance


def _student_quantile(level: float, freedom: FloatArray) -> FloatArray:
    from scipy.special import stdtrit  # slow to import, and only means need it

    defined = freedom > 0
    quantile = stdtrit(np.where(defined, freedom, 1.0), 1 - tail_of(level))
    return np.where(defined, quantile, np.nan)


def interval_of(value: Any, low: Any, high: Any) -> Interval:
    """Make an Interval of three parts that broadcast together."""
    return Interval(*(plain(part) for part in np.broadcast_arrays(value, low, high)))
