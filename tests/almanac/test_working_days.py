"""Working days, against what is known of the calendar in England."""

from datetime import date, timedelta

import pytest

from dueregard.almanac.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 3, 29), "Good Friday"),
        (date(2024, 4, 1), "Easter Monday"),
        (date(2025, 4, 18), "Good Friday"),
        (date(2025, 4, 21), "Easter Monday"),
        (date(2020, 5, 8), "early May bank holiday, moved to Victory in Europe Day"),
        (date(2022, 6, 2), "spring bank holiday, moved for the jubilee"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "the Queen’s funeral"),
        (date(2023, 5, 8), "coronation"),
        (date(2023, 1, 2), "New Year’s Day fell on a Sunday"),
        (date(2021, 12, 27), "Christmas Day fell on a Saturday"),
        (date(2021, 12, 28), "Boxing Day fell on a Sunday"),
        (date(2022, 12, 26), "Boxing Day"),
        (date(2022, 12, 27), "Christmas Day fell on a Sunday"),
        (date(2020, 12, 28), "Boxing Day fell on a Saturday"),
        (date(2024, 8, 26), "summer bank holiday"),
        (date(2024, 6, 15), "a Saturday"),
        (date(2024, 6, 16), "a Sunday"),
    ],
)
def test_nobody_works_on(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2020, 5, 4), "the Monday from which the bank holiday was moved"),
        (date(2022, 5, 30), "the Monday from which the bank holiday was moved"),
        (date(2024, 1, 2), "a bank holiday in Scotland only"),
        (date(2024, 3, 18), "a bank holiday in Northern Ireland only"),
        (date(2024, 8, 5), "a bank holiday in Scotland only"),
        (date(2024, 12, 24), "Christmas Eve"),
        (date(2021, 12, 29), "the day after the substitute days"),
    ],
)
def test_people_work_on(day: date, why: str) -> None:
    assert is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 6, 14), 1, date(2024, 6, 17)),
        (date(2024, 6, 15), 1, date(2024, 6, 17)),
        (date(2024, 3, 28), 1, date(2024, 4, 2)),
        (date(2021, 12, 24), 2, date(2021, 12, 30)),
        (date(2024, 6, 17), -1, date(2024, 6, 14)),
        (date(2024, 4, 2), -1, date(2024, 3, 28)),
        (date(2024, 6, 14), 0, date(2024, 6, 14)),
        (date(2024, 6, 15), 0, date(2024, 6, 17)),
        (date(2024, 1, 1), 20, date(2024, 1, 29)),
    ],
)
def test_add_working_days(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


def test_counting_is_the_opposite_of_adding() -> None:
    for start in (date(2022, 5, 27), date(2021, 12, 25), date(2024, 6, 15)):
        for count in (-30, -3, -1, 1, 5, 60):
            assert working_days_between(start, add_working_days(start, count)) == count


def test_no_working_day_lies_between_a_day_and_itself() -> None:
    assert working_days_between(date(2024, 6, 14), date(2024, 6, 14)) == 0


def test_a_weekend_holds_no_working_day() -> None:
    friday = date(2024, 6, 14)
    assert working_days_between(friday, friday + timedelta(days=2)) == 0
    assert working_days_between(friday + timedelta(days=2), friday) == -1
