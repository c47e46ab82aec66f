"""Workers that are killed while they ask everybody to read: nobody is left out, and nobody is asked twice."""

import random
import subprocess
import time
from collections.abc import Callable

import pytest
from django.db.models import Count

from dueregard.jobs.models import Job
from dueregard.people.models import Directorate, Person, Staff, Team
from dueregard.policies.models import RollOut, Task
from dueregard.policies.rollout import actions, asking
from dueregard.policies.rollout.emails import ASKED
from dueregard.post.models import Message
from tests.jobs.test_killing import start_worker, wait_for  # noqa: F401  (a fixture)
from tests.people_of_the_tests import make_person
from tests.policies.launched import decision_of, hire, launch, make_policy

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def shared_database(shared_databases: dict[str, str]) -> dict[str, str]:
    """Use databases that processes open as in an installation."""
    return shared_databases


def make_cast() -> dict[str, Person]:
    team = Team.objects.create(name="Team", directorate=Directorate.objects.create(name="Operations"))
    return {role: make_person(role, team) for role in ("policy-owner", "equality-lead", "executive")}


def nobody_twice() -> None:
    """Check what must hold at every moment: one task for each person, and one message for each task."""
    twice = Task.objects.values("roll_out", "staff").annotate(number=Count("pk")).filter(number__gt=1)
    assert not twice.exists()
    assert Message.objects.filter(kind=ASKED).count() == Task.objects.count()


def kill_while_it_asks(start: Start, cast: dict[str, Person], *, staff: int, kills: int, seed: int) -> None:
    """Kill a worker again and again, at any moment while it asks; begin another roll-out where one is finished."""
    chance = random.Random(seed)
    hire(staff)
    people = Staff.objects.employed().count()
    policy, decision = make_policy(cast), decision_of(cast)
    launches = in_hand = 0
    for _ in range(kills):
        roll_out = RollOut.objects.filter(ended_at=None, spread_at=None).first()
        if roll_out is None:
            roll_out = launch(policy, decision, by=cast["policy-owner"]).roll_out
            launches += 1
        elif (
            roll_out.stopped_at is not None
        ):  # a job whose worker dies again and again is stopped, and resumed
            actions.resume(roll_out, by=cast["policy-owner"])
        worker = start()
        asked, until = Task.objects.count(), time.monotonic() + 30
        while Task.objects.count() == asked and Job.objects.open().exists() and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        in_hand += Job.objects.filter(kind=asking.ROLL_OUT, state="running").exists()
        worker.kill()
        worker.wait()
        nobody_twice()
    start()
    last = RollOut.objects.get(ended_at=None)

    def is_spread() -> bool:
        """Say whether everybody is asked; what was interrupted again and again stands as stopped, and is resumed."""
        last.refresh_from_db()
        if last.stopped_at is not None:
            actions.resume(last, by=cast["policy-owner"])
        return last.spread_at is not None

    wait_for(is_spread, seconds=180)
    nobody_twice()
    print(f"{kills} kills, {in_hand} with people being asked, {launches} roll-outs to {people} people")
    assert in_hand
    assert Task.objects.filter(roll_out=last).count() == people
    for ended in RollOut.objects.exclude(spread_at=None):
        assert ended.tasks.count() == people


def test_three_kills(start_worker: Start) -> None:  # noqa: F811  (the fixture)
    kill_while_it_asks(start_worker, make_cast(), staff=600, kills=3, seed=3)


@pytest.mark.prove
def test_fifty_kills_of_roll_outs_to_two_thousand_four_hundred(start_worker: Start) -> None:  # noqa: F811  (the fixture)
    kill_while_it_asks(start_worker, make_cast(), staff=2397, kills=50, seed=50)
