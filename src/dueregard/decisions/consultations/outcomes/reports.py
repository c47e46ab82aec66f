"""What the gate before an outcome looks at, gathered with the same few questions for 5 responses as for 5,000."""

from django.db.models import Exists, Max, OuterRef

from dueregard.decisions.consultations.answering.models import NAMED_BODIES, Answer, ParkedResponse
from dueregard.decisions.consultations.coding.models import Outcome, TextChange
from dueregard.decisions.consultations.models import Consultation, QuestionKind
from dueregard.decisions.consultations.outcomes.gate import Facts


def gate_facts(consultation: Consultation) -> Facts:
    """Return the facts that stand between a consultation and its outcome."""
    themes = list(
        consultation.themes.annotate(is_cited=Exists(TextChange.objects.filter(theme=OuterRef("pk"))))
    )
    in_words = Answer.objects.filter(question__consultation=consultation, question__kind=QuestionKind.WORDS)
    owed = consultation.responses.filter(kind__in=NAMED_BODIES, reply=None).order_by("name")
    latest = [theme.decided_at for theme in themes if theme.decided_at]
    brought_in = consultation.uploads.aggregate(last=Max("at"))["last"]
    if brought_in:
        latest.append(brought_in)
    considered = consultation.considered_at
    return Facts(
        is_closed=consultation.is_closed or consultation.is_published,
        parked=ParkedResponse.objects.filter(consultation=consultation).count(),
        uncoded=in_words.uncoded().count(),
        themes=len(themes),
        words=in_words.count(),
        undecided=tuple(theme.name for theme in themes if not theme.is_decided),
        changed_without_a_change=tuple(
            theme.name for theme in themes if theme.outcome == Outcome.CHANGED and not theme.is_cited
        ),
        without_reply=tuple(owed.values_list("name", flat=True)),
        introduction=consultation.introduction,
        next_steps=consultation.next_steps,
        is_late=consultation.is_late,
        late_because=consultation.late_because,
        is_considered=considered is not None,
        is_considered_before_its_time=considered is not None
        and any(moment > considered for moment in latest),
    )
