"""Agreed time: the change, each refusal, the journal entry, and that nobody is ever asked what it is for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave.agreed_time import actions as agreed_time
from dueregard.leave.agreed_time.actions import TooMuch
from dueregard.leave.agreed_time.models import AgreedTime, Standing, TimeUsed
from dueregard.leave.agreed_time.sentences import NOT_NOW, sentence
from dueregard.leave.days import AfterLastDay, Past, TooFarAhead
from dueregard.people.models import Person, Staff
from dueregard.post.models import Message
from tests.leave.carers import NOW, TODAY, Carers, manage
from tests.leave.deeds import last_entry, outbox, undone
from tests.leave.reading import client_of, page_of, words_in
from tests.people_of_the_tests import make_person

NOVEMBER = Month(date(2026, 11, 1))


def ask(person: Person, minutes: int = 240, *, from_day: date = TODAY) -> AgreedTime:
    return agreed_time.ask(minutes, from_day=from_day, token=uuid4(), by=person)


def agreed(carers: Carers, minutes: int = 240) -> AgreedTime:
    return agreed_time.agree(ask(carers.carer, minutes), by=carers.manager)


# To ask


def test_asking_waits_for_the_manager(carers: Carers) -> None:
    made = ask(carers.carer)
    assert (made.staff.person, made.minutes_a_month, made.state) == (carers.carer, 240, Standing.WAITING)
    assert last_entry() == ("asked for agreed time", str(made.pk), carers.carer.pk)
    assert outbox() == ["agreed time asked for"]
    assert Message.objects.get().letter().to == carers.manager.email


def test_somebody_whom_nobody_manages_has_it_agreed_at_once(carers: Carers) -> None:
    first, second = ask(carers.nobody_above), ask(carers.nobody_above, 120)
    first.refresh_from_db()
    assert (second.state, second.decided_by, second.decided_at) == (Standing.AGREED, None, NOW)
    assert first.state == Standing.ENDED
    assert outbox() == []


def test_nothing_in_it_can_hold_what_it_is_for() -> None:
    fields = {field.name for model in (AgreedTime, TimeUsed) for field in model._meta.concrete_fields}
    assert fields == {
        "id", "staff", "minutes_a_month", "from_day", "asked_at", "state", "decided_by", "decided_at", "ended_at",
        "month_starts", "minutes",
    }  # fmt: skip


@pytest.mark.parametrize("minutes", [0, 2221])
def test_no_time_and_more_than_a_week_are_refused(carers: Carers, minutes: int) -> None:
    with pytest.raises(TooMuch):
        ask(carers.carer, minutes)


def test_days_that_cannot_be_are_refused(carers: Carers) -> None:
    with pytest.raises(Past):
        ask(carers.carer, from_day=TODAY - timedelta(days=1))
    with pytest.raises(TooFarAhead):
        ask(carers.carer, from_day=TODAY + timedelta(days=370))
    Staff.objects.filter(person=carers.carer).update(ended=TODAY + timedelta(days=3))
    with pytest.raises(AfterLastDay):
        ask(carers.carer, from_day=TODAY + timedelta(days=4))


def test_somebody_who_is_not_employed_does_not_ask(carers: Carers) -> None:
    outsider = make_person("outsider", carers.carer.staff.team, name="Outside Example")
    with pytest.raises(NotAllowed):
        agreed_time.ask(60, from_day=TODAY, token=uuid4(), by=outsider)
    with pytest.raises(NotAllowed):
        agreed_time.note_used(NOVEMBER, minutes=60, by=outsider)


def test_one_request_waits_at_a_time(carers: Carers) -> None:
    first = ask(carers.carer)
    with pytest.raises(agreed_time.AsksAlready):
        ask(carers.carer, 120)
    agreed_time.end(first, by=carers.carer)
    ask(carers.carer, 120)


def test_a_page_that_is_sent_twice_asks_once(carers: Carers) -> None:
    token = uuid4()
    first, second = (agreed_time.ask(240, from_day=TODAY, token=token, by=carers.carer) for _ in range(2))
    assert first == second
    with pytest.raises(agreed_time.SentBefore):
        agreed_time.ask(120, from_day=TODAY, token=token, by=carers.carer)
    with pytest.raises(agreed_time.SentBefore):
        agreed_time.ask(240, from_day=TODAY, token=token, by=carers.colleague)


# To answer


def test_agree_lets_it_stand_and_ends_what_was_agreed_before(carers: Carers) -> None:
    before = agreed(carers)
    made = agreed_time.agree(ask(carers.carer, 120), by=carers.head)
    before.refresh_from_db()
    assert (before.state, before.ended_at) == (Standing.ENDED, NOW)
    assert (made.state, made.decided_by, made.decided_at) == (Standing.AGREED, carers.head, NOW)
    assert last_entry() == ("agreed to agreed time", str(made.pk), carers.head.pk)
    assert outbox().count("agreed time answered") == 2


def test_agree_is_for_the_managers_and_never_for_the_asker(carers: Carers) -> None:
    made = ask(carers.carer)
    for person in [carers.carer, *carers.others]:
        with pytest.raises(NotAllowed):
            agreed_time.agree(made, by=person)
    manage(carers.head, carers.carer)
    manage(carers.manager, carers.carer)
    with pytest.raises(NotAllowed):
        agreed_time.agree(made, by=carers.carer)


def test_agree_refuses_what_is_agreed_or_ended(carers: Carers) -> None:
    made = agreed(carers)
    with pytest.raises(agreed_time.AlreadyAnswered):
        agreed_time.agree(made, by=carers.head)
    agreed_time.end(made, by=carers.manager)
    with pytest.raises(agreed_time.AlreadyEnded):
        agreed_time.agree(made, by=carers.head)
    with pytest.raises(agreed_time.AlreadyEnded):
        agreed_time.end(made, by=carers.carer)


@pytest.mark.parametrize(("who", "to"), [("carer", "manager"), ("manager", "carer"), ("head", "carer")])
def test_the_asker_and_a_manager_end_it_and_the_other_is_told(carers: Carers, who: str, to: str) -> None:
    made = agreed(carers)
    by = getattr(carers, who)
    ended = agreed_time.end(made, by=by)
    assert (ended.state, ended.ended_at) == (Standing.ENDED, NOW)
    assert last_entry() == ("ended agreed time", str(made.pk), by.pk)
    letter = Message.objects.get(kind="agreed time ended").letter()
    assert letter.to == getattr(carers, to).email


def test_a_request_that_is_not_agreed_is_ended_without_a_word_why(carers: Carers) -> None:
    made = agreed_time.end(ask(carers.carer), by=carers.manager)
    assert (made.state, made.decided_at) == (Standing.ENDED, None)


def test_nobody_else_ends_it(carers: Carers) -> None:
    made = agreed(carers)
    for person in carers.others:
        with pytest.raises(NotAllowed):
            agreed_time.end(made, by=person)


def test_no_message_says_more_than_that_there_is_something_to_read(carers: Carers) -> None:
    agreed_time.end(agreed(carers), by=carers.manager)
    for message in Message.objects.all():
        letter = message.letter()
        for told in ("hour", "Carer Example", "network", "240", "4 "):
            assert told not in letter.text.partition("\n\n")[0] + letter.subject


# What was used


def test_one_notes_for_oneself_what_one_used(carers: Carers) -> None:
    agreed(carers)
    used = agreed_time.note_used(NOVEMBER, minutes=90, by=carers.carer)
    assert last_entry() == ("noted time used", str(used.pk), carers.carer.pk)
    agreed_time.note_used(NOVEMBER, minutes=120, by=carers.carer)
    assert [(one.month, one.minutes) for one in TimeUsed.objects.visible_to(carers.carer)] == [
        (NOVEMBER, 120)
    ]
    for person in (carers.manager, carers.head, *carers.others):
        assert not TimeUsed.objects.visible_to(person)


def test_what_cannot_have_been_used_is_refused(carers: Carers) -> None:
    with pytest.raises(agreed_time.NothingAgreed):
        agreed_time.note_used(NOVEMBER, minutes=60, by=carers.carer)
    made = agreed(carers)
    for month in (Month(date(2026, 12, 1)), Month(date(2025, 10, 1))):
        with pytest.raises(agreed_time.AnotherMonth):
            agreed_time.note_used(month, minutes=60, by=carers.carer)
    agreed_time.note_used(Month(date(2025, 11, 1)), minutes=60, by=carers.carer)
    agreed_time.end(made, by=carers.carer)
    agreed_time.note_used(NOVEMBER, minutes=60, by=carers.carer)


# What stands behind


def test_each_is_undone_when_it_cannot_be_recorded(carers: Carers, fill_journal: Callable[[], None]) -> None:
    made, waiting = agreed(carers), ask(carers.carer, 60)
    fill_journal()
    acts: list[Callable[[], Any]] = [
        lambda: ask(carers.colleague),
        lambda: agreed_time.agree(waiting, by=carers.manager),
        lambda: agreed_time.end(made, by=carers.manager),
        lambda: agreed_time.note_used(NOVEMBER, minutes=60, by=carers.carer),
    ]
    messages = Message.objects.count()
    for act in acts:
        with undone():
            act()
    assert {one.state for one in AgreedTime.objects.all()} == {Standing.AGREED, Standing.WAITING}
    assert not TimeUsed.objects.exists()
    assert Message.objects.count() == messages


def test_the_database_refuses_a_second_that_waits_or_is_agreed(carers: Carers) -> None:
    agreed(carers)
    ask(carers.carer)
    for said in ({"state": "waiting"}, {"state": "agreed", "decided_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreedTime.objects.create(
                id=uuid4(), staff=carers.carer.staff, minutes_a_month=60, from_day=TODAY, **said
            )


def test_each_refusal_has_a_sentence() -> None:
    assert set(NOT_NOW) == set(agreed_time.NotNow.__subclasses__())
    assert sentence(TooMuch(2220)) == "Enter at most 37 hours a month: as much as you work in a week"
    assert sentence(Past()) == "The first day must be today or later"
    with pytest.raises(TypeError):
        sentence(ValueError())  # type: ignore[arg-type]  # a refusal that is none must fail


# The pages


def test_the_pages_from_asking_to_the_end(carers: Carers) -> None:
    client = client_of(carers.carer)
    assert "You have no agreed time" in page_of(carers.carer, "/leave/agreed-time/")
    form = {
        "hours": "2.5",
        "from_day_day": "2",
        "from_day_month": "11",
        "from_day_year": "2026",
        "token": str(uuid4()),
    }
    response = client.post("/leave/agreed-time/ask/", form)
    made = AgreedTime.objects.get()
    assert response.url == f"/leave/agreed-time/{made.pk}/"
    assert made.minutes_a_month == 150
    assert "Your manager has been sent a message" in page_of(carers.carer, response.url)

    waiting = page_of(carers.manager, "/leave/agreed-time/")
    assert "Waiting for your answer Carer Example: 2 hours 30 minutes a month" in waiting
    assert "Please do not ask what it is for" in page_of(carers.manager, response.url)
    assert client_of(carers.manager).post(f"{response.url}agree/").url == response.url
    assert "Agreed with people you manage Carer Example : 2 hours 30 minutes a month" in page_of(
        carers.manager, "/leave/agreed-time/"
    )
    again = client_of(carers.head).post(f"{response.url}agree/")
    assert (again.status_code, "Somebody has agreed to this already." in again.content.decode()) == (
        409,
        True,
    )

    used = client.post("/leave/agreed-time/used/", {"month": "2026-11-01", "hours": "1.5"})
    assert used.url == "/leave/agreed-time/"
    assert "November 2026 1 hour 30 minutes" in page_of(carers.carer, "/leave/agreed-time/")
    assert "1 hour 30 minutes" not in page_of(carers.manager, "/leave/agreed-time/")
    assert "1 hour 30 minutes" not in page_of(carers.manager, response.url)

    assert client.post(f"{response.url}end/").url == response.url
    assert "Ended" in page_of(carers.carer, response.url)
    assert "Before 2 hours 30 minutes a month" in page_of(carers.carer, "/leave/agreed-time/")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"hours": ""}, "Enter the hours"),
        ({"hours": "x"}, "Enter hours from 0.5 to 60, in half hours"),
        ({"hours": "2.25"}, "Enter the hours in half hours, like 2.5"),
        ({"hours": "40"}, "Enter at most 37 hours a month"),
        ({"from_day_year": "2025"}, "The first day must be today or later"),
        ({"token": "x"}, "There is a problem"),
    ],
)
def test_mistakes_are_said_in_a_sentence(carers: Carers, said: dict[str, str], words: str) -> None:
    form = {
        "hours": "2",
        "from_day_day": "2",
        "from_day_month": "11",
        "from_day_year": "2026",
        "token": str(uuid4()),
    }
    html = client_of(carers.carer).post("/leave/agreed-time/ask/", form | said).content.decode()
    assert words in words_in(html)
    assert not AgreedTime.objects.exists()


def test_what_was_used_before_anything_was_agreed_is_refused_in_a_sentence(carers: Carers) -> None:
    response = client_of(carers.carer).post("/leave/agreed-time/used/", {"month": "2026-11-01", "hours": "1"})
    assert "No time has been agreed for you" in response.content.decode()


def test_for_everybody_else_it_is_not_there(carers: Carers) -> None:
    made = agreed(carers)
    for person in carers.others:
        client = client_of(person)
        nowhere = client.get("/no-such-page/").content
        assert client.get(f"/leave/agreed-time/{made.pk}/").content == nowhere
        for deed in ("agree", "end"):
            assert client.post(f"/leave/agreed-time/{made.pk}/{deed}/").content == nowhere
        assert "Carer Example" not in page_of(person, "/leave/agreed-time/")
    assert client_of(carers.carer).post(f"/leave/agreed-time/{made.pk}/agree/").status_code == 404


def test_the_list_takes_as_many_queries_for_three_as_for_one(carers: Carers) -> None:
    counts = []
    for number in range(3):
        for kind, agrees in (("waits", False), ("has", True)):
            person = make_person("adviser", carers.carer.staff.team, name=f"Example {kind} {number}")
            manage(person, carers.manager)
            made = ask(person)
            if agrees:
                agreed_time.agree(made, by=carers.manager)
        client = client_of(carers.manager)
        with CaptureQueriesContext(connection) as queries:
            client.get("/leave/agreed-time/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_long_lists_are_read_page_by_page(carers: Carers) -> None:
    for number in range(22):
        person = make_person("adviser", carers.carer.staff.team, name=f"Example {number:02}")
        manage(person, carers.manager)
        agreed_time.agree(ask(person), by=carers.manager)
    assert "Example 21" not in page_of(carers.manager, "/leave/agreed-time/")
    assert "Example 21" in page_of(carers.manager, "/leave/agreed-time/?others=2")
    with clock.standing_at(NOW):
        for _ in range(22):
            agreed_time.end(ask(carers.carer), by=carers.carer)
    assert "Closed" in page_of(carers.carer, "/leave/agreed-time/?page=2")


def test_leave_leads_to_it(carers: Carers) -> None:
    assert "Agreed time Hours a month that you agree with your manager" in page_of(carers.carer, "/leave/")
