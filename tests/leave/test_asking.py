"""Asking for leave and taking it back: the change, each refusal, the journal entry."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.leave import actions as leave
from dueregard.leave.days import (
    AfterLastDay,
    NothingToTake,
    Overlapping,
    Part,
    Past,
    TooFarAhead,
)
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import Request, State
from dueregard.people.models import Person, Staff
from dueregard.post.models import Message
from tests.leave.carers import NOW, TODAY, Carers, ask, lines, on
from tests.leave.deeds import DAY, last_entry, outbox, postpone, undone

# To ask


def test_ask_takes_the_days_and_waits_for_an_answer(carers: Carers) -> None:
    request = ask(carers.carer, on(5, part=Part.AFTERNOON))
    assert (request.state, request.days, request.asked_days) == (
        State.WAITING,
        on(5, part=Part.AFTERNOON),
        request.days,
    )
    assert lines(carers.carer) == [("entitlement", 2220, 2220), ("taken", -222, 1998)]
    assert last_entry() == ("asked for leave", str(request.pk), carers.carer.pk)
    assert Entry.objects.get().detail == {}
    assert outbox() == ["leave asked for"]


def test_ask_is_for_people_who_are_employed(carers: Carers) -> None:
    Staff.objects.filter(person=carers.carer).update(ended=TODAY - timedelta(days=1))
    leaver = Person.objects.get(pk=carers.carer.pk)
    with pytest.raises(NotAllowed):
        ask(leaver, on(5))
    assert not Request.objects.exists()


def test_ask_from_the_same_page_twice_asks_once(carers: Carers) -> None:
    token = uuid4()
    first = leave.ask(on(5), token=token, by=carers.carer)
    again = leave.ask(on(5), token=token, by=carers.carer)
    assert again == first
    assert lines(carers.carer) == [("entitlement", 2220, 2220), ("taken", -DAY, 1776)]
    assert Entry.objects.count() == Message.objects.count() == 1


def test_ask_from_the_same_page_is_recognised_after_the_leave_was_moved(carers: Carers) -> None:
    token = uuid4()
    first = leave.ask(on(5), token=token, by=carers.carer)
    leave.postpone(first, to=date(2026, 11, 12), reason="A hearing.", by=carers.manager)
    assert leave.ask(on(5), token=token, by=carers.carer) == first


def test_ask_refuses_a_token_that_was_used_for_other_days_or_by_somebody_else(carers: Carers) -> None:
    token = uuid4()
    leave.ask(on(5), token=token, by=carers.carer)
    with pytest.raises(leave.SentBefore):
        leave.ask(on(6), token=token, by=carers.carer)
    with pytest.raises(leave.SentBefore):
        leave.ask(on(5), token=token, by=carers.colleague)
    assert Request.objects.count() == 1
    assert lines(carers.colleague) == []


def test_ask_refuses_days_that_are_past_too_far_ahead_or_after_the_last_day(carers: Carers) -> None:
    with pytest.raises(Past):
        ask(carers.carer, on(30, 10))
    with pytest.raises(TooFarAhead):
        ask(carers.carer, on(3, 11, 2027))
    Staff.objects.filter(person=carers.carer).update(ended=date(2026, 11, 20))
    carers.carer.refresh_from_db()
    with pytest.raises(AfterLastDay):
        ask(carers.carer, on(23))
    assert ask(carers.carer, on(20))
    assert ask(carers.carer, on(2))  # today


def test_ask_refuses_what_would_cost_nothing(carers: Carers) -> None:
    for days in (on(7), on(25, 12), on(26, 12, last=date(2026, 12, 28))):
        with pytest.raises(NothingToTake):
            ask(carers.carer, days)
    assert lines(carers.carer) == []


def test_ask_refuses_days_on_which_there_is_leave_already(carers: Carers) -> None:
    ask(carers.carer, on(5, part=Part.MORNING))
    ask(carers.carer, on(5, part=Part.AFTERNOON))
    for days in (on(5), on(5, part=Part.MORNING), on(4, last=date(2026, 11, 6))):
        with pytest.raises(Overlapping):
            ask(carers.carer, days)
    assert lines(carers.carer)[-1] == ("taken", -222, 1776)
    assert ask(carers.colleague, on(5))


def test_ask_refuses_more_than_is_left(carers: Carers) -> None:
    ask(carers.carer, on(9, last=date(2026, 11, 12)))
    with pytest.raises(NotEnough):
        ask(carers.carer, on(16, last=date(2026, 11, 17)))
    ask(carers.carer, on(16))
    with pytest.raises(NotEnough):
        ask(carers.carer, on(17, part=Part.MORNING))
    assert lines(carers.carer)[-1][-1] == 0


def test_ask_over_the_end_of_march_charges_each_leave_year_its_own_days(carers: Carers) -> None:
    with clock.standing_at(datetime(2027, 3, 24, 9, tzinfo=clock.LONDON)):
        ask(carers.carer, on(31, 3, 2027, last=date(2027, 4, 2)))
    assert lines(carers.carer) == [
        ("entitlement", 2220, 2220),
        ("taken", -DAY, 2220 - DAY),
        ("entitlement", 2220, 2220),
        ("taken", -2 * DAY, 2220 - 2 * DAY),
    ]


def test_what_is_left_on_31_march_is_not_carried_over(carers: Carers) -> None:
    ask(carers.carer, on(31, 3, 2027))
    ask(carers.carer, on(1, 4, 2027))
    assert [line[0] for line in lines(carers.carer)] == ["entitlement", "taken"] * 2
    assert {line[2] for line in lines(carers.carer)} == {2220, 2220 - DAY}


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), date(2027, 3, 31)),
        (datetime(2027, 3, 31, 23, 0, tzinfo=UTC), date(2027, 4, 1)),  # summer time: midnight in London
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28)),  # the clocks go forward
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # half past midnight
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),  # the clocks went back
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_today_is_the_day_in_london(carers: Carers, moment: datetime, today: date) -> None:
    with clock.standing_at(moment):
        with pytest.raises((Past, NothingToTake)) as yesterday:
            ask(
                carers.carer,
                on((today - timedelta(1)).day, (today - timedelta(1)).month, (today - timedelta(1)).year),
            )
        assert yesterday.type is Past
        if today.weekday() < 5:
            assert ask(carers.carer, on(today.day, today.month, today.year))


def test_ask_is_agreed_at_once_where_nobody_manages_the_asker(carers: Carers) -> None:
    request = ask(carers.nobody_above, on(5))
    assert (request.state, request.decided_by, request.decided_at) == (State.AGREED, None, NOW)
    assert outbox() == []


def test_ask_goes_to_the_next_manager_where_the_line_manager_has_left(carers: Carers) -> None:
    Staff.objects.filter(person=carers.manager).update(ended=TODAY - timedelta(days=1))
    carers.carer.refresh_from_db()
    assert ask(carers.carer, on(5)).is_waiting
    assert leave.agree(Request.objects.get(), by=carers.head).state == State.AGREED
    Staff.objects.filter(person=carers.head).update(ended=TODAY - timedelta(days=1))
    carers.carer.refresh_from_db()
    assert ask(carers.carer, on(6)).state == State.AGREED


def test_ask_is_undone_when_it_cannot_be_recorded(carers: Carers, fill_journal: Callable[[], None]) -> None:
    fill_journal()
    with undone():
        ask(carers.carer, on(5))
    assert not Request.objects.exists()
    assert lines(carers.carer) == []
    assert outbox() == []


# To withdraw


def test_withdraw_returns_what_was_taken(carers: Carers) -> None:
    request = leave.withdraw(ask(carers.carer, on(5, part=Part.MORNING)), by=carers.carer)
    request.refresh_from_db()
    assert request.is_withdrawn
    assert lines(carers.carer)[1:] == [("taken", -222, 1998), ("returned", 222, 2220)]
    assert last_entry() == ("withdrew a request for leave", str(request.pk), carers.carer.pk)
    assert outbox() == ["leave asked for", "leave withdrawn"]
    assert ask(carers.carer, on(5))


def test_withdraw_returns_what_moved_leave_took_over_the_end_of_march(carers: Carers) -> None:
    with clock.standing_at(datetime(2027, 3, 24, 9, tzinfo=clock.LONDON)):
        request = ask(carers.carer, on(31, 3, 2027, last=date(2027, 4, 1)))
        postpone(request, date(2027, 4, 1), carers.manager)
        leave.withdraw(request, by=carers.carer)
    by_year = [line[2] for line in lines(carers.carer) if line[0] == "returned"]
    assert by_year == [2220, 2220]


def test_withdraw_returns_what_was_taken_though_the_hours_have_changed(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    Staff.objects.filter(person=carers.carer).update(weekly_minutes=1110)
    leave.withdraw(request, by=carers.carer)
    assert lines(carers.carer) == [
        ("entitlement", 2220, 2220),
        ("taken", -DAY, 1776),
        ("returned", DAY, 2220),
    ]
    carers.carer.refresh_from_db()
    ask(carers.carer, on(6))
    assert lines(carers.carer)[-1] == ("taken", -222, 1998)


def test_withdraw_is_for_the_asker(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    for person in [carers.manager, carers.head, *carers.others]:
        with pytest.raises(NotAllowed):
            leave.withdraw(request, by=person)
    assert leave.withdraw(request, by=carers.carer)


def test_withdraw_is_possible_after_an_answer_and_until_the_day_it_begins(carers: Carers) -> None:
    agreed, moved, begun = (ask(carers.carer, on(day)) for day in (9, 10, 12))
    leave.agree(agreed, by=carers.manager)
    postpone(moved, date(2026, 11, 17), carers.manager)
    with clock.standing_at(datetime(2026, 11, 8, 23, 59, tzinfo=clock.LONDON)):
        leave.withdraw(agreed, by=carers.carer)
        leave.withdraw(moved, by=carers.carer)
    midnight = datetime(2026, 11, 12, 0, 0, tzinfo=clock.LONDON)
    with clock.standing_at(midnight), pytest.raises(leave.AlreadyBegun):
        leave.withdraw(begun, by=carers.carer)
    assert lines(carers.carer)[-1][-1] == 1776


def test_withdraw_happens_once(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    leave.withdraw(request, by=carers.carer)
    with pytest.raises(leave.AlreadyWithdrawn):
        leave.withdraw(request, by=carers.carer)
    assert lines(carers.carer)[-1] == ("returned", DAY, 2220)


def test_withdraw_is_undone_when_it_cannot_be_recorded(
    carers: Carers, fill_journal: Callable[[], None]
) -> None:
    request = ask(carers.carer, on(5))
    fill_journal()
    with undone():
        leave.withdraw(request, by=carers.carer)
    request.refresh_from_db()
    assert request.is_waiting
    assert len(lines(carers.carer)) == 2
