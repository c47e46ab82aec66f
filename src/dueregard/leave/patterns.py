"""How somebody works, and so what days of leave cost in minutes: pure functions that know no database and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dueregard.almanac.working_days import is_bank_holiday
from dueregard.leave.days import Days, LeaveYear, NothingToTake, Part, days_from

Week = tuple[int, int, int, int, int, int, int]
"""The minutes somebody works on each day of a week, Monday first."""

Rota = tuple[Week, ...]
"""The weeks that take turns: one for most people, two for a nine-day fortnight."""

DAYS_IN_A_WEEK = 7
LONGEST_ROTA = 4
A_MONDAY = date(1, 1, 1)


@dataclass(frozen=True)
class Pattern:
    """How many minutes somebody works: in a usual rota, and in other rotas from some day on, oldest first.

    The first week of a rota is the calendar week in which its first day lies.
    """

    usual: Rota
    later: tuple[tuple[date, Rota], ...] = ()

    def rota_on(self, day: date) -> Rota:
        """Return the weeks that take turns on that day."""
        return self._rota_since(day)[1]

    def week_on(self, day: date) -> Week:
        """Return the week that is worked on that day."""
        since, rota = self._rota_since(day)
        if len(rota) == 1:
            return rota[0]
        weeks = (monday_of(day) - monday_of(since)).days // DAYS_IN_A_WEEK
        return rota[weeks % len(rota)]

    def minutes_on(self, day: date) -> int:
        """Return what a whole day costs: nothing on a bank holiday or on a day that is not worked."""
        return 0 if is_bank_holiday(day) else self.week_on(day)[day.weekday()]

    def minutes_of(self, day: date, part: Part) -> int:
        """Return what a day or half of it costs. An odd minute is in the afternoon, so two halves make the day."""
        whole = self.minutes_on(day)
        if part == Part.WHOLE:
            return whole
        return whole // 2 if part == Part.MORNING else whole - whole // 2

    def minutes(self, days: Days) -> dict[date, int]:
        """Return what each day costs, without those that cost nothing."""
        minutes = {day: cost for day in days if (cost := self.minutes_of(day, days.part))}
        if not minutes:
            raise NothingToTake
        return minutes

    def working_days(self, days: Days) -> int:
        """Count the days on which the person would have worked."""
        return sum(1 for day in days if self.minutes_on(day))

    def _rota_since(self, day: date) -> tuple[date, Rota]:
        for since, rota in reversed(self.later):
            if since <= day:
                return since, rota
        return A_MONDAY, self.usual


def by_year(minutes: Mapping[date, int], *, starts: tuple[int, int]) -> dict[LeaveYear, int]:
    """Return the minutes of days as those of the leave years they lie in, the earlier first."""
    cost: dict[LeaveYear, int] = {}
    for day, each in minutes.items():
        year = LeaveYear.containing(day, starts=starts)
        cost[year] = cost.get(year, 0) + each
    return cost


def weekly(rota: Rota) -> int:
    """Return the minutes of an average week, a part of a minute counted as a whole one."""
    return -(-sum(map(sum, rota)) // len(rota))


def days_worked(rota: Rota) -> int:
    """Count the days on which somebody works in all weeks of a rota."""
    return sum(1 for week in rota for minutes in week if minutes)


def spread(weekly_minutes: int) -> Week:
    """Return a week of Monday to Friday that adds up exactly: minutes left over go to the first days."""
    each, over = divmod(weekly_minutes, 5)
    monday, tuesday, wednesday, thursday, friday = (each + (number < over) for number in range(5))
    return monday, tuesday, wednesday, thursday, friday, 0, 0


def moved(days: Days, to: date, pattern: Pattern) -> Days:
    """Return as many working days as before, from the new first day on, which must be one too."""
    count = max(pattern.working_days(days), 1)
    ahead = islice(days_from(to), len(list(days)) + 366)
    working = list(islice((day for day in ahead if pattern.minutes_on(day)), count))
    if len(working) < count or working[0] != to:
        raise NothingToTake
    return Days(to, working[-1], days.part)


def monday_of(day: date) -> date:
    """Return the first day of the calendar week in which a day lies."""
    return day - timedelta(days=day.weekday())
