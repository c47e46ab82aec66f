"""All models of decisions, by the part of it they belong to."""

from dueregard.decisions.analyses.models import (
    Analysis,
    Cell,
    Citation,
    Considered,
    Effect,
    Mitigation,
    OtherGroup,
    Outcome,
)
from dueregard.decisions.consultations import all_models as _consultations  # noqa: F401  (they are of this app)
from dueregard.decisions.gate.models import Adoption, Attestation, Decision
from dueregard.decisions.proposals.models import (
    Affected,
    Option,
    Proposal,
    Relevance,
    Screening,
    SecondView,
    Stage,
)

__all__ = [
    "Adoption",
    "Affected",
    "Analysis",
    "Attestation",
    "Cell",
    "Citation",
    "Considered",
    "Decision",
    "Effect",
    "Mitigation",
    "Option",
    "OtherGroup",
    "Outcome",
    "Proposal",
    "Relevance",
    "Screening",
    "SecondView",
    "Stage",
]
