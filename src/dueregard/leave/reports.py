"""What the pages of leave show: balances, what asking would leave, the next days, the team's month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave import accounts, hours
from dueregard.leave.days import Days, LeaveYear, Part, usual_notice
from dueregard.leave.models import Request, WorkingPattern
from dueregard.leave.patterns import Rota, days_worked
from dueregard.leave.policy import Policy
from dueregard.leave.rules import deciders_of
from dueregard.people.models import Staff

DAYS_OFFERED = 5
WITHIN = timedelta(days=21)


@dataclass(frozen=True)
class Amount:
    """Some leave, in days as the person works them and in hours."""

    minutes: int
    rota: Rota

    @property
    def days(self) -> str:
        """The days, to a tenth: a day is what the person works on an average working day."""
        worked, total = days_worked(self.rota), sum(map(sum, self.rota))
        tenths = (2 * 10 * self.minutes * worked + total) // (2 * total) if total else 0
        whole, tenth = divmod(tenths, 10)
        count = f"{whole:,}.{tenth}" if tenth else f"{whole:,}"
        return f"{count} day" if count == "1" else f"{count} days"

    @property
    def hours(self) -> str:
        """The exact hours and minutes."""
        return hours.said(self.minutes)


@dataclass(frozen=True)
class Balance:
    """What is left of paid leave in a leave year; without one, today, where it is counted in any twelve months."""

    left: Amount
    year: LeaveYear | None = None


@dataclass(frozen=True)
class Right:
    """The statutory week on some day: how much it is, and how much of it is left."""

    week: Amount
    left: Amount
    takes_paid: bool
    """Whether paid days use it up as well."""


@dataclass(frozen=True)
class Change:
    """What asking would do to a balance."""

    before: Amount
    after: Amount
    year: LeaveYear | None = None


@dataclass(frozen=True)
class Prospect:
    """What somebody reads before they send a request."""

    is_paid: bool
    cost: Amount
    changes: tuple[Change, ...]
    right: Right | None
    notice: int
    usual_notice: int
    decider: Staff | None


@dataclass(frozen=True)
class Offer:
    """A day that can be asked for, and how much of it."""

    day: date
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Absence:
    """What colleagues see: who is on leave from when to when, and nothing else."""

    name: str
    first: date
    last: date


def balances(staff: Staff) -> list[Balance]:
    """Return what is left of this leave year, and of each later one that somebody has asked for days in.

    There is nothing for those to whom the policy of this installation gives no paid leave.
    """
    if not Policy.in_force().is_for(staff, is_paid=True):
        return []
    rota = _rota_on(clock.today(), staff)
    if Policy.in_force().is_rolling:
        left = accounts.twelve_months(staff, is_paid=True).left_on(clock.today())
        return [Balance(Amount(left, rota))]
    this_year = accounts.this_year()
    open_years = staff.leave_accounts.filter(year_starts__gt=this_year.first).values_list(
        "year_starts", flat=True
    )
    last = accounts.last_lines(staff, [this_year, *map(LeaveYear, open_years)])
    return [Balance(Amount(line.balance, rota), year) for year, line in last.items()]


def right_on(day: date, staff: Staff) -> Right | None:
    """Return how it stands with the statutory week on a day; nothing for those who have no right to it."""
    if not Policy.in_force().is_for(staff, is_paid=False):
        return None
    rota = _rota_on(day, staff)
    clock_of_law = accounts.twelve_months(staff, is_paid=False)
    return Right(
        week=Amount(clock_of_law.limit(day), rota),
        left=Amount(clock_of_law.left_on(day), rota),
        takes_paid=Policy.in_force().paid_is_statutory,
    )


def prospect(days: Days, staff: Staff, *, is_paid: bool) -> Prospect:
    """Return what asking for these days would do, or refuse them as asking would."""
    taking = accounts.taking(days, staff, is_paid=is_paid)
    pattern = WorkingPattern.objects.of(staff)
    rota = pattern.rota_on(days.first)
    if taking.lines:
        before = accounts.last_lines(staff, taking.lines)
        changes = tuple(
            Change(Amount(before[year].balance, rota), Amount(line.balance, rota), year)
            for year, line in taking.lines.items()
        )
    else:
        now = accounts.twelve_months(staff, is_paid=is_paid)
        then = now.after(taking.minutes)
        before_it, after_it = (Amount(each.left_on(days.first), rota) for each in (now, then))
        changes = (Change(before_it, after_it),)
    return Prospect(
        is_paid=is_paid,
        cost=Amount(sum(taking.minutes.values()), rota),
        changes=changes,
        right=right_on(days.first, staff),
        notice=(days.first - clock.today()).days,
        usual_notice=usual_notice(pattern.working_days(days)),
        decider=next(iter(deciders_of(staff)), None),
    )


def next_days(staff: Staff) -> list[Offer]:
    """Return the next days that somebody works and can ask for, so that most requests need no form."""
    policy = Policy.in_force()
    if not any(policy.is_for(staff, is_paid=is_paid) for is_paid in (True, False)):
        return []
    return list(islice(_offers(staff), DAYS_OFFERED))


def _offers(staff: Staff) -> Iterator[Offer]:
    today = clock.today()
    span = Days(today, min(today + WITHIN, staff.ended or date.max))
    pattern = WorkingPattern.objects.of(staff)
    others = [one.days for one in staff.leave_requests.standing().between(span.first, span.last)]
    for day in span:
        parts = tuple(
            part
            for part in Part
            if pattern.minutes_of(day, part) and not any(Days(day, day, part).overlaps(one) for one in others)
        )
        if parts:
            yield Offer(day, parts)


def month_of_team(staff: Staff, month: Month) -> list[Absence]:
    """Return who is on leave in that month, of somebody's team and of those they manage."""
    found = Request.objects.on_calendar_of(staff).between(month.first, month.last)
    rows = found.order_by("first", "staff__person__name").values_list("staff__person__name", "first", "last")
    return [Absence(*row) for row in rows]


def _rota_on(day: date, staff: Staff) -> Rota:
    return WorkingPattern.objects.of(staff).rota_on(day)
