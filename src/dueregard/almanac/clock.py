"""The one clock. Everything that asks the time asks here, so that a test can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")

_standing: ContextVar[datetime | None] = ContextVar("clock_standing", default=None)


def now() -> datetime:
    """Return this moment, in UTC."""
    return _standing.get() or timezone.now()


def day_of(moment: datetime) -> date:
    """Return the calendar day of a moment, in London."""
    return moment.astimezone(LONDON).date()


def today() -> date:
    """Return the calendar day of this moment, in London."""
    return day_of(now())


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins, in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment for the lines below: for tests, and for what the demonstration did earlier."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
