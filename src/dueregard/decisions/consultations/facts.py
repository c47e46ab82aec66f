"""What the due-regard gate needs to know of a consultation. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ConsultationFacts:
    """How far one consultation on a proposal has come.

    `decided_at` is when its last theme was decided; none where there is no theme or one is undecided.
    `considered_at` is when the decision-maker said that they had considered the responses.
    """

    title: str
    opened_at: datetime | None
    closed_at: datetime | None
    undecided: tuple[str, ...]
    decided_at: datetime | None
    considered_at: datetime | None = None
    has_responses: bool = False
