"""Who may do what to people and their roles."""

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from dueregard.people.holdings import RoleHolding
    from dueregard.people.models import Staff

# Roles in the work on equality itself. The equality lead knows who should hold them, so may be the second person.
AGREED_BY_EQUALITY_LEAD = frozenset({"chair", "facilitator", "policy-owner", "editor"})


def gives_roles(user: Any) -> bool:
    """Say whether this person has a part in giving roles."""
    return bool(user.is_authenticated and (user.holds("administrator") or user.holds("equality-lead")))


@rules.predicate
def is_administrator(user: Any, subject: object = None) -> bool:
    """Somebody who looks after accounts and roles."""
    return bool(user.holds("administrator"))


@rules.predicate
def may_agree(user: Any, holding: "RoleHolding") -> bool:
    """An administrator; for some roles the equality lead as well."""
    return user.holds("administrator") or (
        user.holds("equality-lead") and holding.role in AGREED_BY_EQUALITY_LEAD
    )


@rules.predicate
def has_not_asked(user: Any, holding: "RoleHolding") -> bool:
    """Two people stand behind each role: the one who asked is not the one who agrees."""
    return bool(holding.asked_by_id != user.pk)


@rules.predicate
def is_not_about_oneself(user: Any, subject: "RoleHolding | Staff") -> bool:
    """Nobody decides about their own role or their own leaving."""
    return bool(subject.person_id != user.pk)


@rules.predicate
def is_employed(user: Any, subject: object = None) -> bool:
    """Employed here today."""
    return bool(user.is_authenticated and user.is_employed)


@rules.predicate
def is_waiting(user: Any, holding: "RoleHolding") -> bool:
    """A role that nobody has agreed yet."""
    return holding.is_waiting


rules.add_perm("people.choose_digest", is_employed)
rules.add_perm("people.record_leaving", is_administrator & is_not_about_oneself)
rules.add_perm("people.keep_calendar_feed", is_employed)
