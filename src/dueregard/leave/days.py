"""Which days can be leave: pure functions that know no database and no clock. What they cost is in `patterns.py`."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Self

ONE_DAY = timedelta(days=1)
DAYS_TO_POSTPONE = 7
MONTHS_TO_POSTPONE = 1
MONTHS_AHEAD = 12
NOTICE_AT_LEAST = 3


class Refused(Exception):
    """These days cannot be leave. The tree: the classes below, `ledger.NotEnough` and `rolling.OverTwelveMonths`,
    with what a sentence needs.
    """


class NothingToTake(Refused):
    """The person does not work on any of these days."""


@dataclass(eq=False)
class NotForThem(Refused):
    """This leave is not for people on the footing on which the person works here."""

    is_paid: bool


class Past(Refused):
    """The first day is before today."""


@dataclass(eq=False)
class TooFarAhead(Refused):
    """The days end after the latest day that can be asked for."""

    latest: date


@dataclass(eq=False)
class AfterLastDay(Refused):
    """The days end after the person's last day here."""

    last_day: date


@dataclass(eq=False)
class Overlapping(Refused):
    """There is leave on one of these days already."""

    other: "Days"


@dataclass(eq=False)
class NotPostponed(Refused):
    """The new first day is not later than the day asked for, or it is later than the latest allowed."""

    asked: date
    latest: date


# Which days


class Part(StrEnum):
    """How much of each day is asked for."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class Days:
    """Whole days in a row, or half of one day."""

    first: date
    last: date
    part: Part = Part.WHOLE

    def __post_init__(self) -> None:
        if self.last < self.first or (self.part != Part.WHOLE and self.first != self.last):
            raise ValueError(f"{self} are not whole days in a row, nor half of one day.")

    def __iter__(self) -> Iterator[date]:
        return islice(days_from(self.first), (self.last - self.first).days + 1)

    def overlaps(self, other: Self) -> bool:
        """Say whether some time lies in both; the two halves of one day do not overlap."""
        has_day_in_common = self.first <= other.last and other.first <= self.last
        return has_day_in_common and {self.part, other.part} != {Part.MORNING, Part.AFTERNOON}


@dataclass(frozen=True, order=True)
class LeaveYear:
    """Twelve months, by their first day."""

    first: date

    @classmethod
    def containing(cls, day: date, *, starts: tuple[int, int]) -> Self:
        """Return the leave year in which a day falls; `starts` is the month and the day it begins."""
        first = date(day.year, *starts)
        return cls(first if first <= day else first.replace(year=day.year - 1))

    @property
    def last(self) -> date:
        """The last day."""
        return self.first.replace(year=self.first.year + 1) - ONE_DAY

    @property
    def before(self) -> Self:
        """The leave year before."""
        return type(self)(self.first.replace(year=self.first.year - 1))


def read_year_start(text: str) -> tuple[int, int]:
    """Return the month and day of a text such as 04-01.

    Raises
    ------
    ValueError
        When it is no day, or not a day of every year, as 29 February.
    """
    day = date.fromisoformat(f"2001-{text}")
    return day.month, day.day


def months_after(day: date, count: int) -> date:
    """Return the same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_from(day: date) -> Iterator[date]:
    """Yield a day and each after it."""
    while True:
        yield day
        day += ONE_DAY


# Whether they can be taken


def check_ahead(days: Days, *, today: date, last_day: date | None) -> None:
    """Refuse days that are past, too far ahead, or after the person's last day here."""
    latest = months_after(today, MONTHS_AHEAD)
    if days.first < today:
        raise Past
    if days.last > latest:
        raise TooFarAhead(latest)
    if last_day is not None and days.last > last_day:
        raise AfterLastDay(last_day)


def check_free(days: Days, others: Iterable[Days]) -> None:
    """Refuse days on which there is leave already."""
    for other in others:
        if days.overlaps(other):
            raise Overlapping(other)


def latest_new_first_day(asked: date) -> date:
    """Return the latest day to which leave can be moved: the same day of the next month (SI 2024/251, regulation 8)."""
    return months_after(asked, MONTHS_TO_POSTPONE)


def check_postponed(to: date, *, asked: date) -> None:
    """Refuse a new first day that is not later than the day asked for, or more than a month later."""
    latest = latest_new_first_day(asked)
    if not asked < to <= latest:
        raise NotPostponed(asked, latest)


def last_day_to_postpone(days: Days, *, asked_on: date) -> date:
    """Return the last day on which a request can be postponed: 7 days after it came, and before it begins.

    Regulation 8 of SI 2024/251 sets both limits for the notice in writing, with its reason and the new days.
    """
    return min(asked_on + timedelta(days=DAYS_TO_POSTPONE), days.first - ONE_DAY)


def usual_notice(working_days: int) -> int:
    """Return the usual notice in days: 3, or twice the days asked for where that is longer; a part of a day is a day.

    Regulation 7(3) of SI 2024/251. By 7(5) the employer may do without; nobody is stopped here for short notice.
    """
    return max(NOTICE_AT_LEAST, 2 * working_days)
