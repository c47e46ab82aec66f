"""What the pages of leave show: balances, what asking would leave, the next days, the team's month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave import accounts, hours
from dueregard.leave.days import Days, LeaveYear, Part, Week, usual_notice
from dueregard.leave.models import Request, WorkingPattern
from dueregard.leave.rules import deciders_of
from dueregard.people.models import Staff

DAYS_OFFERED = 5
WITHIN = timedelta(days=21)


@dataclass(frozen=True)
class Amount:
    """Some paid leave, in days as the person works them and in hours."""

    minutes: int
    week: Week

    @property
    def days(self) -> str:
        """The days, to a tenth: a day is what the person works on an average working day."""
        worked, total = sum(1 for minutes in self.week if minutes), sum(self.week)
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
    """What is left of a leave year."""

    year: LeaveYear
    left: Amount


@dataclass(frozen=True)
class Change:
    """What asking would do to the balance of a leave year."""

    year: LeaveYear
    before: Amount
    after: Amount


@dataclass(frozen=True)
class Prospect:
    """What somebody reads before they send a request."""

    cost: Amount
    changes: tuple[Change, ...]
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
    """Return what is left of this leave year, and of each later one that somebody has asked for days in."""
    this_year = accounts.leave_year(clock.today())
    open_years = staff.leave_accounts.filter(year_starts__gt=this_year.first).values_list(
        "year_starts", flat=True
    )
    last = accounts.last_lines(staff, [this_year, *map(LeaveYear, open_years)])
    week = _week_now(staff)
    return [Balance(year, Amount(line.balance, week)) for year, line in last.items()]


def prospect(days: Days, staff: Staff) -> Prospect:
    """Return what asking for these days would do, or refuse them as asking would."""
    after = accounts.lines_to_take(days, staff)
    before = accounts.last_lines(staff, after)
    pattern = WorkingPattern.objects.of(staff)
    week = pattern.week_on(days.first)
    return Prospect(
        cost=Amount(-sum(line.minutes for line in after.values()), week),
        changes=tuple(
            Change(year, Amount(before[year].balance, week), Amount(line.balance, week))
            for year, line in after.items()
        ),
        notice=(days.first - clock.today()).days,
        usual_notice=usual_notice(pattern.working_days(days)),
        decider=next(iter(deciders_of(staff)), None),
    )


def next_days(staff: Staff) -> list[Offer]:
    """Return the next days that somebody works and can ask for, so that most requests need no form."""
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


def _week_now(staff: Staff) -> Week:
    return WorkingPattern.objects.of(staff).week_on(clock.today())
