"""Every write of leave: the change, each refusal, the journal entry; they stand or fall together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

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
    Past,
    TooFarAhead,
    spread,
)
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import LedgerLine, Request, State, WorkingPattern
from dueregard.people.models import Person, Staff
from dueregard.post.models import Message
from tests.leave.carers import NOW, TODAY, Carers, ask, lines, manage, on

DAY = 444


def last_entry() -> tuple[str, str, object]:
    entry = Entry.objects.order_by("-number")[0]
    return entry.deed, entry.subject_id, entry.actor_id


def outbox() -> list[str]:
    return sorted(Message.objects.values_list("kind", flat=True))


@contextmanager
def undone() -> Iterator[None]:
    """Expect the database to refuse, and go on after it."""
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


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


def postpone(request: Request, to: date, by: Person) -> Request:
    return leave.postpone(request, to=to, reason="Two hearings fall on that day.", by=by)


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
    assert by_year == [2220, 2220, 2220]


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
