"""Every write of agreed time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave.agreed_time import emails
from dueregard.leave.agreed_time.models import AgreedTime, Standing, TimeUsed
from dueregard.leave.days import Days, check_ahead, months_after
from dueregard.leave.rules import deciders_of
from dueregard.people.models import Person, Staff

MONTHS_BACK = 12


class NotNow(Exception):
    """It is not in a state in which this can be done. The tree: the refusals of this module."""


class AlreadyAnswered(NotNow):
    """A manager has agreed."""


class AlreadyEnded(NotNow):
    """It is over."""


class AsksAlready(NotNow):
    """Another request of the same person waits for an answer."""


class SentBefore(NotNow):
    """Other hours were sent from the same page."""


class NothingAgreed(NotNow):
    """No time was ever agreed for the person, so there is none to have used."""


class AnotherMonth(NotNow):
    """The month has not begun, or was over more than a year ago."""


@dataclass(eq=False)
class TooMuch(ValueError):
    """The hours are none, or more than the person works in a week."""

    most: int


@journal.action
def ask(minutes_a_month: int, *, from_day: date, token: UUID, by: Person) -> AgreedTime:
    """Ask for hours a month. The same token again is the same request, so a page that is sent twice asks once.

    Raises
    ------
    leave.days.Refused
        When it cannot begin on that day.
    TooMuch
        When it is no time, or more than a week of the person's work.
    """
    require(by, AgreedTime.get_perm("ask"))
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.staff.pk)
    check_ahead(Days(from_day, from_day), today=clock.today(), last_day=staff.ended)
    if not 0 < minutes_a_month <= staff.weekly_minutes:
        raise TooMuch(staff.weekly_minutes)
    sent = AgreedTime.objects.filter(pk=token).first()
    if sent is not None:
        if (sent.staff_id, sent.minutes_a_month, sent.from_day) != (staff.pk, minutes_a_month, from_day):
            raise SentBefore
        return sent
    if staff.agreed_times.filter(state=Standing.WAITING).exists():
        raise AsksAlready
    deciders = deciders_of(staff)
    if not deciders:
        _end_agreed(staff)
    agreed = AgreedTime.objects.create(
        id=token,
        staff=staff,
        minutes_a_month=minutes_a_month,
        from_day=from_day,
        state=Standing.WAITING if deciders else Standing.AGREED,
        decided_at=None if deciders else clock.now(),
    )
    emails.tell_of_request(agreed, deciders)
    journal.record("asked for agreed time", agreed, by=by)
    return agreed


@journal.action
def agree(agreed: AgreedTime, *, by: Person) -> AgreedTime:
    """Agree; what was agreed for the person before comes to its end."""
    require(by, AgreedTime.get_perm("agree"), agreed)
    agreed = _locked(agreed)
    if agreed.is_ended:
        raise AlreadyEnded
    if not agreed.is_waiting:
        raise AlreadyAnswered
    _end_agreed(agreed.staff)
    agreed.state, agreed.decided_by, agreed.decided_at = Standing.AGREED, by, clock.now()
    agreed.save(update_fields=["state", "decided_by", "decided_at"])
    emails.tell_of_answer(agreed)
    journal.record("agreed to agreed time", agreed, by=by)
    return agreed


@journal.action
def end(agreed: AgreedTime, *, by: Person) -> AgreedTime:
    """End it, or let a request not be agreed. The asker or a decider may, and neither says why."""
    require(by, AgreedTime.get_perm("end"), agreed)
    agreed = _locked(agreed)
    if agreed.is_ended:
        raise AlreadyEnded
    agreed.state, agreed.ended_at = Standing.ENDED, clock.now()
    agreed.save(update_fields=["state", "ended_at"])
    is_own = agreed.staff.person_id == by.pk
    emails.tell_of_end(agreed, deciders_of(agreed.staff) if is_own else [agreed.staff])
    journal.record("ended agreed time", agreed, by=by)
    return agreed


@journal.action
def note_used(month: Month, *, minutes: int, by: Person) -> TimeUsed:
    """Note how much one has used in a month, in place of what was noted for it before; nobody else sees it."""
    require(by, TimeUsed.get_perm("note"))
    if not by.staff.agreed_times.exclude(decided_at=None).exists():
        raise NothingAgreed
    this = Month.containing(clock.today())
    if not months_after(this.first, -MONTHS_BACK) <= month.first <= this.first:
        raise AnotherMonth
    used, _ = TimeUsed.objects.update_or_create(
        staff=by.staff, month_starts=month.first, defaults={"minutes": minutes}
    )
    journal.record("noted time used", used, by=by)
    return used


def _locked(agreed: AgreedTime) -> AgreedTime:
    """Return it as it stands, held with the person it is for until the end of the action."""
    Staff.objects.select_for_update(no_key=True).get(pk=agreed.staff_id)
    found = AgreedTime.objects.select_for_update(of=("self",)).select_related("staff__person")
    return found.get(pk=agreed.pk)


def _end_agreed(staff: Staff) -> None:
    staff.agreed_times.filter(state=Standing.AGREED).update(state=Standing.ENDED, ended_at=clock.now())
