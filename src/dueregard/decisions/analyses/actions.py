"""Every write on the working paper of an analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.decisions.analyses.models import (
    Analysis,
    Cell,
    Citation,
    Considered,
    Effect,
    Mitigation,
    OtherGroup,
    Outcome,
)
from dueregard.decisions.models import Proposal, Stage
from dueregard.decisions.proposals.actions import held
from dueregard.decisions.refusals import AlreadyAdopted, AlreadyDecided, NotScreened
from dueregard.people.models import Person
from dueregard.records.duty import REQUIRED, Aim, Characteristic
from dueregard.records.models import EvidenceVersion


@dataclass(frozen=True)
class Said:
    """What is said in one cell, and the versions of evidence it relies on, each with its place."""

    effect: Effect | None
    reasoning: str
    cites: Sequence[tuple[EvidenceVersion, str]] = ()


@dataclass(frozen=True)
class Ending:
    """What the analysis comes to."""

    gaps: str
    changed: str
    outcome: Outcome | None
    justification: str = ""


@journal.action
def begin(proposal: Proposal, *, by: Person) -> Analysis:
    """Begin the analysis of a proposal, or another one after one was adopted; the one at work is gone on with.

    Raises
    ------
    NotScreened
        When no second person agreed to a screening that asks for an analysis.
    """
    proposal = held(proposal)
    require(by, Proposal.get_perm("analyse"), proposal)
    at_work = proposal.analyses.filter(is_adopted=False).first()
    if at_work is not None:
        return at_work
    if proposal.stage not in (Stage.ANALYSING, Stage.READY):
        raise NotScreened
    last = proposal.analyses.order_by("number").last()
    analysis = Analysis.objects.create(proposal=proposal, number=proposal.analyses.count() + 1, author=by)
    Cell.objects.bulk_create(Cell(analysis=analysis, characteristic=name, aim=aim) for name, aim in REQUIRED)
    if last is not None:
        _go_on_from(last, analysis)
    if proposal.stage == Stage.READY:
        proposal.stage = Stage.ANALYSING
        proposal.save(update_fields=["stage"])
    journal.record("began an equality analysis", analysis, by=by)
    return analysis


@journal.action
def consider(proposal: Proposal, version: EvidenceVersion, *, by: Person) -> Considered:
    """Put a version of evidence beside a proposal. After an analysis was adopted it stands there as after the event."""
    proposal = held(proposal)
    require(by, Proposal.get_perm("analyse"), proposal)
    there = proposal.considered.filter(version=version).first()
    if there is not None:
        return there
    considered = Considered.objects.create(proposal=proposal, version=version, by=by)
    journal.record("considered evidence", considered, by=by)
    return considered


@journal.action
def say(analysis: Analysis, characteristic: Characteristic, said: Mapping[Aim, Said], *, by: Person) -> None:
    """Write what is said of one characteristic, under each aim that the law asks about; what is cited is considered."""
    analysis = _at_work(analysis, by)
    for cell in analysis.cells.select_for_update().filter(characteristic=characteristic):
        this = said.get(Aim(cell.aim))
        if this is None:
            continue
        cell.effect = this.effect.value if this.effect is not None else ""
        cell.reasoning = this.reasoning
        cell.save(update_fields=["effect", "reasoning"])
        cell.citations.all().delete()
        Citation.objects.bulk_create(
            Citation(cell=cell, version=version, place=place) for version, place in this.cites
        )
        for version, _ in this.cites:
            consider(analysis.proposal, version, by=by)
    journal.record("wrote in an equality analysis", analysis, by=by, characteristic=str(characteristic.value))


@journal.action
def say_of_other_group(
    analysis: Analysis, name: str, *, effect: Effect, reasoning: str, by: Person
) -> OtherGroup:
    """Write what a proposal does to a group that is not one of the nine; with no reasoning, say nothing of it."""
    analysis = _at_work(analysis, by)
    group, _ = OtherGroup.objects.update_or_create(
        analysis=analysis, name=name, defaults={"effect": effect, "reasoning": reasoning}
    )
    journal.record("wrote in an equality analysis", analysis, by=by, group=name)
    return group


@journal.action
def forget_other_group(group: OtherGroup, *, by: Person) -> None:
    """Say nothing more of a group that is not one of the nine."""
    analysis = _at_work(group.analysis, by)
    group.delete()
    journal.record("took a group out of an equality analysis", analysis, by=by)


@journal.action
def mitigate(
    analysis: Analysis,
    what: str,
    *,
    cells: Sequence[Cell],
    owner: Person,
    due_on: date,
    token: UUID,
    by: Person,
) -> Mitigation:
    """Plan something about a bad effect: what, for which cells, by whom and until when. Sent twice, it is one."""
    analysis = _at_work(analysis, by)
    planned = analysis.mitigations.filter(pk=token).first()
    if planned is None:
        planned = Mitigation.objects.create(
            id=token, analysis=analysis, what=what, owner=owner, due_on=due_on
        )
        planned.cells.set(analysis.cells.filter(pk__in=[cell.pk for cell in cells]))
        journal.record("planned a mitigation", planned, by=by)
    return planned


@journal.action
def drop(mitigation: Mitigation, *, by: Person) -> None:
    """Take a planned mitigation out of the working paper."""
    analysis = _at_work(mitigation.analysis, by)
    mitigation.delete()
    journal.record("dropped a mitigation", analysis, by=by)


@journal.action
def end(analysis: Analysis, ending: Ending, *, by: Person) -> Analysis:
    """Write what the analysis comes to."""
    analysis = _at_work(analysis, by)
    analysis.gaps, analysis.changed = ending.gaps, ending.changed
    analysis.outcome = ending.outcome.value if ending.outcome is not None else ""
    analysis.justification = ending.justification
    analysis.save(update_fields=["gaps", "changed", "outcome", "justification"])
    journal.record("wrote what an equality analysis comes to", analysis, by=by)
    return analysis


def _at_work(analysis: Analysis, by: Person) -> Analysis:
    """Return the analysis with its proposal locked, where it may still be written on."""
    proposal = held(analysis.proposal)
    require(by, Proposal.get_perm("analyse"), proposal)
    if not proposal.is_open:
        raise AlreadyDecided
    analysis = Analysis.objects.select_for_update().get(pk=analysis.pk)
    analysis.proposal = proposal
    if analysis.is_adopted:
        raise AlreadyAdopted
    return analysis


def _go_on_from(last: Analysis, analysis: Analysis) -> None:
    """Begin another analysis with what the last one said, but for what changed because of it: that is said anew."""
    analysis.gaps, analysis.outcome, analysis.justification = last.gaps, last.outcome, last.justification
    analysis.save(update_fields=["gaps", "outcome", "justification"])
    cells = {(cell.characteristic, cell.aim): cell for cell in analysis.cells.all()}
    cites = []
    for before in last.cells.prefetch_related("citations"):
        cell = cells[before.characteristic, before.aim]
        cell.effect, cell.reasoning = before.effect, before.reasoning
        cites += [
            Citation(cell=cell, version_id=each.version_id, place=each.place)
            for each in before.citations.all()
        ]
    Cell.objects.bulk_update(cells.values(), ["effect", "reasoning"])
    Citation.objects.bulk_create(cites)
    OtherGroup.objects.bulk_create(
        OtherGroup(analysis=analysis, name=group.name, effect=group.effect, reasoning=group.reasoning)
        for group in last.other_groups.all()
    )
    for planned in last.mitigations.prefetch_related("cells"):
        again = Mitigation.objects.create(
            analysis=analysis, what=planned.what, owner_id=planned.owner_id, due_on=planned.due_on
        )
        again.cells.set([cells[cell.characteristic, cell.aim] for cell in planned.cells.all()])
