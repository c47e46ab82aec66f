"""How lines are added inside an action: to accounts of leave years, and to the days counted in any twelve months."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Max, Sum

from dueregard.leave import accounts, ledger
from dueregard.leave.accounts import Taking
from dueregard.leave.days import LeaveYear
from dueregard.leave.ledger import Line
from dueregard.leave.models import Account, DayLine, LedgerLine, Request
from dueregard.people.models import Staff


def hold(staff: Staff) -> None:
    """Hold everything that is counted of one person until the end of the action.

    It is the person who is locked: one lock for all their accounts and days, and two requests cannot both open the same
    account. The hours they are employed for are read again behind the lock.
    """
    staff.weekly_minutes = Staff.objects.select_for_update(no_key=True).get(pk=staff.pk).weekly_minutes


def take(taking: Taking, request: Request) -> None:
    """Write what a request takes."""
    open_accounts(request.staff, taking.lines)
    add_lines(taking.lines, request.staff, request)
    _add_days(taking.minutes, request)


def give_back(request: Request, *, costs: int) -> None:
    """Return what a request has taken beyond what it now costs."""
    by_year = _net(request, "lines", "account__year_starts")
    years = {LeaveYear(first): -minutes for first, minutes in by_year.items()}
    back = ledger.returning(ledger.spared(years, costs), now=accounts.this_year())
    open_accounts(request.staff, back)
    add_lines(ledger.returned(accounts.last_lines(request.staff, back), back), request.staff, request)
    days = ledger.spared(_net(request, "day_lines", "day"), costs)
    _add_days({day: -minutes for day, minutes in days.items()}, request)


def open_accounts(staff: Staff, years: Iterable[LeaveYear]) -> None:
    """Open the accounts of these leave years, and write in each what is due before any other line."""
    for year, lines in accounts.due_lines(staff, sorted(years)).items():
        Account.objects.get_or_create(staff=staff, year_starts=year.first)
        for line in lines:
            add_lines({year: line}, staff, None)


def add_lines(lines: Mapping[LeaveYear, Line], staff: Staff, request: Request | None) -> None:
    """Add a line to the ledger of each account."""
    held = {one.year: one for one in staff.leave_accounts.all()} if lines else {}
    for year, line in lines.items():
        LedgerLine.objects.create(
            account=held[year],
            request=request,
            number=line.number,
            kind=line.kind,
            minutes=line.minutes,
            balance=line.balance,
        )


def _add_days(minutes: Mapping[date, int], request: Request) -> None:
    staff = request.staff
    last: int = staff.leave_days.aggregate(last=Max("number"))["last"] or 0
    DayLine.objects.bulk_create(
        DayLine(staff=staff, number=number, day=day, minutes=each, is_paid=request.is_paid, request=request)
        for number, (day, each) in enumerate(minutes.items(), start=last + 1)
    )


def _net(request: Request, lines: str, by: str) -> dict[date, int]:
    """Return what the lines of a request come to, whatever its days would cost now."""
    found = getattr(request, lines).order_by(by).values_list(by)
    return dict(found.annotate(Sum("minutes")))
