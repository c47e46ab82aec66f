"""Every write of a draft: it is written, its questions are set, and it is opened past the Gunning checks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations import gunning
from dueregard.decisions.consultations.locking import locked, save
from dueregard.decisions.consultations.models import (
    Audience,
    Consultation,
    Question,
    QuestionKind,
    Stage,
)
from dueregard.decisions.consultations.refusals import NotNow, Unready
from dueregard.decisions.models import Proposal
from dueregard.decisions.models import Stage as ProposalStage
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation
from dueregard.voice.models import Issue

MOST_QUESTIONS = 20
FORMATIVE = (
    ProposalStage.DRAFT,
    ProposalStage.SCREENING,
    ProposalStage.SCREENED_OUT,
    ProposalStage.ANALYSING,
)


@dataclass(frozen=True)
class Words:
    """What a draft says, and whom it asks."""

    title: str
    summary: str
    information: str
    closes_on: date
    audiences: Collection[Audience]
    networks: Collection[str] = ()
    papers: Sequence[tuple[str, str]] = ()
    young_summary: str = ""
    short_because: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as it is set."""

    text: str
    young_text: str = ""
    choices: Sequence[str] = ()


@journal.action
def begin(proposal: Proposal, words: Words, *, token: UUID, by: Person) -> Consultation:
    """Begin to consult on a proposal. The same token again is the same draft. The decision-maker is to consider it."""
    require(by, "decisions.begin_consultation", proposal)
    there = Consultation.objects.filter(pk=token).first()
    if there is not None:
        return there
    made = Consultation(pk=token, proposal=proposal, who_considers=proposal.decision_maker)
    _put(made, words)
    made.save(force_insert=True)
    journal.record("began a consultation", made, by=by)
    return made


@journal.action
def rewrite(consultation: Consultation, words: Words, *, version: int, by: Person) -> Consultation:
    """Change what a draft says."""
    require(by, Consultation.get_perm("write"), consultation)
    held = _draft(consultation, version)
    _put(held, words)
    save(held, *PUT)
    journal.record("changed a consultation", held, by=by)
    return held


@journal.action
def ask(consultation: Consultation, questions: Sequence[Asked], *, version: int, by: Person) -> Consultation:
    """Set the questions of a draft, all of them, in their order."""
    require(by, Consultation.get_perm("write"), consultation)
    held = _draft(consultation, version)
    if len(questions) > MOST_QUESTIONS:
        raise NotNow(f"Ask at most {MOST_QUESTIONS} questions.")
    held.questions.all().delete()
    Question.objects.bulk_create(
        Question(
            consultation=held,
            place=place,
            text=asked.text,
            young_text=asked.young_text,
            kind=QuestionKind.CHOICE if asked.choices else QuestionKind.WORDS,
            choices=list(asked.choices),
        )
        for place, asked in enumerate(questions, start=1)
    )
    save(held)
    journal.record("set the questions of a consultation", held, by=by, questions=len(questions))
    return held


@journal.action
def name_who_considers(consultation: Consultation, person: Person, *, by: Person) -> Consultation:
    """Let the decision-maker name who reads and considers the answers; they may do it themselves."""
    require(by, Consultation.get_perm("name_who_considers"), consultation)
    held = locked(consultation)
    if held.is_published or held.considered_at is not None:
        raise NotNow("The answers have been considered already.")
    if person.pk == held.proposal.owner_id:
        raise NotNow("The owner of a proposal does not consider the answers to it. Choose somebody else.")
    held.who_considers = person
    save(held, "who_considers")
    journal.record("named who considers a consultation", held, by=by)
    return held


@journal.action
def open_(consultation: Consultation, *, version: int, by: Person) -> Consultation:
    """Open a draft to everybody who is asked, from today.

    Raises
    ------
    Unready
        With a sentence for each of the Gunning checks that fails.
    """
    require(by, Consultation.get_perm("open"), consultation)
    held = _draft(consultation, version)
    found = gunning.refusals(facts_of(held))
    if found:
        raise Unready(tuple(refusal.sentence for refusal in found))
    held.stage, held.opened_at = Stage.OPEN, clock.now()
    save(held, "stage", "opened_at")
    journal.record("opened a consultation", held, by=by, warnings=len(gunning.warnings(facts_of(held))))
    return held


@journal.action
def led_by(consultation: Consultation, issue: Issue, *, by: Person) -> Consultation:
    """Say that an issue that all staff read led to the consultation; they stand on one thread from then on."""
    require(by, Consultation.get_perm("write"), consultation)
    if not Issue.objects.visible_to(by).filter(pk=issue.pk, is_shown=True).exists():
        raise NotNow("Choose an issue from the list.")
    thread.join(issue, consultation, relation=Relation.LED_TO, by=by)
    journal.record("said which issue led to a consultation", consultation, by=by)
    return consultation


def facts_of(consultation: Consultation) -> gunning.Facts:
    """Return what the Gunning gate looks at, were it opened today (or, once it is open, as it was opened)."""
    proposal = consultation.proposal
    questions = list(consultation.questions.all())
    considers = consultation.who_considers
    return gunning.Facts(
        is_formative=proposal.stage in FORMATIVE,
        still_open=proposal.still_open,
        options=proposal.options.count(),
        one_option_because=proposal.one_option_because,
        why=proposal.why,
        information=consultation.information,
        questions=len(questions),
        audiences=len(consultation.audiences),
        asks_networks_by_name=not consultation.asks_networks or bool(consultation.networks),
        is_young_version_whole=not consultation.has_young_version or all(one.young_text for one in questions),
        opens_on=consultation.opened_on or clock.today(),
        closes_on=consultation.closes_on,
        short_because=consultation.short_because,
        who_considers=considers.name if considers else "",
        considers_own_proposal=considers is not None and considers.pk == proposal.owner_id,
    )


PUT = (
    *("title", "summary", "information", "papers", "young_summary", "networks", "closes_on", "short_because"),
    *("asks_staff", "asks_networks", "asks_partners", "asks_public"),
)


def _put(consultation: Consultation, words: Words) -> None:
    consultation.title = words.title
    consultation.summary = words.summary
    consultation.information = words.information
    consultation.papers = [list(paper) for paper in words.papers]
    consultation.young_summary = words.young_summary
    active = set(Network.objects.active().values_list("code", flat=True)) if words.networks else set()
    consultation.networks = sorted(set(words.networks) & active)
    consultation.closes_on = words.closes_on
    consultation.short_because = words.short_because
    for audience in Audience:
        setattr(consultation, f"asks_{audience.value}", audience in words.audiences)


def _draft(consultation: Consultation, version: int) -> Consultation:
    held = locked(consultation, version)
    if not held.is_draft:
        raise NotNow("It is open. What people have been asked is not changed any more.")
    return held
