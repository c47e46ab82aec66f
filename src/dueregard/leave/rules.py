"""Who may do what with leave."""

from typing import TYPE_CHECKING, Any

import rules
from django.db.models import Q

from dueregard.people.models import Staff, StaffQuerySet

if TYPE_CHECKING:
    from dueregard.leave.models import Request


def managers_of(staff: Staff) -> list[Staff]:
    """Return the line manager and that manager's manager, as far as there are such and they are employed."""
    manager = staff.manager
    above = manager.manager if manager else None
    return [one for one in (manager, above) if one and one.is_employed]


def deciders_of(staff: Staff) -> list[Staff]:
    """Return who may answer somebody's requests: their managers, but never they themselves."""
    return [manager for manager in managers_of(staff) if manager != staff]


def managed_by(found: StaffQuerySet, manager: Staff) -> StaffQuerySet:
    """Return those whose requests somebody may answer: the same as `manages`, as a set."""
    below = Q(manager=manager) | Q(manager__manager=manager)
    return found.filter(below).exclude(pk=manager.pk)


@rules.predicate
def is_employed(user: Any, subject: object = None) -> bool:
    """Employed here today."""
    return bool(user.is_employed)


@rules.predicate
def has_asked(user: Any, request: "Request") -> bool:
    """The one who asks."""
    return bool(request.staff.person_id == user.pk)


@rules.predicate
def decides(user: Any, request: "Request") -> bool:
    """A manager of the one who asks."""
    return manages(user, request.staff)


@rules.predicate
def manages(user: Any, staff: Staff) -> bool:
    """The line manager, or that manager's manager."""
    return any(manager.person_id == user.pk for manager in deciders_of(staff))


@rules.predicate
def is_administrator(user: Any, staff: Staff) -> bool:
    """A system administrator, about somebody else: nobody changes the hours they are employed for themselves."""
    return bool(user.holds("administrator") and staff.person_id != user.pk)
