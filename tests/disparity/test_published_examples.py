"""Worked examples that others have printed, to the last digit that they print.

Each row has the figures, what is printed and where. A row is here only where the printed result was read in its
source, or for Newcombe's tables where several others quote them alike.
"""

import numpy as np
import pytest

from disparity import (
    benjamini_hochberg,
    detectable_gap,
    four_fifths,
    gender_pay_gap,
    kruskal,
    mantel_haenszel,
    newcombe,
    ratio,
    trend,
    two_proportions,
    welch,
    welch_p,
    wilson,
)

TABLES = (
    "The R package contingencytables 3.0.0, tests/testthat, to Fagerland, Lydersen and Laake, Statistical Analysis of "
    "Contingency Tables (2017)"
)
BERKELEY = "Penn State STAT 504, lesson 3, SAS output for the admissions to Berkeley in 1973, department {}"
ROTHMAN = (
    "Rothman, Greenland and Lash, Modern Epidemiology (3rd edition, 2008), chapter 15, as printed by the R package "
    "metafor, tests/testthat/test_analysis_example_rothman2008.r"
)


def parts(interval):
    return interval.value, interval.low, interval.high


def squared(test):
    return test.statistic**2, test.p


def histogram(*groups):
    values = sorted({value for group in groups for value in group})
    return values, [[group.count(value) for value in values] for group in groups]


def assert_prints(numbers, printed):
    """Compare each number with the printed one, in as many decimals as that has."""
    for number, text in zip(numbers, printed.split(), strict=True):
        decimals = len(text.partition(".")[2])
        assert f"{float(number):.{decimals}f}" == text


DIABETES = mantel_haenszel([8, 22], [106, 98], [5, 16], [120, 85], level=0.9)
LUNG_CANCER = mantel_haenszel([647, 41], [1269, 69], [2, 19], [29, 51])

BY_DEPARTMENT = mantel_haenszel(
    [512, 353, 120, 138, 53, 22],
    [825, 560, 325, 417, 191, 373],
    [89, 17, 202, 131, 94, 24],
    [108, 25, 593, 375, 393, 341],
)
NEWCOMBE_ONE = "R. G. Newcombe, Statistics in Medicine 17 (1998), pages 857 to 872, Table I, method 3"
NEWCOMBE_TWO = "R. G. Newcombe, Statistics in Medicine 17 (1998), pages 873 to 890, Table II, method 10"

