"""The days on which many people are away: Christmas and New Year, August, and school holidays in England.

Each council sets its own school holidays, so there is no list to look up. These are the weeks that most of England
keeps: two weeks at Easter, a week with the spring bank holiday, a week at the end of October and one in the middle of
February, and the end of July and August. A warning is drawn from them, never a refusal.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.almanac.working_days import is_bank_holiday

ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
CHRISTMAS, AUGUST, SCHOOL = "Christmas and New Year", "August", "school holidays"


@dataclass(frozen=True)
class QuietTime:
    """How many days of a time fall into one such season."""

    name: str
    days: int


def quiet_times(first: date, last: date) -> tuple[QuietTime, ...]:
    """Return how many days from `first` to `last`, both counted, fall into each season; none twice."""
    found = Counter(name for day in _days(first, last) if (name := season_of(day)))
    return tuple(QuietTime(name, found[name]) for name in (CHRISTMAS, AUGUST, SCHOOL) if found[name])


def season_of(day: date) -> str:
    """Return the season in which many are away on that day, or nothing."""
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return CHRISTMAS
    if day.month == 8:
        return AUGUST
    return SCHOOL if _is_school_holiday(day) else ""


def _is_school_holiday(day: date) -> bool:
    good_friday = _good_friday(day.year)
    if good_friday - A_WEEK < day <= good_friday + 10 * ONE_DAY:
        return True
    if (day.month, day.day) >= (7, 22) and day.month == 7:
        return True
    middle_of_february = _monday_on_or_after(date(day.year, 2, 12))
    end_of_october = _monday_on_or_after(date(day.year, 10, 24))
    spring = _monday_on_or_after(date(day.year, 5, 25))
    return any(monday <= day < monday + A_WEEK for monday in (middle_of_february, end_of_october, spring))


def _good_friday(year: int) -> date:
    """Return the first bank holiday on or after 20 March: Easter is not before 22 March."""
    return next(day for day in _days(date(year, 3, 20), date(year, 4, 30)) if is_bank_holiday(day))


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY
