"""Numbers, dates and sizes as British readers expect them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone


def number(value: float | Decimal | None) -> str:
    """Return a number with commas between thousands, as in ``number(1234567) == '1,234,567'``."""
    return "" if value is None or value == "" else f"{value:,}".replace("-", "−", 1)


def gov_date(value: date | None) -> str:
    """Return a day as in "22 November 2026"; a moment is the day it falls on here."""
    if not value:
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.day} {day:%B} {day.year}"


def gov_datetime(value: datetime | None) -> str:
    """Return a moment as in "22 November 2026 at 3:34pm"."""
    if not value:
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{gov_date(moment)} at {_clock(moment)}"


def _clock(moment: datetime) -> str:
    if moment.minute == 0 and moment.hour in {0, 12}:
        return "midday" if moment.hour else "midnight"
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment.minute:02d}{half}" if moment.minute else f"{hour}{half}"


def file_size(octets: int) -> str:
    """Return the size of a file in the unit a reader knows, as in ``file_size(12_400) == '12 KB'``."""
    if octets < 1000:
        return f"{octets} bytes"
    if octets < 1000**2:
        return f"{octets / 1000:.0f} KB"
    amount, unit = (octets / 1000**2, "MB") if octets < 1000**3 else (octets / 1000**3, "GB")
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"
