"""Who may do what to a job."""

from typing import Any

import rules

from dueregard.jobs.models import Job


@rules.predicate
def is_starter(user: Any, job: Job) -> bool:
    """Say whether this person started the job."""
    return bool(job.by_id == user.id)


@rules.predicate
def is_administrator(user: Any) -> bool:
    """Say whether this person looks after the system."""
    return bool(user.holds("administrator"))


rules.add_perm("jobs.cancel", is_starter | is_administrator)
