"""The second factor: authenticator apps and recovery codes, asked for, stored closed, changed by their owner alone."""

import json
import re
import time
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from dueregard.access.envelopes import CannotOpen
from dueregard.journal.models import Entry
from dueregard.people.accounts.adapters import SecondFactorAdapter
from dueregard.people.models import Person, Staff
from tests.people.accounts.signing import (
    PASSWORD,
    add_app,
    code,
    confirmed,
    deeds,
    recovery_codes,
    sign_in,
    signed_in,
    with_password,
)


@pytest.fixture
def person(cast: dict[str, Person]) -> Person:
    return with_password(cast["staff"])


def after_password(person: Person) -> Client:
    client = Client()
    answer = sign_in(client, person)
    assert answer.headers["Location"] == "/sign-in/code/"
    assert client.get("/you/").status_code == 302  # not in yet
    return client


def enter(client: Client, digits: str) -> Any:
    return client.post("/sign-in/code/", {"code": digits})


def test_an_app_is_added_with_its_first_code_and_recovery_codes_are_shown_once(
    person: Person, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = confirmed(person)
    page = client.get("/you/security/app/add/").content.decode()
    (shown,) = re.findall(r"<strong class=\"dr-break\">([A-Z2-7 ]+)</strong>", page)
    secret = shown.replace(" ", "")
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post("/you/security/app/add/", {"code": "000000"}).content.decode()
    assert "The code is not right" in wrong
    assert shown in wrong  # the same key, so that the app need not be set up anew
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/you/security/app/add/", {"code": code(secret)})
    assert answer.headers["Location"] == "/you/security/recovery-codes/"
    once = client.get("/you/security/recovery-codes/").content.decode()
    codes = recovery_codes(person)
    assert len(codes) == 10
    assert all(f"<li>{each}</li>" in once for each in codes)
    assert "%0A".join(codes) in once  # the file to download
    again = client.get("/you/security/recovery-codes/").content.decode()
    assert not [each for each in codes if each in again]
    assert deeds(person)[-1] == "added an authenticator app"
    assert "An authenticator app was added" in mail.outbox[-1].body


def test_a_code_of_the_app_is_asked_for_after_the_password(person: Person) -> None:
    secret = add_app(person)
    client = after_password(person)
    assert "The code is not right" in enter(client, "000000").content.decode()
    assert enter(client, code(secret)).headers["Location"] == "/"
    assert client.get("/you/").status_code == 200
    assert Entry.objects.filter(actor_id=person.pk).latest("number").detail == {"ways": ["password", "totp"]}


def test_a_code_is_taken_once_and_the_one_before_it_too(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = add_app(person)
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)  # or the code before grows too old on a slow machine
    for digits in (code(secret, steps=-1), code(secret)):
        assert enter(after_password(person), digits).status_code == 302
        assert "is not right" in enter(after_password(person), digits).content.decode()
        # allauth forgets after 30 seconds that it was used; the code can be taken for longer.
        assert cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={digits}")
        assert "was used already" in enter(after_password(person), digits).content.decode()
    assert "is not right" in enter(after_password(person), code(secret, steps=-3)).content.decode()


def test_a_recovery_code_lets_one_in_once(person: Person) -> None:
    add_app(person)
    first = recovery_codes(person)[0]
    assert enter(after_password(person), first).status_code == 302
    assert "is not right" in enter(after_password(person), first).content.decode()
    assert len(recovery_codes(person)) == 9
    assert Entry.objects.get(actor_id=person.pk).detail == {"ways": ["password", "recovery_codes"]}


def test_after_five_wrong_codes_the_right_one_is_refused(person: Person) -> None:
    secret = add_app(person)
    client = after_password(person)
    for _ in range(5):
        assert "is not right" in enter(client, "000000").content.decode()
    assert "There were too many attempts" in enter(client, code(secret)).content.decode()
    assert "There were too many attempts" in enter(after_password(person), code(secret)).content.decode()


def test_somebody_else_can_sign_in_instead_of_entering_a_code(
    cast: dict[str, Person], person: Person
) -> None:
    add_app(person)
    client = after_password(person)
    assert client.get("/sign-in/").headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/again/").headers["Location"] == "/sign-in/"
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    assert sign_in(client, with_password(cast["chair"])).headers["Location"] == "/"


def test_somebody_who_leaves_between_password_and_code_is_not_let_in(person: Person) -> None:
    secret = add_app(person)
    client = after_password(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    answer = enter(client, code(secret))
    assert answer.status_code == 403
    assert "There is no account for you here" in answer.content.decode()
    assert client.get("/you/").status_code == 302
    assert deeds(person) == []


def test_the_page_for_codes_is_nothing_to_strangers(client: Client, db: None) -> None:
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": "000000"}).headers["Location"] == "/sign-in/"


def test_secrets_are_stored_closed(person: Person) -> None:
    secret = add_app(person)
    codes = recovery_codes(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(
            text if isinstance(text, str) else json.dumps(text) for (text,) in cursor.fetchall()
        )
    assert secret not in stored
    assert not [each for each in codes if each in stored]
    closed = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert SecondFactorAdapter().decrypt(closed) == secret
    assert SecondFactorAdapter().encrypt(secret) != closed  # never the same twice


def test_a_secret_that_was_changed_in_the_database_opens_for_nobody(person: Person) -> None:
    secret = add_app(person)
    app = Authenticator.objects.get(user=person, type="totp")
    app.data["secret"] = secret  # put there in plain, by somebody who can write to the database
    app.save()
    with pytest.raises((CannotOpen, ValueError)):
        enter(after_password(person), code(secret))


CHANGES = [
    "/you/security/app/add/",
    "/you/security/recovery-codes/new/",
    "/you/security/passkeys/add/",
]


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_asks_again_who_is_there(person: Person, path: str) -> None:
    client = signed_in(person)
    for answer in (client.get(path), client.post(path, {"code": "000000", "name": "x"})):
        assert unquote(answer.headers["Location"]) == f"/you/security/confirm/?next={path}"
    asked = client.get(answer.headers["Location"])
    assert "Confirm that it is you" in asked.content.decode()
    wrong = client.post(answer.headers["Location"], {"password": "wrong"})
    assert "The password is not right" in wrong.content.decode()


def test_removing_asks_again_who_is_there(person: Person) -> None:
    add_app(person)
    client = Client()
    client.force_login(person)
    for path in ("/you/security/app/remove/", "/you/security/recovery-codes/"):
        assert unquote(client.get(path).headers["Location"]) == f"/you/security/confirm/?next={path}"
    assert client.post("/you/security/app/remove/").status_code == 302
    assert Authenticator.objects.filter(user=person).count() == 2


def test_one_can_confirm_with_a_code_as_well(person: Person) -> None:
    secret = add_app(person)
    client = Client()
    client.force_login(person)
    page = client.get("/you/security/confirm/?next=/you/security/app/remove/").content.decode()
    assert "Use a code" in page
    path = "/you/security/confirm/code/?next=/you/security/app/remove/"
    assert "is not right" in client.post(path, {"code": "000000"}).content.decode()
    assert client.post(path, {"code": code(secret)}).headers["Location"] == "/you/security/app/remove/"


def test_confirming_is_over_after_five_minutes(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:

    client = confirmed(person)
    assert client.get("/you/security/app/add/").status_code == 200
    real = time.time
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: real() + 301)
    assert client.get("/you/security/app/add/").status_code == 302


def test_removing_the_app_removes_the_recovery_codes_and_leaves_one_entry(person: Person) -> None:
    add_app(person)
    client = confirmed_with_app(person)
    assert "Do you want to remove" in client.get("/you/security/app/remove/").content.decode()
    answer = client.post("/you/security/app/remove/")
    assert answer.headers["Location"] == "/you/security/?done=app-removed"
    assert not Authenticator.objects.filter(user=person).exists()
    assert deeds(person) == ["removed an authenticator app"]


def confirmed_with_app(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    answer = client.post("/you/security/confirm/?next=/you/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/you/"
    return client


def test_new_recovery_codes_take_the_place_of_the_old_ones(person: Person) -> None:
    add_app(person)
    old = recovery_codes(person)
    client = confirmed_with_app(person)
    page = client.get("/you/security/recovery-codes/new/").content.decode()
    assert "10 codes that were not used yet" in page
    client.post("/you/security/recovery-codes/new/")
    assert not set(old) & set(recovery_codes(person))
    assert deeds(person) == ["made recovery codes"]


def test_codes_are_made_only_beside_a_second_factor(person: Person) -> None:
    client = confirmed(person)
    answer = client.post("/you/security/recovery-codes/new/")
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
    assert client.get("/you/security/recovery-codes/").status_code == 404


def test_a_passkey_of_somebody_else_does_not_exist(cast: dict[str, Person], person: Person) -> None:
    theirs = Authenticator.objects.create(user=cast["chair"], type="webauthn", data={"name": "Theirs"})
    client = confirmed(person)
    nowhere = client.get("/no-such-page/").content
    for what in ("rename", "remove"):
        for pk in (theirs.pk, 0):
            path = f"/you/security/passkeys/{pk}/{what}/"
            for answer in (client.get(path), client.post(path, {"name": "Mine"})):
                assert (answer.status_code, answer.content) == (404, nowhere)
    assert Authenticator.objects.get().data["name"] == "Theirs"


def test_a_passkey_is_renamed_and_removed_with_an_entry_each(person: Person) -> None:
    mine = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine", "credential": {}})
    client = confirmed_with_app(person)
    path = f"/you/security/passkeys/{mine.pk}"
    assert "Enter a name" in client.post(f"{path}/rename/", {"name": ""}).content.decode()
    assert "60 letters or fewer" in client.post(f"{path}/rename/", {"name": "x" * 61}).content.decode()
    assert client.post(f"{path}/rename/", {"name": "Phone"}).status_code == 302
    assert "Phone" in client.get("/you/security/passkeys/").content.decode()
    assert client.post(f"{path}/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert deeds(person) == ["renamed a passkey", "removed a passkey"]


@pytest.mark.parametrize(
    "credential", ["", "nonsense", "{}", "[]", '{"id": 1}', '{"response": {"userHandle": "x"}}']
)
def test_nonsense_instead_of_a_passkey_is_refused(person: Person, credential: str) -> None:
    answer = Client().post("/sign-in/passkey/", {"credential": credential})
    assert answer.status_code == 200
    assert "That passkey was not accepted" in answer.content.decode()
    client = confirmed(person, SERVER_NAME="localhost")
    added = client.post("/you/security/passkeys/add/", {"name": "Phone", "credential": credential})
    assert added.status_code == 200
    assert "There is a problem" in added.content.decode()
    assert not Authenticator.objects.exists()


def test_a_change_whose_entry_fails_did_not_happen(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    add_app(person)
    client = confirmed_with_app(person)

    def fail(self: Entry) -> None:
        raise RuntimeError("The journal is full")

    monkeypatch.setattr(Entry, "append", fail)
    with pytest.raises(RuntimeError, match="full"):
        client.post("/you/security/app/remove/")
    assert Authenticator.objects.filter(user=person).count() == 2


def test_leavers_are_not_let_in_by_a_second_factor_page_of_their_own(person: Person) -> None:
    client = confirmed(person)
    Staff.objects.filter(person=person).update(ended="2021-01-01")
    assert client.get("/you/security/app/add/").headers["Location"].startswith("/sign-in/")
