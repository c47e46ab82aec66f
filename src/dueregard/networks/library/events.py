"""Meetings as days on which they are held: read only, for campaigns and for what a yearly report counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from dueregard.almanac.working_days import is_bank_holiday
from dueregard.networks.meetings.models import Series


@dataclass(frozen=True, order=True)
class Event:
    """One meeting on one day."""

    day: date
    at: time
    title: str
    about: str
    minutes: int

    @property
    def starts(self) -> str:
        """The time as it is written in Britain, as in 12:30pm."""
        minute = f":{self.at.minute:02d}" if self.at.minute else ""
        return f"{self.at.hour % 12 or 12}{minute}{'am' if self.at.hour < 12 else 'pm'}"


def between(series: Iterable[Series], first: date, last: date) -> list[Event]:
    """Return when meetings are held between two days, both included, the earliest first.

    What is skipped or cancelled is left out, and what is moved stands on its new day. Prefetch `changes`.
    """
    return sorted(event for one in series for event in _of(one) if first <= event.day <= last)


def _of(series: Series) -> Iterator[Event]:
    changes = {change.date: change for change in series.changes.all()}
    for day in _days(series):
        change = changes.get(day)
        if change is None and series.every_weeks and series.skips_holidays and is_bank_holiday(day):
            continue
        if series.cancelled_on is not None and day >= series.cancelled_on:
            continue
        held, at = (day, series.at) if change is None else (change.new_date, change.new_at)
        if held is not None and at is not None:
            yield Event(held, at, series.title, series.about, series.minutes)


def _days(series: Series) -> Iterator[date]:
    day = series.first
    while day <= series.last:
        yield day
        if not series.every_weeks:
            return
        day += timedelta(weeks=series.every_weeks)
