"""People leave: at once, or after a last day; they are let in no more, and what they held stops counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from dueregard import journal
from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people import actions as people
from dueregard.people.models import Person, Staff
from dueregard.people.sessions import end_sessions_of


def today() -> date:
    return clock.day_of(clock.now())


def leave(person: Person, *, by: Person, days: int = 0, at_once: bool = False) -> Staff:
    last_day = today() + timedelta(days=days)
    return people.record_leaving(person.staff, last_day=last_day, at_once=at_once, by=by)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def sessions_of(person: Person) -> int:
    return sum(each.get_decoded().get(SESSION_KEY) == str(person.pk) for each in Session.objects.all())


def test_at_once_ends_sessions_sign_in_and_roles(cast: dict[str, Person]) -> None:
    browsers = [signed_in(cast["analyst"]) for _ in range(3)]
    colleague = signed_in(cast["staff"])
    leave(cast["analyst"], by=cast["administrator"], at_once=True)
    assert sessions_of(cast["analyst"]) == 0
    assert [browser.get("/you/").status_code for browser in browsers] == [302] * 3
    assert colleague.get("/you/").status_code == 200
    leaver = again(cast["analyst"])
    assert not leaver.may_sign_in
    assert leaver.roles_now == frozenset()
    assert not leaver.holds("analyst", at=clock.now() - timedelta(days=1))
    entry = Entry.objects.get()
    assert (entry.deed, entry.actor_id) == ("recorded a leaving", cast["administrator"].pk)
    assert entry.detail == {"last_day": today().isoformat(), "at_once": True}


def test_after_a_last_day_access_ends_with_the_day(cast: dict[str, Person]) -> None:
    browser = signed_in(cast["analyst"])
    last_day = today() + timedelta(days=3)
    leave(cast["analyst"], by=cast["administrator"], days=3)
    assert browser.get("/statistics/datasets/").status_code == 200
    midnight = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), tzinfo=clock.LONDON)
    with clock.standing_at(midnight - timedelta(seconds=1)):
        assert again(cast["analyst"]).holds("analyst")
        assert browser.get("/statistics/datasets/").status_code == 200
    with clock.standing_at(midnight):
        assert not again(cast["analyst"]).holds("analyst")
        assert browser.get("/statistics/datasets/").status_code == 302


def test_recording_is_for_administrators_and_not_about_oneself(cast: dict[str, Person]) -> None:
    for role, person in cast.items():
        with pytest.raises(NotAllowed):
            leave(cast["administrator"], by=person)
        if role != "administrator":
            with pytest.raises(NotAllowed):
                leave(cast["analyst"], by=person)
    assert not Staff.objects.filter(ended__isnull=False).exists()


@pytest.mark.parametrize(("days", "at_once"), [(1, True), (-1, False), (-9999, True)])
def test_a_day_that_cannot_be_is_refused(days: int, at_once: bool, cast: dict[str, Person]) -> None:
    with pytest.raises(people.WrongDay):
        leave(cast["analyst"], by=cast["administrator"], days=days, at_once=at_once)


def test_who_has_left_does_not_leave_again_but_a_day_to_come_can_be_changed(cast: dict[str, Person]) -> None:
    leave(cast["analyst"], by=cast["administrator"], days=3)
    leave(again(cast["analyst"]), by=cast["administrator"], days=5)
    leave(again(cast["analyst"]), by=cast["administrator"], at_once=True)
    with pytest.raises(people.AlreadyLeft):
        leave(again(cast["analyst"]), by=cast["administrator"], days=7)


def test_a_failed_entry_undoes_the_leaving(cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(cast["analyst"])

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        leave(cast["analyst"], by=cast["administrator"], at_once=True)
    assert again(cast["analyst"]).may_sign_in
    assert browser.get("/you/").status_code == 200


def test_ending_sessions_is_about_one_person_and_says_how_many(cast: dict[str, Person]) -> None:
    for role in ("staff", "staff", "editor"):
        signed_in(cast[role])
    Client().get("/")
    assert end_sessions_of(cast["staff"]) == 2
    assert (sessions_of(cast["staff"]), sessions_of(cast["editor"])) == (0, 1)
    assert end_sessions_of(cast["staff"]) == 0


def page_of(person: Person) -> str:
    return f"/people/leaving/{person.staff.pk}/"


def form(when: str, day: date) -> dict[str, object]:
    return {"when": when, "last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}


def test_the_page_records_a_leaving_and_then_says_so(cast: dict[str, Person]) -> None:
    client, page = signed_in(cast["administrator"]), page_of(cast["analyst"])
    found = client.get("/people/find/", {"q": "analyst"}).content.decode()
    assert page in found
    assert (
        "Record leaving"
        not in signed_in(cast["staff"]).get("/people/find/", {"q": "analyst"}).content.decode()
    )
    later = today() + timedelta(days=10)
    assert client.post(page, form("after", later)).headers["Location"] == page
    assert "You can change the day here" in client.get(page).content.decode()
    client.post(page, form("at-once", today()))
    assert "has left" in client.get(page).content.decode()
    assert page not in client.get("/people/find/", {"q": "analyst"}).content.decode()


@pytest.mark.parametrize(
    ("when", "days", "sentence"),
    [
        ("", 0, "Select when their access ends"),
        ("at-once", 1, "the last day must be today or earlier"),
        ("after", -1, "that day must be today or later"),
        ("at-once", -9999, "must not be before their first day"),
    ],
)
def test_the_page_says_what_is_wrong(when: str, days: int, sentence: str, cast: dict[str, Person]) -> None:
    client, page = signed_in(cast["administrator"]), page_of(cast["analyst"])
    answer = client.post(page, form(when, today() + timedelta(days=days)))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert again(cast["analyst"]).staff.ended is None


def test_the_clock_of_a_last_day_is_that_of_london(cast: dict[str, Person]) -> None:
    cast["analyst"].staff.ended = date(2026, 6, 30)
    with clock.standing_at(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)):
        assert cast["analyst"].may_sign_in
    with clock.standing_at(datetime(2026, 6, 30, 23, 0, tzinfo=UTC)):
        assert not cast["analyst"].may_sign_in
