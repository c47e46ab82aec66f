"""Every write of leave."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Sum

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.leave import accounts, emails, ledger
from dueregard.leave.days import Days, LeaveYear, Week, check_ahead, check_postponed, moved
from dueregard.leave.ledger import Line
from dueregard.leave.models import WEEKDAYS, Account, LedgerLine, Request, State, WorkingPattern
from dueregard.leave.rules import deciders_of
from dueregard.people.models import Person, Staff


class NotNow(Exception):
    """The request is not in a state in which this can be done. The tree: the refusals of this module."""


class AlreadyAnswered(NotNow):
    """A manager has agreed or postponed."""


class AlreadyWithdrawn(NotNow):
    """The asker took the request back."""


class AlreadyBegun(NotNow):
    """The first day of the leave is here."""


class TooLateToPostpone(NotNow):
    """The 7 days are over, or the leave has begun: the only answer left is to agree."""


class SentBefore(NotNow):
    """Other days were sent from the same page."""


class AnotherWeek(ValueError):
    """The minutes of a working pattern are not those of the week that the person is employed for."""


@journal.action
def ask(days: Days, *, token: UUID, by: Person) -> Request:
    """Ask for leave. The same token again is the same request, so a page that is sent twice asks once.

    Raises
    ------
    leave.days.Refused
        When these days cannot be leave; its kinds say why.
    """
    require(by, Request.get_perm("ask"))
    staff = by.staff
    check_ahead(days, today=clock.today(), last_day=staff.ended)
    held = _hold(staff, accounts.years_of(days))
    sent = Request.objects.filter(pk=token).first()
    if sent is not None:
        if (sent.staff_id, sent.asked_days) != (staff.pk, days):
            raise SentBefore
        return sent
    lines = accounts.lines_to_take(days, staff)
    deciders = deciders_of(staff)
    request = Request.objects.create(
        id=token,
        staff=staff,
        first=days.first,
        last=days.last,
        part=days.part,
        asked_first=days.first,
        asked_last=days.last,
        state=State.WAITING if deciders else State.AGREED,
        decided_at=None if deciders else clock.now(),
    )
    _add(lines, held, request)
    emails.tell_of_request(request, deciders)
    journal.record("asked for leave", request, by=by)
    return request


@journal.action
def agree(request: Request, *, by: Person) -> Request:
    """Agree to the leave as it was asked for: the last answer that is always open."""
    require(by, Request.get_perm("agree"), request)
    request = _locked(request)
    _refuse_unless_waiting(request)
    request.state, request.decided_by, request.decided_at = State.AGREED, by, clock.now()
    request.save(update_fields=["state", "decided_by", "decided_at"])
    emails.tell_of_answer(request)
    journal.record("agreed to leave", request, by=by)
    return request


@journal.action
def postpone(request: Request, *, to: date, reason: str, by: Person) -> Request:
    """Move the leave to a later day, as long as before: the old days are returned and the new ones taken.

    The asker reads the reason. A postponed request stands: it is not answered again.

    Raises
    ------
    leave.days.Refused
        When the new days cannot be leave; its kinds say why.
    """
    require(by, Request.get_perm("postpone"), request)
    request = _locked(request)
    _refuse_unless_waiting(request)
    if not request.may_still_be_postponed:
        raise TooLateToPostpone
    staff = request.staff
    check_postponed(to, asked=request.first)
    days = moved(request.days, to, WorkingPattern.objects.of(staff))
    taken = _taken_by(request)
    held = _hold(staff, [*taken, *accounts.years_of(days)])
    accounts.check(days, staff, besides=request)
    _add(ledger.returned(accounts.last_lines(staff, held), taken), held, request)
    _add(ledger.taken(accounts.last_lines(staff, held), accounts.cost_of(days, staff)), held, request)
    request.first, request.last, request.reason = days.first, days.last, reason
    request.state, request.decided_by, request.decided_at = State.POSTPONED, by, clock.now()
    request.save(update_fields=["first", "last", "reason", "state", "decided_by", "decided_at"])
    emails.tell_of_answer(request)
    journal.record("postponed leave", request, by=by)
    return request


@journal.action
def withdraw(request: Request, *, by: Person) -> Request:
    """Take a request back before its first day; what it took is returned."""
    require(by, Request.get_perm("withdraw"), request)
    request = _locked(request)
    if request.is_withdrawn:
        raise AlreadyWithdrawn
    if request.has_begun:
        raise AlreadyBegun
    taken = _taken_by(request)
    held = _hold(request.staff, taken)
    _add(ledger.returned(accounts.last_lines(request.staff, held), taken), held, request)
    request.state = State.WITHDRAWN
    request.save(update_fields=["state"])
    emails.tell_of_withdrawal(request, deciders_of(request.staff))
    journal.record("withdrew a request for leave", request, by=by)
    return request


@journal.action
def set_pattern(staff: Staff, *, week: Week, from_day: date, by: Person) -> WorkingPattern:
    """Say on which days, and how long, somebody works from a day on. Leave that is asked for keeps its cost."""
    require(by, WorkingPattern.get_perm("set"), staff)
    if sum(week) != staff.weekly_minutes:
        raise AnotherWeek(
            f"The week has {sum(week)} minutes; {staff} is employed for {staff.weekly_minutes}."
        )
    minutes = dict(zip(WEEKDAYS, week, strict=True))
    pattern, _ = WorkingPattern.objects.update_or_create(staff=staff, from_day=from_day, defaults=minutes)
    journal.record("set a working pattern", pattern, by=by)
    return pattern


def _locked(request: Request) -> Request:
    """Return the request as it stands, held until the end of the action."""
    found = Request.objects.select_for_update(of=("self",)).select_related("staff__person")
    return found.get(pk=request.pk)


def _refuse_unless_waiting(request: Request) -> None:
    if request.is_withdrawn:
        raise AlreadyWithdrawn
    if not request.is_waiting:
        raise AlreadyAnswered


def _taken_by(request: Request) -> dict[LeaveYear, int]:
    """Return what the request has taken from each account, whatever its days would cost now."""
    by_year = request.lines.order_by("account__year_starts").values_list("account__year_starts")
    return {LeaveYear(first): -minutes for first, minutes in by_year.annotate(Sum("minutes"))}


def _hold(staff: Staff, years: Iterable[LeaveYear]) -> dict[LeaveYear, Account]:
    """Hold somebody's accounts until the end of the action, and return those of the years, opened.

    It is the person who is locked: one lock for all their accounts, and two requests cannot both open the same.
    """
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    held = {}
    for year in sorted(set(years)):
        held[year], is_new = Account.objects.get_or_create(staff=staff, year_starts=year.first)
        if is_new:
            _add({year: accounts.opening(staff)}, held, None)
    return held


def _add(lines: Mapping[LeaveYear, Line], held: Mapping[LeaveYear, Account], request: Request | None) -> None:
    """Add a line to the ledger of each account."""
    for year, line in lines.items():
        LedgerLine.objects.create(
            account=held[year],
            request=request,
            number=line.number,
            kind=line.kind,
            minutes=line.minutes,
            balance=line.balance,
        )
