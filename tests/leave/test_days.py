"""Which days can be leave and what they cost: by hand, on the days on which calendars go wrong."""

from datetime import date

import pytest

from dueregard.leave.days import (
    AfterLastDay,
    Days,
    LeaveYear,
    NotPostponed,
    Overlapping,
    Part,
    Past,
    TooFarAhead,
    check_ahead,
    check_free,
    check_postponed,
    last_day_to_postpone,
    months_after,
    read_year_start,
    usual_notice,
)


def one(day: date, part: Part = Part.WHOLE) -> Days:
    return Days(day, day, part)


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


@pytest.mark.parametrize(("days", "notice"), [(1, 3), (2, 4), (5, 10)])
def test_usual_notice_is_3_days_or_twice_the_days_asked_for(days: int, notice: int) -> None:
    assert usual_notice(days) == notice
