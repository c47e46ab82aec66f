"""What stands on the page on which answers are coded: the next ten, what may be suggested, and how far one has come.

It asks the same few questions whether 50 people answered or 5,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding.models import Coding, Theme
from dueregard.decisions.consultations.coding.suggesting import learn, suggest
from dueregard.decisions.consultations.models import Question
from dueregard.people.models import Person

IN_A_BATCH = 10
LEARNT_FROM = 300
"""Coded answers from which words are counted; more would only be slower."""


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for its themes, and those that counting words suggests."""

    answer: Answer
    suggested: tuple[Theme, ...]


@dataclass(frozen=True)
class Progress:
    """How many answers to a question are coded, of how many."""

    coded: int
    of: int

    @property
    def words(self) -> str:
        """As it is shown."""
        return f"Coded {self.coded:,} of {self.of:,}"

    @property
    def is_done(self) -> bool:
        """Whether nothing waits."""
        return self.coded == self.of


def progress(question: Question) -> Progress:
    """Return how far the coding of a question has come."""
    of = question.answers.count()
    return Progress(of - question.answers.uncoded().count(), of)


def next_batch(question: Question, themes: Sequence[Theme], *, by: Person) -> list[Waiting]:
    """Return the next answers behind the last that this person was shown; then, from the beginning, what is left."""
    waiting = question.answers.uncoded().order_by("id")
    last = question.batches.filter(by=by).order_by("-at", "-id").values_list("ends_after", flat=True).first()
    found = list(waiting.filter(pk__gt=last)[:IN_A_BATCH]) if last else []
    return with_suggestions(question, found or list(waiting[:IN_A_BATCH]), themes)


def with_suggestions(question: Question, answers: Sequence[Answer], themes: Sequence[Theme]) -> list[Waiting]:
    """Return answers with the themes that counting the words of coded ones suggests; nothing of it is kept."""
    if not answers:
        return []
    by_key = {theme.pk: theme for theme in themes}
    coded = question.answers.exclude(batch=None).prefetch_related(
        Prefetch("codings", Coding.objects.order_by())
    )
    weights = learn(
        (one.words, [coding.theme_id for coding in one.codings.all()])
        for one in coded.order_by("-id")[:LEARNT_FROM]
    )
    return [
        Waiting(one, tuple(by_key[pk] for pk in suggest(one.words, weights) if pk in by_key))
        for one in answers
    ]
