"""The due-regard gate: the six principles of R (Brown) v SSWP [2008] EWHC 3158 (Admin), as checks that can fail.

Pure: facts in, refusals out. Each check looks at dates, digests and counts alone; none looks at how good a reason is,
which people judge.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dueregard.almanac.clock import day_of
from dueregard.design.wording import gov_date, gov_datetime

LONGEST_REVIEW = {"high": 12, "medium": 24, "low": 36, "none": 48}
"""Months until a decision is looked at again, by its relevance to equality."""


class Principle(StrEnum):
    """The six principles, by what each asks."""

    AWARE = "aware of the duty"
    TIMELY = "in time"
    SUBSTANCE = "with substance and an open mind"
    NOT_DELEGATED = "not delegated"
    CONTINUING = "continuing"
    RECORDED = "on record"


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done yet: the principle, and a sentence that names the date or the cell."""

    principle: Principle
    words: str


@dataclass(frozen=True)
class Evidence:
    """A version of evidence that is cited, and when it was received."""

    title: str
    received_at: datetime


@dataclass(frozen=True)
class Consulted:
    """A consultation on the proposal: when it was open, and which of its themes nobody has answered."""

    title: str
    closed_at: datetime | None
    undecided: tuple[str, ...] = ()
    last_decided_at: datetime | None = None


@dataclass(frozen=True)
class Paper:
    """An analysis as it stands: the working paper, or what was adopted."""

    author: UUID
    empty: tuple[str, ...] = ()
    unmitigated: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    changed: str = ""
    outcome: str = ""
    justification: str = ""


@dataclass(frozen=True)
class Adopted:
    """When a paper was adopted, by whom, under which digest, and which digest its content has now."""

    at: datetime
    by: UUID
    sha256: str
    sha256_now: str


@dataclass(frozen=True)
class Attested:
    """Who attested to which content, and when."""

    by: UUID
    at: datetime
    sha256: str


@dataclass(frozen=True)
class Screened:
    """A screening, and whether and when a second person agreed."""

    relevance: str
    by: UUID
    at: datetime
    agreed_by: UUID | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """All that the gate looks at."""

    owner: UUID
    decision_maker: UUID
    options: int = 0
    one_option_because: str = ""
    screened: Screened | None = None
    consulted: tuple[Consulted, ...] = ()
    paper: Paper | None = None
    adopted: Adopted | None = None
    attested: Attested | None = None
    unrecorded: tuple[str, ...] = field(default=())
    """What has no entry in the journal."""


@dataclass(frozen=True)
class Deciding:
    """A decision about to be recorded."""

    by: UUID
    taken_at: datetime
    recorded_at: datetime
    review_on: date | None
    outcome: str
    justification: str = ""


Check = Callable[[Facts, Deciding], Iterator[str]]


def refusals_to_adopt(facts: Facts, *, by: UUID, at: datetime) -> tuple[Refusal, ...]:
    """Return why the working paper cannot be adopted by this person at this moment; nothing when it can."""
    found = [Refusal(Principle.SUBSTANCE, words) for words in _with_substance(facts, at)]
    if facts.screened is None or facts.screened.agreed_at is None:
        found.append(Refusal(Principle.TIMELY, "The screening was not agreed by a second person."))
    paper = facts.paper
    if paper is not None and by == paper.author:
        found.append(
            Refusal(
                Principle.NOT_DELEGATED, "Whoever wrote the analysis does not adopt it: a second person does."
            )
        )
    if paper is not None:
        found += [Refusal(Principle.TIMELY, words) for words in _late_evidence(paper, at)]
    return tuple(found)


def refusals_to_attest(facts: Facts, *, by: UUID, at: datetime, sha256: str) -> tuple[Refusal, ...]:
    """Return why this person cannot attest to content with this digest at this moment; nothing when they can."""
    adopted = facts.adopted
    if adopted is None:
        return (Refusal(Principle.TIMELY, "There is no adopted analysis to attest to yet."),)
    found = []
    if adopted.at >= at:
        found.append(
            Refusal(
                Principle.TIMELY, f"The analysis was adopted on {gov_datetime(adopted.at)}, not before this."
            )
        )
    if sha256 != adopted.sha256:
        found.append(
            Refusal(
                Principle.AWARE, "The analysis that was read is not the one that is adopted. Read it again."
            )
        )
    found += [Refusal(Principle.NOT_DELEGATED, words) for words in _by_the_decision_maker(facts, by)]
    return tuple(found)


def refusals_to_decide(facts: Facts, deciding: Deciding) -> tuple[Refusal, ...]:
    """Return why a decision cannot be recorded, by principle; nothing when it can."""
    return tuple(
        Refusal(principle, words) for principle, check in CHECKS.items() for words in check(facts, deciding)
    )


def needs_an_analysis(facts: Facts) -> bool:
    """Say whether the screening has not agreed that there is nothing to analyse."""
    screened = facts.screened
    return screened is None or screened.relevance != "none" or screened.agreed_at is None


