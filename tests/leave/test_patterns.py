"""How somebody works and what days cost: by hand, on the days on which calendars go wrong."""

from datetime import date, timedelta

import pytest

from dueregard.leave.days import Days, LeaveYear, NothingToTake, Part
from dueregard.leave.patterns import Pattern, Rota, by_year, moved, spread, weekly

FULL_TIME = Pattern((spread(37 * 60),))
COMPRESSED = Pattern(((555, 555, 555, 555, 0, 0, 0),))
NINE_DAYS: Rota = ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0))
STARTS = (4, 1)


def one(day: date, part: Part = Part.WHOLE) -> Days:
    return Days(day, day, part)


def cost(days: Days, pattern: Pattern = FULL_TIME) -> int:
    return sum(pattern.minutes(days).values())


def test_two_halves_make_a_day_exactly() -> None:
    for minutes in (444, 445, 1, 599):
        pattern = Pattern(((minutes, 0, 0, 0, 0, 0, 0),))
        monday = date(2026, 11, 2)
        halves = [pattern.minutes_of(monday, part) for part in (Part.MORNING, Part.AFTERNOON)]
        assert sum(halves) == pattern.minutes_of(monday, Part.WHOLE) == minutes
        assert halves[0] == minutes // 2


def test_half_a_day_of_7_hours_24_is_222_minutes() -> None:
    assert cost(one(date(2026, 11, 5), Part.MORNING)) == cost(one(date(2026, 11, 5), Part.AFTERNOON)) == 222


@pytest.mark.parametrize("weekly", [2220, 2221, 2224, 0, 3, 1776])
def test_a_week_is_spread_exactly_and_the_rest_goes_to_the_first_days(weekly: int) -> None:
    week = spread(weekly)
    assert sum(week) == weekly
    assert sorted(week, reverse=True) == list(week)
    assert max(week[:5]) - min(week[:5]) <= 1
    assert week[5:] == (0, 0)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 12, 24), date(2026, 12, 31), 4),  # Christmas Day, a weekend, and Boxing Day's substitute
        (date(2027, 3, 26), date(2027, 3, 30), 1),  # Good Friday to the Tuesday after Easter
        (date(2026, 10, 23), date(2026, 10, 26), 2),  # the clocks go back in between
        (date(2027, 3, 26), date(2027, 4, 2), 4),  # the clocks go forward in between
        (date(2028, 2, 28), date(2028, 3, 1), 3),  # a leap day
        (date(2026, 12, 31), date(2027, 1, 4), 2),  # the end of a year, New Year's Day, a weekend
    ],
)
def test_weekends_and_bank_holidays_cost_nothing(first: date, last: date, days: int) -> None:
    assert cost(Days(first, last)) == days * 444
    assert FULL_TIME.working_days(Days(first, last)) == days


@pytest.mark.parametrize(
    ("days", "pattern"),
    [
        (one(date(2026, 12, 25)), FULL_TIME),
        (Days(date(2026, 11, 7), date(2026, 11, 8)), FULL_TIME),
        (one(date(2026, 11, 6)), COMPRESSED),
        (one(date(2026, 11, 2), Part.MORNING), Pattern(((1, 0, 0, 0, 0, 0, 0),))),
        (one(date(2026, 11, 2)), Pattern((spread(0),))),
    ],
)
def test_what_would_cost_nothing_is_refused(days: Days, pattern: Pattern) -> None:
    with pytest.raises(NothingToTake):
        cost(days, pattern)


def test_a_day_costs_what_is_worked_on_it() -> None:
    assert cost(Days(date(2026, 11, 2), date(2026, 11, 6)), COMPRESSED) == 4 * 555
    assert cost(one(date(2026, 11, 5), Part.AFTERNOON), COMPRESSED) == 278
    saturdays = Pattern(((0, 0, 0, 0, 0, 600, 0),))
    assert cost(Days(date(2026, 11, 2), date(2026, 11, 8)), saturdays) == 600


def test_a_new_pattern_counts_from_its_day_on() -> None:
    pattern = Pattern(
        (spread(2220),),
        ((date(2026, 11, 4), ((0, 0, 444, 0, 0, 0, 0),)), (date(2026, 11, 9), ((100, 0, 0, 0, 0, 0, 0),))),
    )
    assert [pattern.minutes_on(date(2026, 11, day)) for day in (2, 3, 4, 5, 9, 10)] == [
        444,
        444,
        444,
        0,
        100,
        0,
    ]


