"""Abuse case 3: whatever is asked, agreed, ended, let run out or left behind, in whatever order and by whomever, nobody
has a right behind which no two people stand.

A model keeps its own list of what two people granted; after each step what each person holds is compared with it.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.people import actions
from dueregard.people.models import Directorate, Person, RoleHolding, Staff, Team
from tests.people_of_the_tests import make_person

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROLES = ["administrator", "equality-lead", "chair", "analyst"]
AGREED_BY_LEAD = {"chair"}
PEOPLE = ["one", "two", "lead", "anyone"]
# Mostly the latest requests, counted from the end, so that few sequences are about nothing.
PLACES = st.sampled_from([-1, -1, -1, -2, -3, -4, -5, -8])
SET_UP = {"one": "administrator", "two": "administrator", "lead": "equality-lead"}


@dataclass
class Grant:
    """What the model knows of one request."""

    person: str
    role: str
    starts: datetime
    ends: datetime | None
    asked_by: str = ""
    agreed_by: str = ""
    agreed_at: datetime | None = None
    ended_at: datetime | None = None

    def gives_at(self, now: datetime) -> bool:
        is_set_up = self.ends is None
        two_people = self.agreed_by not in {"", self.asked_by, self.person} and self.asked_by != self.person
        is_live = self.starts <= now and (self.ends is None or now < self.ends) and self.ended_at is None
        return is_live and (is_set_up or two_people)


@dataclass
class Model:
    """Who holds what, worked out without the code that is tried."""

    grants: list[Grant] = field(default_factory=list)
    gone: dict[str, datetime] = field(default_factory=dict)

    def held_by(self, name: str, now: datetime) -> set[str]:
        if name in self.gone and self.gone[name] <= now:
            return set()
        return {grant.role for grant in self.grants if grant.person == name and grant.gives_at(now)}


class Granting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = BEGINNING
        directorate = Directorate.objects.create(name="Operations")
        team = Team.objects.create(name="Team 1", directorate=directorate)
        self.people = {name: make_person(SET_UP.get(name, "staff"), team, name=name) for name in PEOPLE}
        self.model = Model([Grant(name, role, BEGINNING, None) for name, role in SET_UP.items()])
        self.holdings: list[RoleHolding | None] = [
            RoleHolding.objects.get(person=self.people[name], role=role) for name, role in SET_UP.items()
        ]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def person(self, name: str) -> Person:
        return Person.objects.get(pk=self.people[name].pk)

    @rule(
        by=st.sampled_from(PEOPLE),
        person=st.sampled_from(["anyone", "lead", "two", "one"]),
        role=st.sampled_from(["chair", "analyst", "administrator", "equality-lead"]),
        begins=st.sampled_from([0, 0, -1, 3]),
        length=st.sampled_from([15, 1, 60, 0]),
    )
    def ask(self, by: str, person: str, role: str, begins: int, length: int) -> None:
        starts = self.now + timedelta(days=begins)
        ends = starts + timedelta(days=length)
        may = "administrator" in self.model.held_by(by, self.now)
        with clock.standing_at(self.now), suppress(NotAllowed, actions.NotNow):
            holding = actions.ask_for_role(
                self.person(person), role, starts=starts, ends=ends, why="", by=self.person(by)
            )
            assert may, f"{by} asked without a right to"
            self.holdings.append(holding)
            self.model.grants.append(Grant(person, role, starts, ends, asked_by=by))

    @rule(by=st.sampled_from(["two", "one", "lead", "anyone"]), number=PLACES)
    def agree(self, by: str, number: int) -> None:
        number = max(number, -len(self.holdings))
        grant, held = self.model.grants[number], self.model.held_by(by, self.now)
        may = "administrator" in held or (grant.role in AGREED_BY_LEAD and "equality-lead" in held)
        with clock.standing_at(self.now), suppress(NotAllowed, actions.NotNow):
            actions.agree_to_role(self.holdings[number], by=self.person(by))
            assert may, f"{by} agreed without a right to"
            grant.agreed_by, grant.agreed_at = by, self.now

    @rule(by=st.sampled_from(PEOPLE), number=PLACES)
    def end(self, by: str, number: int) -> None:
        number = max(number, -len(self.holdings))
        with clock.standing_at(self.now), suppress(NotAllowed, actions.NotNow):
            actions.end_role(self.holdings[number], by=self.person(by))
            self.model.grants[number].ended_at = self.now

    @rule(hours=st.sampled_from([1, 24, 24 * 10, 24 * 70]))
    def let_time_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: not self.model.gone)
    @rule(
        by=st.sampled_from(["one", "two"]), person=st.sampled_from(PEOPLE), days=st.sampled_from([None, 0, 5])
    )
    def leave(self, by: str, person: str, days: int | None) -> None:
        today = clock.day_of(self.now)
        last_day = today + timedelta(days=days or 0)
        with clock.standing_at(self.now), suppress(NotAllowed, actions.NotNow):
            staff = Staff.objects.get(person=self.people[person])
            actions.record_leaving(staff, last_day=last_day, at_once=days is None, by=self.person(by))
            after = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), tzinfo=clock.LONDON)
            self.model.gone[person] = self.now if days is None else after

    @invariant()
    def nobody_holds_what_two_people_did_not_grant(self) -> None:
        with clock.standing_at(self.now):
            for name in PEOPLE:
                person = self.person(name)
                held = {role for role in ROLES if person.holds(role)}
                assert held == self.model.held_by(name, self.now), name


def try_sequences(count: int) -> None:
    run_state_machine_as_test(
        Granting,
        settings=settings(
            max_examples=count,
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_sequence_gives_a_right_behind_which_no_two_people_stand() -> None:
    try_sequences(40)


@pytest.mark.prove
@pytest.mark.django_db
def test_no_sequence_of_two_thousand_gives_a_right_behind_which_no_two_people_stand() -> None:
    try_sequences(2_000)
