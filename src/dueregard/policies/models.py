"""All models of policies, by the part of it they belong to."""

from dueregard.policies.charters.models import Charter, Correction, Standing
from dueregard.policies.rollout.models import (
    OtherForm,
    Plan,
    PolicyConcern,
    Reading,
    RollOut,
    Tally,
    Task,
)
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
from dueregard.policies.training.models import Completion, Import, Module, ModuleEdition

__all__ = [
    "AT_WORK",
    "HAVE_HELD",
    "Audience",
    "Charter",
    "Completion",
    "Correction",
    "Covered",
    "Import",
    "Module",
    "ModuleEdition",
    "OtherForm",
    "Plan",
    "Policy",
    "PolicyConcern",
    "Reading",
    "Review",
    "ReviewOutcome",
    "RollOut",
    "Stage",
    "Standing",
    "Tally",
    "Task",
    "Version",
]
