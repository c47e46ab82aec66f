"""The demonstration's policies: one at each stage, whatever day it is made, and each approved text on a decision."""

import time
from datetime import date, datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import consultations, decisions, organise, policies
from dueregard.demo.cast import member
from dueregard.demo.organisation import organisation
from dueregard.demo.policies import carers_week
from dueregard.people.models import Person
from dueregard.policies.models import Policy, Stage, Version
from dueregard.policies.texts import clauses, difference, reports, shaped
from tests.demo.conftest import SEED

CARERS = "Working carers’ policy"


def person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


def test_there_is_a_policy_at_each_stage_and_carers_find_theirs(db: None) -> None:
    moment = datetime.fromisoformat("2026-11-24T11:00:00").replace(tzinfo=clock.LONDON)
    with clock.standing_at(moment):
        organise._make_people(organisation(seed=SEED, scale="small"))
        decisions.make(seed=SEED)
        consultations.make(seed=SEED)
        assert not policies.is_made()
        began = time.perf_counter()
        policies.make(seed=SEED)
        assert time.perf_counter() - began < 2
        assert policies.is_made()
        lead, staff = person("equality-lead"), person("staff")
        first, second, third = Version.objects.filter(policy__title=CARERS).order_by("number")
        assert (first.stage, second.stage, third.stage) == (Stage.REPLACED, Stage.LAUNCHED, Stage.DRAFT)
        assert clock.day_of(first.launched_at) == date(2026, 6, 9)
        assert (second.is_material, third.is_material) == (False, True)
        assert second.decision == first.decision
        found = difference.between(clauses.read(second.clauses), clauses.read(third.clauses))
        assert {(line.is_new, line.has_moved, line.is_reworded) for line in found.changed} >= {
            (True, False, False),
            (False, True, False),
            (False, False, True),
        }
        for stage in ("draft", "approved", "launched", "consulted", "review-due"):
            assert reports.listed(lead, stage=stage).exists(), stage
        assert CARERS in [one.title for one in reports.listed(staff, covers="carers")]
        assert "Quiet rooms" not in [one.title for one in reports.listed(staff)]
        assert all("(Invented.)" in one.purpose for one in Policy.objects.all())
        asked = [one for one in shaped.of_version(third, staff) if not one.is_network]
        assert [(one.name, one.changes) for one in asked] == [("Time off for colleagues who care", 2)]


@pytest.mark.prove
@pytest.mark.parametrize("today", ["2027-01-01", "2027-07-15", "2028-02-29"])
def test_they_can_be_made_on_any_day(db: None, today: str) -> None:
    moment = datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)
    with clock.standing_at(moment):
        organise._make_people(organisation(seed=SEED, scale="small"))
        decisions.make(seed=SEED)
        policies.make(seed=SEED)
        assert Version.objects.filter(stage=Stage.LAUNCHED).count() == 3
        assert [one.title for one in reports.to_review_by(person("policy-owner"))] == ["Travel and expenses"]


def test_carers_week_is_the_second_week_of_june_and_over_for_long() -> None:
    assert carers_week(date(2026, 11, 30)) == date(2026, 6, 9)
    assert carers_week(date(2026, 7, 1)).year == 2025
