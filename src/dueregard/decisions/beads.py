"""How adopted analyses and proposals stand on the golden thread."""

from datetime import date

from django.urls import reverse

from dueregard.almanac.clock import day_of
from dueregard.decisions.models import Adoption, Proposal, Stage
from dueregard.thread import kinds
from dueregard.thread.kinds import Kind, Station


def register() -> None:
    """Let adopted analyses and proposals stand on the thread: a proposal at the place of the decision it waits for."""
    kinds.register(
        Kind(
            code="analysis",
            label="Analysis",
            model=Adoption,
            station=Station.ANALYSIS,
            stage=lambda adoption: "Adopted",
            title=lambda adoption: f"Equality analysis {adoption.content['number']}",
            day=lambda adoption: day_of(adoption.adopted_at),
            href=lambda adoption: reverse("dossier", args=[adoption.proposal_id]),
        )
    )
    kinds.register(
        Kind(
            code="proposal",
            label="Decision",
            model=Proposal,
            station=Station.DECISION,
            stage=lambda proposal: proposal.get_stage_display(),
            title=lambda proposal: proposal.title,
            day=_day_of,
            href=lambda proposal: reverse("proposal", args=[proposal.pk]),
        )
    )


def _day_of(proposal: Proposal) -> date | None:
    """Return the day on which it was decided, or is to be; a proposal that was withdrawn has none."""
    if proposal.stage == Stage.DECIDED:
        return day_of(proposal.decision.taken_at)
    return proposal.decide_by if proposal.is_open else None
