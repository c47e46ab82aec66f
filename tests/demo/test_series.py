"""The monthly series: what was published stands in it untouched, and everything else says it is invented."""

import pytest

from dueregard.demo.series import NEW, NEW_CASES_2023_24, OPEN, WEEKS, months, series


def _values(seed: int) -> dict[tuple[str, str], tuple[float, str]]:
    return {(row["measure"], row["month"]): (row["value"], row["basis"]) for row in series(seed).to_pylist()}


def test_it_runs_from_march_2020_to_october_2026_without_a_gap():
    assert (months()[0], months()[-1], len(months())) == ("2020-03", "2026-10", 80)
    assert set(_values(1)) == {(measure, month) for measure in (OPEN, NEW, WEEKS) for month in months()}


@pytest.mark.parametrize("seed", [1, 2024])
def test_published_figures_are_the_same_for_every_seed(seed):
    published = {key: value for key, (value, basis) in _values(seed).items() if basis == "published"}
    assert published == {
        (OPEN, "2022-04"): 34_695,
        (OPEN, "2023-03"): 32_904,
        (OPEN, "2024-05"): 29_819,
        (WEEKS, "2021-03"): 44,
        (WEEKS, "2021-12"): 45,
        (WEEKS, "2023-03"): 47,
        (WEEKS, "2024-03"): 43,
    }


def test_the_new_cases_of_2023_to_2024_add_up_to_the_published_sum():
    year = [month for month in months() if "2023-04" <= month <= "2024-03"]
    values = [_values(9)[NEW, month][0] for month in year]
    assert values == list(NEW_CASES_2023_24)
    assert sum(values) == 55_830


def test_invented_months_differ_by_seed_and_stay_believable():
    one, other = _values(1), _values(2)
    assert one != other
    for (measure, _), (value, basis) in one.items():
        least, most = {OPEN: (25_000, 40_000), NEW: (3_000, 6_500), WEEKS: (30, 50)}[measure]
        assert least < value < most
        assert basis in {"published", "invented"}
