"""Fixtures of the tests of policies."""

import pytest

from dueregard.people.models import Person
from tests.policies.texts.building import Room, room_of


@pytest.fixture
def room(cast: dict[str, Person]) -> Room:
    """A policy's people, with nobody's policy yet."""
    return room_of(cast)
