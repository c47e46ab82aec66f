"""Proposals of the tests, as far as a test needs them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from dueregard.almanac import clock
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.analyses.actions import Ending, Said
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate.actions import Deciding
from dueregard.decisions.models import (
    Adoption,
    Analysis,
    Attestation,
    Decision,
    Effect,
    Mitigation,
    OtherGroup,
    Outcome,
    Proposal,
    Relevance,
    Screening,
)
from dueregard.decisions.proposals import actions as proposals
from dueregard.decisions.proposals.actions import Wording
from dueregard.decisions.statements import actions as statements
from dueregard.people.models import Person
from dueregard.records import actions as records
from dueregard.records import bodies
from dueregard.records.digests import sha256_of
from dueregard.records.documents import actions as documents
from dueregard.records.documents.content import content_of
from dueregard.records.duty import Aim, Characteristic
from dueregard.records.models import Body, EvidenceKind, EvidenceVersion, Statement

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANSWERS = {"people": True, "numbers": True, "known": True, "concern": True, "aims": True}
SURVEY = records.Wording("Of 410 carers, 60% used annual leave to care.", "Invented carers' survey", None)


@dataclass
class Watch:
    """A clock that goes on when it is told to."""

    moment: datetime = START

    @contextmanager
    def running(self) -> Iterator["Watch"]:
        """Let the house's clock show this one's time."""
        with clock.standing_at(self.moment):
            yield self

    def later(self, minutes: int = 1) -> "Watch":
        """Go on."""
        self.moment += timedelta(minutes=minutes)
        return self


def wording(title: str = "Working carers’ leave", **changes: object) -> Wording:
    """Return what a proposal of the tests says."""
    said: dict[str, object] = {
        "title": title,
        "why": "Carers use annual leave to care.",
        "what": "Five paid days a year.",
        "decide_by": date(2026, 6, 30),
        "still_open": "How half days are taken.",
        "affects": ("staff",),
        "touches": ("sex", "age", "disability"),
        "options": ("Five paid days", "Only the unpaid week of the law"),
    }
    return Wording(**(said | changes))  # type: ignore[arg-type]  # the names are those of the class


@dataclass
class Case:
    """A proposal with the people about it."""

    owner: Person
    second: Person
    maker: Person
    watch: Watch = field(default_factory=Watch)
    proposal: Proposal = field(init=False)

    def proposed(self, *, body: Body | None = None, **changes: object) -> "Case":
        """Begin the proposal, for the service unless another body is named."""
        with self.watch.later().running():
            self.proposal = proposals.propose(
                wording(**changes),  # type: ignore[arg-type]
                token=uuid4(),
                body=body or bodies.home(),
                decision_maker=self.maker,
                by=self.owner,
            )
        return self

    def screened(self, relevance: Relevance = Relevance.HIGH) -> Screening:
        """Screen it; nobody has agreed yet."""
        with self.watch.later().running():
            return proposals.screen(
                self.proposal, ANSWERS, relevance=relevance, because="It is about staff.", by=self.owner
            )

    def agreed(self, relevance: Relevance = Relevance.HIGH) -> "Case":
        """Screen it and let the second person agree."""
        screening = self.screened(relevance)
        with self.watch.later().running():
            proposals.view_screening(screening, is_agreed=True, by=self.second)
        self.proposal.refresh_from_db()
        return self

    def evidence(self, title: str = "Carers’ survey", **changes: object) -> EvidenceVersion:
        """Keep some evidence."""
        with self.watch.later().running():
            return records.add_evidence(
                title,
                SURVEY,
                kind=EvidenceKind.RESEARCH,
                characteristics=["sex"],
                body=self.proposal.body,
                by=self.owner,
                **changes,  # type: ignore[arg-type]
            )

    def begun(self) -> Analysis:
        """Begin the analysis."""
        with self.watch.later().running():
            return analyses.begin(self.proposal, by=self.owner)

    def said(
        self,
        analysis: Analysis,
        characteristic: Characteristic = Characteristic.SEX,
        *,
        effect: Effect | None = Effect.NOT_KNOWN,
        reasoning: str = "More women than men care.",
        cites: tuple[EvidenceVersion, ...] = (),
    ) -> None:
        """Say the same under each aim of one characteristic."""
        said = Said(effect, reasoning, tuple((version, "page 3") for version in cites))
        with self.watch.later().running():
            analyses.say(analysis, characteristic, dict.fromkeys(Aim, said), by=self.owner)

    def filled(self) -> Analysis:
        """Begin the analysis and say something of everything, with one source."""
        analysis = self.begun()
        version = self.evidence()
        for characteristic in Characteristic:
            self.said(
                analysis, characteristic, cites=(version,) if characteristic == Characteristic.SEX else ()
            )
        with self.watch.later().running():
            ending = Ending("No figures on faith.", "Half days were added.", Outcome.ADJUST)
            analyses.end(analysis, ending, by=self.owner)
        return analysis

    def adopted(self) -> Adoption:
        """Go on until the analysis is adopted."""
        analysis = self.filled()
        with self.watch.later().running():
            return gate.adopt(analysis, by=self.second)

    def attested(self) -> Attestation:
        """Go on until the decision-maker has attested."""
        adoption = self.adopted()
        with self.watch.later().running():
            return gate.attest(adoption, sha256=adoption.sha256, by=self.maker)

    def deciding(self, **changes: object) -> Deciding:
        """Return a decision that may be taken."""
        said: dict[str, object] = {
            "outcome": Outcome.ADJUST,
            "reasons": "It keeps people who care at work.",
            "review_on": date(2027, 1, 15),
        }
        return Deciding(**(said | changes))  # type: ignore[arg-type]


def case_of(cast: dict[str, Person]) -> Case:
    """Return a proposal's people from the cast."""
    return Case(cast["policy-owner"], cast["equality-lead"], cast["executive"])


