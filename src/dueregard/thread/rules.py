"""Who may join two records, and withdraw what joins them."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.jobs import Actor
from dueregard.thread import kinds

if TYPE_CHECKING:
    from dueregard.thread.models import Link

WITHDRAW = ("policy-owner", "equality-lead", "executive")
"""The roles that withdraw a link that was wrong."""


@rules.predicate
def sees_both(user: Any, link: "Link") -> bool:
    """A colleague or an inspector for whom both records exist; automatic work joins what it was told to join."""
    if isinstance(user, Actor):
        return True
    ends = ((link.from_kind, link.from_id), (link.to_kind, link.to_id))
    return bool(user.is_employed or user.holds("inspector")) and all(
        kinds.get(kind).visible_to(user).filter(pk=key).exists() for kind, key in ends
    )


@rules.predicate
def may_withdraw(user: Any, link: "Link") -> bool:
    """Somebody who answers for decisions, and sees both records."""
    return any(user.holds(role) for role in WITHDRAW) and sees_both(user, link)
