"""Signing in with a password: who is let in, who is not, and that nobody can tell why."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.accounts import limits
from dueregard.people.models import Person, Staff
from tests.people.accounts.signing import PASSWORD, deeds, same, sign_in, signed_in, with_password


@pytest.fixture
def person(cast: dict[str, Person]) -> Person:
    return with_password(cast["staff"])


@pytest.fixture
def leaver(cast: dict[str, Person]) -> Person:
    leave(cast["adviser"])
    return with_password(cast["adviser"])


@pytest.fixture
def deactivated(cast: dict[str, Person]) -> Person:
    Person.objects.filter(pk=cast["manager"].pk).update(is_active=False)
    return with_password(Person.objects.get(pk=cast["manager"].pk))


def leave(person: Person) -> None:
    Staff.objects.filter(person=person).update(ended=clock.day_of(clock.now()) - timedelta(days=1))


def test_the_right_password_begins_a_session_and_leaves_one_entry(person: Person) -> None:
    client = Client()
    answer = sign_in(client, person)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert person.name in client.get("/").content.decode()
    entry = Entry.objects.get(actor_id=person.pk)
    assert (entry.deed, entry.subject_id, entry.detail) == (
        "signed in",
        str(person.pk),
        {"ways": ["password"]},
    )


def test_an_address_is_taken_in_any_case_however_it_is_stored(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(email="Tamsin.Ollerby@Rowan.example")
    for typed in (
        "tamsin.ollerby@rowan.example",
        "TAMSIN.OLLERBY@ROWAN.EXAMPLE",
        " Tamsin.Ollerby@rowan.example ",
    ):
        assert Client().post("/sign-in/", {"login": typed, "password": PASSWORD}).status_code == 302


def test_every_wrong_attempt_is_answered_in_the_same_bytes(
    person: Person, leaver: Person, deactivated: Person
) -> None:
    attempts = [
        (person.email, "wrong"),
        ("nobody@rowan.example", "wrong"),
        (leaver.email, "wrong"),
        (leaver.email, PASSWORD),
        (deactivated.email, "wrong"),
        (deactivated.email, PASSWORD),
    ]
    answers = {(email, password): sent(email, password) for email, password in attempts}
    assert len(set(answers.values())) == 1
    status, page = answers[person.email, "wrong"]
    assert status == 200
    assert "The email address or the password is not right" in page


def sent(email: str, password: str) -> tuple[int, str]:
    status, page = same(Client().post("/sign-in/", {"login": email, "password": password}))
    return status, page.replace(email, "(the address)")


@pytest.mark.parametrize("who", ["person", "leaver", "deactivated", "nobody", "without a password"])
@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_every_attempt_runs_the_slow_hash_once(
    who: str,
    password: str,
    request: pytest.FixtureRequest,
    cast: dict[str, Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if who == "without a password":
        cast["chair"].set_unusable_password()
        cast["chair"].save()
    emails = {"nobody": "nobody@rowan.example", "without a password": cast["chair"].email}
    email = emails.get(who) or request.getfixturevalue(who).email
    runs = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *arguments, **more: runs.append(1) or real(*arguments, **more)
    )
    Client().post("/sign-in/", {"login": email, "password": password})
    assert len(runs) == 1


def test_a_person_without_a_password_is_nobody_to_the_password_form(cast: dict[str, Person]) -> None:
    person = cast["chair"]
    person.set_unusable_password()
    person.save()
    assert sent(person.email, "") == sent("nobody@rowan.example", "")
    assert sent(person.email, "wrong") == sent("nobody@rowan.example", "wrong")


def test_a_leaver_is_a_stranger_from_their_next_request_on(person: Person) -> None:
    client = signed_in(person)
    leave(person)
    answer = client.get("/you/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/you/")
    assert person.name not in client.get("/").content.decode()


def test_a_deactivated_person_is_a_stranger_from_their_next_request_on(person: Person) -> None:
    client = signed_in(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/you/").status_code == 302


def test_knowing_who_asks_costs_two_queries(person: Person) -> None:
    client = signed_in(person)
    with CaptureQueriesContext(connection) as captured:
        client.get("/sign-out/")
    about_session = [query for query in captured if "django_session" in query["sql"]]
    about_person = [query for query in captured if 'FROM "people_person"' in query["sql"]]
    assert (len(about_session), len(about_person)) == (1, 1)
    assert 'JOIN "people_staff"' in about_person[0]["sql"]


@pytest.mark.parametrize("address", ["the person's", "nobody@rowan.example"])
def test_after_five_wrong_attempts_the_sixth_is_refused_even_with_the_right_password(
    person: Person, address: str
) -> None:
    email = person.email if address == "the person's" else address
    for _ in range(5):
        assert "is not right" in sent(email, "wrong")[1]
    refused = sent(email, PASSWORD)
    assert refused[0] == 200
    assert "There were too many attempts" in refused[1]
    # The same bytes as for an address that is of nobody.
    for _ in range(5):
        sent("another@rowan.example", "wrong")
    assert refused == sent("another@rowan.example", PASSWORD)


def test_attempts_under_one_address_do_not_stop_another(cast: dict[str, Person], person: Person) -> None:
    for _ in range(6):
        sent("nobody@rowan.example", "wrong")
    assert sign_in(Client(), person).status_code == 302


def test_another_port_in_the_host_header_gives_no_new_attempts(person: Person) -> None:
    for port in range(5):
        Client(headers={"host": f"localhost:{8000 + port}"}).post(
            "/sign-in/", {"login": person.email, "password": "wrong"}
        )
    answer = Client(headers={"host": "localhost:9999"}).post(
        "/sign-in/", {"login": person.email, "password": PASSWORD}
    )
    assert "There were too many attempts" in answer.content.decode()


def test_signing_in_rightly_uses_up_no_attempts(person: Person) -> None:
    for _ in range(7):
        assert sign_in(Client(), person).status_code == 302


def test_the_limit_is_over_after_five_minutes(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        sent(person.email, "wrong")
    real = time.time
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: real() + 301)
    assert sign_in(Client(), person).status_code == 302


def test_a_network_that_fails_too_often_is_stopped_whatever_the_address(person: Person) -> None:
    request = RequestFactory().post("/sign-in/")
    for _ in range(limits.FAILING.most - 1):
        limits.count(limits.FAILING, request)
    assert "is not right" in sent("one@rowan.example", "wrong")[1]
    assert "There were too many attempts" in sent(person.email, PASSWORD)[1]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302


def test_a_network_that_sends_too_many_forms_gets_the_page_that_says_so(person: Person) -> None:
    request = RequestFactory().post("/sign-in/")
    for _ in range(limits.SENDING.most):
        assert limits.count(limits.SENDING, request)
    answer = sign_in(Client(), person)
    assert answer.status_code == 429
    assert "There were too many attempts" in answer.content.decode()
    assert Client().get("/sign-in/").status_code == 200


def test_a_count_of_a_network_begins_anew_after_its_time(person: Person) -> None:
    request = RequestFactory().post("/sign-in/")
    now = clock.now()
    for _ in range(limits.SENDING.most + 1):
        limits.count(limits.SENDING, request)
    assert not limits.count(limits.SENDING, request)
    with clock.standing_at(now + timedelta(seconds=limits.SENDING.seconds + 2)):
        assert limits.count(limits.SENDING, request)


def test_the_table_of_limits_names_neither_addresses_nor_networks(person: Person) -> None:
    sent(person.email, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM limits")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) >= 3
    assert not [key for key in keys if "127.0.0.1" in key or person.email in key]


def test_what_is_over_is_removed_and_the_rest_stays(person: Person) -> None:
    from dueregard.people.accounts.tidying import remove_what_is_over

    client = signed_in(person)
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now() - timedelta(hours=1))
    limits.count(limits.SENDING, RequestFactory().post("/"))
    remove_what_is_over()
    assert client.get("/you/").status_code == 200
    assert not Session.objects.filter(session_key="old").exists()
    with clock.standing_at(clock.now() + timedelta(days=1)):
        remove_what_is_over()
    assert not Session.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "next_page",
    ["https://elsewhere.example/", "//elsewhere.example/", "http://localhost:9999/", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_site(person: Person, next_page: str) -> None:
    assert sign_in(Client(), person, next=next_page).headers["Location"] == "/"


def test_a_person_goes_on_to_the_page_they_asked_for(person: Person) -> None:
    client = Client()
    asked = client.get("/you/").headers["Location"]
    assert 'name="next" value="/you/"' in client.get(asked).content.decode()
    assert sign_in(client, person, next="/you/").headers["Location"] == "/you/"


def test_there_is_no_way_to_sign_up_or_to_change_an_address(client: Client) -> None:
    for path in (
        "/sign-up/",
        "/signup/",
        "/accounts/",
        "/accounts/signup/",
        "/you/security/email/",
        "/email/",
    ):
        assert client.get(path).status_code == 404


def test_signing_out_ends_the_session_and_leaves_one_entry(person: Person) -> None:
    client = signed_in(person)
    key = client.cookies["session"].value
    assert client.post("/sign-out/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/you/").status_code == 302
    assert deeds(person) == ["signed in", "signed out"]


def test_a_new_session_is_begun_so_that_nobody_can_hand_one_over(person: Person) -> None:
    client = Client()
    client.get("/forgotten-password/00000000000000000000000000000000/set-password/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(client, person)
    assert client.cookies["session"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_sign_in_whose_entry_fails_did_not_happen(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Entry) -> None:
        raise RuntimeError("The journal is full")

    monkeypatch.setattr(Entry, "append", fail)
    client = Client()
    with pytest.raises(RuntimeError, match="full"):
        sign_in(client, person)
    assert not Session.objects.exists()
    assert client.get("/you/").status_code == 302
