"""When a series of meetings is held: pure functions from its rhythm and the changes of single dates.

All times are those of the clock in London, whatever the season. A meeting is known by the `date` on which its rhythm
puts it, and keeps that date when it is moved. A time that the clock skips in spring is taken as if it had not been
changed yet, and one that it shows twice in autumn is the first of the two, as calendars take them (RFC 5545, 3.3.5).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from dueregard.almanac.clock import LONDON
from dueregard.almanac.working_days import is_bank_holiday

Day = date
"""The same as `date`, for classes that have something of that name."""


class Rhythm(Protocol):
    """What says when a series is held."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def at(self) -> time: ...
    @property
    def minutes(self) -> int: ...
    @property
    def every_weeks(self) -> int: ...
    @property
    def skips_holidays(self) -> bool: ...


class OneDate(Protocol):
    """What says that one date of a series is skipped, or moved to another day and time."""

    @property
    def date(self) -> Day: ...
    @property
    def new_date(self) -> Day | None: ...
    @property
    def new_at(self) -> time | None: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class Meeting:
    """One date of a series: where the rhythm puts it (`date`), and when it is held."""

    date: Day
    day: Day
    at: time
    minutes: int
    was_at: time
    is_skipped: bool = False
    reason: str = ""

    @property
    def starts(self) -> datetime:
        """The moment at which it begins, in UTC."""
        return moment(self.day, self.at)

    @property
    def ends(self) -> datetime:
        """The moment at which it ends, in UTC."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def is_moved(self) -> bool:
        """Whether it is held on another day or at another time than its rhythm says."""
        return (self.day, self.at) != (self.date, self.was_at)

    @property
    def was_to_start(self) -> datetime:
        """The moment at which it would have begun."""
        return moment(self.date, self.was_at)


def moment(day: date, at: time) -> datetime:
    """Return the moment at which the clock in London shows a time, in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def days_of(rhythm: Rhythm) -> Iterator[date]:
    """Give the days of the rhythm, without bank holidays where they are left out."""
    for day in _every_day(rhythm):
        if not (rhythm.skips_holidays and is_bank_holiday(day)):
            yield day


def left_out(rhythm: Rhythm, held: Collection[date]) -> Iterator[date]:
    """Give the days between the first and the last on which it is held that the rhythm has, and on which it is not."""
    for day in _every_day(rhythm):
        if min(held) < day < max(held) and day not in held:
            yield day


def _every_day(rhythm: Rhythm) -> Iterator[date]:
    """Give the days of the rhythm, bank holidays too."""
    step = timedelta(weeks=rhythm.every_weeks)
    day = rhythm.first
    while day <= rhythm.last:
        yield day
        if not step:
            return
        day += step


def meetings_of(rhythm: Rhythm, changes: Iterable[OneDate] = ()) -> list[Meeting]:
    """Return every date of a series, skipped ones too, in the order in which they are held."""
    by_date = {change.date: change for change in changes}
    found = [_meeting(rhythm, day, by_date.get(day)) for day in days_of(rhythm)]
    return sorted(found, key=lambda each: each.starts)


def meeting_on(rhythm: Rhythm, changes: Iterable[OneDate], day: date) -> Meeting | None:
    """Return the meeting that the rhythm puts on a day, wherever it was moved; nothing where it has none."""
    return next((each for each in meetings_of(rhythm, changes) if each.date == day), None)


def _meeting(rhythm: Rhythm, day: date, change: OneDate | None) -> Meeting:
    reason = change.reason if change else ""
    if change and change.new_date and change.new_at:
        return Meeting(day, change.new_date, change.new_at, rhythm.minutes, rhythm.at, reason=reason)
    skipped = change is not None
    return Meeting(day, day, rhythm.at, rhythm.minutes, rhythm.at, is_skipped=skipped, reason=reason)