@dataclass
class Furniture:
    """A body's proposals at the stages that pages need, and a piece of its evidence."""

    at_work: Proposal
    group: OtherGroup
    mitigation: Mitigation
    waiting: Proposal
    ready: Proposal
    evidence: EvidenceVersion
    statement: Statement

    def key(self, pattern: str) -> UUID:
        """Return the key of the record that a route of this pattern is about."""
        if pattern.startswith("/evidence/"):
            return self.evidence.evidence_id
        if pattern.startswith(("/documents/", "/published/")):
            return self.statement.document_id
        if "/second-view/" in pattern:
            return self.waiting.pk
        at_the_gate = ("/attest/", "/decide/", "/dossier")
        return self.ready.pk if any(part in pattern for part in at_the_gate) else self.at_work.pk

    def parameters(self, pattern: str) -> dict[str, object]:
        """Return the parameters of a route."""
        return {
            "pk": self.key(pattern),
            "group": self.group.pk,
            "mitigation": self.mitigation.pk,
            "characteristic": "sex",
            "statement": self.statement.pk,
            "number": 1,
        }


def furnish(case: Callable[[], Case], *, body: Body) -> Furniture:
    """Make what the pages of a body's decisions need: each proposal by the people of a case."""
    working = case().proposed(body=body, title=f"Half days at {body.code}").agreed()
    analysis = working.begun()
    working.said(analysis, effect=Effect.NEGATIVE)
    with working.watch.later().running():
        group = analyses.say_of_other_group(
            analysis, "Carers", effect=Effect.POSITIVE, reasoning="It is for them.", by=working.owner
        )
        mitigation = analyses.mitigate(
            analysis,
            "Count half days",
            cells=list(analysis.cells.filter(effect=Effect.NEGATIVE)),
            owner=working.second,
            due_on=date(2030, 1, 1),
            token=uuid4(),
            by=working.owner,
        )
    waiting = case().proposed(body=body, title=f"Later hours at {body.code}")
    waiting.screened()
    ready = case().proposed(body=body, title=f"Working carers’ leave at {body.code}").agreed()
    ready.adopted()
    return Furniture(
        working.proposal,
        group,
        mitigation,
        waiting.proposal,
        ready.proposal,
        working.evidence("Pay by grade"),
        published(case().proposed(body=body, title=f"Quiet rooms at {body.code}").agreed()),
    )


def decided(case: Case) -> Decision:
    """Go on until it is decided."""
    case.attested()
    with case.watch.later().running():
        return gate.decide(case.proposal, case.deciding(), by=case.maker)


def published(case: Case) -> Statement:
    """Go on until the equality statement is published, and return one of its sentences."""
    decided(case)
    with case.watch.later().running():
        document = statements.begin(case.proposal, by=case.owner)
        sha256 = sha256_of(content_of(document))
        documents.review(document, sha256=sha256, by=case.second)
        documents.approve(document, sha256=sha256, by=case.maker)
        documents.publish(document, by=case.owner)
    return document.statements.filter(section="introduction")[0]
