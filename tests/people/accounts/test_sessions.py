"""Sessions: where a person is signed in, what is kept of it, and ending one, the others, or all."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from dueregard.access import NotAllowed
from dueregard.demo.cast import CAST
from dueregard.people.accounts import actions, browsers
from dueregard.people.models import Person
from tests.people.accounts.signing import deeds, signed_in, with_password

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def person(cast: dict[str, Person]) -> Person:
    return with_password(cast["staff"])


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130 Safari/537",
            "Samsung Internet on Android",
        ),
        ("curl/8.5.0", "A browser that does not say what it is"),
        ("", "A browser that does not say what it is"),
        ("Firefox/140.0", "Firefox on a device that does not say what it is"),
        ("Mozilla/5.0 (Windows NT 10.0)", "A browser on Windows"),
    ],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, name: str) -> None:
    assert browsers.name_of(user_agent) == name
    assert browsers.name_of(name) == name


def test_no_address_and_no_detail_of_the_browser_is_kept(person: Person) -> None:
    signed_in(person, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.44")
    session = UserSession.objects.get(user=person)
    assert (session.ip, session.user_agent) == (browsers.NOWHERE, "Firefox on Windows")
    assert "192.0.2.44" not in str(Session.objects.get().get_decoded())


def test_a_person_sees_their_own_sessions_and_ends_one(cast: dict[str, Person], person: Person) -> None:
    here = signed_in(person, HTTP_USER_AGENT=FIREFOX)
    phone = signed_in(person, HTTP_USER_AGENT=SAFARI)
    signed_in(cast["chair"], HTTP_USER_AGENT="Android")
    page = here.get("/you/security/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "Android" not in page
    assert page.count("This browser</strong>") == 1
    other = UserSession.objects.get(user_agent="Safari on iPhone")
    answer = here.post("/you/security/sessions/end/", {"session": other.pk})
    assert "You are signed out in that browser" in here.get(answer.headers["Location"]).content.decode()
    assert phone.get("/you/").status_code == 302
    assert here.get("/you/").status_code == 200
    assert deeds(person)[-1] == "ended a session"


@pytest.mark.parametrize("asked", ["theirs", "0", "nonsense", "", "-1", "9" * 30])
def test_a_session_of_somebody_else_does_not_exist(
    cast: dict[str, Person], person: Person, asked: str
) -> None:
    client, other = signed_in(person), signed_in(cast["chair"])
    pk = UserSession.objects.get(user=cast["chair"]).pk
    answer = client.post("/you/security/sessions/end/", {"session": str(pk) if asked == "theirs" else asked})
    assert answer.status_code == 404
    assert other.get("/you/").status_code == 200


def test_all_others_are_ended_at_once_in_one_entry(person: Person) -> None:
    here, *others = (signed_in(person) for _ in range(3))
    here.post("/you/security/sessions/end-others/")
    assert [one.get("/you/").status_code for one in others] == [302, 302]
    assert here.get("/you/").status_code == 200
    assert deeds(person)[3:] == ["ended other sessions"]


def test_every_session_of_a_person_is_ended_by_an_administrator_and_by_no_colleague(
    cast: dict[str, Person], person: Person
) -> None:
    clients: list[Any] = [signed_in(person), Client()]
    clients[1].force_login(person)  # one that is in no list
    with pytest.raises(NotAllowed):
        actions.end_sessions(person, by=cast["manager"])
    assert clients[0].get("/you/").status_code == 200
    assert actions.end_sessions(person, by=cast["administrator"]) == 2
    assert [client.get("/you/").status_code for client in clients] == [302, 302]
    assert deeds(cast["administrator"]) == ["ended the sessions of a person"]


def test_one_does_not_end_a_session_of_somebody_else(cast: dict[str, Person], person: Person) -> None:
    signed_in(person)
    with pytest.raises(NotAllowed):
        actions.end_session(UserSession.objects.get(user=person), by=cast["administrator"])


def test_signing_in_to_the_demonstration_is_a_session_like_any_other(db: None) -> None:
    member = CAST[0]
    person = Person.objects.create(email=member.email, name=member.name)
    client = Client()
    assert client.post("/demo/sign-in/", {"person": member.role}).status_code == 302
    assert client.get("/you/").status_code == 200
    assert UserSession.objects.filter(user=person).count() == 1
    assert deeds(person) == ["signed in"]
