"""Workers that are killed: no job is lost, and none takes effect twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from dueregard.jobs.models import Job
from tests.jobs.conftest import Somebody

ROOT = Path(__file__).parents[2]
LEASE = 0.6


@pytest.fixture
def start_worker(
    shared_database: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    environment = (
        os.environ
        | shared_database
        | {
            "DUEREGARD_VAR": str(tmp_path),
            "DUEREGARD_DEMO": "1",
            "DUEREGARD_JOB_LEASE": str(LEASE),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
    )
    running = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.a_worker"]
        running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return running[-1]

    yield start
    for worker in running:
        worker.kill()
        worker.wait()


def start_job(seconds: float) -> Job:
    return Job.objects.create(
        kind="count slowly",
        key=str(uuid4()),
        arguments={"seconds": seconds},
        by_id=Somebody().id,
        by_label="Ash Example",
    )


def wait_for(true: Callable[[], Any], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, list(Job.objects.values())
        time.sleep(0.01)


def effects() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT job FROM effect")
        return Counter(job for (job,) in cursor.fetchall())


def test_a_job_outlives_two_workers(start_worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    job = start_job(seconds=1)
    for kills in range(2):
        worker = start_worker()
        in_hand = Job.objects.filter(state="running", taken_up_again=kills, progress_of__gt=0)
        wait_for(in_hand.exists)
        worker.kill()
        worker.wait()
    start_worker()
    wait_for(Job.objects.filter(state="done").exists)
    job.refresh_from_db()
    assert (job.attempts, job.taken_up_again) == (3, 2)
    assert effects() == {str(job.pk): 1}


def test_a_worker_told_to_stop_ends_by_itself_and_loses_nothing(
    start_worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    job = start_job(seconds=1)
    worker = start_worker()
    wait_for(Job.objects.filter(state="running").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    job.refresh_from_db()
    assert (job.state, effects()) == ("done", {str(job.pk): 1})


@pytest.mark.prove
def test_two_hundred_kills(start_worker: Callable[[], subprocess.Popen[bytes]]) -> None:
    """Kill two workers at random moments, again and again, while there is work."""
    chance = random.Random(2024)
    wanted: set[str] = set()
    workers = [start_worker(), start_worker()]
    kills = in_hand = 0
    while kills < 200:
        if Job.objects.open().count() < 20:
            wanted |= {str(start_job(seconds=chance.uniform(0, 0.2)).pk) for _ in range(40)}
        place = chance.randrange(2)
        time.sleep(chance.uniform(0.2, 2.5))
        in_hand += Job.objects.filter(state="running", worker__contains=f":{workers[place].pid}:").exists()
        workers[place].kill()
        workers[place].wait()
        workers[place] = start_worker()
        kills += 1
    wait_for(lambda: not Job.objects.open().exists(), seconds=300)
    again = sum(Job.objects.values_list("taken_up_again", flat=True))
    print(f"{len(wanted)} jobs, {kills} kills, {in_hand} with a job in hand, {again} taken up again")
    assert in_hand
    assert effects() == dict.fromkeys(wanted, 1)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
