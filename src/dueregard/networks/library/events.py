"""Meetings as days on which they are held: read only, for campaigns and for what a yearly report counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

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
    for meeting in series.meetings:
        is_held = series.cancelled_on is None or meeting.date < series.cancelled_on
        if is_held and not meeting.is_skipped:
            yield Event(meeting.day, meeting.at, series.title, series.about, series.minutes)
