"""Every write of proposals and their screening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.decisions.models import Option, Proposal, Relevance, Screening, SecondView, Stage
from dueregard.decisions.refusals import (
    AlreadyDecided,
    CannotBeReached,
    NothingToAgree,
    WaitsForSecondPerson,
)
from dueregard.decisions.rules import DRAFTS
from dueregard.people.models import Person
from dueregard.records.models import Body
from dueregard.records.rules import Part, has_part


@dataclass(frozen=True)
class Wording:
    """What a proposal says."""

    title: str
    why: str
    what: str
    decide_by: date
    still_open: str = ""
    affects: Sequence[str] = ()
    touches: Sequence[str] = ()
    options: Sequence[str] = ()
    one_option_because: str = ""


@journal.action
def propose(wording: Wording, *, token: UUID, body: Body, decision_maker: Person, by: Person) -> Proposal:
    """Begin a proposal. The same token again is the same proposal, so a page that is sent twice begins one.

    Raises
    ------
    CannotBeReached
        When the decision-maker does not hold that office, or is who proposes.
    """
    require(by, DRAFTS, body)
    begun = Proposal.objects.filter(pk=token, owner=by).first()
    if begun is not None:
        return begun
    _check_decision_maker(decision_maker, body, owner=by)
    proposal = Proposal(id=token, body=body, owner=by, decision_maker=decision_maker)
    _write(proposal, wording)
    journal.record("began a proposal", proposal, by=by)
    return proposal


@journal.action
def write(proposal: Proposal, wording: Wording, *, decision_maker: Person, by: Person) -> Proposal:
    """Write a proposal anew, while it is not decided and no screening waits or was agreed without an analysis.

    What it changes after an analysis was adopted asks for another analysis: see `analyses.actions.begin`.
    """
    proposal = held(proposal)
    require(by, Proposal.get_perm("write"), proposal)
    if proposal.stage not in (Stage.DRAFT, Stage.ANALYSING):
        raise AlreadyDecided
    _check_decision_maker(decision_maker, proposal.body, owner=proposal.owner)
    proposal.decision_maker = decision_maker
    _write(proposal, wording)
    journal.record("wrote a proposal", proposal, by=by)
    return proposal


@journal.action
def screen(
    proposal: Proposal, answers: Mapping[str, bool], *, relevance: Relevance, because: str, by: Person
) -> Screening:
    """Say how relevant a proposal is to equality; a second person then agrees or sends it back."""
    proposal = held(proposal)
    require(by, Proposal.get_perm("screen"), proposal)
    if proposal.stage == Stage.SCREENING:
        raise WaitsForSecondPerson
    if proposal.stage not in (Stage.DRAFT, Stage.SCREENED_OUT):
        raise AlreadyDecided
    screening = Screening.objects.create(
        proposal=proposal, answers=dict(answers), relevance=relevance, because=because, by=by
    )
    _move(proposal, Stage.SCREENING)
    journal.record("screened a proposal", proposal, by=by, relevance=str(relevance.value))
    return screening


@journal.action
def view_screening(screening: Screening, *, is_agreed: bool, words: str = "", by: Person) -> SecondView:
    """Agree to a screening as a second person, or send it back with a reason."""
    proposal = held(screening.proposal)
    require(by, Proposal.get_perm("agree_screening"), proposal)
    latest = proposal.screenings.order_by("-at").first()
    if proposal.stage != Stage.SCREENING or latest is None or latest.pk != screening.pk:
        raise NothingToAgree
    view = SecondView.objects.create(screening=latest, is_agreed=is_agreed, words=words, by=by)
    if not is_agreed:
        _move(proposal, Stage.DRAFT)
    elif latest.relevance == Relevance.NONE:
        _move(proposal, Stage.SCREENED_OUT)
    else:
        _move(proposal, Stage.ANALYSING)
    deed = "agreed to a screening" if is_agreed else "sent a screening back"
    journal.record(deed, proposal, by=by)
    return view


@journal.action
def withdraw(proposal: Proposal, *, because: str, by: Person) -> Proposal:
    """Take a proposal back; what was written of it stays."""
    proposal = held(proposal)
    require(by, Proposal.get_perm("withdraw"), proposal)
    if not proposal.is_open:
        raise AlreadyDecided
    proposal.withdrawn_because = because
    proposal.stage = Stage.WITHDRAWN
    proposal.save(update_fields=["stage", "withdrawn_because"])
    journal.record("withdrew a proposal", proposal, by=by)
    return proposal


def held(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now, locked until the transaction ends: everything about it happens in turn."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("body").get(pk=proposal.pk)


def _move(proposal: Proposal, stage: Stage) -> None:
    proposal.stage = stage
    proposal.save(update_fields=["stage"])


def _check_decision_maker(person: Person, body: Body, *, owner: Person) -> None:
    if person.pk == owner.pk or not has_part(person, Part.DECIDES, body):
        raise CannotBeReached(f"{person} does not decide for {body}, or wrote the proposal.")


def _write(proposal: Proposal, wording: Wording) -> None:
    for name in ("title", "why", "what", "decide_by", "still_open", "one_option_because"):
        setattr(proposal, name, getattr(wording, name))
    proposal.affects, proposal.touches = list(wording.affects), list(wording.touches)
    proposal.save()
    proposal.options.all().delete()
    Option.objects.bulk_create(
        Option(proposal=proposal, place=place, text=text)
        for place, text in enumerate(wording.options, start=1)
    )
