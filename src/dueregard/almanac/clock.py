"""The one clock. Everything that asks the time asks here, so that a test can set it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment, in UTC."""
    return timezone.now()


def day_of(moment: datetime) -> date:
    """Return the calendar day of a moment, in London."""
    return moment.astimezone(LONDON).date()
