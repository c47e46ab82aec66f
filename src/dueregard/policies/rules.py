"""Who may do what with policies."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.people.models import is_colleague

if TYPE_CHECKING:
    from dueregard.policies.texts.models import Policy


@rules.predicate
def owns(user: Any, policy: "Policy") -> bool:
    """The owner of a policy, while they hold the office of policy owners."""
    return bool(policy.owner_id == user.pk and is_colleague(user) and user.holds("policy-owner"))
