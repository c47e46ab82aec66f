"""The statutory week of carer's leave, as the Carer's Leave Regulations 2024 (SI 2024/251) count it.

Each row of the tables can be checked by hand with a calendar and the regulation beside it.
"""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from dueregard.leave.days import (
    Days,
    NotPostponed,
    Part,
    check_postponed,
    last_day_to_postpone,
    latest_new_first_day,
    usual_notice,
)
from dueregard.leave.patterns import Pattern, Rota, spread
from dueregard.leave.rolling import OverTwelveMonths, TwelveMonths, average_week, first_of, statutory_week

FULL_TIME: Rota = ((444, 444, 444, 444, 444, 0, 0),)
THREE_DAYS: Rota = ((0, 0, 444, 444, 444, 0, 0),)
FOUR_LONG_DAYS: Rota = ((555, 555, 555, 555, 0, 0, 0),)
NINE_DAYS: Rota = ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0))
WEEK_ON_WEEK_OFF: Rota = ((720, 720, 720, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0))
UNEVEN: Rota = ((480, 480, 480, 0, 0, 0, 0), (480, 480, 0, 0, 0, 0, 0), (480, 0, 0, 0, 0, 0, 0))
LONG_AGO = date(2015, 1, 5)
MONDAY = date(2026, 11, 2)


class Week(NamedTuple):
    why: str
    rota: Rota
    started: date
    day: date
    minutes: int


WEEKS = [
    Week("6(2): five days of 7:24", FULL_TIME, LONG_AGO, MONDAY, 2220),
    Week("6(2): three days a week are three days' leave", THREE_DAYS, LONG_AGO, MONDAY, 1332),
    Week("6(2): a full week in four days is four long days", FOUR_LONG_DAYS, LONG_AGO, MONDAY, 2220),
    Week("6(2): no hours, no leave", ((0,) * 7,), LONG_AGO, MONDAY, 0),
    Week("6(2): a week that does not vary counts from the first day", FULL_TIME, MONDAY, MONDAY, 2220),
    # 26 weeks of 2,468 and 26 of 1,972 minutes are 115,440; divided by 52.
    Week("6(3): a nine-day fortnight", NINE_DAYS, LONG_AGO, MONDAY, 2220),
    # 26 weeks of 2,160 minutes and 26 without work are 56,160; divided by 52.
    Week("6(3): a week on and a week off", WEEK_ON_WEEK_OFF, LONG_AGO, MONDAY, 1080),
    # Three weeks of 1,440, 960 and 480 minutes take turns; 17 rounds and the last week before, 480: 49,440 / 52.
    Week("6(3): three weeks that take turns", UNEVEN, LONG_AGO, date(2015, 1, 5) + timedelta(weeks=600), 951),
    # Employed for five weeks, the first of them worked: 3 of 2,160 minutes; divided by 5.
    Week("6(4): five weeks of employment", WEEK_ON_WEEK_OFF, MONDAY - timedelta(weeks=5), MONDAY, 1296),
    Week("6(4): one week of employment", WEEK_ON_WEEK_OFF, MONDAY - timedelta(weeks=1), MONDAY, 2160),
    Week("6(4): 51 weeks", WEEK_ON_WEEK_OFF, MONDAY - timedelta(weeks=51), MONDAY, 1102),  # 26 * 2,160 / 51
    Week("6(4): two weeks, of which one is off", WEEK_ON_WEEK_OFF, MONDAY - timedelta(days=13), MONDAY, 1080),
    Week(
        "6(5): six days of employment",
        WEEK_ON_WEEK_OFF,
        MONDAY - timedelta(days=7),
        MONDAY - timedelta(1),
        2160,
    ),
    Week("6(5): the first day, in a week of five days", NINE_DAYS, MONDAY, MONDAY, 2468),
]


@pytest.mark.parametrize("row", WEEKS, ids=lambda row: row.why)
def test_a_week_of_leave_is_the_week_that_is_worked(row: Week) -> None:
    pattern = Pattern((spread(2220),), ((row.started, row.rota),))
    assert statutory_week(pattern, row.day, started=row.started) == row.minutes


def test_the_week_is_that_of_the_day_of_leave_where_hours_have_changed() -> None:
    pattern = Pattern(FULL_TIME, ((LONG_AGO, FULL_TIME), (MONDAY, THREE_DAYS)))
    days = [MONDAY - timedelta(days=1), MONDAY]
    assert [statutory_week(pattern, day, started=LONG_AGO) for day in days] == [2220, 1332]


def test_hours_that_vary_every_week_are_averaged_over_52_weeks() -> None:
    assert average_week([1200] * 20 + [600] * 20 + [0] * 12) == 693  # 36,000 / 52 = 692.3
    assert average_week([1200, 601]) == 901


class Asked(NamedTuple):
    why: str
    taken: dict[date, int]
    wanted: dict[date, int]
    over: date | None


DAY = 444


def on(*days: str, minutes: int = DAY) -> dict[date, int]:
    return {date.fromisoformat(day): minutes for day in days}


FIVE_DAYS = on("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06")
FOUR_AND_A_HALF = on("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05") | on("2026-11-06", minutes=222)