def test_days_on_both_sides_of_31_march_are_charged_to_their_own_years() -> None:
    days = Days(date(2027, 3, 30), date(2027, 4, 1))
    assert by_year(FULL_TIME.minutes(days), starts=STARTS) == {
        LeaveYear(date(2026, 4, 1)): 888,
        LeaveYear(date(2027, 4, 1)): 444,
    }


def test_moved_leave_is_as_long_as_before_in_days_that_are_worked() -> None:
    week = Days(date(2026, 11, 2), date(2026, 11, 6))
    assert moved(week, date(2026, 11, 11), FULL_TIME) == Days(date(2026, 11, 11), date(2026, 11, 17))
    over_christmas = Days(date(2026, 12, 21), date(2026, 12, 22))
    assert moved(over_christmas, date(2026, 12, 24), FULL_TIME) == Days(
        date(2026, 12, 24), date(2026, 12, 29)
    )
    half = one(date(2026, 11, 2), Part.AFTERNOON)
    assert moved(half, date(2026, 11, 9), FULL_TIME) == one(date(2026, 11, 9), Part.AFTERNOON)


def test_leave_is_not_moved_to_a_day_off() -> None:
    for to, pattern in [
        (date(2026, 11, 7), FULL_TIME),
        (date(2026, 12, 25), FULL_TIME),
        (date(2026, 11, 6), COMPRESSED),
        (date(2026, 11, 9), Pattern((spread(0),))),
    ]:
        with pytest.raises(NothingToTake):
            moved(one(date(2026, 11, 2)), to, pattern)


def test_weeks_take_turns_from_the_week_in_which_the_rota_begins() -> None:
    pattern = Pattern((spread(2220),), ((date(2026, 11, 4), NINE_DAYS),))  # a Wednesday
    fridays = [date(2026, 11, 6) + timedelta(weeks=number) for number in range(4)]
    assert [pattern.minutes_on(day) for day in fridays] == [493, 0, 493, 0]
    assert pattern.minutes_on(date(2026, 11, 3)) == 444
    assert [pattern.minutes_on(day) for day in (date(2026, 11, 4), date(2026, 11, 11))] == [494, 493]
    assert weekly(NINE_DAYS) == 2220


@pytest.mark.parametrize(
    ("first", "friday_off"),
    [
        (date(2026, 10, 19), date(2026, 10, 30)),  # the clocks go back in between
        (
            date(2027, 3, 15),
            date(2027, 4, 9),
        ),  # the clocks go forward in between; Good Friday is a Friday worked
        (date(2028, 2, 21), date(2028, 3, 3)),  # a leap day in between
        (date(2026, 12, 21), date(2027, 1, 15)),  # week 53 and the end of a year in between
    ],
)
def test_turns_are_counted_in_weeks_whatever_the_calendar_does(first: date, friday_off: date) -> None:
    pattern = Pattern((spread(2220),), ((first, NINE_DAYS),))
    assert pattern.week_on(friday_off) == NINE_DAYS[1]
    assert pattern.minutes_on(friday_off) == 0
    assert pattern.week_on(friday_off + timedelta(weeks=1)) == NINE_DAYS[0]
    assert pattern.week_on(friday_off - timedelta(weeks=1)) == NINE_DAYS[0]


def test_half_a_day_of_compressed_hours_and_of_a_fortnight_is_exact() -> None:
    day = date(2026, 11, 5)
    assert [cost(one(day, part), COMPRESSED) for part in Part] == [555, 277, 278]
    assert [cost(one(day, part), Pattern(NINE_DAYS)) for part in Part] == [493, 246, 247]


def test_a_bank_holiday_within_leave_costs_nothing_in_any_week_of_a_rota() -> None:
    pattern = Pattern((spread(2220),), ((date(2027, 3, 22), NINE_DAYS),))
    assert pattern.minutes(Days(date(2027, 3, 25), date(2027, 3, 30))) == {
        date(2027, 3, 25): 493,
        date(2027, 3, 30): 493,
    }
