"""What an outcome says, as it is published: plain values, in the sections in which such outcomes are read.

The shape is that of outcomes of consultations of public bodies: a title and a summary, contents, the day of
publication and of each update, sections, and attachments. What it says of numbers comes from `counts` alone.
"""

from typing import Any

from django.db.models import Count

from dueregard.decisions.consultations import counts
from dueregard.decisions.consultations.answering.models import NAMED_BODIES, Answer
from dueregard.decisions.consultations.coding.models import Quotation, QuotationState, Theme
from dueregard.decisions.consultations.equality.models import CHARACTERISTICS, EqualityAnswers
from dueregard.decisions.consultations.models import Consultation, QuestionKind
from dueregard.design.wording import gov_date

MOST_QUOTATIONS = 5


def of(consultation: Consultation) -> dict[str, Any]:
    """Return everything that the outcome says now, ready to be kept as JSON."""
    return {
        "title": consultation.title,
        "summary": consultation.summary,
        "introduction": consultation.introduction,
        "asked": {
            "opened": gov_date(consultation.opened_on),
            "closed": gov_date(consultation.closes_on),
            "why_short": consultation.short_because,
            "audiences": [audience.label for audience in consultation.audiences],
            "questions": [question.text for question in consultation.questions.all()],
        },
        "answered": _answered(consultation),
        "choices": _choices(consultation),
        "themes": _themes(consultation),
        "replies": _replies(consultation),
        "heard": heard(consultation),
        "next_steps": consultation.next_steps,
        "late_because": consultation.late_because if _is_late(consultation) else "",
        "considered": {
            "by": _who_considered(consultation),
            "on": gov_date(consultation.considered_at),
        },
        "attachments": [{"title": title, "href": href} for title, href in consultation.papers],
    }


def heard(consultation: Consultation) -> list[dict[str, Any]]:
    """Return who was heard and who was not: a table for each characteristic, made safe by `counts`."""
    rows = list(EqualityAnswers.objects.filter(consultation=consultation).values(*CHARACTERISTICS))
    if not rows:
        return []
    return [
        as_values(counts.table(title, levels, (row[name] for row in rows)))
        for name, (title, levels) in CHARACTERISTICS.items()
    ]


def as_values(made: counts.Table) -> dict[str, Any]:
    """Return a table as it is kept."""
    return {
        "title": made.title,
        "total": made.total,
        "lines": [{"level": line.level, "words": line.words} for line in made.lines],
    }


def _answered(consultation: Consultation) -> dict[str, Any]:
    people = consultation.responses.exclude(kind__in=NAMED_BODIES).count()
    bodies = consultation.responses.filter(kind__in=NAMED_BODIES).order_by("name")
    return {"people": counts.about(people), "bodies": list(bodies.values_list("name", flat=True))}


def _choices(consultation: Consultation) -> list[dict[str, Any]]:
    asked = consultation.questions.filter(kind=QuestionKind.CHOICE)
    chosen: dict[Any, list[str]] = {question.pk: [] for question in asked}
    rows = Answer.objects.filter(question__in=asked).values_list("question_id", "choice")
    for question_id, choice in rows:
        chosen[question_id].append(choice)
    return [as_values(counts.table(one.text, one.choices, chosen[one.pk])) for one in asked]


def _themes(consultation: Consultation) -> list[dict[str, Any]]:
    themes = consultation.themes.annotate(many=Count("codings__answer__response", distinct=True)).order_by(
        "number"
    )
    themes = themes.prefetch_related("changes").select_related("decided_by")
    quoted: dict[Any, list[str]] = {}
    cleared = Quotation.objects.filter(theme__consultation=consultation, state=QuotationState.CLEARED)
    for quotation in cleared.order_by("id"):
        quoted.setdefault(quotation.theme_id, []).append(quotation.words)
    return [_theme(theme, quoted.get(theme.pk, [])) for theme in themes]


def _theme(theme: Theme, quotations: list[str]) -> dict[str, Any]:
    return {
        "number": theme.number,
        "name": theme.name,
        "said": theme.said,
        "people": counts.about(theme.many),  # type: ignore[attr-defined]  # counted by the query
        "quotations": quotations[:MOST_QUOTATIONS],
        "outcome": theme.outcome,
        "outcome_words": theme.get_outcome_display(),
        "because": theme.because,
        "changes": [
            {"clause": change.clause, "before": change.before, "after": change.after}
            for change in theme.changes.all()
        ],
    }


def _replies(consultation: Consultation) -> list[dict[str, str]]:
    found = consultation.responses.filter(kind__in=NAMED_BODIES, reply__isnull=False)
    return [
        {"name": one.name, "words": one.reply.words, "minority": one.minority_note}
        for one in found.select_related("reply").order_by("name")
    ]


def _who_considered(consultation: Consultation) -> str:
    """Return the name of a decision-maker; of somebody whom they named the public is told no name."""
    if consultation.considered_by_id == consultation.proposal.decision_maker_id:
        return str(consultation.considered_by)
    return "Somebody whom the decision-maker named"


def _is_late(consultation: Consultation) -> bool:
    return bool(consultation.late_because)
