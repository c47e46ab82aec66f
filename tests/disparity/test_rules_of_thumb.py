"""Exactly four fifths, in whole numbers; and the six figures of the gender pay gap."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disparity import four_fifths, gender_pay_gap
from disparity.errors import ImpossibleNumbers

COUNTS = st.one_of(st.integers(0, 60), st.integers(0, 10**12))


def test_exactly_four_fifths_is_met_in_every_pair_of_small_groups():
    k, n = (numbers.ravel() for numbers in np.meshgrid(np.arange(60), np.arange(1, 60)))
    k, n = k[k <= n], n[k <= n]
    answer = four_fifths(k[:, None], n[:, None], k, n)
    exact = 5 * k[:, None] * n == 4 * k * n[:, None]
    assert answer.met[exact].all()
    floats = (k / n)[:, None] < 0.8 * (k / n)
    assert (floats & exact).any(), "floating point would call some of these too low"
    assert (answer.met != answer.below).all()


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_four_fifths_agrees_with_fractions(a, b, c, d):
    k1, n1, k2, n2 = min(a, b), max(a, b), min(c, d), max(c, d)
    answer = four_fifths(k1, n1, k2, n2)
    if n1 == 0 or n2 == 0:
        assert not answer.met
        assert not answer.below
    else:
        assert answer.met == (Fraction(k1, n1) >= Fraction(4, 5) * Fraction(k2, n2))
        assert answer.below == (not answer.met)


def test_the_rule_says_where_it_is_from():
    assert "United States" in four_fifths(1, 2, 1, 2).rule
    assert "no test in British law" in four_fifths(1, 2, 1, 2).rule


@pytest.mark.parametrize("numbers", [(0.6, 1, 0.75, 1), (5, 4, 1, 2), (-1, 4, 1, 2)])
def test_rates_in_place_of_counts_are_refused(numbers):
    with pytest.raises(ImpossibleNumbers):
        four_fifths(*numbers)


MEN, WOMEN = ["male"], ["female"]


def test_the_six_figures_by_hand():
    pay = [10, 12, 14, 16, 18, 20, 22, 24]
    sex = ["F", "F", "M", "F", "F", "M", "M", "M"]
    figures = gender_pay_gap(pay, sex, bonus=[0, 100, np.nan, 50, 0, 100, 300, 800])
    assert figures.mean == pytest.approx(100 * (20 - 14) / 20)
    assert figures.median == pytest.approx(100 * (21 - 14) / 21)
    assert figures.bonus_mean == pytest.approx(100 * (400 - 75) / 400)
    assert figures.bonus_median == pytest.approx(100 * (300 - 75) / 300)
    assert (figures.bonus_men, figures.bonus_women) == (75, 50)
    assert figures.quarters_men.tolist() == [0, 50, 50, 100]
    assert figures.quarters_women.tolist() == [100, 50, 50, 0]
    assert (figures.men, figures.women, figures.left_out) == (4, 4, 0)


@pytest.mark.parametrize(
    ("people", "sizes"),
    [(8, [2, 2, 2, 2]), (9, [3, 2, 2, 2]), (10, [3, 2, 3, 2]), (11, [3, 3, 3, 2]), (1, [1, 0, 0, 0])],
)
def test_people_left_over_by_four_go_where_the_guidance_puts_them(people, sizes):
    """Each man in turn is the only one; the quarter that he is in shows its size."""
    found = [0, 0, 0, 0]
    for place in range(people):
        shares = gender_pay_gap(
            range(people), [*WOMEN * place, *MEN, *WOMEN * (people - place - 1)]
        ).quarters_men
        quarter = int(np.nanargmax(shares))
        assert shares[quarter] == pytest.approx(100 / sizes[quarter])
        found[quarter] += 1
    assert found == sizes


def test_the_same_pay_in_two_quarters_is_shared_alike():
    """Six on the same pay lie across three quarters (2, 3 and 1); a third of them, and of each part, are men."""
    figures = gender_pay_gap(
        [9, 10, 10, 10, 10, 10, 10, 11, 12, 13, 14, 15], [*WOMEN * 1, *MEN * 2, *WOMEN * 4, *MEN * 5]
    )
    assert figures.quarters_men.tolist() == pytest.approx(
        [100 * (2 / 3) / 3, 100 * 1 / 3, 100 * (1 / 3 + 2) / 3, 100]
    )
    shuffled = gender_pay_gap(
        [9, 10, 10, 10, 10, 10, 10, 11, 12, 13, 14, 15], [*WOMEN * 5, *MEN * 2, *MEN * 5]
    )
    assert shuffled.quarters_men.tolist() == figures.quarters_men.tolist()


def test_somebody_on_less_than_full_pay_counts_for_bonuses_only():
    figures = gender_pay_gap([20, np.nan, 10], ["male", "male", "female"], bonus=[0, 40, 20])
    assert (figures.mean, figures.men, figures.bonus_men, figures.bonus_mean) == (50, 1, 50, 50)


def test_who_is_neither_is_left_out_and_counted():
    figures = gender_pay_gap(
        [20, 10, 99, 99, 99], ["Male", " FEMALE ", "Non-binary", None, ""], bonus=[1, 1, 9, 9, 9]
    )
    assert (figures.mean, figures.bonus_mean, figures.left_out) == (50, 0, 3)
    assert figures.quarters_men.tolist() == pytest.approx([0, np.nan, 100, np.nan], nan_ok=True)


@pytest.mark.parametrize("sex", [["male", "male"], ["female", "female"], [None, None]])
def test_without_both_there_is_no_gap(sex):
    figures = gender_pay_gap([10, 20], sex, bonus=[0, 5])
    assert np.isnan([figures.mean, figures.median, figures.bonus_mean, figures.bonus_median]).all()


def test_without_bonuses_there_are_no_figures_on_them():
    asked, unasked = gender_pay_gap([10, 20], ["m", "f"], bonus=[0, 0]), gender_pay_gap([10, 20], ["m", "f"])
    assert (asked.bonus_men, asked.bonus_women) == (0, 0)
    assert np.isnan([asked.bonus_mean, unasked.bonus_mean, unasked.bonus_men, unasked.bonus_women]).all()
    assert asked.mean == unasked.mean == -100


@given(st.lists(st.tuples(st.integers(8, 40), st.sampled_from(["male", "female"])), min_size=4, max_size=60))
def test_the_quarters_together_hold_all_men(people):
    pay, sex = zip(*people, strict=True)
    shares = gender_pay_gap(pay, sex).quarters_men / 100
    each, left = divmod(len(pay), 4)
    sizes = each + np.array([left > 0, left > 2, left > 1, 0])
    assert np.sum(shares * sizes) == pytest.approx(sex.count("male"))
    assert ((shares >= 0) & (shares <= 1)).all()


@pytest.mark.parametrize(
    ("pay", "sex", "bonus"),
    [([1, 2], ["m"], None), ([1, 2], ["m", "f"], [1]), ([-1], ["m"], None), ([np.inf], ["m"], None)],
)
def test_pay_that_nobody_can_have_is_refused(pay, sex, bonus):
    with pytest.raises(ImpossibleNumbers):
        gender_pay_gap(pay, sex, bonus)
