"""Agreeing to leave and moving it to a later day: the change, each refusal, the journal entry."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

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
from dueregard.leave.models import DayLine, State
from dueregard.leave.working_weeks import actions as working_weeks
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


def test_postpone_moves_the_days_and_leaves_what_they_cost(carers: Carers) -> None:
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
    ]
    assert last_entry() == ("postponed leave", str(request.pk), carers.manager.pk)
    assert "hearings" not in str(Entry.objects.last().detail)
    assert outbox() == ["leave answered", "leave asked for"]


def test_postpone_returns_what_the_new_day_costs_less_and_asks_for_no_more(carers: Carers) -> None:
    week = (444, 300, 588, 444, 444, 0, 0)
    working_weeks.set_pattern(carers.carer.staff, rota=(week,), from_day=TODAY, by=carers.manager)
    longer, shorter = ask(carers.carer, on(10)), ask(carers.carer, on(11))  # a Tuesday and a Wednesday
    postpone(longer, date(2026, 11, 18), carers.manager)
    postpone(shorter, date(2026, 11, 17), carers.manager)
    assert [line[1] for line in lines(carers.carer)] == [2220, -300, -588, 288]
    days = DayLine.objects.order_by("number").values_list("day", "minutes")
    assert list(days) == [(on(10).first, 300), (on(11).first, 588), (on(11).first, -288)]
    leave.withdraw(shorter, by=carers.carer)
    assert lines(carers.carer)[-1] == ("returned", 300, 1920)


def test_postpone_over_the_end_of_march_leaves_the_next_leave_year_whole(carers: Carers) -> None:
    with clock.standing_at(datetime(2027, 3, 24, 9, tzinfo=clock.LONDON)):
        request = postpone(ask(carers.carer, on(31, 3, 2027)), date(2027, 4, 12), carers.manager)
    assert lines(carers.carer) == [("entitlement", 2220, 2220), ("taken", -DAY, 2220 - DAY)]
    with clock.standing_at(datetime(2027, 4, 8, 9, tzinfo=clock.LONDON)):
        leave.withdraw(request, by=carers.carer)
    assert lines(carers.carer)[2:] == [("entitlement", 2220, 2220), ("returned", DAY, 2220 + DAY)]


def test_postpone_is_never_refused_for_want_of_minutes(carers: Carers) -> None:
    with clock.standing_at(datetime(2027, 3, 24, 9, tzinfo=clock.LONDON)):
        request = ask(carers.carer, on(31, 3, 2027))
        ask(carers.carer, on(5, 4, 2027, last=date(2027, 4, 9)))
        assert postpone(request, date(2027, 4, 12), carers.manager).state == State.POSTPONED
    unpaid = leave.ask(on(9, last=date(2026, 11, 13)), token=uuid4(), is_paid=False, by=carers.carer)
    assert postpone(unpaid, date(2026, 11, 16), carers.manager).days == on(16, last=date(2026, 11, 20))


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
