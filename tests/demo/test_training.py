"""The demonstration's training is written from its words, published and taken, once."""

import pytest

from dueregard.demo import training
from dueregard.demo.cast import member
from dueregard.people.models import Person, Team
from dueregard.policies.models import Completion, Module, ModuleEdition
from tests.people_of_the_tests import make_person


@pytest.fixture
def people(team: Team) -> None:
    for role in ("policy-owner", "adviser"):
        person = make_person(role, team)
        Person.objects.filter(pk=person.pk).update(email=member(role).email)


def test_it_is_made_once_and_can_be_taken(people: None) -> None:
    assert not training.is_made()
    for _ in range(2):
        training.make_unless_made()
    assert training.is_made()
    module = Module.objects.get()
    assert (module.published_number, Completion.objects.get().module) == (1, module)
    for asked in ModuleEdition.objects.get().questions:
        assert [choice["is_right"] for choice in asked["choices"]].count(True) == 1
