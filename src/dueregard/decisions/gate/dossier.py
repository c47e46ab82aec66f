"""The dossier of a proposal: the sealed thread in the order in which it happened, and what was adopted, to read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dueregard.decisions.analyses.grid import COLOURS
from dueregard.decisions.consultations.coding.models import Outcome as ThemeOutcome
from dueregard.decisions.gate.models import Adoption
from dueregard.decisions.models import Considered, Decision, Effect, Outcome, Proposal, Relevance
from dueregard.decisions.proposals.models import QUESTIONS, Affected
from dueregard.people.models import Person
from dueregard.records.digests import sha256_of
from dueregard.records.duty import WHY_NOT_REQUIRED, Aim, Characteristic
from dueregard.records.models import EvidenceVersion


@dataclass(frozen=True)
class Source:
    """A version of evidence as it was cited."""

    title: str
    number: int
    says: str
    source: str
    about: tuple[date, ...]
    received_at: datetime
    place: str
    sha256: str


@dataclass(frozen=True)
class SaidOfAim:
    """What is said of a characteristic under one aim."""

    aim: str
    effect: str
    colour: str
    reasoning: str
    sources: tuple[Source, ...]
    lacks_a_source: bool
    why_not: str = ""


@dataclass(frozen=True)
class SaidOfCharacteristic:
    """What is said of a characteristic, under all three aims."""

    name: str
    aims: tuple[SaidOfAim, ...]


@dataclass(frozen=True)
class Planned:
    """A mitigation: what, by which office, until when, about what."""

    what: str
    owner: str
    due_on: date
    about: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A consultation, and how each theme of what people said ended."""

    title: str
    opened_at: datetime
    closed_at: datetime | None
    themes: tuple[tuple[str, str, str, str], ...]
    """Of each its name, what people said, how it ended, and because of what."""


@dataclass(frozen=True)
class Shown:
    """The content of an analysis, to read. All nine characteristics are in it, whatever was said of them."""

    title: str
    body: str
    why: str
    what: str
    affects: tuple[str, ...]
    options: tuple[str, ...]
    one_option_because: str
    author: str
    relevance: str
    relevance_because: str
    answers: tuple[tuple[str, str], ...]
    characteristics: tuple[SaidOfCharacteristic, ...]
    other_groups: tuple[tuple[str, str, str], ...]
    mitigations: tuple[Planned, ...]
    considered: tuple[Source, ...]
    consulted: tuple[Asked, ...]
    gaps: str
    changed: str
    outcome: str
    justification: str
    not_known: int
    cells: int


@dataclass(frozen=True)
class Step:
    """Something that was done about a proposal, when, and by which office."""

    at: datetime
    words: str
    by: str
    detail: str = ""


@dataclass(frozen=True)
class Dossier:
    """All of it."""

    proposal: Proposal
    steps: tuple[Step, ...]
    shown: Shown | None
    adoption: Adoption | None
    decision: Decision | None
    after_the_event: tuple[Source, ...]
    sha256: str
    is_sound: bool


RESTRICTED = "Evidence that only those who decide may read"


def shown(content: dict[str, Any], *, to: Any) -> Shown:
    """Return a content for somebody to read: of evidence that is not theirs to read, only that there is some."""
    keys = {version["id"] for cell in content["cells"] for version in cell["cites"]}
    keys |= {version["id"] for version in content["considered"]}
    found = EvidenceVersion.objects.visible_to(to).filter(pk__in=keys)
    readable = {str(key) for key in found.values_list("pk", flat=True)}
    proposal, screening = content["proposal"], content["screening"]
    cells = {(cell["characteristic"], cell["aim"]): cell for cell in content["cells"]}
    characteristics = tuple(
        SaidOfCharacteristic(
            each.label, tuple(_said(cells.get((each.value, aim.value)), aim, readable) for aim in Aim)
        )
        for each in Characteristic
    )
    said = [one for each in characteristics for one in each.aims if not one.why_not]
    return Shown(
        title=proposal["title"],
        body=proposal["body"],
        why=proposal["why"],
        what=proposal["what"],
        affects=tuple(Affected(code).label for code in proposal["affects"]),
        options=tuple(proposal["options"]),
        one_option_because=proposal["one_option_because"],
        author=content["author"]["office"],
        relevance=Relevance(screening["relevance"]).label if screening else "",
        relevance_because=screening.get("because", ""),
        answers=tuple(
            (question, "Yes" if screening["answers"].get(code) else "No") for code, question in QUESTIONS
        )
        if screening
        else (),
        characteristics=characteristics,
        other_groups=tuple(
            (group["name"], Effect(group["effect"]).label, group["reasoning"])
            for group in content["other_groups"]
        ),
        mitigations=tuple(_planned(each) for each in content["mitigations"]),
        considered=tuple(_source(each, readable) for each in content["considered"]),
        consulted=tuple(_asked(each) for each in content["consulted"]),
        gaps=content["gaps"],
        changed=content["changed"],
        outcome=Outcome(content["outcome"]).label if content["outcome"] else "",
        justification=content["justification"],
        not_known=sum(one.effect == Effect.NOT_KNOWN.label for one in said),
        cells=len(said),
    )


def of(proposal: Proposal, *, to: Any) -> Dossier:
    """Return the dossier of a proposal as somebody reads it."""
    adoption = proposal.adoptions.order_by("adopted_at").last()
    decision = Decision.objects.filter(proposal=proposal).select_related("option").first()
    late = [
        _late_source(each)
        for each in _considered(proposal, to)
        if adoption is not None and each.at > adoption.adopted_at
    ]
    return Dossier(
        proposal=proposal,
        steps=tuple(sorted(_steps(proposal, to), key=lambda step: step.at)),
        shown=shown(adoption.content, to=to) if adoption is not None else None,
        adoption=adoption,
        decision=decision,
        after_the_event=tuple(late),
        sha256=adoption.sha256 if adoption is not None else "",
        is_sound=adoption is None or adoption.sha256 == sha256_of(adoption.content),
    )


