"""What a system administrator can do for somebody who has lost a device."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from dueregard.access import NotAllowed
from dueregard.journal.models import Entry
from dueregard.people.accounts import actions
from dueregard.people.models import Person
from tests.people.accounts.signing import add_app, deeds, is_ours, sign_in, signed_in, with_password


@pytest.fixture
def person(cast: dict[str, Person], settings: Any) -> Person:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return with_password(cast["staff"])


@pytest.fixture
def administrator(cast: dict[str, Person]) -> Client:
    client = Client()
    client.force_login(cast["administrator"])
    return client


def test_lost_second_factors_are_removed_and_the_person_is_told(
    cast: dict[str, Person], person: Person, administrator: Client
) -> None:
    elsewhere = signed_in(person)
    secret = add_app(person)
    page = administrator.get(f"/people/accounts/{person.pk}/")
    assert is_ours(page)
    assert "Remove the second factors" in page.content.decode()
    assert secret not in page.content.decode()
    answer = administrator.post(f"/people/accounts/{person.pk}/second-factors/")
    assert "is let in by the password alone" in administrator.get(answer.headers["Location"]).content.decode()
    assert not Authenticator.objects.exists()
    assert elsewhere.get("/you/").status_code == 302
    assert sign_in(Client(), person).headers["Location"] == "/"
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert "A system administrator removed the second factors" in message.body
    entry = Entry.objects.get(actor_id=cast["administrator"].pk)
    assert (entry.deed, entry.subject_id) == ("removed the second factors of a person", str(person.pk))
    assert entry.detail["kinds"] == ["recovery_codes", "totp"]


def test_sessions_of_a_person_are_ended_by_an_administrator(
    cast: dict[str, Person], person: Person, administrator: Client
) -> None:
    elsewhere = signed_in(person)
    path = f"/people/accounts/{person.pk}/"
    assert "In 1 browser" in administrator.get(path).content.decode()
    answer = administrator.post(f"{path}sessions/")
    assert "is signed out in every browser" in administrator.get(answer.headers["Location"]).content.decode()
    assert elsewhere.get("/you/").status_code == 302
    assert deeds(cast["administrator"]) == ["ended the sessions of a person"]


def test_nobody_removes_their_own_this_way_and_no_colleague_does(
    cast: dict[str, Person], person: Person
) -> None:
    add_app(cast["administrator"])
    add_app(person)
    for who, whose in (("administrator", cast["administrator"]), ("manager", person), ("staff", person)):
        with pytest.raises(NotAllowed):
            actions.remove_second_factors(whose, by=cast[who])
    assert Authenticator.objects.count() == 4


def test_the_page_of_ones_own_account_leads_to_the_security_page(
    cast: dict[str, Person], administrator: Client
) -> None:
    add_app(cast["administrator"])
    page = administrator.get(f"/people/accounts/{cast['administrator'].pk}/").content.decode()
    assert 'href="/you/security/"' in page
    assert "Remove the second factors" not in page
