"""How a job ends, or goes back into the queue: each in one transaction, and only by who holds it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from dueregard.almanac import clock
from dueregard.jobs import kinds
from dueregard.jobs.errors import Cancelled
from dueregard.jobs.kinds import Finish
from dueregard.jobs.leases import Lease
from dueregard.jobs.models import Job, State

log = logging.getLogger(__name__)

BACK_OFF = timedelta(seconds=5)
DONE_WORDS = "This has finished."


def finish(lease: Lease, apply: Finish | None) -> None:
    """Apply the results and mark the job done, together or not at all.

    Raises
    ------
    LeaseLost
        When another worker has the job: nothing is applied.
    Cancelled
        When somebody cancelled it in the meantime: nothing is applied.
    """
    with _held(lease) as job:
        if job.cancel_asked:
            raise Cancelled
        if apply is not None:
            apply()
        job.progress_done = job.progress_of
        end(job, State.DONE, DONE_WORDS)


def end_early(lease: Lease, state: State, words: str, *, tell: bool = True) -> None:
    """Mark a job failed or cancelled and, with `tell`, run what its kind wants to happen then."""
    with _held(lease) as job:
        end(job, state, words, tell=tell)


def end(job: Job, state: State, words: str, *, tell: bool = True) -> None:
    """Write the end of a job whose row is locked by this transaction."""
    job.state, job.words, job.finished_at = state, words, clock.now()
    job.worker, job.lease_until = "", None
    job.save()
    kind = kinds.find(job.kind)
    if tell and state != State.DONE and kind is not None and kind.failed is not None:
        kind.failed(job.arguments, words)
    log.info("a job ended", extra={"job": job.pk, "job_kind": job.kind, "state": str(state)})


def put_off(lease: Lease, *, tries: int) -> None:
    """Put a job back after a failure, later each time."""
    with _held(lease) as job:
        job.progress_words = "Something went wrong. This will be tried again shortly"
        _put_back(job, BACK_OFF * 3 ** (tries - 1))


def hand_back(lease: Lease) -> None:
    """Put a job back untouched, because this worker stops; it does not count as an attempt."""
    with _held(lease) as job:
        job.attempts -= 1
        _put_back(job, timedelta())


def _put_back(job: Job, wait: timedelta) -> None:
    job.state, job.due_at = State.WAITING, clock.now() + wait
    job.worker, job.lease_until = "", None
    job.save()


@contextmanager
def _held(lease: Lease) -> Iterator[Job]:
    """Open a transaction with the job's row locked; `LeaseLost` where it is not held any more."""
    with transaction.atomic():
        yield lease.lock()
