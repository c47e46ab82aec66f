"""Strata and standard populations at their edges: nobody, none, all, one stratum, too few events."""

import numpy as np
import pytest

from disparity import byar, mantel_haenszel, newcombe, ratio, standardise
from disparity.errors import ImpossibleNumbers

NAN = (np.nan, np.nan, np.nan)


def parts(interval):
    return interval.value, interval.low, interval.high


def test_strata_without_both_groups_add_nothing():
    with_both = mantel_haenszel([8, 22], [60, 40], [20, 10], [120, 30])
    with_more = mantel_haenszel([8, 5, 22, 0, 0], [60, 9, 40, 0, 0], [20, 0, 10, 7, 0], [120, 0, 30, 9, 0])
    for name in ("risk_ratio", "risk_difference", "odds_ratio"):
        assert parts(getattr(with_more, name)) == parts(getattr(with_both, name))


@pytest.mark.parametrize("numbers", [([5, 0], [9, 0], [0, 3], [0, 7]), ([], [], [], []), (0, 0, 0, 0)])
def test_where_no_stratum_has_both_groups_nothing_is_defined(numbers):
    adjusted = mantel_haenszel(*numbers)
    for interval in (adjusted.risk_ratio, adjusted.risk_difference, adjusted.odds_ratio):
        assert parts(interval) == pytest.approx(NAN, nan_ok=True)


@pytest.mark.parametrize(
    ("k1", "k2", "risk_ratio", "odds_ratio", "difference"),
    [
        ([0, 0], [3, 4], 0.0, 0.0, -0.35),
        ([3, 4], [0, 0], np.inf, np.inf, 0.35),
        ([0, 0], [0, 0], np.nan, np.nan, 0.0),
        ([10, 10], [10, 10], 1.0, np.nan, 0.0),
        ([10, 10], [3, 4], 2.857142857142857, np.inf, 0.65),
        ([10, 10], [0, 0], np.inf, np.inf, 1.0),
    ],
)
def test_with_none_or_all_there_is_a_value_where_it_means_something(
    k1, k2, risk_ratio, odds_ratio, difference
):
    adjusted = mantel_haenszel(k1, [10, 10], k2, [10, 10])
    assert adjusted.risk_ratio.value == pytest.approx(risk_ratio, nan_ok=True)
    assert adjusted.odds_ratio.value == pytest.approx(odds_ratio, nan_ok=True)
    assert adjusted.risk_difference.value == pytest.approx(difference)
    assert np.isnan([adjusted.odds_ratio.low, adjusted.odds_ratio.high]).all()


def test_without_any_variation_a_difference_has_no_limits():
    for k1, k2 in ((0, 0), (10, 10), (10, 0)):
        limits = mantel_haenszel([k1, k1], 10, [k2, k2], 10).risk_difference
        assert np.isnan([limits.low, limits.high]).all()
    assert mantel_haenszel([1, 0], 10, 0, 10).risk_difference.low < 0


def test_one_stratum_is_the_crude_comparison():
    adjusted, crude = mantel_haenszel(30, 100, 20, 100), ratio(30, 100, 20, 100)
    assert parts(adjusted.risk_ratio) == pytest.approx(parts(crude), rel=1e-12)
    assert adjusted.risk_difference.value == pytest.approx(newcombe(30, 100, 20, 100).value)
    assert adjusted.odds_ratio.value == pytest.approx(30 * 80 / (70 * 20))


def test_a_reversal_within_the_strata_shows_after_adjusting():
    """The group fares better in each stratum and worse in all, since most of it is where all fare badly."""
    k1, n1, k2, n2 = np.array([18, 30]), np.array([20, 100]), np.array([80, 5]), np.array([100, 20])
    assert ratio(k1.sum(), n1.sum(), k2.sum(), n2.sum()).value < 0.6
    assert (
        mantel_haenszel(k1, n1, k2, n2).risk_ratio.low < 1 < mantel_haenszel(k1, n1, k2, n2).risk_ratio.value
    )


def test_one_comparator_broadcasts_against_many_groups():
    adjusted = mantel_haenszel(np.ones((7, 3, 4)), 10, [1, 2, 3, 4], 20)
    assert adjusted.risk_ratio.low.shape == (7, 3)
    assert mantel_haenszel(np.ones((7, 3, 4)), 10, 1, 20, axis=1).odds_ratio.value.shape == (7, 4)


@pytest.mark.parametrize("numbers", [(11, 10, 1, 10), (1, 10, -1, 10), (1, 10, 1, np.nan)])
def test_strata_that_no_data_can_have_are_refused(numbers):
    with pytest.raises(ImpossibleNumbers):
        mantel_haenszel(*numbers)


def test_byar_of_none_starts_at_none_and_never_falls_below():
    assert byar(0).low == 0
    assert byar(1, level=0.998).low == 0 < byar(1).low
    assert byar([[1, 2]]).high.shape == (1, 2)


def test_there_is_no_rate_below_ten_events():
    people, standard = [100, 200], [1, 3]
    few, enough = standardise([[4, 5], [4, 6]], people, standard).value
    assert np.isnan(few)
    assert enough == pytest.approx((0.04 + 3 * 0.03) / 4)


def test_events_in_a_stratum_without_weight_are_not_among_the_ten():
    assert np.isnan(standardise([4, 5, 40], [100, 200, 300], [1, 3, 0]).value)


@pytest.mark.parametrize(("people", "standard"), [([100, 0], [1, 3]), ([100, 200], [0, 0])])
def test_there_is_no_rate_where_the_standard_population_finds_nobody(people, standard):
    assert parts(standardise([20, 0], people, standard)) == pytest.approx(NAN, nan_ok=True)


def test_a_stratum_of_nobody_without_weight_does_no_harm():
    assert parts(standardise([20, 10, 0], [100, 90, 0], [1, 3, 0])) == parts(
        standardise([20, 10], [100, 90], [1, 3])
    )


def test_a_group_made_up_as_the_standard_has_its_crude_rate():
    assert standardise([12, 30], [100, 300], [50, 150]).value == pytest.approx(42 / 400)


@pytest.mark.parametrize(
    "numbers", [([5, 9], [10, 0], [1, 1]), ([-1, 20], [9, 9], [1, 1]), ([20], [9], [np.inf])]
)
def test_standard_populations_that_no_data_can_have_are_refused(numbers):
    with pytest.raises(ImpossibleNumbers):
        standardise(*numbers)
