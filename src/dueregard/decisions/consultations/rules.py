"""Who may do what with consultations."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.decisions.consultations.actors import CLOSING, INVITED, NETWORKS
from dueregard.decisions.rules import decides, owns
from dueregard.jobs import Actor
from dueregard.people.models import is_colleague
from dueregard.records.rules import HOME_CODE, Part, has_part

if TYPE_CHECKING:
    from dueregard.decisions.consultations.coding.models import Quotation
    from dueregard.decisions.consultations.models import Consultation
    from dueregard.decisions.proposals.models import Proposal


def reads_answers_of(user: Any, consultation: "Consultation") -> bool:
    """Say whether this person reads every answer: those who work on it, and nobody else of the body."""
    if isinstance(user, Actor) or not user.is_authenticated:
        return False
    proposal = consultation.proposal
    return bool(
        user.pk in (proposal.owner_id, proposal.decision_maker_id, consultation.who_considers_id)
        and user.may_sign_in
    ) or codes_for(user, proposal)


def codes_for(user: Any, proposal: "Proposal") -> bool:
    """Say whether this person puts themes to answers: the owner, the equality lead, the service's analysts."""
    return bool(
        owns(user, proposal)
        or has_part(user, Part.REVIEWS, proposal.body)
        or (proposal.body.code == HOME_CODE and user.is_authenticated and user.holds("analyst"))
    )


@rules.predicate
def begins(user: Any, proposal: "Proposal") -> bool:
    """The owner of the proposal."""
    return bool(owns(user, proposal))


@rules.predicate
def drafts(user: Any, consultation: "Consultation") -> bool:
    """The owner of the proposal."""
    return bool(owns(user, consultation.proposal))


@rules.predicate
def names_who_considers(user: Any, consultation: "Consultation") -> bool:
    """The decision-maker, who may ask somebody else to read the answers."""
    return bool(decides(user, consultation.proposal))


@rules.predicate
def considers(user: Any, consultation: "Consultation") -> bool:
    """Whoever is to consider the answers: the decision-maker, or somebody they named; never the owner."""
    if isinstance(user, Actor) or not user.is_authenticated:
        return False
    return bool(
        consultation.who_considers_id == user.pk
        and consultation.proposal.owner_id != user.pk
        and user.may_sign_in
    )


@rules.predicate
def reads(user: Any, consultation: "Consultation") -> bool:
    """Whoever works on it."""
    return reads_answers_of(user, consultation)


@rules.predicate
def codes(user: Any, consultation: "Consultation") -> bool:
    """The owner, the equality lead, an analyst."""
    return codes_for(user, consultation.proposal)


@rules.predicate
def answers_as_oneself(user: Any, consultation: "Consultation") -> bool:
    """Anybody who works here, where staff are asked."""
    return bool(is_colleague(user) and consultation.asks_staff)


@rules.predicate
def has_not_chosen_it(user: Any, quotation: "Quotation") -> bool:
    """Two people stand behind a quotation that was held: the one who chose it does not clear it."""
    return bool(quotation.chosen_by_id != user.pk)


@rules.predicate
def looks_again(user: Any, quotation: "Quotation") -> bool:
    """Whoever codes."""
    return codes_for(user, quotation.answer.question.consultation.proposal)


@rules.predicate
def is_invited(user: Any, subject: object = None) -> bool:
    """Whoever came by an invitation, which the page has opened."""
    return bool(user == INVITED)


@rules.predicate
def is_the_networks(user: Any, subject: object = None) -> bool:
    """What carries the word of networks, and nobody who signs in."""
    return bool(user == NETWORKS)


@rules.predicate
def is_the_clock(user: Any, subject: object = None) -> bool:
    """What happens by itself, and nobody who signs in."""
    return bool(user == CLOSING)
