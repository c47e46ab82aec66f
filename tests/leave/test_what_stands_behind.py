"""Working patterns, entitlements, and what the database itself refuses."""

from collections.abc import Callable
from datetime import date

import pytest

from dueregard.access import NotAllowed
from dueregard.leave import actions as leave
from dueregard.leave.days import (
    NothingToTake,
    spread,
)
from dueregard.leave.models import LedgerLine, WorkingPattern
from dueregard.people.models import Staff
from tests.leave.carers import TODAY, Carers, ask, lines, on
from tests.leave.deeds import DAY, last_entry, undone

# Working patterns


def test_set_pattern_changes_what_days_cost_from_its_day_on(carers: Carers) -> None:
    week = (555, 555, 555, 555, 0, 0, 0)
    pattern = leave.set_pattern(carers.carer.staff, week=week, from_day=date(2026, 11, 9), by=carers.manager)
    assert pattern.week == week
    assert last_entry() == ("set a working pattern", str(pattern.pk), carers.manager.pk)
    ask(carers.carer, on(6))
    ask(carers.carer, on(9))
    with pytest.raises(NothingToTake):
        ask(carers.carer, on(13))
    assert [line[1] for line in lines(carers.carer)] == [2220, -444, -555]


def test_set_pattern_for_the_same_day_replaces_it(carers: Carers) -> None:
    for week in ((555, 555, 555, 555, 0, 0, 0), spread(2220)):
        leave.set_pattern(carers.carer.staff, week=week, from_day=TODAY, by=carers.manager)
    assert WorkingPattern.objects.get().week == spread(2220)


def test_set_pattern_is_for_managers_and_refuses_another_week(carers: Carers) -> None:
    for person in [carers.carer, *carers.others]:
        with pytest.raises(NotAllowed):
            leave.set_pattern(carers.carer.staff, week=spread(2220), from_day=TODAY, by=person)
    with pytest.raises(leave.AnotherWeek, match="2221 minutes"):
        leave.set_pattern(carers.carer.staff, week=spread(2221), from_day=TODAY, by=carers.manager)
    assert not WorkingPattern.objects.exists()


def test_set_pattern_is_undone_when_it_cannot_be_recorded(
    carers: Carers, fill_journal: Callable[[], None]
) -> None:
    fill_journal()
    with undone():
        leave.set_pattern(carers.carer.staff, week=spread(2220), from_day=TODAY, by=carers.manager)
    assert not WorkingPattern.objects.exists()


# What stands behind


def test_the_entitlement_is_that_of_the_hours_on_the_day_of_the_first_request(carers: Carers) -> None:
    Staff.objects.filter(person=carers.carer).update(weekly_minutes=1332, started=TODAY)
    carers.carer.refresh_from_db()
    ask(carers.carer, on(5))
    assert lines(carers.carer) == [("entitlement", 1332, 1332), ("taken", -266, 1066)]


def test_lines_of_the_ledger_are_never_changed_or_removed(carers: Carers) -> None:
    ask(carers.carer, on(5))
    line = LedgerLine.objects.last()
    line.minutes = -1
    for attempt in (line.save, line.delete, lambda: LedgerLine.objects.update(minutes=-1)):
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
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(carers: Carers, wrong: dict[str, object]) -> None:
    request = ask(carers.carer, on(5))
    right = {"account": LedgerLine.objects.last().account, "kind": "taken", "request": request}
    with undone():
        LedgerLine.objects.create(**right | wrong)
    assert LedgerLine.objects.create(**right, number=3, minutes=-1, balance=1775)
