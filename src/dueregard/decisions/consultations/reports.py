"""What other parts of decisions ask about the consultations on a proposal."""

from dueregard.decisions.consultations.facts import ConsultationFacts
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.proposals.models import Proposal

__all__ = ["ConsultationFacts", "facts_of"]


def facts_of(proposal: Proposal) -> tuple[ConsultationFacts, ...]:
    """Return how far each consultation on a proposal has come, the earliest first."""
    found = Consultation.objects.filter(proposal=proposal).prefetch_related("themes")
    return tuple(_facts(one) for one in found.order_by("begun_at", "id"))


def _facts(consultation: Consultation) -> ConsultationFacts:
    themes = consultation.themes.all()
    decided = [theme.decided_at for theme in themes if theme.decided_at is not None]
    is_whole = bool(decided) and len(decided) == len(themes)
    return ConsultationFacts(
        title=consultation.title,
        opened_at=consultation.opened_at,
        closed_at=consultation.closed_at,
        undecided=tuple(theme.name for theme in themes if not theme.is_decided),
        decided_at=max(decided) if is_whole else None,
        considered_at=consultation.considered_at,
        has_responses=consultation.responses.exists(),
    )
