"""Who may do what with policies."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.people.models import is_colleague

if TYPE_CHECKING:
    from dueregard.policies.texts.models import Policy

WORK_ON_POLICIES = ("policy-owner", "equality-lead", "executive")
APPROVE = ("equality-lead", "executive")


def works_on_policies(user: Any) -> bool:
    """Say whether this person reads drafts: whoever owns policies, approves them, or decides what they rest on."""
    return bool(is_colleague(user) and any(user.holds(role) for role in WORK_ON_POLICIES))


@rules.predicate
def owns_policies(user: Any, subject: object = None) -> bool:
    """Whoever holds the office of policy owners."""
    return bool(is_colleague(user) and user.holds("policy-owner"))


@rules.predicate
def owns(user: Any, policy: "Policy") -> bool:
    """The owner of a policy, while they hold the office of policy owners."""
    return bool(policy.owner_id == user.pk and is_colleague(user) and user.holds("policy-owner"))


@rules.predicate
def approves(user: Any, policy: "Policy") -> bool:
    """A second person: the equality lead or an executive, and never the owner."""
    return bool(
        policy.owner_id != user.pk and is_colleague(user) and any(user.holds(role) for role in APPROVE)
    )