def _considered(proposal: Proposal, to: Any) -> list[Considered]:
    """Return what stands beside a proposal of the evidence that somebody may read, by when it was put there."""
    found = proposal.considered.filter(version__in=EvidenceVersion.objects.visible_to(to))
    return list(found.select_related("version__evidence").order_by("at"))


def _steps(proposal: Proposal, to: Any) -> list[Step]:
    steps = [Step(proposal.begun_at, "The proposal was begun", _office(proposal.owner))]
    for screening in proposal.screenings.select_related("by__staff", "second_view__by__staff"):
        relevance = screening.get_relevance_display().lower()
        steps.append(
            Step(screening.at, f"Screened: relevance {relevance}", _office(screening.by), screening.because)
        )
        view = getattr(screening, "second_view", None)
        if view is not None:
            words = (
                "A second person agreed to the screening" if view.is_agreed else "The screening was sent back"
            )
            steps.append(Step(view.at, words, _office(view.by), view.words))
    steps += [
        Step(each.version.received_at, f"Evidence received: {each.version}", "")
        for each in _considered(proposal, to)
    ]
    for each in proposal.consultations.all():
        if each.opened_at is not None:
            steps.append(Step(each.opened_at, f"The consultation “{each.title}” was opened", ""))
        if each.closed_at is not None:
            steps.append(Step(each.closed_at, f"The consultation “{each.title}” was closed", ""))
    for adoption in proposal.adoptions.select_related("adopted_by__staff", "analysis__author__staff"):
        analysis = adoption.analysis
        steps.append(
            Step(analysis.begun_at, f"Analysis {analysis.number} was begun", _office(analysis.author))
        )
        steps.append(
            Step(
                adoption.adopted_at,
                f"Analysis {analysis.number} was adopted",
                _office(adoption.adopted_by),
                f"Digest {adoption.sha256}",
            )
        )
        steps += [
            Step(each.at, f"Attested to analysis {analysis.number}", _office(each.person), each.words)
            for each in adoption.attestations.select_related("person__staff")
        ]
    decision = Decision.objects.filter(proposal=proposal).select_related("person__staff").first()
    if decision is not None:
        words = f"Decided: {decision.get_outcome_display().lower()}"
        steps.append(Step(decision.taken_at, words, _office(decision.person), decision.reasons))
        if decision.was_recorded_late:
            steps.append(
                Step(decision.recorded_at, "The decision was recorded late", _office(decision.person))
            )
    return steps


def _office(person: Person) -> str:
    """Return the office somebody holds here; whoever comes from outside has none, and is named."""
    staff = getattr(person, "staff", None)
    return staff.job_title if staff is not None else person.name


def _said(cell: dict[str, Any] | None, aim: Aim, readable: set[str]) -> SaidOfAim:
    if cell is None:
        return SaidOfAim(
            aim.label, "Not asked for", "grey", "", (), lacks_a_source=False, why_not=WHY_NOT_REQUIRED
        )
    counted = Effect(cell["counts_as"])
    return SaidOfAim(
        aim.label,
        counted.label if cell["effect"] else "Not assessed",
        COLOURS[counted],
        cell["reasoning"],
        tuple(_source(each, readable) for each in cell["cites"]),
        lacks_a_source=bool(cell["effect"]) and cell["effect"] != cell["counts_as"],
    )


def _source(version: dict[str, Any], readable: set[str]) -> Source:
    is_readable = version["id"] in readable
    return Source(
        title=version["title"] if is_readable else RESTRICTED,
        number=version["number"],
        says=version["says"] if is_readable else "",
        source=version["source"] if is_readable else "",
        about=tuple(date.fromisoformat(day) for day in version["about"]),
        received_at=datetime.fromisoformat(version["received_at"]),
        place=version["place"] if is_readable else "",
        sha256=version["sha256"],
    )


def _late_source(considered: Considered) -> Source:
    version = considered.version
    return Source(
        title=version.evidence.title,
        number=version.number,
        says=version.says,
        source=version.source,
        about=version.period or (),
        received_at=considered.at,
        place="",
        sha256=version.sha256,
    )


def _asked(consultation: dict[str, Any]) -> Asked:
    closed_at = consultation["closed_at"]
    return Asked(
        title=consultation["title"],
        opened_at=datetime.fromisoformat(consultation["opened_at"]),
        closed_at=datetime.fromisoformat(closed_at) if closed_at else None,
        themes=tuple(
            (
                theme["name"],
                theme["said"],
                ThemeOutcome(theme["outcome"]).label if theme["outcome"] else "",
                theme["because"],
            )
            for theme in consultation["themes"]
        ),
    )


def _planned(mitigation: dict[str, Any]) -> Planned:
    owner = mitigation["owner"]
    return Planned(
        what=mitigation["what"],
        owner=owner["office"] or _name_of(owner["id"]),
        due_on=date.fromisoformat(mitigation["due_on"]),
        about=tuple(
            f"{Characteristic(name).label}: {Aim(aim).label.lower()}" for name, aim in mitigation["cells"]
        ),
    )


def _name_of(key: str) -> str:
    """Return the name of somebody from outside, who has no office here."""
    person = Person.objects.filter(pk=UUID(key)).first()
    return person.name if person is not None else "somebody who is not on record any more"
