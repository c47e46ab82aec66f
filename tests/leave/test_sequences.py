"""Random sequences of all deeds about leave through the actions, against the slow model."""

from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import override_settings

from dueregard.almanac import clock
from dueregard.leave import accounts
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, LeaveYear
from dueregard.leave.ledger import Line
from dueregard.leave.models import LedgerLine, Request
from dueregard.leave.patterns import Rota, weekly
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.people.models import Person, Staff, Team
from tests.leave import sequences
from tests.leave.carers import manage
from tests.leave.slow_ledger import World
from tests.people_of_the_tests import make_person


class Actions:
    """The actions, by somebody new who works so, with their manager and an administrator."""

    def __init__(self, world: World, team: Team, manager: Person, administrator: Person) -> None:
        self.world, self.today = world, world.begins
        self.manager, self.administrator = manager, administrator
        self.requests: dict[int, Request] = {}
        person = make_person("adviser", team, name=f"Carer {uuid4().hex}")
        manage(person, manager)
        Staff.objects.filter(person=person).update(weekly_minutes=weekly(world.rota), started=world.started)
        self.carer = Person.objects.get(pk=person.pk)
        with self.then():
            working_weeks.set_pattern(self.carer.staff, rota=world.rota, from_day=world.started, by=manager)

    def then(self) -> ExitStack:
        """Let it be nine o'clock of the sequence's day, under its policy."""
        stack = ExitStack()
        stack.enter_context(clock.standing_at(datetime.combine(self.today, time(9), tzinfo=clock.LONDON)))
        month, day = self.world.starts
        stack.enter_context(
            override_settings(
                LEAVE_PAID_DAYS=self.world.paid_days,
                LEAVE_YEAR="rolling" if self.world.is_rolling else "fixed",
                LEAVE_YEAR_STARTS=f"{month:02}-{day:02}",
                LEAVE_PRO_RATA=self.world.is_pro_rata,
                LEAVE_CARRY_OVER_DAYS=self.world.carry_over_days,
                LEAVE_PAID_IS_STATUTORY=self.world.paid_is_statutory,
            )
        )
        return stack

    def ask(self, key: int, days: Days, *, is_paid: bool) -> None:
        with self.then():
            self.requests[key] = leave.ask(days, token=uuid4(), is_paid=is_paid, by=self.carer)

    def withdraw(self, key: int) -> None:
        with self.then():
            leave.withdraw(self.requests[key], by=self.carer)

    def move(self, key: int, to: date) -> None:
        with self.then():
            leave.postpone(self.requests[key], to=to, reason="A hearing.", by=self.manager)

    def change_hours(self, rota: Rota) -> None:
        with self.then():
            working_weeks.change_hours(
                self.carer.staff, rota=rota, from_day=self.today, by=self.administrator
            )

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def lines(self) -> dict[LeaveYear, list[Line]]:
        written: dict[LeaveYear, list[Line]] = {}
        for one in LedgerLine.objects.filter(account__staff=self.carer.staff).order_by("number"):
            written.setdefault(one.account.year, []).append(one.line)
        return written

    def taken(self, *, is_paid: bool) -> dict[date, int]:
        today, self.today = self.today, self.world.begins  # whatever was taken since the beginning
        with self.then():
            taken = accounts.twelve_months(self.carer.staff, is_paid=is_paid).taken
        self.today = today
        return {day: minutes for day, minutes in taken.items() if minutes}


def differences(first: int, count: int, team: Team) -> list[str]:
    manager = make_person("manager", team, name="Manager Example")
    administrator = make_person("administrator", team, name="Administrator Example")
    return [
        words
        for seed in range(first, first + count)
        for words in sequences.run(seed, lambda world: Actions(world, team, manager, administrator), deeds=10)
    ]


def test_the_actions_agree_with_the_slow_model(team: Team) -> None:
    assert differences(0, 8, team) == []


@pytest.mark.prove
def test_the_actions_agree_with_the_slow_model_500_times(team: Team) -> None:
    assert differences(1_000, 500, team) == []
