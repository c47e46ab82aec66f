"""What may be taken in any twelve months: pure functions that know no database and no clock.

The statutory week of unpaid carer's leave is counted so (Employment Rights Act 1996, sections 80J to 80N; the Carer's
Leave Regulations 2024, SI 2024/251), and so are the paid days of a body without a fixed leave year. The twelve months
are counted back from each day of leave; there is no day on which everything begins anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from dueregard.leave.days import ONE_DAY, Refused, months_after
from dueregard.leave.patterns import DAYS_IN_A_WEEK, Pattern, monday_of

WEEKS_AVERAGED = 52
MONTHS = 12

Limit = Callable[[date], int]
"""How many minutes may be taken in the twelve months that end on a day."""


@dataclass(eq=False)
class OverTwelveMonths(Refused):
    """In the twelve months that end on a day there is less left than the days cost."""

    ends: date
    is_paid: bool


def first_of(day: date) -> date:
    """Return the first day of the twelve months that end on that day."""
    return months_after(day, -MONTHS) + ONE_DAY


@dataclass(frozen=True)
class TwelveMonths:
    """What somebody has taken, by day, and how much may be taken in the twelve months that end on each day."""

    taken: Mapping[date, int]
    limit: Limit
    is_paid: bool

    def used(self, day: date) -> int:
        """Return the minutes taken in the twelve months that end on that day."""
        first = first_of(day)
        return sum(minutes for each, minutes in self.taken.items() if first <= each <= day)

    def left_on(self, day: date) -> int:
        """Return how many minutes could be taken on a day: what is left in the fullest twelve months it is part of.

        Leave that is booked later counts, because its own twelve months reach back to this day.
        """
        ends = {day, *(later for later in self.taken if day < later and first_of(later) <= day)}
        return max(0, min(self.limit(end) - self.used(end) for end in ends))

    def after(self, wanted: Mapping[date, int]) -> Self:
        """Return how it would be with more minutes taken, or refuse them where some twelve months hold too many."""
        both = dict(self.taken)
        for day, minutes in wanted.items():
            both[day] = both.get(day, 0) + minutes
        then = replace(self, taken=both)
        first, last = min(wanted), max(wanted)
        for end in sorted(both):
            if first <= end and first_of(end) <= last and then.used(end) > self.limit(end):
                raise OverTwelveMonths(end, self.is_paid)
        return then


def statutory_week(pattern: Pattern, day: date, *, started: date) -> int:
    """Return the minutes of one week's carer's leave for somebody who takes it on that day.

    Regulation 6 of SI 2024/251: where the week does not vary, what is worked in it (2); where weeks take turns, the
    average of the 52 weeks before (3), or of those since the first of employment (4); in the first seven days, what is
    worked in that week (5). Nobody waits for this right. Part of a minute counts as a whole one.
    """
    is_new = (day - started).days < DAYS_IN_A_WEEK
    if is_new or len({sum(week) for week in pattern.rota_on(day)}) == 1:
        return sum(pattern.week_on(day))
    count = min(WEEKS_AVERAGED, (monday_of(day) - monday_of(started)).days // DAYS_IN_A_WEEK)
    before = (day - timedelta(days=DAYS_IN_A_WEEK * number) for number in range(1, count + 1))
    return average_week([sum(pattern.week_on(max(each, started))) for each in before])


def average_week(weeks: list[int]) -> int:
    """Return the average of the minutes that were required in each of up to 52 weeks, a part counted as a whole one.

    Regulation 6(3) divides by 52 whatever the hours of a week were, so weeks without work are among them.
    """
    return -(-sum(weeks) // len(weeks))
