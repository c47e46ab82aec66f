"""Random sequences of requests, withdrawals and postponements through the actions, against the slow model."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import override_settings

from dueregard.almanac import clock
from dueregard.leave import accounts
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, LeaveYear, Week
from dueregard.leave.ledger import Line
from dueregard.leave.models import LedgerLine, Request, WorkingPattern
from dueregard.people.models import Person, Staff, Team
from tests.leave import slow_ledger
from tests.leave.carers import manage
from tests.people_of_the_tests import make_person

BEFORE = datetime(2027, 3, 10, 9, tzinfo=clock.LONDON)


class Actions:
    """The actions, by somebody new who works that week, and with their manager."""

    def __init__(self, week: Week, paid_days: int, team: Team, manager: Person) -> None:
        self.paid_days = paid_days
        self.manager = manager
        self.requests: dict[int, Request] = {}
        person = make_person("adviser", team, name=f"Carer {uuid4().hex}")
        manage(person, manager)
        Staff.objects.filter(person=person).update(weekly_minutes=sum(week))
        self.carer = Person.objects.get(pk=person.pk)
        leave.set_pattern(self.carer.staff, week=week, from_day=BEFORE.date(), by=manager)

    def ask(self, key: int, days: Days) -> None:
        with override_settings(LEAVE_PAID_DAYS=self.paid_days):
            self.requests[key] = leave.ask(days, token=uuid4(), by=self.carer)

    def withdraw(self, key: int) -> None:
        leave.withdraw(self.requests[key], by=self.carer)

    def move(self, key: int, to: date) -> None:
        with override_settings(LEAVE_PAID_DAYS=self.paid_days):
            leave.postpone(self.requests[key], to=to, reason="A hearing.", by=self.manager)

    def lines(self) -> dict[LeaveYear, list[Line]]:
        with override_settings(LEAVE_PAID_DAYS=self.paid_days):
            opening = accounts.opening(self.carer.staff)
        written = {slow_ledger.THIS_YEAR: [opening], slow_ledger.NEXT_YEAR: [opening]}
        for one in LedgerLine.objects.filter(account__staff=self.carer.staff, number__gt=1).order_by(
            "number"
        ):
            written[one.account.year].append(one.line)
        return written


def differences(first: int, count: int, team: Team) -> list[str]:
    manager = make_person("manager", team, name="Manager Example")
    with clock.standing_at(BEFORE):
        return [
            words
            for seed in range(first, first + count)
            for words in slow_ledger.run(seed, lambda week, days: Actions(week, days, team, manager), deeds=8)
        ]


def test_the_actions_agree_with_the_slow_model(team: Team) -> None:
    assert differences(0, 30, team) == []
    assert WorkingPattern.objects.count() == 30


@pytest.mark.prove
def test_the_actions_agree_with_the_slow_model_500_times(team: Team) -> None:
    assert differences(1_000, 500, team) == []
