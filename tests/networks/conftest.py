"""Fixtures of the tests of networks: a network, and places in it, made as people make them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import NOW, make_network, seat
from tests.networks.talking import client_of


@pytest.fixture
def wednesday() -> Iterator[datetime]:
    """Let it be 10 in the morning of Wednesday 4 November 2026."""
    with clock.standing_at(NOW):
        yield NOW


@pytest.fixture
def network(cast: dict[str, Person], wednesday: datetime) -> Network:
    """Return an active network, whose chair is the one of the cast who plays a chair."""
    return make_network("Pride", chair=cast["chair"], approver=cast["equality-lead"])


@pytest.fixture
def chair(network: Network, cast: dict[str, Person]) -> Place:
    return seat(network, cast["chair"])


@pytest.fixture
def facilitator(network: Network, cast: dict[str, Person]) -> Place:
    return seat(network, cast["facilitator"], "facilitator")


@pytest.fixture
def member(network: Network, cast: dict[str, Person]) -> Place:
    """Return the place of the one who plays a Family Court Adviser: an ordinary member, in private."""
    return seat(network, cast["adviser"])


@pytest.fixture
def other_member(network: Network, cast: dict[str, Person]) -> Place:
    return seat(network, cast["supervisor"])


@pytest.fixture
def supporter(network: Network, cast: dict[str, Person]) -> Place:
    """Return the place of a peer supporter, who answers those who ask."""
    return seat(network, cast["analyst"], "supporter")


@pytest.fixture
def as_chair(chair: Place, cast: dict[str, Person]) -> Client:
    """Return the browser of the chair."""
    return client_of(cast["chair"])


@pytest.fixture
def as_member(member: Place, cast: dict[str, Person]) -> Client:
    return client_of(cast["adviser"])


@pytest.fixture
def as_other(other_member: Place, cast: dict[str, Person]) -> Client:
    return client_of(cast["supervisor"])


@pytest.fixture
def as_stranger(cast: dict[str, Person]) -> Client:
    """Return the browser of somebody who belongs to no network."""
    return client_of(cast["manager"])
