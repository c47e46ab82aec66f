"""What a handler is given: its arguments, and a way to tell how far it has come."""

import threading
import time
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from dueregard.jobs.errors import HandedBack, LeaseLost

SECONDS_BETWEEN_WRITES = 0.5
# What a handler may still take to its end after its worker was told to stop; the supervisor waits 20 seconds.
SECONDS_TO_END = 8.0


@dataclass(frozen=True)
class Actor:
    """The person who started a job, as the journal wants to know them."""

    id: UUID
    label: str

    def __str__(self) -> str:
        return self.label


class Hold(Protocol):
    """A worker's hold on a job, as far as a handler has to do with it."""

    @property
    def job_id(self) -> UUID:
        """The job."""

    def look(self) -> None:
        """Raise `Cancelled` or `LeaseLost` where that is so."""

    def note_progress(self, done: int, of: int, words: str) -> None:
        """Write down how far the work has come; raises as `look` does."""


class Work:
    """One job in the hands of its handler."""

    def __init__(
        self,
        hold: Hold,
        *,
        arguments: dict[str, Any],
        by: Actor,
        lost: threading.Event | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self.arguments = arguments
        self.by = by
        self._hold = hold
        self._lost = lost or threading.Event()
        self._stop = stop or threading.Event()
        self._end_by: float | None = None
        self._next_write = self._next_look = 0.0

    @property
    def job_id(self) -> UUID:
        """The job."""
        return self._hold.job_id

    @property
    def by_id(self) -> UUID:
        """The person who started it."""
        return self.by.id

    def report(self, done: int, of: int, words: str) -> None:
        """Say how far the work has come, and stop here if it was cancelled. Call it as often as you like.

        Call it outside any transaction, or nobody sees it until the end.
        """
        self._mind_the_worker()
        if time.monotonic() >= self._next_write:
            self._hold.note_progress(done, of, words)
            self._next_write = self._next_look = time.monotonic() + SECONDS_BETWEEN_WRITES

    def check(self) -> None:
        """Stop here if the job was cancelled, or is no longer this worker's to do."""
        self._mind_the_worker()
        if time.monotonic() >= self._next_look:
            self._hold.look()
            self._next_look = time.monotonic() + SECONDS_BETWEEN_WRITES

    def _mind_the_worker(self) -> None:
        if self._lost.is_set():
            raise LeaseLost
        if self._stop.is_set():
            self._end_by = self._end_by or time.monotonic() + SECONDS_TO_END
            if time.monotonic() >= self._end_by:
                raise HandedBack
