"""Who may do what with evidence."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.people.system import SET_UP

if TYPE_CHECKING:
    from dueregard.records.models import Body

HOME_CODE = "home"


class Part:
    """What somebody does for a body, and the role that does it: in the body itself, and in its regulator."""

    DRAFTS = {"home": "policy-owner", "regulator": "inspector"}
    REVIEWS = {"home": "equality-lead", "regulator": "inspector"}
    DECIDES = {"home": "executive", "regulator": "inspector"}


def has_part(user: Any, part: dict[str, str], body: "Body") -> bool:
    """Say whether this person does that for a body now."""
    return bool(user.is_authenticated and user.holds(role_of(part, body)))


def role_of(part: dict[str, str], body: "Body") -> str:
    """Return the code of the role that does something for a body."""
    return part["home" if body.code == HOME_CODE else "regulator"]


def works_on_decisions(user: Any, body: "Body") -> bool:
    """Say whether this person drafts, reviews or decides for a body, or counts for it."""
    parts = (Part.DRAFTS, Part.REVIEWS, Part.DECIDES)
    if any(has_part(user, part, body) for part in parts):
        return True
    return bool(body.code == HOME_CODE and user.is_authenticated and user.holds("analyst"))


@rules.predicate
def keeps_evidence(user: Any, body: "Body") -> bool:
    """Whoever drafts, reviews or counts for the body."""
    if has_part(user, Part.DRAFTS, body) or has_part(user, Part.REVIEWS, body):
        return True
    return bool(body.code == HOME_CODE and user.holds("analyst"))


@rules.predicate
def drafts(user: Any, body: "Body") -> bool:
    """Whoever drafts for the body."""
    return has_part(user, Part.DRAFTS, body)


@rules.predicate
def sets_up(user: Any, subject: object = None) -> bool:
    """The set-up of the installation, and nobody who signs in."""
    return bool(user == SET_UP)
