"""Which days can be leave and what they cost: by hand, on the days on which calendars go wrong."""

from datetime import date

import pytest

from dueregard.leave.days import (
    AfterLastDay,
    Days,
    LeaveYear,
    NothingToTake,
    NotPostponed,
    Overlapping,
    Part,
    Past,
    Pattern,
    TooFarAhead,
    check_ahead,
    check_free,
    check_postponed,
    last_day_to_postpone,
    months_after,
    moved,
    read_year_start,
    spread,
    usual_notice,
)

FULL_TIME = Pattern(spread(37 * 60))
COMPRESSED = Pattern((555, 555, 555, 555, 0, 0, 0))
STARTS = (4, 1)


def one(day: date, part: Part = Part.WHOLE) -> Days:
    return Days(day, day, part)


def cost(days: Days, pattern: Pattern = FULL_TIME) -> int:
    return sum(pattern.cost(days, year_starts=STARTS).values())


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        (date(2026, 11, 3), date(2026, 11, 2), Part.WHOLE),
        (date(2026, 11, 2), date(2026, 11, 3), Part.MORNING),
    ],
)
def test_days_that_are_none_cannot_be_made(first: date, last: date, part: Part) -> None:
    with pytest.raises(ValueError, match="not whole days in a row"):
        Days(first, last, part)


def test_two_halves_make_a_day_exactly() -> None:
    for minutes in (444, 445, 1, 599):
        pattern = Pattern((minutes, 0, 0, 0, 0, 0, 0))
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
        (one(date(2026, 11, 2), Part.MORNING), Pattern((1, 0, 0, 0, 0, 0, 0))),
        (one(date(2026, 11, 2)), Pattern(spread(0))),
    ],
)
def test_what_would_cost_nothing_is_refused(days: Days, pattern: Pattern) -> None:
    with pytest.raises(NothingToTake):
        cost(days, pattern)


def test_a_day_costs_what_is_worked_on_it() -> None:
    assert cost(Days(date(2026, 11, 2), date(2026, 11, 6)), COMPRESSED) == 4 * 555
    assert cost(one(date(2026, 11, 5), Part.AFTERNOON), COMPRESSED) == 278
    saturdays = Pattern((0, 0, 0, 0, 0, 600, 0))
    assert cost(Days(date(2026, 11, 2), date(2026, 11, 8)), saturdays) == 600


def test_a_new_pattern_counts_from_its_day_on() -> None:
    pattern = Pattern(
        spread(2220),
        ((date(2026, 11, 4), (0, 0, 444, 0, 0, 0, 0)), (date(2026, 11, 9), (100, 0, 0, 0, 0, 0, 0))),
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
    assert FULL_TIME.cost(days, year_starts=STARTS) == {
        LeaveYear(date(2026, 4, 1)): 888,
        LeaveYear(date(2027, 4, 1)): 444,
    }


@pytest.mark.parametrize(
    ("day", "starts", "first", "last"),
    [
        (date(2027, 3, 31), (4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), (4, 1), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2028, 2, 29), (4, 1), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2026, 12, 31), (1, 1), date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), (3, 1), date(2027, 3, 1), date(2028, 2, 29)),
        (date(2027, 2, 28), (2, 28), date(2027, 2, 28), date(2028, 2, 27)),
    ],
)
def test_a_leave_year_is_twelve_months(day: date, starts: tuple[int, int], first: date, last: date) -> None:
    year = LeaveYear.containing(day, starts=starts)
    assert (year.first, year.last) == (first, last)


def test_the_start_of_leave_years_is_a_day_of_every_year() -> None:
    assert read_year_start("04-01") == (4, 1)
    for text in ("02-29", "13-01", "4-1", "april", ""):
        with pytest.raises(ValueError):
            read_year_start(text)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
    ],
)
def test_months_after_keep_the_day_where_there_is_one(day: date, count: int, then: date) -> None:
    assert months_after(day, count) == then


def test_halves_of_one_day_do_not_overlap_and_everything_else_on_it_does() -> None:
    day = date(2026, 11, 5)
    for first in Part:
        for second in Part:
            is_apart = {first, second} == {Part.MORNING, Part.AFTERNOON}
            assert one(day, first).overlaps(one(day, second)) is not is_apart
    assert Days(date(2026, 11, 2), day).overlaps(one(day, Part.AFTERNOON))
    assert not Days(date(2026, 11, 2), date(2026, 11, 4)).overlaps(one(day))
    assert not one(day).overlaps(Days(date(2026, 11, 2), date(2026, 11, 4)))
    with pytest.raises(Overlapping) as refused:
        check_free(one(day), [one(date(2026, 11, 4)), one(day, Part.MORNING)])
    assert refused.value.other == one(day, Part.MORNING)


def test_leave_is_asked_for_from_today_to_12_months_ahead() -> None:
    today = date(2028, 2, 29)
    check_ahead(one(today), today=today, last_day=None)
    check_ahead(one(date(2029, 2, 28)), today=today, last_day=None)
    with pytest.raises(Past):
        check_ahead(one(date(2028, 2, 28)), today=today, last_day=None)
    with pytest.raises(TooFarAhead) as refused:
        check_ahead(Days(date(2029, 2, 28), date(2029, 3, 1)), today=today, last_day=None)
    assert refused.value.latest == date(2029, 2, 28)


def test_leave_ends_with_the_last_day_of_employment() -> None:
    last_day = date(2026, 11, 27)
    check_ahead(one(last_day), today=date(2026, 11, 2), last_day=last_day)
    with pytest.raises(AfterLastDay) as refused:
        check_ahead(Days(last_day, date(2026, 11, 30)), today=date(2026, 11, 2), last_day=last_day)
    assert refused.value.last_day == last_day


def test_leave_is_moved_to_a_later_day_at_most_a_month_on() -> None:
    asked = date(2027, 1, 31)
    check_postponed(date(2027, 2, 1), asked=asked)
    check_postponed(date(2027, 2, 28), asked=asked)
    for to in (asked, date(2027, 1, 29), date(2027, 3, 1)):
        with pytest.raises(NotPostponed) as refused:
            check_postponed(to, asked=asked)
        assert (refused.value.asked, refused.value.latest) == (asked, date(2027, 2, 28))


def test_the_time_to_postpone_ends_after_7_days_or_when_the_leave_begins() -> None:
    asked_on = date(2026, 11, 2)
    assert last_day_to_postpone(one(date(2026, 12, 1)), asked_on=asked_on) == date(2026, 11, 9)
    assert last_day_to_postpone(one(date(2026, 11, 5)), asked_on=asked_on) == date(2026, 11, 4)


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
        (date(2026, 11, 9), Pattern(spread(0))),
    ]:
        with pytest.raises(NothingToTake):
            moved(one(date(2026, 11, 2)), to, pattern)


@pytest.mark.parametrize(("days", "notice"), [(1, 3), (2, 4), (5, 10)])
def test_usual_notice_is_3_days_or_twice_the_days_asked_for(days: int, notice: int) -> None:
    assert usual_notice(days) == notice
