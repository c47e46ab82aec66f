"""Signing in by way of the organisation: who is let in, and every answer of a provider that is not to be trusted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.test import Client

from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Staff
from tests.people.accounts import provider as providers
from tests.people.accounts.provider import CLIENT, SECRET, STRANGERS_KEY, Provider, running
from tests.people.accounts.signing import PASSWORD, add_app, deeds, is_ours, with_password


@pytest.fixture
def person(cast: dict[str, Person]) -> Person:
    return with_password(cast["staff"])


@pytest.fixture
def provider(settings: Any, person: Person) -> Iterator[Provider]:
    with running() as provider:
        provider.email = person.email
        settings.OIDC_URL = provider.address
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_NAME = "Rowan"
        yield provider


def leave(client: Client, **sent: str) -> str:
    """Press the button, and return where one is sent."""
    answer = client.post("/sign-in/organisation/", sent)
    assert answer.status_code == 302
    return answer.headers["Location"]


def come_back(client: Client, provider: Provider, location: str) -> Any:
    """Go to the provider and back with what it says."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    back = urlsplit(provider.authorize(asked))
    return client.get(f"{back.path}?{back.query}")


def go(provider: Provider, client: Client | None = None) -> Any:
    client = client or Client()
    return come_back(client, provider, leave(client))


def test_without_a_provider_there_is_no_button_and_no_page(person: Person) -> None:
    client = Client()
    assert "/sign-in/organisation/" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/organisation/").status_code == 404
    assert client.get("/sign-in/organisation/back/?code=1&state=2").status_code == 404


def test_a_person_with_a_verified_address_is_signed_in(provider: Provider, person: Person) -> None:
    client = Client()
    page = client.get("/sign-in/")
    assert "Sign in with Rowan" in page.content.decode()
    assert f"form-action 'self' {provider.address}" in page.headers["Content-Security-Policy"]
    location = leave(client, next="/you/")
    assert location.startswith(f"{provider.address}/authorize?")
    answer = come_back(client, provider, location)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/you/")
    assert person.name in client.get("/you/").content.decode()
    assert Entry.objects.get(actor_id=person.pk).detail == {"ways": ["openid"]}


def test_what_is_asked_of_the_provider(provider: Provider, person: Person, settings: Any) -> None:
    settings.ADDRESS = "https://regard.rowan.example"
    client = Client(headers={"host": "127.0.0.1:9999"})
    answer = client.post("/sign-in/organisation/?auth_params=prompt%3Dnone&scope=everything&process=connect")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}
    assert asked["redirect_uri"] == "https://regard.rowan.example/sign-in/organisation/back/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 16
    assert "prompt" not in asked


def test_nothing_of_the_provider_is_kept_and_the_password_stays(provider: Provider, person: Person) -> None:
    go(provider)
    assert provider.was_verifier_right
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert "access token" not in kept
    assert person.email not in kept


def test_an_address_is_taken_in_any_case(provider: Provider, person: Person) -> None:
    provider.email = person.email.upper()
    assert go(provider).status_code == 302


def test_an_address_may_come_from_the_page_of_user_information(provider: Provider, person: Person) -> None:
    provider.claims = {"email": None}
    provider.userinfo = {"email": person.email, "email_verified": True}
    assert go(provider).status_code == 302


def test_user_information_about_somebody_else_is_refused(provider: Provider, person: Person) -> None:
    provider.claims = {"email": None}
    provider.userinfo = {"email": person.email, "email_verified": True, "sub": "person-2"}
    assert_refused(go(provider))


def assert_refused(answer: Any, title: str = "You could not be signed in") -> None:
    assert answer.status_code == 403
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in answer.content.decode()
    assert is_ours(answer)
    assert answer.client.get("/you/").status_code == 302
    assert not Entry.objects.exists()


NO_ACCOUNT = "There is no account for you here"


def test_unknown_people_are_told_that_there_is_no_account(provider: Provider) -> None:
    provider.email = "nobody@rowan.example"
    assert_refused(go(provider), NO_ACCOUNT)
    assert not Person.objects.filter(email="nobody@rowan.example").exists()


@pytest.mark.parametrize("verified", [False, None, "false", 0, "no"])
def test_an_address_that_is_not_verified_is_refused(provider: Provider, verified: Any) -> None:
    provider.claims = {"email_verified": verified}
    assert_refused(go(provider), NO_ACCOUNT)


def test_the_word_of_entra_for_a_verified_address_is_taken(provider: Provider) -> None:
    provider.claims = {"email_verified": None, "xms_edov": "1"}
    assert go(provider).status_code == 302


def test_a_leaver_is_refused(provider: Provider, person: Person) -> None:
    Staff.objects.filter(person=person).update(ended=clock.day_of(clock.now()) - timedelta(days=1))
    assert_refused(go(provider), NO_ACCOUNT)


