"""Working days in England: Monday to Friday, without bank holidays."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Say whether this day is a working day: substitute days and royal occasions are bank holidays too."""
    return day.weekday() < SATURDAY and not is_bank_holiday(day)


def is_bank_holiday(day: date) -> bool:
    """Say whether this day is a bank holiday in England, whatever day of the week it falls on."""
    return day in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the day that comes `count` working days after `day`, or before it where `count` is negative.

    The day itself is never counted, so that something which arrives on a Friday and is due in 1 working day
    is due on Monday. With a count of 0, a day that is no working day moves to the next one.
    """
    if count == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first` up to and with `last`: the opposite of `add_working_days`.

    The count is negative where `last` comes before `first`.
    """
    if last < first:
        return -sum(is_working_day(day) for day in _days(last - ONE_DAY, first - ONE_DAY))
    return sum(is_working_day(day) for day in _days(first, last))


def _days(after: date, last: date) -> Iterator[date]:
    """Yield each day after `after`, up to and with `last`."""
    for number in range(1, (last - after).days + 1):
        yield after + number * ONE_DAY


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
