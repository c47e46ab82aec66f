"""Fixtures of the tests of policies: a clock that stands, and a policy that everybody is asked to read."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.models import RollOut, Task, Version
from dueregard.policies.rollout import asking
from dueregard.policies.rollout.system import ROLL_OUT
from tests.networks.members import NOW
from tests.policies.launched import launched_policy

Cast = dict[str, Person]


@pytest.fixture
def wednesday() -> Iterator[None]:
    """Let it be 10 in the morning of Wednesday 4 November 2026."""
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def version(cast: Cast, wednesday: None) -> Version:
    """Return a version in force, of which nobody has been asked yet."""
    return launched_policy(cast)


@pytest.fixture
def roll_out(version: Version) -> RollOut:
    """Return its roll-out, once everybody has been asked."""
    spread(version.roll_out)
    return version.roll_out


@pytest.fixture
def task_of(roll_out: RollOut) -> Callable[[Person], Task]:
    """Return a function that gives somebody's task."""
    return lambda person: Task.objects.get(
        roll_out__policy=roll_out.policy, roll_out__ended_at=None, staff__person=person
    )


def spread(roll_out: RollOut) -> int:
    """Ask everybody, as the worker does; return how many were asked."""
    asked = 0
    while batch := asking.ask_next(roll_out, by=ROLL_OUT):
        asked += batch
    return asked


@pytest.fixture
def client_of(db: None) -> Callable[[Person], Client]:
    """Return a function that gives somebody's browser."""

    def client_of(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return client_of
