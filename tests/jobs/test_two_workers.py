"""Workers with connections of their own, on one database in a file."""

import threading
import time
from collections import Counter
from typing import Any

import pytest
from django.db import OperationalError, connections

from dueregard import jobs
from dueregard.jobs import leases, worker
from dueregard.jobs.heartbeat import Heartbeat
from dueregard.jobs.models import Job

JOBS = 24
WORKERS = 4


def nothing(work: jobs.Work) -> None:
    return None


@pytest.mark.usefixtures("shared_database")
def test_each_job_is_claimed_once(start: Any) -> None:
    wanted = {start(nothing).pk for _ in range(JOBS)}
    claimed: list[leases.Lease] = []
    together = threading.Barrier(WORKERS)

    def claim_all() -> None:
        try:
            together.wait()
            while (lease := leases.claim()) is not None:
                claimed.append(lease)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim_all) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(lease.job_id for lease in claimed) == dict.fromkeys(wanted, 1)
    assert {job.worker for job in Job.objects.all()} == {lease.token for lease in claimed}


@pytest.mark.usefixtures("shared_database")
def test_the_heartbeat_holds_the_job_for_as_long_as_its_handler_works(start: Any, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 1.0
    rivals: list[leases.Lease | None] = []

    def long_work(work: jobs.Work) -> None:
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            rivals.append(leases.claim())
            time.sleep(0.02)

    job = start(long_work)
    worker.work(once=True)
    job.refresh_from_db()
    assert job.state == "done"
    assert set(rivals) == {None}


@pytest.mark.usefixtures("shared_database")
def test_the_heartbeat_notices_that_the_job_is_gone(start: Any, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 0.06
    start(nothing)
    lease = leases.claim()
    assert lease is not None
    Job.objects.update(worker="another")
    with Heartbeat(lease) as heartbeat:
        assert heartbeat.lost.wait(5)


@pytest.mark.usefixtures("shared_database")
def test_the_heartbeat_outlasts_a_locked_database(
    start: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_LEASE_SECONDS = 0.06
    start(nothing)
    lease = leases.claim()
    assert lease is not None
    before, extend, beats = Job.objects.get().heartbeat_at, leases.Lease.extend, []

    def extend_at_the_third_time(lease: leases.Lease) -> bool:
        beats.append(1)
        if len(beats) < 3:
            raise OperationalError("database is locked")
        return extend(lease)

    monkeypatch.setattr(leases.Lease, "extend", extend_at_the_third_time)
    with Heartbeat(lease) as heartbeat:
        until = time.monotonic() + 10
        while not Job.objects.filter(heartbeat_at__gt=before).exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        assert not heartbeat.lost.is_set()
