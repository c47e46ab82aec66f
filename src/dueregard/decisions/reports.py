"""What pages of decisions show, for one person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.urls import reverse

from dueregard.almanac import clock
from dueregard.decisions.models import Adoption, Affected, Analysis, Considered, Decision, Proposal, Stage
from dueregard.records.models import Body, Document, EvidenceVersion

MOST_YOURS = 20


def listed(user: Any, *, q: str = "", stage: str = "") -> "QuerySet[Proposal]":
    """Return the proposals that somebody sees, narrowed, open ones first by the day they are decided by."""
    found = Proposal.objects.visible_to(user).select_related("body", "owner", "decision_maker", "decision")
    if q:
        found = found.filter(title__icontains=q)
    if stage in Stage.values:
        found = found.filter(stage=stage)
    is_over = Case(When(stage__in=[Stage.DECIDED, Stage.WITHDRAWN], then=Value(1)), default=Value(0))
    return found.order_by(is_over, "decide_by", "title", "id")


def waiting_for(user: Any) -> list[Proposal]:
    """Return the open proposals on which this person is to do something next, the soonest first."""
    found = (
        Proposal.objects.visible_to(user)
        .open()
        .filter(
            Q(owner_id=user.pk, stage__in=[Stage.DRAFT, Stage.ANALYSING])
            | Q(decision_maker_id=user.pk, stage__in=[Stage.READY, Stage.SCREENED_OUT])
            | Q(stage=Stage.SCREENING)
        )
        .select_related("body", "owner", "decision_maker")[:200]
    )
    named = {Stage.SCREENING: "agree_screening", Stage.READY: "decide", Stage.SCREENED_OUT: "decide"}
    return [
        each
        for each in found
        if user.has_perm(Proposal.get_perm(named.get(Stage(each.stage), "write")), each)
    ][:MOST_YOURS]


@dataclass(frozen=True)
class Next:
    """Something that this person can do with a proposal now."""

    words: str
    href: str
    is_main: bool = True


def page_of(proposal: Proposal, user: Any) -> dict[str, Any]:
    """Return what the page of a proposal shows."""
    adoption = (
        proposal.adoptions.select_related("adopted_by", "analysis__author").order_by("adopted_at").last()
    )
    working = proposal.analyses.filter(is_adopted=False).first()
    screening = proposal.screenings.select_related("by", "second_view__by").order_by("-at").first()
    return {
        "proposal": proposal,
        "options": list(proposal.options.all()),
        "affects": [each[1] for each in _labels_of(proposal)],
        "screening": screening,
        "working": working,
        "adoption": adoption,
        "attestation": adoption.attestations.select_related("person").order_by("at").last()
        if adoption
        else None,
        "decision": decision_of(proposal),
        "statement": statement_of(proposal),
        "may_state": proposal.stage == Stage.DECIDED and user.has_perm(Body.get_perm("draft"), proposal.body),
        "considered": considered_of(proposal, adoption, user),
        "next": next_steps(proposal, working, user),
        "is_late": proposal.is_open and proposal.decide_by < clock.today(),
    }


def decision_of(proposal: Proposal) -> Decision | None:
    """Return the decision on a proposal, where there is one."""
    return Decision.objects.filter(proposal=proposal).select_related("person", "option").first()


def statement_of(proposal: Proposal) -> Document | None:
    """Return the equality statement of a proposal, where it is begun, with how many editions are published."""
    found = Document.objects.filter(about_kind="proposal", about_id=proposal.pk)
    return found.annotate(published=Count("editions")).first()


@dataclass(frozen=True)
class SeenEvidence:
    """A version of evidence beside a proposal, and whether it came after the analysis was adopted."""

    considered: Considered
    is_after_the_event: bool


def considered_of(proposal: Proposal, adoption: Adoption | None, user: Any) -> list[SeenEvidence]:
    """Return the evidence beside a proposal that somebody may read, with what came after the event marked."""
    readable = EvidenceVersion.objects.visible_to(user)
    found = proposal.considered.filter(version__in=readable).select_related("version__evidence", "by")
    return [SeenEvidence(each, adoption is not None and each.at > adoption.adopted_at) for each in found]


def next_steps(proposal: Proposal, working: Analysis | None, user: Any) -> list[Next]:
    """Return what this person can do with a proposal now, what matters first."""
    steps = []
    for words, name, permission, stages, is_main in _STEPS:
        if proposal.stage in stages and user.has_perm(Proposal.get_perm(permission), proposal):
            steps.append(Next(words, reverse(name, args=[proposal.pk]), is_main))
    if working is None:
        return [each for each in steps if each.words not in (_GO_ON, _ADOPT)]
    return [each for each in steps if each.words not in (_BEGIN, _BEGIN_AGAIN)]


_GO_ON, _BEGIN, _BEGIN_AGAIN = "Go on with the analysis", "Begin the analysis", "Analyse it again"
_ADOPT = "Read the analysis and adopt it"
_STEPS = (
    ("Screen it for relevance", "screen-proposal", "screen", (Stage.DRAFT,), True),
    ("Look at the screening", "second-view", "agree_screening", (Stage.SCREENING,), True),
    (_GO_ON, "equality-analysis", "analyse", (Stage.ANALYSING,), True),
    (_BEGIN, "begin-analysis", "analyse", (Stage.ANALYSING,), True),
    (_ADOPT, "adopt-analysis", "adopt", (Stage.ANALYSING,), True),
    ("Read the analysis and attest", "attest", "attest", (Stage.READY,), True),
    ("Record the decision", "decide", "decide", (Stage.READY, Stage.SCREENED_OUT), True),
    ("Change the proposal", "write-proposal", "write", (Stage.DRAFT, Stage.ANALYSING), False),
    (_BEGIN_AGAIN, "begin-analysis", "analyse", (Stage.READY,), False),
    ("Screen it again", "screen-proposal", "screen", (Stage.SCREENED_OUT,), False),
    ("Evidence", "proposal-evidence", "analyse", tuple(Stage), False),
    (
        "Withdraw it",
        "withdraw-proposal",
        "withdraw",
        (Stage.DRAFT, Stage.SCREENING, Stage.SCREENED_OUT, Stage.ANALYSING, Stage.READY),
        False,
    ),
)


def _labels_of(proposal: Proposal) -> list[tuple[str, str]]:

    return [(code, Affected(code).label) for code in proposal.affects]
