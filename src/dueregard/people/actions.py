"""Every write about people: roles asked for, agreed and ended, and people leaving."""

from datetime import date, datetime

from django.db.models import Q

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.people.holdings import GRANTED, RoleHolding, RoleHoldingQuerySet
from dueregard.people.models import Person, Staff
from dueregard.people.sessions import end_sessions_of

LONGEST_YEARS = 3


class NotNow(Exception):
    """The record is not in a state in which this can be done. The tree: the refusals of this module."""


class NotGranted(NotNow):
    """This role comes with employment, or is none; nobody gives it."""


class ForOneself(NotNow):
    """Nobody asks for a role for themselves."""


class NotLetIn(NotNow):
    """The person cannot sign in, so that no role can be given to them."""


class WrongTime(NotNow):
    """The end is not after the start, has passed, or is more than three years ahead."""


class Overlaps(NotNow):
    """The person holds this role, or is to hold it, for some of that time already."""


class AlreadyAgreed(NotNow):
    """A second person has agreed already."""


class AlreadyOver(NotNow):
    """The holding has ended, by its date or early, or was turned down."""


class AlreadyLeft(NotNow):
    """The person has left already."""


class WrongDay(NotNow):
    """The last day does not fit: before the first day, past where access is to end later, or to come where at once."""


def latest_end(now: datetime) -> datetime:
    """Return how far ahead a role may end: three years from now."""
    local = now.astimezone(clock.LONDON)
    last_of_february = (local.month, local.day) == (2, 29)
    return local.replace(year=local.year + LONGEST_YEARS, day=28 if last_of_february else local.day)


@journal.action
def ask_for_role(
    person: Person, role: str, *, starts: datetime, ends: datetime, why: str, by: Person
) -> RoleHolding:
    """Ask that a person be given a role. It gives no right until a second person has agreed."""
    require(by, RoleHolding.get_perm("ask"))
    # The row of the person is locked, so that of two requests for one role the second sees the first.
    person = Person.objects.select_for_update().get(pk=person.pk)
    now = clock.now()
    if role not in GRANTED:
        raise NotGranted
    if person.pk == by.pk:
        raise ForOneself
    if not person.may_sign_in:
        raise NotLetIn
    if ends <= starts or ends <= now or ends > latest_end(now):
        raise WrongTime
    if _overlapping(person, role, starts, ends, now).exists():
        raise Overlaps
    holding = RoleHolding.objects.create(
        person=person, role=role, starts=starts, ends=ends, why=why, asked_by=by, asked_at=now
    )
    journal.record("asked for a role", holding, by=by, **_facts(holding))
    return holding


def _overlapping(
    person: Person, role: str, starts: datetime, ends: datetime, now: datetime
) -> RoleHoldingQuerySet:
    there = RoleHolding.objects.filter(person=person, role=role).standing(now)
    return there.filter(starts__lt=ends).filter(Q(ends__isnull=True) | Q(ends__gt=starts))


def _facts(holding: RoleHolding) -> dict[str, str]:
    return {
        "person": str(holding.person_id),
        "role": holding.role,
        "starts": holding.starts.isoformat(),
        "ends": holding.ends.isoformat() if holding.ends else "",
    }


@journal.action
def agree_to_role(holding: RoleHolding, *, by: Person) -> RoleHolding:
    """Agree, as the second person: from now, or from its start, the role is held."""
    holding = _locked(holding)
    require(by, RoleHolding.get_perm("agree"), holding)
    if holding.is_agreed:
        raise AlreadyAgreed
    if holding.is_over:
        raise AlreadyOver
    if not holding.person.may_sign_in:
        raise NotLetIn
    holding.agreed_by, holding.agreed_at = by, clock.now()
    holding.save(update_fields=["agreed_by", "agreed_at"])
    journal.record("agreed to a role", holding, by=by, **_facts(holding))
    return holding


@journal.action
def end_role(holding: RoleHolding, *, by: Person) -> RoleHolding:
    """End a role early; one that nobody has agreed yet is turned down by it."""
    holding = _locked(holding)
    require(by, RoleHolding.get_perm("end"), holding)
    if holding.is_over:
        raise AlreadyOver
    was_agreed = holding.is_agreed
    holding.ended_by, holding.ended_at = by, clock.now()
    holding.save(update_fields=["ended_by", "ended_at"])
    journal.record("ended a role" if was_agreed else "turned down a role", holding, by=by, **_facts(holding))
    return holding


def _locked(holding: RoleHolding) -> RoleHolding:
    return RoleHolding.objects.select_for_update(of=("self",)).select_related("person").get(pk=holding.pk)


@journal.action
def record_leaving(staff: Staff, *, last_day: date, at_once: bool, by: Person) -> Staff:
    """Record that somebody leaves.

    `at_once`: they are signed out and cannot sign in from this moment. Otherwise they work until the end of their
    last day, and are not let in from the day after.
    """
    require(by, "people.record_leaving", staff)
    # Both rows: of a row that is joined and not locked, PostgreSQL would show what it was before we waited.
    staff = Staff.objects.select_for_update(of=("self", "person")).select_related("person").get(pk=staff.pk)
    today = clock.day_of(clock.now())
    if staff.has_left:
        raise AlreadyLeft
    if last_day < staff.started or (last_day > today if at_once else last_day < today):
        raise WrongDay
    staff.ended = last_day
    staff.save(update_fields=["ended"])
    if at_once:
        staff.person.is_active = False
        staff.person.save(update_fields=["is_active"])
        end_sessions_of(staff.person)
    journal.record("recorded a leaving", staff, by=by, last_day=last_day.isoformat(), at_once=at_once)
    return staff
