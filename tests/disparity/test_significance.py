"""Tests of difference and trend, and the false discovery rate, agree with SciPy and statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from disparity import (
    benjamini_hochberg,
    kruskal,
    mean_interval,
    median_interval,
    trend,
    two_proportions,
    welch,
    welch_p,
)
from disparity.errors import ImpossibleNumbers

P = pytest.approx
FOUND = st.tuples(st.integers(1, 100_000), st.integers(1, 100_000)).map(lambda both: (min(both), max(both)))
VALUES = st.lists(st.integers(-60, 400), min_size=2, max_size=40)


def sums(values):
    return len(values), sum(values), sum(value * value for value in values)


@given(FOUND, FOUND)
def test_two_proportions(one, other):
    assume(0 < one[0] + other[0] < one[1] + other[1])
    z, p = two_proportions(*one, *other)
    theirs, _ = proportions_ztest([one[0], other[0]], [one[1], other[1]])
    assert z == P(theirs, rel=1e-9, abs=1e-9)
    assert p == P(2 * stats.norm.sf(abs(z)), rel=1e-9)
    assert z**2 == P(trend([other[0], one[0]], [other[1], one[1]]).statistic ** 2, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "numbers", [(0, 10, 0, 20), (10, 10, 20, 20), (0, 0, 3, 20), (3, 20, 0, 0), (0, 0, 0, 0)]
)
def test_without_variation_there_is_no_test_of_two_proportions(numbers):
    assert np.isnan(two_proportions(*numbers)).all()


@given(VALUES, VALUES)
def test_welch(one, other):
    assume(len(set(one)) > 1 and len(set(other)) > 1)
    theirs = stats.ttest_ind(one, other, equal_var=False)
    t, p = welch_p(*sums(one), *sums(other))
    assert t == P(theirs.statistic, rel=1e-9, abs=1e-9)
    assert p == P(theirs.pvalue, rel=1e-9)
    limits, expected = welch(*sums(one), *sums(other), level=0.9), theirs.confidence_interval(0.9)
    assert (limits.low, limits.high) == P((expected.low, expected.high), rel=1e-9, abs=1e-9)


def test_where_only_one_side_has_spread_the_other_adds_none():
    t, p = welch_p(*sums([0, 1]), *sums([1, 1]))
    assert t == P(-0.5 / math.sqrt(0.5 / 2))
    assert p == P(2 * stats.t.sf(abs(t), 1))


def test_the_interval_of_welch_leaves_out_no_difference_just_where_p_is_small():
    one, other = sums([1, 2, 3, 4, 5, 6]), sums([3, 4, 5, 6, 7, 9])
    _, p = welch_p(*one, *other)
    assert welch(*one, *other, level=1 - p).high == P(0, abs=1e-9)


@pytest.mark.parametrize(
    "numbers", [((1, 5, 25), (3, 9, 29)), ((0, 0, 0), (3, 9, 29)), ((2, 4, 8), (2, 6, 18))]
)
def test_without_spread_or_people_there_is_no_test_of_two_means(numbers):
    assert np.isnan(welch_p(*numbers[0], *numbers[1])).all()


@given(VALUES)
def test_the_mean(values):
    assume(len(set(values)) > 1)
    limits = mean_interval(*sums(values), level=0.99)
    low, high = stats.ttest_1samp(values, 0).confidence_interval(0.99)
    assert limits.value == P(np.mean(values), rel=1e-12)
    assert (limits.low, limits.high) == P((low, high), rel=1e-9, abs=1e-9)


@given(VALUES)
def test_the_median_is_that_of_the_list(values):
    distinct, counts = np.unique(values, return_counts=True)
    limits, in_order = median_interval(distinct, counts), sorted(values)
    assert limits.value == np.median(values)
    rank = 0
    while stats.binom.cdf(rank, len(values), 0.5) <= 0.025:
        rank += 1
    expected = (in_order[rank - 1], in_order[len(values) - rank]) if rank else (np.nan, np.nan)
    assert (limits.low, limits.high) == P(expected, nan_ok=True)


def slow_trend(k, n, scores):
    """The sum over people of (has the outcome - rate)(score - mean score), over its standard deviation."""
    everyone, rate = sum(n), math.fsum(k) / sum(n)
    centre = math.fsum(people * score for people, score in zip(n, scores, strict=True)) / everyone
    distance = [score - centre for score in scores]
    along = math.fsum(events * away for events, away in zip(k, distance, strict=True))
    spread = rate * (1 - rate) * math.fsum(people * away**2 for people, away in zip(n, distance, strict=True))
    return along / math.sqrt(spread)


@given(st.lists(FOUND, min_size=2, max_size=8), st.integers(-2100, 2100), st.integers(1, 12))
def test_trend(groups, first, step):
    k, n = zip(*groups, strict=True)
    assume(0 < sum(k) < sum(n))
    scores = [first + step * number for number in range(len(n))]
    z, p = trend(k, n, scores)
    assert z == P(slow_trend(k, n, scores), rel=1e-9, abs=1e-9)
    assert p == P(stats.chi2.sf(z**2, 1), rel=1e-9)
    assert trend(k, n).statistic == P(z, rel=1e-9, abs=1e-9), "equal steps are as good as 0, 1, 2"
    assert trend(k[::-1], n[::-1]).statistic == P(-z, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("k", "n", "scores"),
    [
        ([0, 0], [5, 5], None),
        ([5, 5], [5, 5], None),
        ([1, 0], [5, 0], None),
        ([1, 2], [5, 5], [3, 3]),
        (3, 9, None),
        # In floating point the mean of these scores is not one of them, or not the middle.
        ([1, 0, 1], [1, 1, 1], [0.1, 0.1, 0.1]),
        ([3, 7, 9], [3, 7, 9], [2019.1, 2020.3, 2021.7]),
    ],
)
def test_a_trend_needs_variation_and_two_scores(k, n, scores):
    assert np.isnan(trend(k, n, scores)).all()


def test_a_period_of_nobody_adds_nothing_to_a_trend():
    assert trend([1, 0, 7], [9, 0, 9], [0, 1, 2]) == trend([1, 7], [9, 9], [0, 2])


def test_many_trends_at_once():
    k, n = np.array([[1, 4, 5], [9, 2, 2]]), np.array([20, 20, 20])
    together = trend(k, n)
    assert together.p.shape == (2,)
    assert together.statistic.tolist() == [trend(row, n).statistic for row in k]


@given(st.lists(st.lists(st.integers(0, 12), max_size=30), min_size=2, max_size=5))
def test_kruskal(groups):
    values = sorted({value for group in groups for value in group})
    people = [group for group in groups if group]
    assume(len(values) > 1 and len(people) > 1)
    h, p = kruskal(values, [[group.count(value) for value in values] for group in groups])
    theirs = stats.kruskal(*people)
    assert h == P(theirs.statistic, rel=1e-9, abs=1e-9)
    assert p == P(stats.chi2.sf(h, len(people) - 1), rel=1e-9)


def test_kruskal_without_variation_or_without_two_groups_is_not_defined():
    undefined = [[[3, 0], [4, 0]], [[3, 1], [0, 0]], [[0, 0], [0, 0]]]
    together = kruskal([1, 2], undefined)
    assert np.isnan(together.statistic).all()
    assert np.isnan(together.p).all()
    assert np.isfinite(kruskal([1, 2], [*undefined, [[3, 1], [1, 3]]]).p[3])


@pytest.mark.parametrize("counts", [[1, 2], [[1, -1], [2, 2]]])
def test_histograms_that_no_groups_can_have_are_refused(counts):
    with pytest.raises(ImpossibleNumbers):
        kruskal([1, 2], counts)


@given(st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.04, 0.05, 1.0])), min_size=1, max_size=60))
def test_benjamini_hochberg(p):
    q = benjamini_hochberg(p)
    expected = multipletests(p, method="fdr_bh")[1]
    assert q.tolist() == P(expected.tolist(), rel=1e-12)
    assert q.tolist() == P(stats.false_discovery_control(p, method="bh").tolist(), rel=1e-12)


def test_the_procedure_in_words():
    """Call out the k strongest, where k is the largest with p of at most k/m times the rate."""
    p = np.random.default_rng(4).uniform(size=50) ** 3
    allowed = [k for k in range(1, 51) if np.sort(p)[k - 1] <= k / 50 * 0.1]
    assert np.sum(benjamini_hochberg(p) <= 0.1) == (max(allowed) if allowed else 0) > 0


def test_a_test_that_was_not_defined_is_no_member_of_the_family():
    q = benjamini_hochberg([[0.01, np.nan], [0.04, 0.5]])
    assert q.shape == (2, 2)
    assert np.isnan(q[0, 1])
    assert q[~np.isnan(q)].tolist() == benjamini_hochberg([0.01, 0.04, 0.5]).tolist()


def test_a_family_of_nobody_and_one_of_one():
    assert benjamini_hochberg([]).shape == (0,)
    assert benjamini_hochberg(0.03) == 0.03


@pytest.mark.parametrize("p", [[-0.1], [1.1], [np.inf]])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(ImpossibleNumbers, match="between 0 and 1"):
        benjamini_hochberg(p)


@pytest.mark.parametrize("ask", [median_interval, kruskal])
def test_a_histogram_without_a_count_for_each_value_is_refused(ask):
    with pytest.raises(ImpossibleNumbers, match="give a count for each value"):
        ask([1, 2, 3], [[1, 1], [1, 1]])
