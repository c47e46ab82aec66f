"""All models of policies, by the part of it they belong to."""

from dueregard.policies.charters.models import Charter, Correction, Standing
from dueregard.policies.texts.models import Audience, Covered, Policy, Stage, Version

__all__ = [
    "Audience",
    "Charter",
    "Correction",
    "Covered",
    "Policy",
    "Stage",
    "Standing",
    "Version",
]
