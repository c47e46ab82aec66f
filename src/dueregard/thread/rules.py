"""Who may join two records."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.jobs import Actor
from dueregard.thread import kinds

if TYPE_CHECKING:
    from dueregard.thread.models import Link


@rules.predicate
def sees_both(user: Any, link: "Link") -> bool:
    """A colleague or an inspector for whom both records exist; automatic work joins what it was told to join."""
    if isinstance(user, Actor):
        return True
    ends = ((link.from_kind, link.from_id), (link.to_kind, link.to_id))
    return bool(user.is_employed or user.holds("inspector")) and all(
        kinds.get(kind).visible_to(user).filter(pk=key).exists() for kind, key in ends
    )
