"""All models of policies, by the part of it they belong to."""

from dueregard.policies.texts.models import Audience, Covered, Policy, Stage, Version

__all__ = ["Audience", "Covered", "Policy", "Stage", "Version"]
