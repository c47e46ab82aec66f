"""The demonstration's consultations: one of each state, all invented, and safe to show."""

import pytest

from dueregard.decisions.consultations.coding.models import Theme
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition
from dueregard.demo import consultations
from dueregard.demo.cast import CAST
from dueregard.people.models import Person
from tests.people_of_the_tests import make_person


@pytest.fixture
def made(team: object) -> None:
    for each in CAST:
        if each.role in {"policy-owner", "equality-lead", "executive"}:
            person = make_person(each.role, team, name=each.name)  # type: ignore[arg-type]
            Person.objects.filter(pk=person.pk).update(email=each.email)
    consultations.make(seed=2024)


def test_there_is_one_of_each_state_and_each_says_that_it_is_invented(made: None) -> None:
    assert consultations.is_made()
    found = Consultation.objects.all()
    assert sorted(one.stage for one in found) == sorted(Stage.values)
    assert all("(Invented.)" in one.summary for one in found)


def test_the_outcome_decides_every_theme_and_one_can_go_on_coding_the_other(made: None) -> None:
    says = OutcomeEdition.objects.get().content
    assert [theme["outcome"] for theme in says["themes"]] == ["changed", "changed", "not-changed", "later"]
    assert all(theme["people"] == "about 10" for theme in says["themes"])
    assert len(says["heard"]) == 4
    waiting = Consultation.objects.get(stage=Stage.CLOSED)
    first = waiting.questions.all()[0]
    assert 0 < first.answers.uncoded().count() < first.answers.count()
    assert Theme.objects.filter(consultation=waiting).count() == 3
