"""Every write of coding: themes, batches, what is taken back, redactions and quotations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding.identifying import Known, redacted, telling
from dueregard.decisions.consultations.coding.models import (
    Batch,
    Coding,
    Quotation,
    QuotationState,
    Redaction,
    Theme,
)
from dueregard.decisions.consultations.counts import LEAST
from dueregard.decisions.consultations.locking import locked
from dueregard.decisions.consultations.models import Consultation, Question
from dueregard.decisions.consultations.refusals import NotClosed, NotNow
from dueregard.people.models import Person, ServiceArea, Staff, Team

MOST_THEMES = 99


class NothingToUndo(NotNow):
    """This person has coded nothing of this question that could be taken back."""


class NotInTheAnswer(NotNow):
    """The words do not stand in the answer."""


@dataclass(frozen=True)
class Put:
    """The themes that somebody puts to one answer, by their numbers, and which of them were suggested."""

    themes: Collection[int]
    suggested: Collection[int] = ()


@journal.action
def add_theme(consultation: Consultation, name: str, *, by: Person) -> Theme:
    """Add a theme under the next number."""
    require(by, Consultation.get_perm("code"), consultation)
    held = locked(consultation)
    last = held.themes.order_by("-number").first()
    number = last.number + 1 if last else 1
    if number > MOST_THEMES:
        raise NotNow(f"There are {MOST_THEMES} themes already. Use one of them.")
    if held.themes.filter(name__iexact=name).exists():
        raise NotNow("There is a theme of this name already.")
    theme = Theme.objects.create(consultation=held, number=number, name=name, added_by=by)
    journal.record("added a theme to a consultation", theme, by=by)
    return theme


@journal.action
def rename_theme(theme: Theme, name: str, *, by: Person) -> Theme:
    """Give a theme a better name."""
    require(by, Consultation.get_perm("code"), theme.consultation)
    held = locked(theme.consultation)
    if held.themes.filter(name__iexact=name).exclude(pk=theme.pk).exists():
        raise NotNow("There is a theme of this name already.")
    theme.name = name
    theme.save(update_fields=["name"])
    journal.record("renamed a theme of a consultation", theme, by=by)
    return theme


@journal.action
def remove_theme(theme: Theme, *, by: Person) -> None:
    """Take away a theme that no answer has."""
    require(by, Consultation.get_perm("code"), theme.consultation)
    locked(theme.consultation)
    if theme.codings.exists() or theme.changes.exists() or theme.quotations.exists():
        raise NotNow("Answers have this theme, so it stays.")
    journal.record("took away a theme of a consultation", theme, by=by)
    theme.delete()


@journal.action
def code(
    question: Question, puts: Mapping[UUID, Put], *, shown: Sequence[UUID], by: Person
) -> tuple[Batch, int]:
    """Put themes to the answers of a batch; an answer with no theme that fits has an empty set of them.

    `shown` are the keys of the answers that were on the page, in their order: the next page goes on behind the last.
    What somebody else has coded meanwhile stays as they left it; return how many these were.
    """
    require(by, Consultation.get_perm("code"), question.consultation)
    held = _closed(question.consultation)
    batch = Batch.objects.create(question=question, ends_after=shown[-1], by=by)
    free = set(
        question.answers.select_for_update().uncoded().filter(pk__in=puts).values_list("pk", flat=True)
    )
    themes = {theme.number: theme for theme in held.themes.all()}
    Coding.objects.bulk_create(
        Coding(answer_id=pk, theme=themes[number], was_suggested=number in put.suggested, by=by)
        for pk, put in puts.items()
        if pk in free
        for number in sorted(set(put.themes))
        if number in themes
    )
    question.answers.filter(pk__in=free).update(batch=batch)
    journal.record("coded answers", batch, by=by, answers=len(free))
    return batch, len(puts) - len(free)


@journal.action
def undo(question: Question, *, by: Person) -> int:
    """Take back one's own last batch of a question; return how many answers wait again."""
    require(by, Consultation.get_perm("code"), question.consultation)
    _closed(question.consultation)
    batch = question.batches.filter(by=by).order_by("-at", "-id").first()
    if batch is None:
        raise NothingToUndo("You have coded nothing of this question that could be taken back.")
    answers = Answer.objects.filter(batch=batch)
    if Quotation.objects.filter(answer__in=answers).exists():
        raise NotNow("An answer of your last batch is quoted. Change its themes on its own page.")
    Coding.objects.filter(answer__in=answers).delete()
    many = answers.update(batch=None)
    journal.record("took back a batch of coded answers", batch, by=by, answers=many)
    batch.delete()
    return many


@journal.action
def recode(answer: Answer, numbers: Collection[int], *, by: Person) -> Answer:
    """Set the themes of one answer anew."""
    question = answer.question
    require(by, Consultation.get_perm("code"), question.consultation)
    held = _closed(question.consultation)
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    wanted = {theme.pk: theme for theme in held.themes.filter(number__in=numbers)}
    answer.codings.exclude(theme__in=wanted).delete()
    there = set(answer.codings.values_list("theme_id", flat=True))
    Coding.objects.bulk_create(
        Coding(answer=answer, theme=theme, by=by) for pk, theme in wanted.items() if pk not in there
    )
    if answer.batch_id is None:
        last = question.batches.filter(by=by).order_by("-at", "-id").first()
        answer.batch = Batch.objects.create(
            question=question, ends_after=last.ends_after if last else answer.pk, by=by
        )
        answer.save(update_fields=["batch"])
    journal.record("changed the themes of an answer", answer, by=by)
    return answer


