"""Months, quarters and financial years."""

from datetime import date

import pytest

from dueregard.almanac.periods import FinancialYear, Month, Period, Quarter


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "label"),
    [
        (Month, date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (Month, date(2023, 12, 31), date(2023, 12, 1), date(2023, 12, 31), "December 2023"),
        (Quarter, date(2024, 6, 30), date(2024, 4, 1), date(2024, 6, 30), "April to June 2024"),
        (Quarter, date(2024, 1, 1), date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        (Quarter, date(2023, 12, 31), date(2023, 10, 1), date(2023, 12, 31), "October to December 2023"),
        (FinancialYear, date(2024, 3, 31), date(2023, 4, 1), date(2024, 3, 31), "2023 to 2024"),
        (FinancialYear, date(2024, 4, 1), date(2024, 4, 1), date(2025, 3, 31), "2024 to 2025"),
        (FinancialYear, date(2000, 1, 1), date(1999, 4, 1), date(2000, 3, 31), "1999 to 2000"),
    ],
)
def test_the_period_of_a_day(kind: type[Period], day: date, first: date, last: date, label: str) -> None:
    period = kind.containing(day)
    assert (period.first, period.last, period.label, str(period)) == (first, last, label, label)
    assert day in period
    assert first in period
    assert last in period


@pytest.mark.parametrize("kind", [Month, Quarter, FinancialYear])
def test_periods_follow_each_other_without_gap(kind: type[Period]) -> None:
    period = kind.containing(date(2019, 11, 7))
    for _ in range(30):
        following = period.next()
        assert (following.first - period.last).days == 1
        assert following.previous() == period
        assert following.first not in period
        period = following


def test_between_gives_both_ends() -> None:
    labels = [str(quarter) for quarter in Quarter.between(date(2023, 11, 3), date(2024, 4, 1))]
    assert labels == ["October to December 2023", "January to March 2024", "April to June 2024"]
    assert list(Month.between(date(2024, 2, 1), date(2024, 1, 31))) == []


def test_a_period_begins_where_its_kind_begins() -> None:
    with pytest.raises(ValueError, match="No FinancialYear begins on 2024-01-01"):
        FinancialYear(date(2024, 1, 1))
    with pytest.raises(ValueError, match="No Month begins on 2024-01-02"):
        Month(date(2024, 1, 2))


def test_kinds_are_not_mixed() -> None:
    first = date(2024, 4, 1)
    assert Month(first) != Quarter(first)
    assert sorted([Month(first).next(), Month(first)])[0] == Month(first)
    with pytest.raises(TypeError):
        assert Month(first) < Quarter(first)
