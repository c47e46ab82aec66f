"""Who may do what with training."""

from typing import Any

import rules

from dueregard.jobs import Actor
from dueregard.people.models import is_colleague

WRITING = ("policy-owner", "equality-lead")


@rules.predicate
def writes_training(user: Any, subject: object = None) -> bool:
    """Owners of policies and the equality lead, who write modules and bring completions in."""
    return bool(
        not isinstance(user, Actor) and is_colleague(user) and any(user.holds(role) for role in WRITING)
    )


@rules.predicate
def takes_training(user: Any, subject: object = None) -> bool:
    """A colleague."""
    return bool(not isinstance(user, Actor) and is_colleague(user))
