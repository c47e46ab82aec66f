"""Leases: which worker has which job, and until when.

Each time a job is taken up it gets a fresh token. Whatever is written about the job afterwards is written
only where the token is still there, so that a worker which was thought dead and comes back changes nothing.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from dueregard.almanac import clock
from dueregard.jobs.errors import Cancelled, LeaseLost
from dueregard.jobs.models import Job, JobQuerySet, State

# How many of the next jobs are looked at, so that workers which reach for the same one find another.
NEXT_FEW = 10


@dataclass(frozen=True)
class Lease:
    """One worker's hold on one job."""

    job_id: UUID
    token: str

    def extend(self) -> bool:
        """Hold on for another while; say whether the job was still held."""
        now = clock.now()
        return bool(self._held().update(lease_until=_until(now), heartbeat_at=now))

    def look(self) -> None:
        """Raise `Cancelled` or `LeaseLost` where that is so."""
        asked = self._held().values_list("cancel_asked", flat=True).first()
        if asked is None:
            raise LeaseLost
        if asked:
            raise Cancelled

    def note_progress(self, done: int, of: int, words: str) -> None:
        """Write down how far the work has come."""
        of = max(of, 0)
        written = (
            self._held()
            .filter(cancel_asked=False)
            .update(progress_done=min(max(done, 0), of), progress_of=of, progress_words=words[:200])
        )
        if not written:
            self.look()
            raise LeaseLost  # taken between the two looks

    def lock(self) -> Job:
        """Return the job with its row locked by this transaction."""
        job = self._held().select_for_update().first()
        if job is None:
            raise LeaseLost
        return job

    def _held(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job_id, state=State.RUNNING, worker=self.token)


def claim() -> Lease | None:
    """Take the next job, if there is one; of two workers that reach for one job, one gets it."""
    now = clock.now()
    for job in Job.objects.claimable(now).order_by("due_at", "created_at")[:NEXT_FEW]:
        lease = Lease(job.pk, f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(8)}")
        was_running = job.state == State.RUNNING
        # One statement: what was true of the job when we looked must be true of it still when it is written.
        unchanged = Job.objects.claimable(now).filter(pk=job.pk, worker=job.worker, attempts=job.attempts)
        if unchanged.update(
            state=State.RUNNING,
            worker=lease.token,
            lease_until=_until(now),
            heartbeat_at=now,
            started_at=job.started_at or now,
            attempts=job.attempts + 1,
            taken_up_again=job.taken_up_again + was_running,
            progress_done=0,
            progress_of=0,
            progress_words="",
        ):
            return lease
    return None


def _until(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
