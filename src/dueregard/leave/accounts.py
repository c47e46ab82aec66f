"""What stands in somebody's accounts, and what days of leave would add: reads only, for actions and pages alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.almanac import clock
from dueregard.leave import ledger
from dueregard.leave.days import Days, LeaveYear, NotForThem, check_ahead, check_free
from dueregard.leave.ledger import Books, Line
from dueregard.leave.models import DayLine, LedgerLine, Request, WorkingPattern
from dueregard.leave.patterns import by_year
from dueregard.leave.policy import Policy
from dueregard.leave.rolling import TwelveMonths, first_of, statutory_week
from dueregard.people.models import Staff


@dataclass(frozen=True)
class Taking:
    """What asking would write: the minutes of each day, and a line of each account where these are paid from one."""

    minutes: dict[date, int]
    lines: dict[LeaveYear, Line]


def this_year() -> LeaveYear:
    """Return the leave year of today, as this body counts them."""
    return Policy.in_force().leave_year(clock.today())


def years_of(days: Days) -> list[LeaveYear]:
    """Return the leave years in which the days lie, the earlier first."""
    policy = Policy.in_force()
    return sorted({policy.leave_year(day) for day in (days.first, days.last)})


def last_lines(staff: Staff, years: Iterable[LeaveYear]) -> dict[LeaveYear, Line]:
    """Return the last line of each account, as it stands once the lines that are due are written."""
    books = _books(staff)
    return {year: books.last(year) for year in years}


def due_lines(staff: Staff, years: Iterable[LeaveYear]) -> dict[LeaveYear, list[Line]]:
    """Return the lines that must be written in each account before any other: its opening, and what is carried over."""
    books = _books(staff)
    return {year: books.due(year) for year in years}


def check(days: Days, staff: Staff, *, besides: Request | None = None) -> None:
    """Refuse days that cannot be leave, whatever they cost; `besides` is the request that would move to them."""
    check_ahead(days, today=clock.today(), last_day=staff.ended)
    standing = staff.leave_requests.standing().between(days.first, days.last)
    check_free(days, [other.days for other in standing if other != besides])


def taking(days: Days, staff: Staff, *, is_paid: bool) -> Taking:
    """Return what asking for these days would write, or refuse them."""
    policy = Policy.in_force()
    if not policy.is_for(staff, is_paid=is_paid):
        raise NotForThem(is_paid)
    check(days, staff)
    minutes = WorkingPattern.objects.of(staff).minutes(days)
    if is_paid and not policy.is_rolling:
        cost = by_year(minutes, starts=policy.starts)
        return Taking(minutes, ledger.taken(last_lines(staff, cost), cost))
    twelve_months(staff, is_paid=is_paid).after(minutes)
    return Taking(minutes, {})


def twelve_months(staff: Staff, *, is_paid: bool) -> TwelveMonths:
    """Return what somebody has taken and may take in any twelve months: of the statutory week, or of paid days."""
    policy, pattern = Policy.in_force(), WorkingPattern.objects.of(staff)
    taken = DayLine.objects.minutes_by_day(staff, since=first_of(clock.today()))
    if is_paid:
        return TwelveMonths(taken[True], lambda day: policy.entitlement(pattern.rota_on(day)), is_paid=True)
    statutory = dict(taken[False])
    if policy.paid_is_statutory:
        for day, minutes in taken[True].items():
            statutory[day] = statutory.get(day, 0) + minutes
    return TwelveMonths(
        statutory, lambda day: statutory_week(pattern, day, started=staff.started), is_paid=False
    )


def _books(staff: Staff) -> Books:
    """Return the lines of somebody's accounts, read once."""
    written: dict[LeaveYear, list[Line]] = {}
    found = LedgerLine.objects.filter(account__staff=staff).select_related("account")
    for one in found.order_by("account__year_starts", "number"):
        written.setdefault(one.account.year, []).append(one.line)
    policy, rota = Policy.in_force(), WorkingPattern.objects.of(staff).rota_on(clock.today())
    return Books(
        written,
        entitled=policy.entitlement(rota),
        at_most_carried=policy.most_carried(rota),
        today=clock.today(),
        started=staff.started,
    )
