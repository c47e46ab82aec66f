"""Every write of leave but those about working weeks."""

from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.leave import accounts, bookkeeping, emails
from dueregard.leave.days import Days, check_ahead, check_postponed
from dueregard.leave.models import Request, State, WorkingPattern
from dueregard.leave.patterns import moved
from dueregard.leave.rules import deciders_of
from dueregard.people.models import Person


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


@journal.action
def ask(days: Days, *, token: UUID, is_paid: bool = True, by: Person) -> Request:
    """Ask for paid leave, or for the statutory week's unpaid leave. What is recorded of both is the same.

    The same token again is the same request, so a page that is sent twice asks once.

    Raises
    ------
    leave.days.Refused
        When these days cannot be leave; its kinds say why.
    """
    require(by, Request.get_perm("ask"))
    staff = by.staff
    check_ahead(days, today=clock.today(), last_day=staff.ended)
    bookkeeping.hold(staff)
    sent = Request.objects.filter(pk=token).first()
    if sent is not None:
        if (sent.staff_id, sent.asked_days, sent.is_paid) != (staff.pk, days, is_paid):
            raise SentBefore
        return sent
    taking = accounts.taking(days, staff, is_paid=is_paid)
    deciders = deciders_of(staff)
    request = Request.objects.create(
        id=token,
        staff=staff,
        first=days.first,
        last=days.last,
        part=days.part,
        is_paid=is_paid,
        asked_first=days.first,
        asked_last=days.last,
        state=State.WAITING if deciders else State.AGREED,
        decided_at=None if deciders else clock.now(),
    )
    bookkeeping.take(taking, request)
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
    """Move the leave to a later day, as long as before, and say why (SI 2024/251, regulation 8).

    The asker reads the reason. A postponed request stands: it is not answered again. It stays charged as it was asked
    for, so that the work cannot spend somebody's next year; where the new days cost less, the difference is returned.
    So it is never refused for want of minutes either, which would tell the manager what is left of which leave.

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
    check_postponed(to, asked=request.first)
    pattern = WorkingPattern.objects.of(request.staff)
    days = moved(request.days, to, pattern)
    bookkeeping.hold(request.staff)
    accounts.check(days, request.staff, besides=request)
    bookkeeping.give_back(request, costs=sum(pattern.minutes(days).values()))
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
    bookkeeping.hold(request.staff)
    bookkeeping.give_back(request, costs=0)
    request.state = State.WITHDRAWN
    request.save(update_fields=["state"])
    emails.tell_of_withdrawal(request, deciders_of(request.staff))
    journal.record("withdrew a request for leave", request, by=by)
    return request


def _locked(request: Request) -> Request:
    """Return the request as it stands, held until the end of the action."""
    found = Request.objects.select_for_update(of=("self",)).select_related("staff__person")
    return found.get(pk=request.pk)


def _refuse_unless_waiting(request: Request) -> None:
    if request.is_withdrawn:
        raise AlreadyWithdrawn
    if not request.is_waiting:
        raise AlreadyAnswered