def _is_aware(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """The decision-maker attested, for this very content."""
    if not needs_an_analysis(facts) or facts.adopted is None:
        return
    if facts.attested is None:
        yield "The decision-maker has not attested to the analysis."
    elif facts.attested.sha256 != facts.adopted.sha256:
        yield (
            f"The attestation of {gov_datetime(facts.attested.at)} is to another analysis than the one adopted on "
            f"{gov_datetime(facts.adopted.at)}."
        )


def _is_timely(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """Evidence, adoption, attestation and decision came in this order, and nothing is dated ahead."""
    taken = gov_datetime(deciding.taken_at)
    if deciding.taken_at > deciding.recorded_at:
        yield f"The decision is dated {taken}, which is not past yet."
    if not needs_an_analysis(facts):
        screened = facts.screened
        if screened is not None and screened.agreed_at is not None and screened.agreed_at > deciding.taken_at:
            yield f"The screening was agreed on {gov_datetime(screened.agreed_at)}, after {taken}."
        return
    if facts.adopted is None:
        yield "No analysis is adopted."
        return
    if facts.paper is not None:
        yield from _late_evidence(facts.paper, facts.adopted.at)
    if facts.adopted.at > deciding.taken_at:
        yield f"The analysis was adopted on {gov_datetime(facts.adopted.at)}, after {taken}."
    if facts.attested is not None:
        if facts.adopted.at >= facts.attested.at:
            yield (
                f"The attestation of {gov_datetime(facts.attested.at)} is not after the adoption of "
                f"{gov_datetime(facts.adopted.at)}."
            )
        if facts.attested.at > deciding.taken_at:
            yield f"The attestation was made on {gov_datetime(facts.attested.at)}, after {taken}."


def _has_substance(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """The cells are filled, there was a choice, what people said was answered, bad effects are met."""
    if not needs_an_analysis(facts):
        return
    if facts.adopted is not None:
        yield from _with_substance(facts, facts.adopted.at)
    if deciding.outcome == "despite" and not deciding.justification.strip():
        yield "Going ahead despite a bad effect needs a justification."


def _is_not_delegated(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """Whoever attests and decides is the named decision-maker, and not an author."""
    yield from _by_the_decision_maker(facts, deciding.by)
    if needs_an_analysis(facts) and facts.attested is not None and facts.attested.by != deciding.by:
        yield "The attestation is another person’s than the decision."
    if facts.paper is not None and facts.adopted is not None and facts.adopted.by == facts.paper.author:
        yield "Whoever wrote the analysis adopted it."
    screened = facts.screened
    if screened is not None and screened.agreed_by is not None and screened.agreed_by == screened.by:
        yield "Whoever screened the proposal agreed to the screening."


def _is_continuing(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """A day is set on which the decision is looked at again, soon enough for what it is about."""
    if deciding.review_on is None:
        yield "No day is set to review the decision."
        return
    taken = day_of(deciding.taken_at)
    relevance = facts.screened.relevance if facts.screened else "high"
    last = months_after(taken, LONGEST_REVIEW[relevance])
    if deciding.review_on <= taken:
        yield f"The review on {gov_date(deciding.review_on)} is not after the decision."
    elif deciding.review_on > last:
        yield (
            f"The review on {gov_date(deciding.review_on)} is too late: relevance is {relevance}, so it is due by "
            f"{gov_date(last)}."
        )


def _is_recorded(facts: Facts, deciding: Deciding) -> Iterator[str]:
    """What was adopted is what the digest says, and each step has its entry in the journal."""
    if (
        facts.adopted is not None
        and needs_an_analysis(facts)
        and facts.adopted.sha256 != facts.adopted.sha256_now
    ):
        yield f"The analysis adopted on {gov_datetime(facts.adopted.at)} is not what was adopted: its digest differs."
    for step in facts.unrecorded:
        yield f"The journal has no entry for this step: {step}."


CHECKS: dict[Principle, Check] = {
    Principle.AWARE: _is_aware,
    Principle.TIMELY: _is_timely,
    Principle.SUBSTANCE: _has_substance,
    Principle.NOT_DELEGATED: _is_not_delegated,
    Principle.CONTINUING: _is_continuing,
    Principle.RECORDED: _is_recorded,
}


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last one of that month where it has fewer days."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError  # every month has 28 days


def _with_substance(facts: Facts, at: datetime) -> Iterator[str]:
    paper = facts.paper
    if paper is None:
        yield "There is no analysis."
        return
    for cell in paper.empty:
        yield f"Nothing is said yet on “{cell}”."
    if paper.outcome != "despite" or not paper.justification.strip():
        for cell in paper.unmitigated:
            yield f"Nothing is planned about the effect on “{cell}”, and going ahead despite it is not justified."
    if not paper.changed.strip():
        yield "Nothing is said about what changed because of the analysis."
    if not paper.outcome:
        yield "The analysis recommends nothing yet."
    if facts.options < 2 and not facts.one_option_because.strip():
        yield "There is one option only, and no reason why."
    for consulted in facts.consulted:
        if consulted.closed_at is None or consulted.closed_at > at:
            yield f"The consultation “{consulted.title}” was still open on {gov_date(day_of(at))}."
        for theme in consulted.undecided:
            yield f"The theme “{theme}” of the consultation “{consulted.title}” is not answered."
        if consulted.last_decided_at is not None and consulted.last_decided_at > at:
            yield (
                f"A theme of the consultation “{consulted.title}” was answered on "
                f"{gov_datetime(consulted.last_decided_at)}, after {gov_datetime(at)}."
            )


def _late_evidence(paper: Paper, at: datetime) -> Iterator[str]:
    for each in paper.evidence:
        if each.received_at > at:
            yield f"“{each.title}” was received on {gov_datetime(each.received_at)}, after {gov_datetime(at)}."


def _by_the_decision_maker(facts: Facts, by: UUID) -> Iterator[str]:
    if by != facts.decision_maker:
        yield "Only the decision-maker whom the proposal names can do this."
    if by == facts.owner or (facts.paper is not None and by == facts.paper.author):
        yield "Whoever wrote the proposal or its analysis cannot do this."
