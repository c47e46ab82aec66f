"""Who may do what with the roll-out of a policy."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.jobs import Actor
from dueregard.people.models import is_colleague
from dueregard.policies.rollout.system import CONCERNS, ROLL_OUT

if TYPE_CHECKING:
    from dueregard.policies.rollout.models import Plan, RollOut, Task

OVERSEEING = ("equality-lead", "executive")


def oversees(user: Any) -> bool:
    """Say whether this person follows the roll-out of every policy: the equality lead and executives."""
    return is_colleague(user) and any(user.holds(role) for role in OVERSEEING)


def follows(user: Any) -> bool:
    """Say whether this person follows roll-outs at all: those who oversee, and owners of policies."""
    return oversees(user) or (is_colleague(user) and user.holds("policy-owner"))


@rules.predicate
def is_automatic(user: Any, subject: object = None) -> bool:
    """What happens by itself."""
    return isinstance(user, Actor) and user in (ROLL_OUT, CONCERNS)


@rules.predicate
def runs(user: Any, record: "Plan | RollOut") -> bool:
    """The owner of the policy while they hold the office, and the equality lead."""
    if isinstance(user, Actor) or not is_colleague(user):
        return False
    is_owner = record.policy.owner_id == user.pk and user.holds("policy-owner")
    return bool(is_owner or user.holds("equality-lead"))


@rules.predicate
def is_asked(user: Any, task: "Task") -> bool:
    """The member of staff whom a task asks."""
    return bool(not isinstance(user, Actor) and is_colleague(user) and task.staff.person_id == user.pk)
