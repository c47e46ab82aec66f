"""The demonstration's passports and charters can be made on any day, and show the cast what there is."""

from datetime import datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import charters, organise, passports
from dueregard.demo.cast import member
from dueregard.demo.organisation import organisation
from dueregard.journal.models import Entry
from dueregard.leave.models import Grant, Passport
from dueregard.people.models import Engagement, Person, Staff
from dueregard.policies.charters.reports import to_renew
from dueregard.policies.models import Standing
from tests.demo.conftest import SEED


def person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


@pytest.mark.parametrize("today", ["2026-11-24", "2027-12-31", "2028-02-29"])
def test_there_is_something_to_sign_and_something_to_renew_whatever_the_day(db: None, today: str) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T09:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        for made in (passports, charters):
            assert not made.is_made()
            made.make()
            assert made.is_made()
        manager = person("manager")
        assert Grant.objects.visible_to(manager).count() == 2
        assert Grant.objects.unsigned(manager).count() == 1
        assert Passport.objects.count() == 3
        assert [one.level_name for one in to_renew(person("policy-owner"))] == ["Leader"]
        assert Standing.objects.holding(clock.today()).count() == 3
    assert Entry.objects.order_by("-number")[0].deed == "made the demonstration's charters"


def test_people_are_here_on_each_footing_and_nobody_who_manages_or_plays_is_anything_but_an_employee() -> (
    None
):
    for scale in ("small", "full"):
        rowan = organisation(seed=SEED, scale=scale)
        assert {row.engagement for row in rowan.staff} == set(Engagement)
        managers = {row.manager for row in rowan.staff}
        others = {row.engagement for row in rowan.staff if row.role or row.number in managers}
        assert others == {"employee"}


def test_an_organisation_is_written_down_with_its_footings(db: None) -> None:
    planned = organisation(seed=SEED, scale="small")
    organise._make_people(planned)
    assert dict(Staff.objects.values_list("number", "engagement")) == {
        row.number: row.engagement for row in planned.staff
    }
