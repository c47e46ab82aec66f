"""Entitlements, and what the database itself refuses."""

import pytest

from dueregard.leave.models import DayLine, LedgerLine
from dueregard.people.models import Staff
from tests.leave.carers import TODAY, Carers, ask, lines, on
from tests.leave.deeds import DAY, undone


def test_the_entitlement_is_that_of_the_hours_on_the_day_of_the_first_request(carers: Carers) -> None:
    Staff.objects.filter(person=carers.carer).update(weekly_minutes=1332, started=TODAY)
    carers.carer.refresh_from_db()
    ask(carers.carer, on(5))
    assert lines(carers.carer) == [("entitlement", 1332, 1332), ("taken", -266, 1066)]


def test_lines_of_the_ledger_are_never_changed_or_removed(carers: Carers) -> None:
    ask(carers.carer, on(5))
    line = LedgerLine.objects.last()
    line.minutes = -1
    day = DayLine.objects.get()
    for attempt in (
        *(line.save, line.delete, lambda: LedgerLine.objects.update(minutes=-1)),
        *(day.save, day.delete, lambda: DayLine.objects.update(minutes=1)),
    ):
        with undone():
            attempt()
    assert lines(carers.carer)[-1] == ("taken", -DAY, 1776)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 3, "minutes": -2000, "balance": -224},  # below zero
        {"number": 2, "minutes": -1, "balance": 1775},  # the number of another line
        {"number": 3, "minutes": 1, "balance": 1777},  # taken, yet more is left
        {"number": 3, "minutes": -1, "balance": 1775, "request": None},  # taken for nothing
        {
            "number": 3,
            "kind": "entitlement",
            "minutes": 1776,
            "balance": 1776,
            "request": None,
        },  # a second one
        {"number": 3, "kind": "carried", "minutes": 0, "balance": 1776, "request": None},  # nothing carried
        {"number": 3, "kind": "adjusted", "minutes": -1, "balance": 1775},  # adjusted for a request
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(carers: Carers, wrong: dict[str, object]) -> None:
    request = ask(carers.carer, on(5))
    right = {"account": LedgerLine.objects.last().account, "kind": "taken", "request": request}
    with undone():
        LedgerLine.objects.create(**right | wrong)
    assert LedgerLine.objects.create(**right, number=3, minutes=-1, balance=1775)


@pytest.mark.parametrize("wrong", [{"number": 1}, {"minutes": 0}])
def test_the_database_refuses_a_day_that_cannot_be(carers: Carers, wrong: dict[str, object]) -> None:
    request = ask(carers.carer, on(5))
    right = {"staff": request.staff, "number": 2, "day": TODAY, "minutes": 1, "is_paid": True}
    with undone():
        DayLine.objects.create(**right | wrong, request=request)
    assert DayLine.objects.create(**right, request=request)
