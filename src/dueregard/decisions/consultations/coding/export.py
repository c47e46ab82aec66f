"""All answers with their themes as one table, in three queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding.identifying import redacted
from dueregard.decisions.consultations.coding.models import Coding, Redaction
from dueregard.decisions.consultations.models import Consultation
from figures import Column, Table, csv_text

HEADINGS = ("response", "as", "day", "question", "answer", "may be quoted", "themes")


def csv_of(consultation: Consultation) -> str:
    """Return one row for each answer. A response is known by a number that it has in this file alone."""
    columns = tuple(Column(name) for name in HEADINGS)
    return csv_text(Table("Answers", columns, tuple(_rows(consultation))))


def _rows(consultation: Consultation) -> Iterator[tuple[Any, ...]]:
    answers = Answer.objects.filter(question__consultation=consultation)
    themes: defaultdict[Any, list[str]] = defaultdict(list)
    codings = Coding.objects.filter(theme__consultation=consultation).order_by("theme__number")
    for pk, name in codings.values_list("answer_id", "theme__name"):
        themes[pk].append(name)
    spans: defaultdict[Any, list[tuple[int, int, str]]] = defaultdict(list)
    taken = Redaction.objects.filter(answer__question__consultation=consultation)
    for pk, begins, ends, reason in taken.values_list("answer_id", "begins", "ends", "reason"):
        spans[pk].append((begins, ends, reason))
    numbers: dict[Any, int] = {}
    rows = answers.select_related("question", "response__upload").order_by("response_id", "question__place")
    for one in rows:
        response = one.response
        yield (
            numbers.setdefault(response.pk, len(numbers) + 1),
            response.name or response.get_kind_display(),
            response.day.isoformat(),
            one.question.text,
            one.choice or redacted(one.words, spans[one.pk]),
            "yes" if one.may_be_quoted else "no",
            "; ".join(themes[one.pk]),
        )