INTERVALS = [
    (lambda: parts(wilson(81, 263))[1:], "0.2553 0.3662", NEWCOMBE_ONE),
    (lambda: parts(wilson(15, 148))[1:], "0.0624 0.1605", NEWCOMBE_ONE),
    (lambda: parts(wilson(0, 20))[1:], "0.0000 0.1611", NEWCOMBE_ONE),
    (lambda: parts(wilson(1, 29))[1:], "0.0061 0.1718", NEWCOMBE_ONE),
    (lambda: parts(newcombe(56, 70, 48, 80))[1:], "0.0524 0.3339", NEWCOMBE_TWO + ", (a)"),
    (lambda: parts(newcombe(9, 10, 3, 10))[1:], "0.1705 0.8090", NEWCOMBE_TWO + ", (b)"),
    (lambda: parts(newcombe(6, 7, 2, 7))[1:], "0.0582 0.8062", NEWCOMBE_TWO + ", (c)"),
    (lambda: parts(newcombe(5, 56, 0, 29))[1:], "-0.0381 0.1926", NEWCOMBE_TWO + ", (d)"),
    (lambda: parts(newcombe(0, 10, 0, 20))[1:], "-0.1611 0.2775", NEWCOMBE_TWO + ", (e)"),
    (lambda: parts(newcombe(0, 10, 0, 10))[1:], "-0.2775 0.2775", NEWCOMBE_TWO + ", (f)"),
    (lambda: parts(newcombe(10, 10, 0, 20))[1:], "0.6791 1.0000", NEWCOMBE_TWO + ", (g)"),
    (lambda: parts(newcombe(10, 10, 0, 10))[1:], "0.6075 1.0000", NEWCOMBE_TWO + ", (h)"),
    (
        lambda: parts(BY_DEPARTMENT.odds_ratio),
        "0.9046968 0.7719074 1.0603298",
        "R's mantelhaen.test(UCBAdmissions), men against women in six departments of Berkeley",
    ),
    (
        lambda: parts(wilson(13, 16)),
        "0.8125 0.5699 0.9341",
        f"{TABLES}, test-ch2.R, Ligarden and others (2010)",
    ),
    (
        lambda: parts(newcombe(7, 34, 1, 34)),
        "0.1765 0.0189 0.3404",
        f"{TABLES}, test-ch4.R, Perondi and others (2004)",
    ),
    (lambda: parts(ratio(7, 34, 1, 34)), "7.0000 0.9096 53.8695", f"{TABLES}, test-ch4.R, the same"),
    (lambda: parts(ratio(313, 825, 19, 108)), "2.1566 1.4206 3.2737", BERKELEY.format("A") + ", rejected"),
    (lambda: parts(ratio(512, 825, 89, 108)), "0.7531 0.6799 0.8341", BERKELEY.format("A") + ", accepted"),
    (lambda: parts(ratio(207, 560, 8, 25)), "1.1551 0.6457 2.0664", BERKELEY.format("B") + ", rejected"),
    (lambda: parts(ratio(353, 560, 17, 25)), "0.9270 0.7032 1.2220", BERKELEY.format("B") + ", accepted"),
    (
        lambda: parts(mantel_haenszel(313, 825, 19, 108).odds_ratio),
        "2.8636 1.7112 4.7921",
        BERKELEY.format("A") + ": the odds ratio of one stratum",
    ),
    (
        lambda: parts(mantel_haenszel(207, 560, 8, 25).odds_ratio),
        "1.2461 0.5285 2.9379",
        BERKELEY.format("B") + ": the odds ratio of one stratum",
    ),
    (lambda: parts(DIABETES.risk_difference), "0.0349 -0.0176 0.0874", f"{ROTHMAN}, Table 15-1"),
    (lambda: parts(DIABETES.risk_ratio), "1.3256 0.8658 2.0296", f"{ROTHMAN}, Table 15-1"),
    (lambda: parts(DIABETES.odds_ratio), "1.4031 0.8411 2.3409", f"{ROTHMAN}, Table 15-1"),
    (lambda: parts(ratio(30, 204, 21, 205)), "1.4356 0.851 2.4216", f"{ROTHMAN}, Table 15-1, crude"),
    (lambda: parts(ratio(8, 106, 5, 120)), "1.8113 0.6112 5.3679", f"{ROTHMAN}, Table 15-1, younger"),
    (lambda: parts(ratio(22, 98, 16, 85)), "1.1926 0.6713 2.1188", f"{ROTHMAN}, Table 15-1, older"),
    (
        lambda: np.log(parts(mantel_haenszel([3, 1], [12, 4], [104, 5], [1163, 91], level=0.9).odds_ratio)),
        "1.3300 0.3579 2.3021",
        f"{ROTHMAN}, Table 15-5, as logarithms",
    ),
    (
        lambda: parts(LUNG_CANCER.risk_ratio),
        "2.4751 1.5831 3.8698",
        f"{TABLES}, test-ch10.R, Doll and Hill (1950)",
    ),
    (
        lambda: [LUNG_CANCER.odds_ratio.value, LUNG_CANCER.risk_difference.value],
        "4.5239 0.3294",
        f"{TABLES}, test-ch10.R, the same; the difference there has another variance",
    ),
]


@pytest.mark.parametrize(("found", "printed", "source"), INTERVALS)
def test_intervals(found, printed, source):
    assert_prints(found(), printed)


SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
SLEEP_SUMS = [number for hours in SLEEP for number in (10, sum(hours), sum(hour * hour for hour in hours))]