ROLLING = [
    Asked("5: the whole week at once", {}, FIVE_DAYS, None),
    Asked("5: a sixth day is more than a week", FIVE_DAYS, on("2026-11-09"), date(2026, 11, 9)),
    Asked("5: not the day before a year has passed", FIVE_DAYS, on("2027-11-01"), date(2027, 11, 1)),
    Asked("5: the first day comes back on its anniversary", FIVE_DAYS, on("2027-11-02"), None),
    Asked(
        "5: one day has come back then, not two", FIVE_DAYS, on("2027-11-02", "2027-11-03"), None,
    ),
    Asked(
        "5: two days before the second is back", FIVE_DAYS, on("2027-11-02", minutes=2 * DAY),
        date(2027, 11, 2),
    ),
    Asked("5: a new year in January gives nothing", FIVE_DAYS, on("2027-01-04"), date(2027, 1, 4)),
    Asked("5: nor does a leave year in April", FIVE_DAYS, on("2027-04-01"), date(2027, 4, 1)),
    Asked("5: the half day that is left", FOUR_AND_A_HALF, on("2026-11-09", minutes=222), None),
    Asked("5: not a whole day where half is left", FOUR_AND_A_HALF, on("2026-11-09"), date(2026, 11, 9)),
    Asked("5: a day before leave that is booked later counts too", FIVE_DAYS, on("2026-10-30"), date(2026, 11, 6)),
    Asked("5: a day more than a year before it does not", FIVE_DAYS, on("2025-10-30"), None),
    Asked(
        "5: in between, the later leave is over its twelve months", FIVE_DAYS, on("2025-11-07"),
        date(2026, 11, 6),
    ),
    Asked("5: 29 February is back a year later", on("2028-02-29", minutes=2220), on("2029-03-01"), None),
    Asked(
        "5: and not on 28 February, which ends its twelve months", on("2028-02-29", minutes=2220),
        on("2029-02-28"), date(2029, 2, 28),
    ),
    Asked(
        "5: twelve months to 29 February begin on 1 March", on("2027-03-01", minutes=2220),
        on("2028-02-29"), date(2028, 2, 29),
    ),
    Asked("5: what was taken on 28 February is back then", on("2027-02-28", minutes=2220), on("2028-02-29"), None),
    Asked(
        "5: the clocks that go back change nothing", on("2026-10-25", minutes=2220), on("2027-10-24"),
        date(2027, 10, 24),
    ),
    Asked("5: nor do those that go forward", on("2027-03-28", minutes=2220), on("2028-03-28"), None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROLLING, ids=lambda row: row.why)
def test_the_week_is_counted_back_from_each_day_of_leave(row: Asked) -> None:
    clock_of_law = TwelveMonths(row.taken, lambda day: 2220, is_paid=False)
    if row.over is None:
        clock_of_law.after(row.wanted)
        return
    with pytest.raises(OverTwelveMonths) as refused:
        clock_of_law.after(row.wanted)
    assert refused.value.ends == row.over


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("2026-10-30", 222),  # booked later, and within the twelve months of those days
        ("2026-11-09", 222),
        ("2027-11-01", 222),
        ("2027-11-02", 666),
        ("2027-11-06", 2220),
        ("2025-11-03", 1776),  # the first of the twelve months that end on 2 November 2026
        ("2025-11-02", 2220),
        ("2025-10-30", 2220),
    ],
)
def test_what_is_left_on_a_day_is_what_its_fullest_twelve_months_leave(day: str, left: int) -> None:
    clock_of_law = TwelveMonths(FOUR_AND_A_HALF, lambda day: 2220, is_paid=False)
    assert clock_of_law.left_on(date.fromisoformat(day)) == left


def test_what_is_left_can_be_taken_and_not_a_minute_more() -> None:
    for number in range(400):
        day = date(2026, 10, 1) + timedelta(days=number)
        clock_of_law = TwelveMonths(FOUR_AND_A_HALF, lambda day: 2220, is_paid=False)
        left = clock_of_law.left_on(day)
        assert clock_of_law.after({day: left}).left_on(day) == 0
        with pytest.raises(OverTwelveMonths):
            clock_of_law.after({day: left + 1})


def test_twelve_months_end_on_a_day_and_begin_on_the_day_after_its_anniversary() -> None:
    assert first_of(date(2027, 11, 2)) == date(2026, 11, 3)
    assert first_of(date(2028, 2, 29)) == date(2027, 3, 1)
    assert first_of(date(2029, 2, 28)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("days", "notice"),
    [
        (1, 3),  # 7(3)(b): half a day or a day: three days are longer than twice one
        (2, 4),  # 7(3)(a)
        (3, 6),
        (5, 10),
    ],
)
def test_notice_is_the_longer_of_three_days_and_twice_the_days(days: int, notice: int) -> None:
    assert usual_notice(days) == notice


def test_leave_is_postponed_by_a_month_at_most_and_told_within_seven_days_and_before_it_begins() -> None:
    asked = date(2027, 1, 31)  # regulation 8
    assert latest_new_first_day(asked) == date(2027, 2, 28)
    with pytest.raises(NotPostponed):
        check_postponed(date(2027, 3, 1), asked=asked)
    in_a_month, soon = (
        Days(date(2026, 12, 2), date(2026, 12, 2)),
        Days(MONDAY + timedelta(3), MONDAY + timedelta(3)),
    )
    assert last_day_to_postpone(in_a_month, asked_on=MONDAY) == date(2026, 11, 9)
    assert last_day_to_postpone(soon, asked_on=MONDAY) == date(2026, 11, 4)


def test_the_least_is_half_a_day_and_it_need_not_be_in_a_row() -> None:
    pattern = Pattern(FULL_TIME)
    halves = [Days(day, day, Part.MORNING) for day in (MONDAY, MONDAY + timedelta(2), MONDAY + timedelta(4))]
    assert [sum(pattern.minutes(half).values()) for half in halves] == [222, 222, 222]
