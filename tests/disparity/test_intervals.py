"""The intervals agree with statsmodels and SciPy, with published examples, and with their own definitions."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from disparity.errors import ImpossibleNumbers
from disparity.intervals import (
    mean_interval,
    median_interval,
    newcombe,
    ratio,
    welch,
    wilson,
)

PAIRS = [(56, 70, 48, 80), (9, 10, 3, 10), (0, 12, 5, 30), (12, 12, 5, 30), (400, 2400, 31, 900)]


@pytest.mark.parametrize(("k", "n"), [(81, 263), (0, 20), (20, 20), (1, 29), (5_000, 1_000_000)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_wilson_agrees_with_statsmodels(k, n, level):
    limits = wilson(k, n, level=level)
    low, high = proportion_confint(k, n, alpha=1 - level, method="wilson")
    assert (limits.low, limits.high) == pytest.approx((low, high), abs=1e-9)
    assert limits.value == k / n


@pytest.mark.parametrize("numbers", PAIRS)
def test_newcombe_agrees_with_statsmodels(numbers):
    limits = newcombe(*numbers)
    expected = confint_proportions_2indep(*numbers, compare="diff", method="newcomb")
    assert (limits.low, limits.high) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("numbers", [pair for pair in PAIRS if pair[0] and pair[2]])
def test_ratio_agrees_with_statsmodels(numbers):
    limits = ratio(*numbers)
    expected = confint_proportions_2indep(*numbers, compare="ratio", method="log")
    assert (limits.low, limits.high) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("k1", "k2", "value"), [(0, 5, 0.0), (5, 0, np.inf)])
def test_a_ratio_without_events_has_no_limits(k1, k2, value):
    limits = ratio(k1, 10, k2, 10)
    assert limits.value == value
    assert np.isnan(limits.low)
    assert np.isnan(limits.high)


def test_mean_and_welch_agree_with_statsmodels():
    first, second = np.array([1.0, 2, 4, 8, 9.5]), np.array([3.0, 3, 5, 10, 2, 2, 7])
    one = [(len(values), values.sum(), (values**2).sum()) for values in (first, second)]
    limits = mean_interval(*one[0])
    assert (limits.low, limits.high) == pytest.approx(DescrStatsW(first).tconfint_mean(), abs=1e-9)
    compared = CompareMeans(DescrStatsW(first), DescrStatsW(second)).tconfint_diff(usevar="unequal")
    difference = welch(*one[0], *one[1])
    assert (difference.low, difference.high) == pytest.approx(compared, abs=1e-9)


def test_arrays_give_what_single_questions_give():
    k, n = np.array([[1, 5], [0, 9]]), np.array([10, 9])
    together = wilson(k, n)
    assert together.low.shape == (2, 2)
    for place in np.ndindex(2, 2):
        assert together.low[place] == wilson(k[place], n[place[1]]).low


@pytest.mark.parametrize("people", [0, 1, 5, 6, 10, 20, 101, 5_000])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_ranks_of_a_median_cover_it_with_the_level_and_no_narrower_pair_does(people, level):
    limits = median_interval(np.arange(1, people + 1), np.ones(people), level=level)
    if np.isnan(limits.low):
        assert 1 - 2 * stats.binom.cdf(0, people, 0.5) < level
        return
    rank = int(limits.low)
    assert limits.high == people + 1 - rank
    assert 1 - 2 * stats.binom.cdf(rank - 1, people, 0.5) >= level
    assert 1 - 2 * stats.binom.cdf(rank, people, 0.5) < level


@pytest.mark.parametrize("level", ["0.1", "0.5", "0.95", "0.999", "0.999999999"])
def test_the_ranks_of_a_median_are_those_of_whole_numbers(level):
    """Tosses of a coin counted one by one: nothing is rounded on the way."""
    tail = (1 - Fraction(level)) / 2
    for people in [*range(1, 60), 200, 501, 1_000]:
        rank, fewer = 0, 0
        while (fewer := fewer + comb(people, rank)) <= tail * 2**people:
            rank += 1
        limits = median_interval(np.arange(1, people + 1), np.ones(people), level=float(level))
        expected = (rank, people + 1 - rank) if rank else (np.nan, np.nan)
        np.testing.assert_equal((limits.low, limits.high), expected, str(people))


def test_the_median_is_that_of_the_values_written_out():
    values, counts = np.array([1.0, 2.5, 7.0, 9.0]), np.array([[1, 0, 3, 2], [2, 2, 0, 0], [0, 0, 1, 0]])
    limits = median_interval(values, counts)
    assert limits.value.tolist() == [np.median(np.repeat(values, row)) for row in counts]


def test_a_median_of_nobody_is_not_a_number():
    limits = median_interval([1.0, 2.0], [[0, 0], [0, 3]])
    assert np.isnan(limits.value[0])
    assert limits.value[1] == 2.0


def test_the_limits_of_a_median_can_speak_for_a_rounded_number_of_people():
    values = np.arange(1, 102)
    exact = median_interval(values, np.ones(101))
    rounded = median_interval(values, np.ones(101), people=100)
    assert rounded.value == exact.value
    assert median_interval(values, np.ones(101), people=101).low == exact.low
    assert median_interval(values, np.ones(101), people=25).low < rounded.low


@pytest.mark.parametrize(
    ("values", "counts"), [([1, 2], [1, -1]), ([2, 1], [1, 1]), ([1, 1], [1, 1]), ([1, np.nan], [1, 1])]
)
def test_a_histogram_that_no_data_can_have_is_refused(values, counts):
    with pytest.raises(ImpossibleNumbers):
        median_interval(values, counts)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (np.nan, 5), (1, np.inf)])
def test_counts_that_no_data_can_have_are_refused(k, n):
    with pytest.raises(ImpossibleNumbers):
        wilson(k, n)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_probability_is_refused(level):
    with pytest.raises(ImpossibleNumbers, match="between 0 and 1"):
        wilson(1, 2, level=level)
