"""What stands in somebody's accounts, and what days of leave would add: reads only, for actions and pages alike."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from dueregard.almanac import clock
from dueregard.leave import ledger
from dueregard.leave.days import Days, LeaveYear, check_ahead, check_free, read_year_start
from dueregard.leave.ledger import Line
from dueregard.leave.models import LedgerLine, Request, WorkingPattern
from dueregard.people.models import Staff


def year_starts() -> tuple[int, int]:
    """Return the month and the day on which this body's leave years begin."""
    return read_year_start(settings.LEAVE_YEAR_STARTS)


def leave_year(day: date) -> LeaveYear:
    """Return the leave year of a day, as this body counts them."""
    return LeaveYear.containing(day, starts=year_starts())


def years_of(*spans: Days) -> list[LeaveYear]:
    """Return the leave years in which the days lie, the earlier first."""
    return sorted({leave_year(day) for days in spans for day in (days.first, days.last)})


def cost_of(days: Days, staff: Staff) -> dict[LeaveYear, int]:
    """Return what the days cost this person in each leave year."""
    return WorkingPattern.objects.of(staff).cost(days, year_starts=year_starts())


def opening(staff: Staff) -> Line:
    """Return the first line of an account, for the hours this person is employed for now."""
    return ledger.opened(ledger.entitlement(staff.weekly_minutes, paid_days=settings.LEAVE_PAID_DAYS))


def last_lines(staff: Staff, years: Iterable[LeaveYear]) -> dict[LeaveYear, Line]:
    """Return the last line of each account; for one that is not open yet, the line it would open with."""
    last = dict.fromkeys(years, opening(staff))
    lines = LedgerLine.objects.filter(
        account__staff=staff, account__year_starts__in=[year.first for year in last]
    )
    last |= {one.account.year: one.line for one in lines.select_related("account").order_by("number")}
    return last


def check(days: Days, staff: Staff, *, besides: Request | None = None) -> None:
    """Refuse days that cannot be leave, whatever they cost; `besides` is the request that would move to them."""
    check_ahead(days, today=clock.today(), last_day=staff.ended)
    standing = staff.leave_requests.standing().between(days.first, days.last)
    check_free(days, [other.days for other in standing if other != besides])


def lines_to_take(days: Days, staff: Staff) -> dict[LeaveYear, Line]:
    """Return the lines that asking for these days would add, or refuse them."""
    check(days, staff)
    return ledger.taken(last_lines(staff, years_of(days)), cost_of(days, staff))