def test_a_deactivated_person_is_refused(provider: Provider, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert_refused(go(provider), NO_ACCOUNT)


def test_unknown_unverified_and_leaver_are_answered_in_the_same_bytes(
    provider: Provider, person: Person, cast: dict[str, Person]
) -> None:
    Person.objects.filter(pk=cast["chair"].pk).update(is_active=False)
    pages = set()
    for email, claims in [
        ("nobody@rowan.example", {"email_verified": True}),
        (person.email, {"email_verified": False}),
        (cast["chair"].email, {"email_verified": True}),
    ]:
        provider.email, provider.claims = email, claims
        pages.add(go(provider).content)
    assert len(pages) == 1


def test_a_wrong_state_is_refused(provider: Provider) -> None:
    client = Client()
    location = leave(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    assert_refused(client.get("/sign-in/organisation/back/", {"code": "code-1", "state": "another"}))
    assert_refused(client.get("/sign-in/organisation/back/", {"code": "code-1"}))
    # The answer to another browser's question: somebody is to be signed in as somebody else.
    back = urlsplit(provider.authorize(asked))
    assert_refused(Client().get(f"{back.path}?{back.query}"))


def test_a_state_is_taken_once(provider: Provider) -> None:
    client = Client()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leave(client)).query).items()}
    back = urlsplit(provider.authorize(asked))
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.post("/sign-out/")
    assert client.get(f"{back.path}?{back.query}").status_code == 403


@pytest.mark.parametrize("nonce", ["another", "", None])
def test_a_wrong_nonce_is_refused(provider: Provider, nonce: str | None) -> None:
    provider.claims["nonce"] = nonce
    assert_refused(go(provider))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
        {"iat": None},
    ],
    ids=str,
)
def test_a_token_for_another_or_too_old_or_not_whole_is_refused(provider: Provider, claims: Any) -> None:
    provider.claims |= claims
    assert_refused(go(provider))


def test_a_token_for_several_that_was_made_for_us_is_taken(provider: Provider) -> None:
    provider.claims |= {"aud": [CLIENT, "another client"], "azp": CLIENT}
    assert go(provider).status_code == 302


def test_a_wrong_signature_is_refused(provider: Provider) -> None:
    provider.key = STRANGERS_KEY
    assert_refused(go(provider))


def test_a_key_that_the_provider_does_not_name_is_refused(provider: Provider) -> None:
    provider.kid = "two"
    assert_refused(go(provider))


def test_a_token_without_a_signature_is_refused(provider: Provider) -> None:
    provider.algorithm = "none"
    assert_refused(go(provider))


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(provider: Provider) -> None:
    provider.key, provider.algorithm = "0" * 64, "HS256"
    assert_refused(go(provider))


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_nonsense_instead_of_a_token_is_refused(
    provider: Provider, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers.jwt, "encode", lambda *arguments, **more: token)
    assert_refused(go(provider))
    assert jwt is providers.jwt


def test_a_provider_that_calls_itself_by_another_name_is_refused(provider: Provider) -> None:
    provider.issuer = "https://elsewhere.example"
    answer = Client().post("/sign-in/organisation/")
    assert answer.status_code == 503
    assert is_ours(answer)


def test_a_provider_that_is_away_is_said_to_be_away(settings: Any, person: Person) -> None:
    with running() as gone:
        settings.OIDC_URL = gone.address
    answer = Client().post("/sign-in/organisation/")
    assert answer.status_code == 503
    assert "is not possible now" in answer.content.decode()
    assert is_ours(answer)


def test_a_code_that_the_provider_does_not_know_is_refused(provider: Provider) -> None:
    client = Client()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leave(client)).query).items()}
    assert_refused(client.get("/sign-in/organisation/back/", {"code": "guessed", "state": asked["state"]}))


def test_who_turns_back_at_the_provider_finds_the_sign_in_page(provider: Provider) -> None:
    provider.is_refused = True
    answer = go(provider)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")


def test_a_second_factor_of_ours_is_asked_for_as_well(provider: Provider, person: Person) -> None:
    add_app(person)
    client = Client()
    assert go(provider, client).headers["Location"] == "/sign-in/code/"
    assert client.get("/you/").status_code == 302
    assert deeds(person) == []


def test_another_person_takes_the_place_of_the_one_who_was_signed_in(
    provider: Provider, person: Person, cast: dict[str, Person]
) -> None:
    client = Client()
    client.force_login(cast["chair"])
    assert go(provider, client).status_code == 302
    assert person.name in client.get("/you/").content.decode()


def test_a_link_cannot_start_it(provider: Provider) -> None:
    assert Client().get("/sign-in/organisation/").status_code == 405
