"""A forgotten password: a link by mail, once, for an hour, and never a word about who has an account."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.accounts import forms
from dueregard.people.models import Person, Staff
from tests.people.accounts.signing import (
    ANOTHER_PASSWORD,
    PASSWORD,
    add_app,
    deeds,
    is_ours,
    same,
    sign_in,
    signed_in,
    with_password,
)


@pytest.fixture(autouse=True)
def mails(db: None, settings: Any) -> list[Any]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox  # made anew when the database of the test is


@pytest.fixture
def person(cast: dict[str, Person]) -> Person:
    return with_password(cast["staff"])


def ask(email: str, **headers: str) -> Any:
    return Client(**headers).post("/forgotten-password/", {"email": email})


def link(mails: list[Any]) -> str:
    (found,) = re.findall(r"^http\S+$", mails[-1].body, re.MULTILINE)
    return found.removeprefix("http://localhost:8000")


def open_link(path: str, client: Client | None = None) -> tuple[Client, str]:
    """Follow a link to the form, and return where the form is: a page without the secret in its address."""
    client = client or Client()
    answer = client.get(path)
    assert answer.status_code == 302
    return client, answer.headers["Location"]


def set_password(path: str, password: str = ANOTHER_PASSWORD) -> Any:
    client, form = open_link(path)
    return client.post(form, {"password1": password})


def test_a_link_sets_a_new_password_and_ends_every_session(person: Person, mails: list[Any]) -> None:
    elsewhere = signed_in(person)
    ask(person.email)
    assert elsewhere.get("/you/").status_code == 200
    answer = set_password(link(mails))
    assert answer.headers["Location"] == "/forgotten-password/done/"
    assert elsewhere.get("/you/").status_code == 302
    assert not Session.objects.filter(session_key=elsewhere.cookies["session"].value).exists()
    assert "is not right" in sign_in(Client(), person).content.decode()
    assert sign_in(Client(), person, ANOTHER_PASSWORD).status_code == 302
    assert deeds(person) == ["signed in", "reset their password", "signed in"]
    assert "A new password was set" in mails[-1].body


def test_the_message_is_neutral_and_plain_and_has_one_recipient(person: Person, mails: list[Any]) -> None:
    ask(person.email.upper())
    (message,) = mails
    assert message.to == [person.email]
    assert message.subject == "A link to set your password"
    assert message.body.startswith("Somebody, probably you")
    assert person.name not in message.body
    assert not message.alternatives


def test_a_poisoned_host_does_not_reach_the_message(person: Person, mails: list[Any], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    poison = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    ask(person.email, headers=poison)
    assert "evil" not in str(mails[0].message())
    assert "http://localhost:8000/forgotten-password/" in mails[0].body
    settings.ADDRESS = "https://regard.rowan.example"
    ask(person.email)
    assert "https://regard.rowan.example/forgotten-password/" in mails[1].body


def test_nobody_learns_who_has_an_account(cast: dict[str, Person], person: Person, mails: list[Any]) -> None:
    leaver = with_password(cast["adviser"])
    Staff.objects.filter(person=leaver).update(ended=clock.day_of(clock.now()) - timedelta(days=1))
    Person.objects.filter(pk=cast["manager"].pk).update(is_active=False)
    addresses = [person.email, "nobody@rowan.example", leaver.email, cast["manager"].email]
    answers = {(*same(answer), answer.headers["Location"]) for answer in map(ask, addresses)}
    assert len(answers) == 1
    assert [message.to for message in mails] == [[person.email]]


def test_the_message_goes_to_the_address_as_it_is_stored(person: Person, mails: list[Any]) -> None:
    Person.objects.filter(pk=person.pk).update(email="Tamsin.Ollerby@Rowan.example")
    ask("tamsin.ollerby@rowan.example")
    assert [message.to for message in mails] == [["Tamsin.Ollerby@Rowan.example"]]


def test_a_look_alike_of_an_address_gets_no_link(person: Person, mails: list[Any]) -> None:
    Person.objects.filter(pk=person.pk).update(email="mike@rowan.example")
    ask("mıke@rowan.example")
    assert mails == []


def test_a_link_works_once(person: Person, mails: list[Any]) -> None:
    ask(person.email)
    path = link(mails)
    set_password(path)
    again = Client().get(path)
    assert again.status_code == 200
    assert "This link cannot be used" in again.content.decode()
    assert is_ours(again)


def test_an_older_link_does_not_work_after_a_newer_one_was_used_or_after_signing_in(
    person: Person, mails: list[Any]
) -> None:
    ask(person.email)
    ask(person.email)
    older = link(mails[:1])
    set_password(link(mails))
    assert "This link cannot be used" in Client().get(older).content.decode()
    ask(person.email)
    latest = link(mails)
    sign_in(Client(), person, ANOTHER_PASSWORD)
    assert "This link cannot be used" in Client().get(latest).content.decode()


def test_a_link_ends_after_an_hour(person: Person, mails: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    ask(person.email)
    path = link(mails)

    def at(seconds: int) -> None:
        then = datetime.now() + timedelta(seconds=seconds)  # noqa: DTZ005  (Django's own clock of links)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: then)

    at(3590)
    open_link(path)
    at(3610)
    assert "This link cannot be used" in Client().get(path).content.decode()


@pytest.mark.parametrize("path", ["nonsense/nonsense", "0" * 32 + "/set-password", "0" * 32 + "/abc-0123"])
def test_a_link_that_was_never_sent_does_not_work(db: None, path: str) -> None:
    answer = Client().get(f"/forgotten-password/{path}/")
    assert "This link cannot be used" in answer.content.decode()


def test_a_link_of_somebody_who_has_left_does_not_work(person: Person, mails: list[Any]) -> None:
    ask(person.email)
    Staff.objects.filter(person=person).update(ended=clock.day_of(clock.now()) - timedelta(days=1))
    assert "This link cannot be used" in Client().get(link(mails)).content.decode()


def test_the_form_refuses_a_weak_password_and_keeps_the_old_one(person: Person, mails: list[Any]) -> None:
    ask(person.email)
    client, form = open_link(link(mails))
    assert "Enter a new password" in client.post(form, {"password1": ""}).content.decode()
    assert "too short" in client.post(form, {"password1": "short"}).content.decode()
    assert "too common" in client.post(form, {"password1": "1q2w3e4r5t6y"}).content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_reset_does_not_let_anyone_past_the_second_factor(person: Person, mails: list[Any]) -> None:
    add_app(person)
    ask(person.email)
    client, form = open_link(link(mails))
    client.post(form, {"password1": ANOTHER_PASSWORD})
    assert client.get("/you/").status_code == 302
    assert sign_in(client, person, ANOTHER_PASSWORD).headers["Location"] == "/sign-in/code/"


def test_a_reset_lets_somebody_in_who_had_tried_too_often(person: Person, mails: list[Any]) -> None:
    for _ in range(6):
        sign_in(Client(), person, "wrong")
    ask(person.email)
    set_password(link(mails))
    assert sign_in(Client(), person, ANOTHER_PASSWORD).status_code == 302


def test_links_are_sent_to_an_address_three_times_in_a_quarter_of_an_hour_known_or_not(
    person: Person, mails: list[Any]
) -> None:
    answers = {}
    for email in (person.email, "nobody@rowan.example"):
        assert [ask(email).status_code for _ in range(3)] == [302] * 3
        answers[email] = same(ask(email))
        assert answers[email][0] == 429
    assert len(set(answers.values())) == 1
    assert len(mails) == 3


def test_the_slow_hash_runs_before_the_transaction(
    person: Person, mails: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    depth = []
    real = forms.NewPasswordForm.hash
    monkeypatch.setattr(
        forms.NewPasswordForm, "hash", lambda self: (depth.append(len(connection.savepoint_ids)), real(self))
    )
    saved = []
    keep = forms.NewPasswordForm.save
    monkeypatch.setattr(
        forms.NewPasswordForm, "save", lambda self: (saved.append(len(connection.savepoint_ids)), keep(self))
    )
    ask(person.email)
    set_password(link(mails))
    assert saved[0] > depth[0]


def test_a_reset_whose_entry_fails_leaves_the_old_password(
    person: Person, mails: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(person.email)
    client, form = open_link(link(mails))

    def fail(self: Entry) -> None:
        raise RuntimeError("The journal is full")

    monkeypatch.setattr(Entry, "append", fail)
    with pytest.raises(RuntimeError, match="full"):
        client.post(form, {"password1": ANOTHER_PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(
    person: Person, mails: list[Any]
) -> None:
    here, elsewhere = signed_in(person), signed_in(person)
    wrong = here.post("/you/security/password/", {"oldpassword": "wrong", "password1": ANOTHER_PASSWORD})
    assert "The current password is not right" in wrong.content.decode()
    answer = here.post("/you/security/password/", {"oldpassword": PASSWORD, "password1": ANOTHER_PASSWORD})
    assert answer.headers["Location"] == "/you/security/?done=password"
    assert "Your password was changed" in here.get(answer.headers["Location"]).content.decode()
    assert here.get("/you/").status_code == 200
    assert elsewhere.get("/you/").status_code == 302
    assert deeds(person)[-1] == "changed their password"
    assert "was changed" in mails[-1].body
    assert mails[-1].to == [person.email]


def test_somebody_without_a_password_here_is_led_to_the_link(cast: dict[str, Person]) -> None:
    person = cast["staff"]
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    assert client.get("/you/security/password/").headers["Location"] == "/forgotten-password/"
