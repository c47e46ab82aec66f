"""Adopt, attest, decide: the three writes that the gate allows or refuses."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.analyses.content import content_of
from dueregard.decisions.gate import rule
from dueregard.decisions.gate.facts import ADOPTED, ATTESTED, facts_of
from dueregard.decisions.models import (
    Adoption,
    Analysis,
    Attestation,
    Decision,
    Option,
    Outcome,
    Proposal,
    Stage,
)
from dueregard.decisions.proposals.actions import held
from dueregard.decisions.refusals import AlreadyAdopted, AlreadyDecided, AtTheGate, NotNow
from dueregard.people.models import Person
from dueregard.records.digests import sha256_of
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation

TO_ATTEST = (
    "I have read this equality analysis. I understand the duty to have due regard to the need to eliminate "
    "discrimination, advance equality of opportunity and foster good relations (Equality Act 2010, section 149). "
    "I have considered it with an open mind, and I decide in the light of it."
)
"""What a decision-maker attests to."""


class NotReady(NotNow):
    """There is no adopted analysis to decide on, or another one is being written."""


@dataclass(frozen=True)
class Deciding:
    """What is decided, when, and when it is looked at again."""

    outcome: Outcome
    reasons: str
    review_on: date | None
    option: Option | None = None
    justification: str = ""
    meeting: str = ""
    taken_at: datetime | None = None
    """When it was taken; now, unless it is recorded late."""


@journal.action
def adopt(analysis: Analysis, *, by: Person) -> Adoption:
    """Adopt an analysis: its content is sealed under a digest, and it cannot be written on any more.

    Raises
    ------
    AtTheGate
        With each empty cell, late version of evidence, unanswered theme, or whatever else is missing.
    """
    proposal = held(analysis.proposal)
    require(by, Proposal.get_perm("adopt"), proposal)
    analysis = Analysis.objects.select_for_update().get(pk=analysis.pk)
    if analysis.is_adopted:
        raise AlreadyAdopted
    if proposal.stage != Stage.ANALYSING:
        raise AlreadyDecided
    now = clock.now()
    refusals = rule.refusals_to_adopt(facts_of(proposal), by=by.pk, at=now)
    if refusals:
        raise AtTheGate(refusals)
    content = content_of(analysis)
    adoption = Adoption.objects.create(
        proposal=proposal,
        analysis=analysis,
        content=content,
        sha256=sha256_of(content),
        adopted_by=by,
        adopted_at=now,
    )
    analysis.is_adopted = True
    analysis.save(update_fields=["is_adopted"])
    proposal.stage = Stage.READY
    proposal.save(update_fields=["stage"])
    thread.join(adoption, proposal, relation=Relation.LED_TO, by=by)
    journal.record(ADOPTED, adoption, by=by, sha256=adoption.sha256)
    return adoption


@journal.action
def attest(adoption: Adoption, *, sha256: str, by: Person) -> Attestation:
    """Attest to have read an adopted analysis: the one with the digest that was shown.

    Raises
    ------
    AtTheGate
        When another content is adopted by now, or it is not for this person to attest.
    """
    proposal = held(adoption.proposal)
    require(by, Proposal.get_perm("attest"), proposal)
    if proposal.stage != Stage.READY:
        raise NotReady
    now = clock.now()
    refusals = rule.refusals_to_attest(facts_of(proposal), by=by.pk, at=now, sha256=sha256)
    if refusals:
        raise AtTheGate(refusals)
    latest = proposal.adoptions.order_by("adopted_at").last()
    assert latest is not None
    attestation = Attestation.objects.create(
        adoption=latest, sha256=sha256, words=TO_ATTEST, person=by, at=now
    )
    journal.record(ATTESTED, attestation, by=by, sha256=sha256)
    return attestation


@journal.action
def decide(proposal: Proposal, deciding: Deciding, *, by: Person) -> Decision:
    """Record a decision, if the gate lets it through.

    Raises
    ------
    AtTheGate
        With each date, cell or person that fails, by the principle it belongs to.
    """
    proposal = held(proposal)
    require(by, Proposal.get_perm("decide"), proposal)
    if not proposal.is_open:
        raise AlreadyDecided
    now = clock.now()
    taken_at = deciding.taken_at or now
    facts = facts_of(proposal)
    if proposal.stage not in (Stage.READY, Stage.SCREENED_OUT):
        raise AtTheGate(_not_yet(facts, by, taken_at, now, deciding))
    refusals = rule.refusals_to_decide(facts, _about_to(by, taken_at, now, deciding))
    if refusals:
        raise AtTheGate(refusals)
    is_analysed = proposal.stage == Stage.READY
    adoption = proposal.adoptions.order_by("adopted_at").last() if is_analysed else None
    attestation = adoption.attestations.order_by("at").last() if adoption is not None else None
    screening = proposal.screenings.select_related("second_view").order_by("-at").first()
    assert deciding.review_on is not None
    with transaction.atomic():
        decision = Decision.objects.create(
            proposal=proposal,
            adoption=adoption,
            attestation=attestation,
            screened_out=None if is_analysed or screening is None else screening.second_view,
            option=deciding.option,
            outcome=deciding.outcome,
            reasons=deciding.reasons,
            justification=deciding.justification,
            meeting=deciding.meeting,
            person=by,
            taken_at=taken_at,
            recorded_at=now,
            review_on=deciding.review_on,
        )
    proposal.stage = Stage.DECIDED
    proposal.save(update_fields=["stage"])
    journal.record("decided a proposal", decision, by=by, outcome=str(deciding.outcome.value))
    return decision


def _about_to(by: Person, taken_at: datetime, now: datetime, deciding: Deciding) -> rule.Deciding:
    return rule.Deciding(
        by=by.pk,
        taken_at=taken_at,
        recorded_at=now,
        review_on=deciding.review_on,
        outcome=str(deciding.outcome.value),
        justification=deciding.justification,
    )


def _not_yet(
    facts: rule.Facts, by: Person, taken_at: datetime, now: datetime, deciding: Deciding
) -> tuple[rule.Refusal, ...]:
    """Return why a proposal that is not ready cannot be decided; a new analysis at work is a reason too."""
    found = rule.refusals_to_decide(facts, _about_to(by, taken_at, now, deciding))
    at_work = rule.Refusal(rule.Principle.TIMELY, "The proposal is still being screened or analysed.")
    return (at_work, *found)
