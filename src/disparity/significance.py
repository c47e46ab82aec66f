"""Probabilities of a difference at least so large if there were none, and what many of them prove together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from disparity.arguments import (
    FloatArray,
    events_and_people,
    finite,
    histograms,
    plain,
    two_groups,
)
from disparity.errors import ImpossibleNumbers
from disparity.intervals import difference_of_means


class Significance(NamedTuple):
    """A test statistic and its p: how probable one at least so extreme is if there is no difference at all."""

    statistic: FloatArray
    p: FloatArray


def two_proportions(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Significance:
    """Test whether two proportions differ, by the score test with the pooled rate.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Events and people of the group and of its comparator, broadcast together.

    Returns
    -------
    Significance
        The statistic is z, above 0 where the group's proportion is the higher one; its square is Pearson's
        chi-squared of the table. p is two-sided. Both are NaN where n1 or n2 is 0, and where nobody or
        everybody has the outcome, since there is then no variation to measure a difference by.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`.

    Notes
    -----
    K. Pearson, Philosophical Magazine 50 (1900), without a correction for continuity.

    Examples
    --------
    >>> z, p = two_proportions(56, 70, 48, 80)
    >>> f"{z:.3f} {p:.4f}"
    '2.650 0.0080'
    """
    return difference_of_counts(*two_groups(k1, n1, k2, n2))


def difference_of_counts(
    events1: FloatArray, people1: FloatArray, events2: FloatArray, people2: FloatArray
) -> Significance:
    """Test as `two_proportions` does, of counts that have been checked."""
    events, people = events1 + events2, people1 + people2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Written so that it is 0/0, and not defined, where nobody or everybody has the outcome.
        error = np.sqrt(people1 * people2 * events * (people - events) / people)
        statistic = (events1 * people2 - events2 * people1) / error
    return _two_sided(statistic)


def welch_p(
    n1: ArrayLike,
    total1: ArrayLike,
    squares1: ArrayLike,
    n2: ArrayLike,
    total2: ArrayLike,
    squares2: ArrayLike,
) -> Significance:
    """Test whether two means differ, by Welch's t, which lets the two spreads differ.

    Parameters
    ----------
    n1, total1, squares1, n2, total2, squares2 : array_like
        For the group and its comparator: people, sum of values, sum of squared values.

    Returns
    -------
    Significance
        The statistic is t, above 0 where the group's mean is the higher one; p is two-sided. Both are NaN
        where either side has fewer than 2 people, and where neither has any spread.

    Raises
    ------
    ImpossibleNumbers
        As for `mean_interval`.

    Notes
    -----
    As for `welch`, whose interval leaves out 0 exactly where p is below 1 - level.

    Examples
    --------
    >>> t, p = welch_p(4, 20, 120, 5, 15, 55)
    >>> f"{t:.3f} {p:.3f}"
    '1.359 0.235'
    """
    from scipy.special import stdtr  # slow to import

    difference, error, freedom = difference_of_means(n1, total1, squares1, n2, total2, squares2)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(error > 0, difference / error, np.nan)
    return Significance(plain(statistic), plain(2 * stdtr(freedom, -np.abs(statistic))))


def trend(k: ArrayLike, n: ArrayLike, scores: ArrayLike | None = None) -> Significance:
    """Test whether a proportion rises or falls along ordered groups, such as periods (Cochran-Armitage).

    Parameters
    ----------
    k, n : array_like
        Events and people, broadcast together; the last axis holds the groups in their order.
    scores : array_like, optional
        Where each group stands, such as the year; 0, 1, 2 … if not given. Only the ratios of their distances
        matter.

    Returns
    -------
    Significance
        The statistic is z, above 0 where the proportion rises with the scores; its square is the chi-squared
        for trend, with one degree of freedom. p is two-sided. Both are NaN where nobody or everybody has the
        outcome, and where the people have fewer than two different scores. A group of nobody adds nothing.

    Raises
    ------
    ImpossibleNumbers
        As for `wilson`; also if a score is not finite.

    Notes
    -----
    W. G. Cochran, Biometrics 10 (1954); P. Armitage, Biometrics 11 (1955). The variance divides by the
    people, not by one fewer.

    Examples
    --------
    >>> z, p = trend([83, 90, 129, 70], [86, 93, 136, 82])
    >>> f"{z**2:.4f} {p:.6f}"
    '8.2249 0.004132'
    """
    events, people = events_and_people(k, n, "k", "n")
    events, people = np.atleast_1d(events), np.atleast_1d(people)
    place = np.arange(people.shape[-1], dtype=np.float64) if scores is None else finite(scores, "scores")
    events, people, place = np.broadcast_arrays(events, people, place)

    def total(parts: FloatArray) -> FloatArray:
        return np.asarray(np.sum(parts, axis=-1))

    happened, everyone = total(events), total(people)
    # Asked exactly, since a speck of rounding over another would look like a trend.
    first = np.min(np.where(people > 0, place, np.inf), axis=-1, initial=np.inf)
    last = np.max(np.where(people > 0, place, -np.inf), axis=-1, initial=-np.inf)
    defined = (first < last) & (happened > 0) & (happened < everyone)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = total(people * place) / everyone
        away = place - centre[..., np.newaxis]
        rate = happened / everyone
        spread = rate * (1 - rate) * total(people * away**2)
        statistic = total(events * away) / np.sqrt(spread)
    return _two_sided(np.where(defined, statistic, np.nan))


def kruskal(values: ArrayLike, counts: ArrayLike) -> Significance:
    """Test whether values tend to be higher in some groups than in others, by their ranks (Kruskal-Wallis).

    Parameters
    ----------
    values : array_like
        The distinct values, (v,), ascending.
    counts : array_like
        How often each value occurs in each group, (..., groups, v); the leading axes are so many tests.

    Returns
    -------
    Significance
        The statistic is H, corrected for ties; p is from chi-squared with one degree of freedom fewer than
        there are groups with people in them. Both are NaN where fewer than two groups have people, and where
        all people have the same value. A group of nobody adds nothing.

    Raises
    ------
    ImpossibleNumbers
        If a count is negative, something is not finite, the values do not ascend, or there is no axis of
        groups.

    Notes
    -----
    W. H. Kruskal and W. A. Wallis, JASA 47 (1952). For two groups this is the Mann-Whitney test without a
    correction for continuity.

    Examples
    --------
    >>> h, p = kruskal([1, 2, 3, 4, 5], [[2, 1, 1, 0, 0], [0, 1, 1, 2, 1]])
    >>> f"{h:.3f} {p:.3f}"
    '3.972 0.046'
    """
    from scipy.special import chdtrc  # slow to import

    _, often = histograms(values, counts)
    if often.ndim < 2:
        raise ImpossibleNumbers("counts has no axis of groups; give it as groups by values.")
    people = often.sum(axis=-1)
    everyone, tied = people.sum(axis=-1, keepdims=True), often.sum(axis=-2)
    # Ranks measured from their mean: the tied share the middle of the places that they take up together.
    rank = np.cumsum(tied, axis=-1) - (tied + everyone) / 2
    sums = (often * rank[..., np.newaxis, :]).sum(axis=-1)
    between = np.divide(sums**2, people, out=np.zeros_like(sums), where=people > 0).sum(axis=-1)
    within = (tied * rank**2).sum(axis=-1)
    groups = (people > 0).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Divided by the spread that the ranks have, ties included: so the correction for ties comes of itself.
        statistic = np.where((groups > 1) & (within > 0), (everyone[..., 0] - 1) * between / within, np.nan)
    return Significance(plain(statistic), plain(chdtrc(groups - 1, statistic)))


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """Give for each p its q: the share of false signals to expect among all that are as strong as this one.

    Parameters
    ----------
    p : array_like
        The probabilities of one family of tests, of any shape; NaN where a test was not defined.

    Returns
    -------
    array
        q in the order and shape of `p`, each from p to 1. NaN where p is NaN; those count for nothing.

    Raises
    ------
    ImpossibleNumbers
        If a p is not between 0 and 1.

    Notes
    -----
    Y. Benjamini and Y. Hochberg, JRSS B 57 (1995). To call out all with q of 0.05 or less keeps the expected
    share of false ones at 0.05 if the tests are independent, or depend on each other positively
    (Y. Benjamini and D. Yekutieli, Annals of Statistics 29, 2001).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    asked = np.asarray(p, dtype=np.float64)
    defined = ~np.isnan(asked)
    family = asked[defined]
    if np.any((family < 0) | (family > 1)):
        raise ImpossibleNumbers("p has a value that is not between 0 and 1.")
    order = np.argsort(family)
    scaled = family[order] * (len(family) / np.arange(1, len(family) + 1))
    # The smallest of all that come after, so that a stronger signal never has the higher q.
    smallest = np.minimum.accumulate(scaled[::-1])[::-1]
    in_order = np.empty_like(family)
    in_order[order] = smallest
    q = np.full(asked.shape, np.nan)
    q[defined] = in_order
    answer: FloatArray = plain(q)
    return answer


def _two_sided(statistic: FloatArray) -> Significance:
    from scipy.special import ndtr  # slow to import

    return Significance(plain(statistic), plain(2 * ndtr(-np.abs(statistic))))
