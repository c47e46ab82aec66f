"""Who may do what with issues, promises and remits. Automatic work acts as a named system person."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.jobs import Actor
from dueregard.networks import seats
from dueregard.people.models import is_colleague
from dueregard.voice.collective import motions
from dueregard.voice.system import CLOCK, NETWORKS

if TYPE_CHECKING:
    from dueregard.voice.models import Issue
    from dueregard.voice.promises import Promise


@rules.predicate
def is_the_networks(user: Any, subject: object = None) -> bool:
    """The voice of the networks, and nobody who signs in."""
    return bool(user == NETWORKS)


@rules.predicate
def is_a_system_person(user: Any, subject: object = None) -> bool:
    """The voice of the networks, or the answer clock."""
    return user in (NETWORKS, CLOCK)


@rules.predicate
def must_answer(user: Any, issue: "Issue") -> bool:
    """The leader who must answer, while employed here."""
    return not isinstance(user, Actor) and issue.leader_id == user.pk and bool(user.is_employed)


@rules.predicate
def must_keep(user: Any, promise: "Promise") -> bool:
    """Whoever does what was promised, and the leader who promised it."""
    if isinstance(user, Actor) or not user.is_employed:
        return False
    return bool(user.pk in (promise.owner_id, promise.issue.leader_id))


@rules.predicate
def leads_equality(user: Any, subject: object = None) -> bool:
    """The equality lead."""
    return not isinstance(user, Actor) and bool(user.is_employed and user.holds("equality-lead"))


@rules.predicate
def may_weigh(by: Any, issue: "Issue") -> bool:
    """Whoever reads an issue that is not over: anybody on the staff, or members of the network that raised it."""
    if isinstance(by, Actor) or not issue.takes_weight:
        return False
    if seats.is_place(by):
        return issue.pk in motions.raised_by(by)
    return issue.is_shown and is_colleague(by)
