"""From a date to the month, quarter or year it lies in, as published statistics name them."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

DateUnit = Literal["month", "quarter", "year", "financial year"]

FIRST_MONTH = 4
"""The financial year of government runs from 1 April to 31 March."""

_DATE = re.compile(
    r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}))(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?"
)


def period_of(written: str, unit: DateUnit) -> str | None:
    """Return the period of a date, or None if the text is not a date.

    A date is written year-month-day (ISO 8601), with or without a time after it, or day/month/year, as in
    the United Kingdom. Quarters are those of the calendar year. Periods sort as they follow one another.

    Examples
    --------
    >>> period_of("2024-03-31", "financial year"), period_of("01/04/2024", "financial year")
    ('2023/24', '2024/25')
    >>> period_of("2024-03-31 23:59:59", "quarter"), period_of("2024-03-31", "month")
    ('2024 Q1', '2024-03')
    >>> period_of("31/03/2024", "year"), period_of("03/31/2024", "year")
    ('2024', None)
    """
    day = _date(written)
    if day is None:
        return None
    match unit:
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04} Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04}"
        case "financial year":
            first = day.year if day.month >= FIRST_MONTH else day.year - 1
            return f"{first:04}/{(first + 1) % 100:02}"


def _date(written: str) -> date | None:
    found = _DATE.fullmatch(written.strip())
    if not found:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
