"""Fixtures of the tests of decisions."""

import pytest

from dueregard.people.models import Person
from tests.decisions.building import Case, case_of


@pytest.fixture
def case(cast: dict[str, Person]) -> Case:
    """A case with nobody's proposal yet."""
    return case_of(cast)
