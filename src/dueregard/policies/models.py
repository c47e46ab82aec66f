"""All models of policies, by the part of it they belong to."""

from dueregard.policies.texts.models import (
    AT_WORK,
    HAVE_HELD,
    Audience,
    Covered,
    Policy,
    Review,
    ReviewOutcome,
    Stage,
    Version,
)

__all__ = [
    "AT_WORK",
    "HAVE_HELD",
    "Audience",
    "Covered",
    "Policy",
    "Review",
    "ReviewOutcome",
    "Stage",
    "Version",
]
