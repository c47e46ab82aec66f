"""Every write about working weeks."""

from datetime import date

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.leave import accounts, bookkeeping, ledger
from dueregard.leave.days import LeaveYear
from dueregard.leave.models import WEEKDAYS, WorkingPattern
from dueregard.leave.patterns import LONGEST_ROTA, Rota, spread, weekly
from dueregard.leave.policy import Policy
from dueregard.people.models import Person, Staff


class Unfit(Exception):
    """A working pattern cannot be so. The tree: the refusals of this module."""


class AnotherWeek(Unfit):
    """The minutes of the pattern are not those of the week that the person is employed for."""


class TooManyWeeks(Unfit):
    """There is no week, or more weeks take turns than are kept."""


class WrongDay(Unfit):
    """The hours would change before the first day of employment, in a leave year that is over, or later than today."""


@journal.action
def set_pattern(staff: Staff, *, rota: Rota, from_day: date, by: Person) -> WorkingPattern:
    """Say on which days, and how long, somebody works from a day on. Leave that is asked for keeps its cost."""
    require(by, WorkingPattern.get_perm("set"), staff)
    _refuse_unfit(rota)
    if sum(map(sum, rota)) != staff.weekly_minutes * len(rota):
        raise AnotherWeek
    bookkeeping.hold(staff)
    pattern = _write(staff, rota, from_day)
    journal.record("set a working pattern", pattern, by=by)
    return pattern


@journal.action
def change_hours(staff: Staff, *, rota: Rota, from_day: date, by: Person) -> WorkingPattern:
    """Change how many hours a week somebody is employed for, and how they are spread, from a day on.

    Each open account gets a line that adjusts its entitlement for the days still to come. Patterns that were to begin
    later were of the old hours, and end here.
    """
    require(by, WorkingPattern.get_perm("change_hours"), staff)
    _refuse_unfit(rota)
    if not max(staff.started, accounts.this_year().first) <= from_day <= clock.today():
        raise WrongDay
    bookkeeping.hold(staff)
    patterns, policy = WorkingPattern.objects.filter(staff=staff), Policy.in_force()
    was = WorkingPattern.objects.of(staff).rota_on(from_day)
    years = [
        LeaveYear(first)
        for first in staff.leave_accounts.filter(year_starts__gte=accounts.this_year().first).values_list(
            "year_starts", flat=True
        )
    ]
    bookkeeping.open_accounts(staff, years)
    last = accounts.last_lines(staff, years)
    lines = {
        year: ledger.adjusted(
            last[year],
            year,
            was=policy.entitlement(was),
            becomes=policy.entitlement(rota),
            since=from_day,
        )
        for year in years
    }
    bookkeeping.add_lines({year: line for year, line in lines.items() if line}, staff, None)
    if not patterns.filter(from_day__lte=from_day).exists() and staff.started < from_day:
        _write(staff, (spread(staff.weekly_minutes),), staff.started)  # how it was, before the hours change
    patterns.filter(from_day__gt=from_day).delete()
    staff.weekly_minutes = weekly(rota)
    staff.save(update_fields=["weekly_minutes"])
    pattern = _write(staff, rota, from_day)
    journal.record("changed weekly hours", pattern, by=by)
    return pattern


def _refuse_unfit(rota: Rota) -> None:
    if not 0 < len(rota) <= LONGEST_ROTA:
        raise TooManyWeeks


def _write(staff: Staff, rota: Rota, from_day: date) -> WorkingPattern:
    """Write a row for each week, in place of those of the same day, and return the first."""
    WorkingPattern.objects.filter(staff=staff, from_day=from_day, place__gt=len(rota)).delete()
    rows = [
        WorkingPattern.objects.update_or_create(
            staff=staff, from_day=from_day, place=place, defaults=dict(zip(WEEKDAYS, week, strict=True))
        )[0]
        for place, week in enumerate(rota, start=1)
    ]
    return rows[0]
