"""Who may do what with proposals, analyses and decisions."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.people.models import is_colleague
from dueregard.records.rules import Part, has_part

if TYPE_CHECKING:
    from dueregard.decisions.models import Proposal
    from dueregard.records.models import Body


@rules.predicate
def drafts_for(user: Any, body: "Body") -> bool:
    """Whoever drafts proposals for a body: its policy owners, or a regulator's inspectors."""
    return has_part(user, Part.DRAFTS, body)


@rules.predicate
def owns(user: Any, proposal: "Proposal") -> bool:
    """The owner of a proposal, while they draft for its body."""
    return bool(proposal.owner_id == user.pk and has_part(user, Part.DRAFTS, proposal.body))


@rules.predicate
def reviews(user: Any, proposal: "Proposal") -> bool:
    """A second person of the body, who did not write the proposal."""
    return bool(proposal.owner_id != user.pk and has_part(user, Part.REVIEWS, proposal.body))


@rules.predicate
def decides(user: Any, proposal: "Proposal") -> bool:
    """The decision-maker whom the proposal names, while they hold that office, and never its owner."""
    return bool(
        proposal.decision_maker_id == user.pk
        and proposal.owner_id != user.pk
        and has_part(user, Part.DECIDES, proposal.body)
    )


def takes_part(user: Any) -> bool:
    """Say whether somebody reads proposals: colleagues, and inspectors."""
    return is_colleague(user) or bool(user.is_authenticated and user.holds("inspector"))


DRAFTS = "decisions.draft_for"
if not rules.perm_exists(DRAFTS):
    rules.add_perm(DRAFTS, drafts_for)
