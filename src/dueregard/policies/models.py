"""All models of policies, by the part of it they belong to."""

from dueregard.policies.rollout.models import (
    OtherForm,
    Plan,
    PolicyConcern,
    Reading,
    RollOut,
    Tally,
    Task,
)
from dueregard.policies.texts.models import Audience, Covered, Policy, Stage, Version
from dueregard.policies.training.models import Completion, Import, Module, ModuleEdition

__all__ = [
    "Audience",
    "Completion",
    "Covered",
    "Import",
    "Module",
    "ModuleEdition",
    "OtherForm",
    "Plan",
    "Policy",
    "PolicyConcern",
    "Reading",
    "RollOut",
    "Stage",
    "Tally",
    "Task",
    "Version",
]