TESTS = [
    (
        lambda: squared(two_proportions(3, 4, 1, 4)),
        "2.000 0.15730",
        f"{TABLES}, test-ch4.R, the lady tasting tea",
    ),
    (lambda: squared(two_proportions(313, 825, 19, 108))[:1], "17.2480", BERKELEY.format("A")),
    (lambda: squared(two_proportions(207, 560, 8, 25)), "0.2537 0.6145", BERKELEY.format("B")),
    (
        lambda: squared(two_proportions(139, 582, 230, 732)),
        "9.121 0.002527",
        "S.-W. Cheng, National Tsing Hua University, STAT 5230, lab 4.4 (Faraway's smoking and survival, in R)",
    ),
    (
        lambda: squared(trend([83, 90, 129, 70], [86, 93, 136, 82])),
        "8.2249 0.004132",
        "R's prop.trend.test, printed by R. Barradas in R-help on 8 September 2023 (Fleiss's smokers)",
    ),
    (
        lambda: trend([48, 38, 5, 1], [48 + 1706, 38 + 1446, 5 + 78, 1 + 12]),
        "0.817 0.41391",
        f"{TABLES}, test-ch5.R, alcohol and malformations",
    ),
    (
        lambda: kruskal(
            *histogram([2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0])
        ),
        "0.771429 0.6800",
        "S. Sawyer, Washington University, Math 408, OneWayLayout (Hollander and Wolfe, Table 6.1)",
    ),
    (
        lambda: kruskal(*histogram([6.3, 5.4, 5.7, 5.2, 5.0], [6.9, 7.0, 6.1, 7.9], [7.2, 6.9, 6.1, 6.5])),
        "7.11381215469613 0.02852694849194",
        "SciPy 1.7.0, scipy.stats.mstats.kruskal: batteries, with ties; the last two of 16 digits are not compared",
    ),
    (lambda: welch_p(*SLEEP_SUMS), "-1.8608 0.07939", "R's t.test of Student's sleep data (rpubs 880799)"),
    (
        lambda: parts(welch(*SLEEP_SUMS)),
        "-1.58 -3.3654832 0.2054832",
        "R's t.test of Student's sleep data (rpubs 880799)",
    ),
]


@pytest.mark.parametrize(("found", "printed", "source"), TESTS)
def test_tests_of_difference_and_trend(found, printed, source):
    assert_prints(found(), printed)


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        ([0.008, 0.03, 0.123, 0.6, 0.2], "0.04 0.075 0.205 0.6 0.25"),
        ([0.319, 0.201, 0.4, 0.374, 0.113], "0.4 0.4 0.4 0.4 0.4"),
    ],
)
def test_benjamini_hochberg(p, printed):
    """The examples of stdlib.io, @stdlib/stats/padjust, method bh."""
    assert_prints(benjamini_hochberg(p), printed)


def test_four_fifths_by_those_who_made_the_rule():
    """The Equal Employment Opportunity Commission's Questions and Answers on the Uniform Guidelines (1979).

    Of 45, 48 and 51 against 60 in a hundred, only 45 is below: 48 to 60 is exactly four fifths.
    """
    answer = four_fifths([45, 48, 51], 100, 60, 100)
    assert answer.below.tolist() == [True, False, False]
    assert_prints(ratio([45, 48, 51], 100, 60, 100).value, "0.75 0.80 0.85")


def test_a_gender_pay_gap_of_a_company_that_chose_at_random():
    """N. Cunningham, nathancunn.com, 22 August 2018: four grades, with their men and women."""
    grades = [(500_000, 6, 5), (125_000, 8, 9), (60_000, 30, 29), (20_000, 43, 74)]
    pay = [salary for salary, men, women in grades for _ in range(men + women)]
    sex = [word for _, men, women in grades for word in ["male"] * men + ["female"] * women]
    figures = gender_pay_gap(pay, sex)
    assert_prints([figures.mean, figures.median], "23.6 66.7")


def test_what_fifty_people_on_each_side_could_have_shown():
    """The help page of R's power.prop.test prints the power, the people and the rate to a few digits.

    The gap of 0.50 to 0.75 must lie between the gaps for the ends of what the printed digits stand for.
    """
    low, high = (detectable_gap(50, 50, 0.5, power) for power in (0.7395, 0.7405))
    assert low < 0.25 < high, "n = 50 => power = 0.740"
    high, low = detectable_gap([76.65, 76.75], [76.65, 76.75], 0.5, 0.9)
    assert low < 0.25 < high, "power = .90 => n = 76.7"
    fewer, enough = detectable_gap([73, 74], [73, 74], 0.9)
    assert np.isnan(fewer), "from 0.9 to 1 takes at least 74"
    assert 0.099 < enough <= 0.1
