"""Agreeing to leave and moving it to a later day: the change, each refusal, the journal entry."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.leave import actions as leave
from dueregard.leave.days import (
    AfterLastDay,
    NothingToTake,
    NotPostponed,
    Overlapping,
    Part,
)
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import State
from dueregard.people.models import Staff
from tests.leave.carers import NOW, TODAY, Carers, ask, lines, manage, on
from tests.leave.deeds import DAY, last_entry, outbox, postpone, undone

# To agree


def test_agree_lets_the_request_stand_as_it_is(carers: Carers) -> None:
    request = leave.agree(ask(carers.carer, on(5)), by=carers.manager)
    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decided_at) == (State.AGREED, carers.manager, NOW)
    assert lines(carers.carer)[1:] == [("taken", -DAY, 1776)]
    assert last_entry() == ("agreed to leave", str(request.pk), carers.manager.pk)
    assert outbox() == ["leave answered", "leave asked for"]


def test_agree_is_for_the_line_manager_and_the_manager_above(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    for person in [carers.carer, *carers.others]:
        with pytest.raises(NotAllowed):
            leave.agree(request, by=person)
    request.refresh_from_db()
    assert request.is_waiting
    assert leave.agree(request, by=carers.head).decided_by == carers.head


def test_agree_refuses_the_asker_who_manages_their_own_manager(carers: Carers) -> None:
    manage(carers.head, carers.carer)  # head > manager > carer > head
    manage(carers.manager, carers.carer)
    manage(carers.carer, carers.manager)
    request = ask(carers.carer, on(5))
    assert request.is_waiting
    for answer in (
        leave.agree,
        lambda asked, by: leave.postpone(asked, to=date(2026, 11, 6), reason="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            answer(request, by=carers.carer)
    assert leave.agree(request, by=carers.manager)


def test_agree_is_the_one_answer_left_after_7_days_and_after_the_leave_began(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    with clock.standing_at(NOW + timedelta(days=30)):
        assert leave.agree(request, by=carers.manager).state == State.AGREED


def test_agree_refuses_what_is_answered_or_withdrawn(carers: Carers) -> None:
    agreed, withdrawn = ask(carers.carer, on(5)), ask(carers.carer, on(6))
    leave.agree(agreed, by=carers.manager)
    leave.withdraw(withdrawn, by=carers.carer)
    with pytest.raises(leave.AlreadyAnswered):
        leave.agree(agreed, by=carers.head)
    with pytest.raises(leave.AlreadyWithdrawn):
        leave.agree(withdrawn, by=carers.manager)


def test_agree_is_undone_when_it_cannot_be_recorded(carers: Carers, fill_journal: Callable[[], None]) -> None:
    request = ask(carers.carer, on(5))
    fill_journal()
    with undone():
        leave.agree(request, by=carers.manager)
    request.refresh_from_db()
    assert request.is_waiting
    assert outbox() == ["leave asked for"]


# To postpone


def test_postpone_moves_the_days_returns_the_old_and_takes_the_new(carers: Carers) -> None:
    asked = ask(carers.carer, on(5, last=date(2026, 11, 6)))
    request = postpone(asked, date(2026, 11, 13), carers.manager)
    request.refresh_from_db()
    assert request.state == State.POSTPONED
    assert request.days == on(13, last=date(2026, 11, 16))  # a Friday and the Monday after
    assert request.asked_days == on(5, last=date(2026, 11, 6))
    assert request.reason == "Two hearings fall on that day."
    assert lines(carers.carer) == [
        ("entitlement", 2220, 2220),
        ("taken", -2 * DAY, 2220 - 2 * DAY),
        ("returned", 2 * DAY, 2220),
        ("taken", -2 * DAY, 2220 - 2 * DAY),
    ]
    assert last_entry() == ("postponed leave", str(request.pk), carers.manager.pk)
    assert "hearings" not in str(Entry.objects.last().detail)
    assert outbox() == ["leave answered", "leave asked for"]


def test_postpone_costs_what_is_worked_on_the_new_day(carers: Carers) -> None:
    week = (444, 300, 588, 444, 444, 0, 0)
    leave.set_pattern(carers.carer.staff, week=week, from_day=TODAY, by=carers.manager)
    request = ask(carers.carer, on(10))  # a Tuesday
    postpone(request, date(2026, 11, 11), carers.manager)
    assert [line[1] for line in lines(carers.carer)] == [2220, -300, 300, -588]


def test_postpone_over_the_end_of_march_charges_the_next_leave_year(carers: Carers) -> None:
    with clock.standing_at(datetime(2027, 3, 24, 9, tzinfo=clock.LONDON)):
        postpone(ask(carers.carer, on(31, 3, 2027)), date(2027, 4, 1), carers.manager)
    assert lines(carers.carer) == [
        ("entitlement", 2220, 2220),
        ("taken", -DAY, 2220 - DAY),
        ("returned", DAY, 2220),
        ("entitlement", 2220, 2220),
        ("taken", -DAY, 2220 - DAY),
    ]


def test_postpone_is_for_the_line_manager_and_the_manager_above(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    for person in [carers.carer, *carers.others]:
        with pytest.raises(NotAllowed):
            postpone(request, date(2026, 11, 12), person)
    assert postpone(request, date(2026, 11, 12), carers.head).decided_by == carers.head


@pytest.mark.parametrize("to", [date(2026, 11, 5), date(2026, 11, 4), date(2026, 12, 7), date(2026, 12, 6)])
def test_postpone_refuses_a_day_that_is_not_within_the_month_after(carers: Carers, to: date) -> None:
    request = ask(carers.carer, on(5))
    with pytest.raises(NotPostponed):
        postpone(request, to, carers.manager)
    assert postpone(request, date(2026, 12, 4), carers.manager)


def test_postpone_refuses_days_that_cannot_be_leave(carers: Carers) -> None:
    Staff.objects.filter(person=carers.carer).update(ended=date(2026, 11, 26))
    carers.carer.refresh_from_db()
    request = ask(carers.carer, on(5))
    ask(carers.carer, on(12, part=Part.MORNING))
    before = lines(carers.carer)
    for to, refusal in [
        (date(2026, 11, 7), NothingToTake),
        (date(2026, 11, 12), Overlapping),
        (date(2026, 11, 27), AfterLastDay),
    ]:
        with pytest.raises(refusal):
            postpone(request, to, carers.manager)
    assert lines(carers.carer) == before
    assert postpone(request, date(2026, 11, 26), carers.manager)


def test_postpone_to_a_day_next_to_the_old_one_does_not_overlap_with_itself(carers: Carers) -> None:
    request = ask(carers.carer, on(9, last=date(2026, 11, 12)))
    assert postpone(request, date(2026, 11, 10), carers.manager).days == on(10, last=date(2026, 11, 13))


def test_postpone_refuses_a_day_that_costs_more_than_is_left(carers: Carers) -> None:
    leave.set_pattern(
        carers.carer.staff, week=(300, 300, 300, 320, 1000, 0, 0), from_day=TODAY, by=carers.manager
    )
    request = ask(carers.carer, on(9))
    ask(carers.carer, on(16, last=date(2026, 11, 19)))
    ask(carers.carer, on(23, part=Part.MORNING))
    with pytest.raises(NotEnough):
        postpone(request, date(2026, 11, 13), carers.manager)
    request.refresh_from_db()
    assert request.is_waiting
    assert lines(carers.carer)[-1] == ("taken", -150, 550)


def test_postpone_refuses_after_7_days_and_once_the_leave_has_begun(carers: Carers) -> None:
    far, near = ask(carers.carer, on(1, 12)), ask(carers.carer, on(5))
    for request, moment in [(near, NOW.replace(day=5, hour=0)), (far, NOW.replace(day=10, hour=0))]:
        with clock.standing_at(moment), pytest.raises(leave.TooLateToPostpone):
            postpone(request, request.first + timedelta(days=7), carers.manager)
    with clock.standing_at(datetime(2026, 11, 9, 23, 59, tzinfo=clock.LONDON)):
        assert postpone(far, date(2026, 12, 2), carers.manager)


def test_postpone_happens_once(carers: Carers) -> None:
    moved, agreed, withdrawn = (ask(carers.carer, on(day)) for day in (5, 6, 9))
    postpone(moved, date(2026, 11, 12), carers.manager)
    leave.agree(agreed, by=carers.manager)
    leave.withdraw(withdrawn, by=carers.carer)
    for request in (moved, agreed):
        with pytest.raises(leave.AlreadyAnswered):
            postpone(request, date(2026, 11, 13), carers.head)
    with pytest.raises(leave.AlreadyWithdrawn):
        postpone(withdrawn, date(2026, 11, 13), carers.head)


def test_postpone_is_undone_when_it_cannot_be_recorded(
    carers: Carers, fill_journal: Callable[[], None]
) -> None:
    request = ask(carers.carer, on(5))
    fill_journal()
    with undone():
        postpone(request, date(2026, 11, 12), carers.manager)
    request.refresh_from_db()
    assert (request.state, request.days) == (State.WAITING, on(5))
    assert len(lines(carers.carer)) == 2