# Redactions and quotations


@journal.action
def redact(answer: Answer, words: str, *, reason: str, by: Person) -> Redaction:
    """Take words out of what is published of an answer, wherever they stand first; quotations with them are gone."""
    require(by, Consultation.get_perm("code"), answer.question.consultation)
    _closed(answer.question.consultation)
    begins = _place_of(answer, words)
    made = Redaction.objects.create(
        answer=answer, begins=begins, ends=begins + len(words), reason=reason, by=by
    )
    gone = [one for one in answer.quotations.all() if words in one.words]
    Quotation.objects.filter(pk__in=[one.pk for one in gone]).delete()
    journal.record("redacted an answer", made, by=by, quotations_gone=len(gone))
    return made


@journal.action
def quote(answer: Answer, theme: Theme, words: str, *, by: Person) -> Quotation:
    """Choose words of an answer to be read in public under one of its themes.

    Only where whoever answered has agreed, and only words that are not redacted. Where something may tell who wrote
    them, or fewer than ten answered, they wait for a second person.
    """
    question = answer.question
    require(by, Consultation.get_perm("code"), question.consultation)
    held = _closed(question.consultation)
    if not answer.may_be_quoted:
        raise NotNow("Whoever wrote this did not agree to be quoted.")
    if not answer.codings.filter(theme=theme).exists():
        raise NotNow("Put this theme to the answer first.")
    if words not in as_published(answer):
        raise NotInTheAnswer(
            "These words do not stand in the answer like this, or some of them are redacted."
        )
    found = list(telling(words, known_names()))
    if held.responses.count() < LEAST:
        found.append("So few people answered that readers may guess who wrote it.")
    made = Quotation(
        answer=answer,
        theme=theme,
        found=found,
        is_telling=bool(found),
        state=QuotationState.HELD if found else QuotationState.CLEARED,
        chosen_by=by,
    )
    made.enclose(words)
    answer.quotations.filter(theme=theme).delete()
    made.save(force_insert=True)
    journal.record("chose a quotation", made, by=by, is_held=made.is_held)
    return made


@journal.action
def look(quotation: Quotation, *, is_cleared: bool, because: str = "", by: Person) -> Quotation:
    """Look at a quotation that was held, as a second person, and clear it or not."""
    require(by, Quotation.get_perm("look"), quotation)
    _closed(quotation.answer.question.consultation)
    held = Quotation.objects.select_for_update().get(pk=quotation.pk)
    if not held.is_held:
        raise NotNow("Somebody has looked at it already.")
    held.state = QuotationState.CLEARED if is_cleared else QuotationState.REFUSED
    held.looked_by, held.looked_at, held.looked_because = by, clock.now(), because
    held.save(update_fields=["state", "looked_by", "looked_at", "looked_because"])
    journal.record("cleared a quotation" if is_cleared else "refused a quotation", held, by=by)
    return held


@journal.action
def take_back(quotation: Quotation, *, by: Person) -> Quotation:
    """Let a quotation be read in public no more, from the next edition of the outcome on."""
    consultation = quotation.answer.question.consultation
    require(by, Consultation.get_perm("code"), consultation)
    locked(consultation)
    held = Quotation.objects.select_for_update().get(pk=quotation.pk)
    if held.state != QuotationState.CLEARED:
        raise NotNow("It is not to be published.")
    held.state = QuotationState.REFUSED
    held.save(update_fields=["state"])
    journal.record("took back a quotation", held, by=by)
    return held


def as_published(answer: Answer) -> str:
    """Return an answer without what is redacted."""
    return redacted(answer.words, [(one.begins, one.ends, one.reason) for one in answer.redactions.all()])


def known_names() -> Known:
    """Return the names that this body knows of its offices, its jobs and its people."""
    return Known(
        offices=frozenset(
            (
                *ServiceArea.objects.values_list("name", flat=True),
                *_places(Team.objects.values_list("name", flat=True)),
            )
        ),
        roles=frozenset(Staff.objects.employed().values_list("job_title", flat=True).distinct()),
        people=frozenset(Staff.objects.employed().values_list("person__name", flat=True)),
    )


def _places(names: Collection[str]) -> list[str]:
    """Leave out names that are no place, such as “Team 1”."""
    return [name for name in names if not name.lower().startswith("team ")]


def _place_of(answer: Answer, words: str) -> int:
    at = answer.words.find(words) if words else -1
    if at < 0:
        raise NotInTheAnswer("These words do not stand in the answer like this. Copy them exactly.")
    return at


def _closed(consultation: Consultation) -> Consultation:
    held = locked(consultation)
    if not held.is_closed:
        raise NotClosed(
            "Answers are read and coded once it is closed, and no more when its outcome is published."
        )
    return held
