"""The gap that could have been seen: the power at the gap is what was asked, by statsmodels and by a search."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.proportion import power_proportions_2indep

from disparity import detectable_gap
from disparity.errors import ImpossibleNumbers

P = pytest.approx
PEOPLE = st.integers(1, 10**6)
RATES = st.integers(0, 1_000).map(lambda thousandths: thousandths / 1_000)
POWERS = st.sampled_from([0.5, 0.8, 0.9, 0.99])


def power_of(gap, n1, n2, p, level=0.95):
    """How probably the score test finds a gap, in the direction that it has."""
    rate, pooled = p + gap, (n1 * (p + gap) + n2 * p) / (n1 + n2)
    without = math.sqrt(max(pooled * (1 - pooled), 0) * (1 / n1 + 1 / n2))
    with_gap = math.sqrt(max(rate * (1 - rate), 0) / n1 + p * (1 - p) / n2)
    beyond = abs(gap) - stats.norm.isf((1 - level) / 2) * without
    return stats.norm.cdf(beyond / with_gap) if with_gap else float(beyond >= 0)


@given(PEOPLE, PEOPLE, RATES, POWERS)
def test_the_power_at_the_gap_is_what_was_asked(n1, n2, p, power):
    for direction, sign, room in (("above", 1, 1 - p), ("below", -1, p)):
        gap = detectable_gap(n1, n2, p, power, direction=direction)
        if np.isnan(gap):
            assert room == 0 or power_of(sign * room, n1, n2, p) < power + 1e-9
        else:
            assert 0 < gap <= room
            # No smaller gap will do, and no larger one is needed.
            assert power_of(sign * gap * (1 - 1e-6), n1, n2, p) < power
            assert power_of(sign * min(gap * (1 + 1e-6), room), n1, n2, p) > power - 1e-9


@given(st.integers(20, 10**6), st.integers(20, 10**6), st.floats(0.05, 0.5))
def test_a_search_finds_the_same_gap(n1, n2, p):
    gap = detectable_gap(n1, n2, p)
    if not np.isnan(gap):
        found = optimize.brentq(lambda tried: power_of(tried, n1, n2, p) - 0.8, 1e-12, 1 - p, xtol=1e-14)
        assert gap == P(found, rel=1e-6)


@given(st.integers(50, 10**5), st.integers(50, 10**5), st.floats(0.05, 0.6), POWERS)
def test_statsmodels_gives_the_gap_its_power(n1, n2, p, power):
    gap = detectable_gap(n1, n2, p, power)
    if not np.isnan(gap):
        theirs = power_proportions_2indep(
            gap, p, n1, ratio=n2 / n1, alpha=0.025, alternative="larger", return_results=False
        )
        assert theirs == P(power, abs=1e-6)


def test_the_default_agrees_with_the_two_sided_power_to_a_millionth():
    gap = detectable_gap(300, 900, 0.3)
    assert power_proportions_2indep(gap, 0.3, 300, ratio=3).power == P(0.8, abs=2e-6)


def test_below_is_above_seen_from_the_other_side():
    assert detectable_gap(80, 900, 0.3, direction="below") == detectable_gap(80, 900, 0.7)
    assert detectable_gap(80, 900, 0.02, direction="below") != detectable_gap(80, 900, 0.02)


def test_where_no_gap_is_large_enough_there_is_none():
    gaps = detectable_gap([0, 50, 50, 3, 50], [50, 0, 50, 3, 50], [0.5, 0.5, 1.0, 0.9, 0.5])
    assert np.isnan(gaps[:4]).all()
    assert 0.2 < gaps[4] < 0.3


def test_more_people_or_less_power_show_a_smaller_gap():
    assert (
        detectable_gap(100, 1000, 0.3) > detectable_gap(200, 1000, 0.3) > detectable_gap(200, 1000, 0.3, 0.7)
    )
    assert detectable_gap(100, 1000, 0.3, level=0.99) > detectable_gap(100, 1000, 0.3)


@pytest.mark.parametrize("power", [0, 0.49, 1, 80])
def test_a_power_that_finds_less_than_half_is_refused(power):
    with pytest.raises(ImpossibleNumbers, match="power"):
        detectable_gap(10, 10, 0.5, power)


@pytest.mark.parametrize(("n1", "p", "options"), [(-1, 0.5, {}), (9, 1.5, {}), (9, 0.5, {"direction": "up"})])
def test_arguments_that_mean_nothing_are_refused(n1, p, options):
    with pytest.raises(ImpossibleNumbers):
        detectable_gap(n1, 10, p, **options)
