"""The heartbeat: a thread that holds on to a job while its handler is busy."""

import logging
import threading
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import Error, connections

from dueregard.jobs.leases import Lease

log = logging.getLogger(__name__)


class Heartbeat:
    """Extends a lease, three times in its length, for as long as the `with` block lasts.

    `lost` is set when the job is no longer ours. A database that is locked or away is no reason to let go:
    the next beat tries again, and the end of the job asks once more in its own transaction.
    """

    def __init__(self, lease: Lease) -> None:
        self.lost = threading.Event()
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(settings.JOB_LEASE_SECONDS / 3):
                if not self._extend():
                    self.lost.set()
                    return
        finally:
            connections.close_all()  # a thread's connections are its own, and nobody else closes them

    def _extend(self) -> bool:
        try:
            return self._lease.extend()
        except Error:
            log.warning(
                "the heartbeat of a job could not be written",
                exc_info=True,
                extra={"job": self._lease.job_id},
            )
            connections.close_all()
            return True
