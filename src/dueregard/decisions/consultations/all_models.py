"""All models of consultations, by the part of it they belong to."""

from dueregard.decisions.consultations.answering.models import (
    Answer,
    ParkedResponse,
    Response,
    Upload,
)
from dueregard.decisions.consultations.coding.models import (
    Batch,
    Coding,
    Quotation,
    Redaction,
    TextChange,
    Theme,
)
from dueregard.decisions.consultations.equality.models import EqualityAnswers, ParkedEqualityAnswers
from dueregard.decisions.consultations.inviting.models import Invitation, SentOn
from dueregard.decisions.consultations.models import Consultation, Question
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition, Reply

__all__ = [
    "Answer",
    "Batch",
    "Coding",
    "Consultation",
    "EqualityAnswers",
    "Invitation",
    "OutcomeEdition",
    "ParkedEqualityAnswers",
    "ParkedResponse",
    "Question",
    "Quotation",
    "Redaction",
    "Reply",
    "Response",
    "SentOn",
    "TextChange",
    "Theme",
    "Upload",
]
