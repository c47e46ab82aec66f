"""The demonstration's leave can be made on any day, and shows each state to whoever plays the team."""

from datetime import datetime

import pytest

from dueregard.almanac import clock
from dueregard.demo import leave, organise
from dueregard.demo.cast import member
from dueregard.demo.organisation import organisation
from dueregard.journal.models import Entry
from dueregard.leave.models import Request, State
from dueregard.people.models import Person
from tests.demo.conftest import SEED


def person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


@pytest.mark.parametrize(
    "today",
    [
        "2026-11-24",
        "2026-12-23",
        "2026-12-31",
        "2027-03-31",
        "2027-04-01",
        "2028-02-29",
        "2027-05-01",
        "2026-10-25",
    ],
)
def test_there_is_a_request_in_each_state_whatever_the_day(db: None, today: str) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T09:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        assert not leave.is_made()
        leave.make()
        assert leave.is_made()
        own = Request.objects.own(person("staff"))
        assert set(own.values_list("state", flat=True)) == set(State)
        waiting = Request.objects.waiting_for(person("manager"))
        assert {one.staff.person for one in waiting} == {person("staff"), person("adviser")}
    assert Entry.objects.order_by("-number")[0].deed == "made the demonstration's leave"
