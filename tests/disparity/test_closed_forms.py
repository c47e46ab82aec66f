"""The closed forms agree with decimal arithmetic of fifty digits to a relative 1e-12, and with statsmodels."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.rates import confint_poisson

from disparity import byar, mantel_haenszel, newcombe, ratio, standardise, wilson
from disparity.arguments import normal_quantile
from tests.disparity import fifty_digits

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])
PEOPLE = st.one_of(st.integers(0, 30), st.integers(0, 10**7))


@st.composite
def groups(draw, people=PEOPLE):
    """One group: events and people, with nobody, none and all as likely as they are in real tables."""
    n = draw(people)
    return draw(st.one_of(st.just(0), st.just(n), st.integers(0, n))), n


STRATA = st.lists(st.tuples(groups(), groups()).map(lambda pair: pair[0] + pair[1]), min_size=1, max_size=6)


def assert_is(interval, expected, *, scale=0.0):
    """Compare with a slow answer, relatively; `scale` is that of numbers which a difference may cancel."""
    for part, slow in zip((interval.value, interval.low, interval.high), expected, strict=True):
        if slow is None:
            assert np.isnan(part)
        elif slow == Decimal("Infinity"):
            assert part == np.inf
        else:
            assert float(part) == pytest.approx(float(slow), rel=1e-12, abs=1e-12 * scale)


@given(groups(), LEVELS)
def test_wilson(group, level):
    # The speck beside 0 that cancelling leaves is measured by the interval, which is never narrower than this.
    assert_is(wilson(*group, level=level), fifty_digits.wilson(*group, level), scale=1 / (group[1] + 4))


@given(groups(), groups(), LEVELS)
def test_newcombe(one, other, level):
    assert_is(newcombe(*one, *other, level=level), fifty_digits.newcombe(*one, *other, level), scale=1)


@given(groups(), groups(), LEVELS)
def test_ratio_is_that_of_one_stratum(one, other, level):
    expected = fifty_digits.risk_ratio([one + other], level)
    assert_is(ratio(*one, *other, level=level), expected)
    assert_is(mantel_haenszel(*one, *other, level=level).risk_ratio, expected)


@given(STRATA, LEVELS)
def test_mantel_haenszel(strata, level):
    adjusted = mantel_haenszel(*np.array(strata).T, level=level)
    assert_is(adjusted.risk_ratio, fifty_digits.risk_ratio(strata, level))
    assert_is(adjusted.odds_ratio, fifty_digits.odds_ratio(strata, level))
    assert_is(adjusted.risk_difference, fifty_digits.risk_difference(strata, level), scale=1)


@given(st.lists(st.tuples(*[st.integers(1, 500)] * 4), min_size=2, max_size=6))
def test_mantel_haenszel_agrees_with_statsmodels(tables):
    a, b, c, d = np.array(tables).T
    theirs = StratifiedTable(np.array([[a, b], [c, d]], dtype=float))
    ours = mantel_haenszel(a, a + b, c, c + d)
    assert ours.odds_ratio.value == pytest.approx(theirs.oddsratio_pooled, rel=1e-12)
    assert ours.risk_ratio.value == pytest.approx(theirs.riskratio_pooled, rel=1e-12)
    low, high = theirs.oddsratio_pooled_confint()
    assert (ours.odds_ratio.low, ours.odds_ratio.high) == pytest.approx((low, high), rel=1e-11)


@given(st.integers(0, 10**7), LEVELS)
def test_byar(k, level):
    assert_is(byar(k, level=level), fifty_digits.byar(k, level))


@given(st.integers(10, 5_000))
def test_byar_is_close_to_the_exact_limits(k):
    """The approximation is one: within half a per cent of the exact limits from ten events on."""
    low, high = confint_poisson(k, 1, method="exact-c")
    assert (byar(k).low, byar(k).high) == pytest.approx((low, high), rel=0.005)


@given(
    st.lists(st.tuples(groups(st.integers(0, 10**6)), st.integers(0, 10**5)), min_size=1, max_size=19), LEVELS
)
def test_standardise(strata, level):
    k, n, weights = (
        [group[0] for group, _ in strata],
        [group[1] for group, _ in strata],
        [weight for _, weight in strata],
    )
    expected = fifty_digits.standardised(k, n, weights, level)
    largest = float(expected[2]) if expected[2] is not None else 0.0
    assert_is(standardise(k, n, weights, level=level), expected, scale=largest)


@given(st.floats(0.01, 0.9999))
def test_the_normal_quantile_agrees_with_scipy(level):
    assert normal_quantile(level) == pytest.approx(stats.norm.isf((1 - level) / 2), rel=1e-12)


@settings(max_examples=30)
@given(st.lists(st.tuples(STRATA, STRATA).map(lambda both: both[0] + both[1]), min_size=2, max_size=4))
def test_many_comparisons_at_once_give_what_each_gives_alone(comparisons):
    strata = min(len(comparison) for comparison in comparisons)
    together = np.array([comparison[:strata] for comparison in comparisons])  # (comparisons, strata, 4)
    first = mantel_haenszel(*np.moveaxis(together, -1, 0))
    across = mantel_haenszel(*np.moveaxis(together.swapaxes(0, 1), -1, 0), axis=0)
    for place, comparison in enumerate(together):
        alone = mantel_haenszel(*comparison.T)
        for name in ("risk_ratio", "risk_difference", "odds_ratio"):
            for part in ("value", "low", "high"):
                expected = getattr(getattr(alone, name), part)
                for adjusted in (first, across):
                    found = getattr(getattr(adjusted, name), part)[place]
                    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)
