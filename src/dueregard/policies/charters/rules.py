"""Who may do what with charters."""

from typing import Any

import rules

from dueregard.people.models import is_colleague

KEEPERS = ("policy-owner", "equality-lead")


@rules.predicate
def keeps_charters(user: Any, subject: object = None) -> bool:
    """Policy owners and the equality lead."""
    return is_colleague(user) and any(user.holds(role) for role in KEEPERS)
