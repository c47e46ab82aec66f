"""The limits of a funnel: against the test they stand for, and what they refuse."""

import math
import random

import pytest
from scipy.stats import norm

from disparity.funnels import funnel_limits, outside_of
from disparity.intervals import wilson


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("overall", "n"), [(0.5, 100), (0.472, 3445), (0.9, 40)])
def test_the_limits_are_the_normal_ones_around_the_overall_rate(overall: float, n: int, level: float) -> None:
    reach = norm.ppf((1 + level) / 2) * math.sqrt(overall * (1 - overall) / n)
    low, high = funnel_limits(overall, n, level=level)
    assert low == pytest.approx(overall - reach, rel=1e-9)
    assert high == pytest.approx(min(1.0, overall + reach), rel=1e-9)


def test_an_area_is_outside_exactly_where_its_wilson_interval_leaves_out_the_overall_rate() -> None:
    choose = random.Random(7)
    seen = set()
    for _ in range(2000):
        n = choose.randint(5, 3000)
        overall = choose.uniform(0.05, 0.95)
        k = min(n, max(0, round(n * overall + choose.gauss(0, 2) * math.sqrt(n * overall * (1 - overall)))))
        for place, level in enumerate((0.95, 0.998)):
            interval = wilson(k, n, level=level)
            left_out = not interval.low <= overall <= interval.high
            assert left_out == (outside_of(overall, n, k / n) > place)
            seen.add((place, left_out))
    assert len(seen) == 4


def test_about_one_area_in_twenty_lies_outside_by_chance_alone() -> None:
    choose = random.Random(11)
    found = [outside_of(0.4, 400, sum(choose.random() < 0.4 for _ in range(400)) / 400) for _ in range(2000)]
    assert 0.035 <= sum(each > 0 for each in found) / 2000 <= 0.065
    assert sum(each > 1 for each in found) <= 14


def test_limits_never_pass_nobody_or_everyone() -> None:
    assert funnel_limits(0.02, 10)[0] == 0.0
    assert funnel_limits(0.98, 10)[1] == 1.0
    assert funnel_limits(0.0, 10) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("overall", "n", "level"),
    [(-0.1, 10, 0.95), (1.1, 10, 0.95), (0.5, 0, 0.95), (0.5, 10, 1.0), (0.5, 10, 0.0)],
)
def test_what_has_no_limits_is_refused(overall: float, n: float, level: float) -> None:
    with pytest.raises(ValueError, match="no limits"):
        funnel_limits(overall, n, level=level)
