"""Signing in as people do it, in Chromium: by keyboard, without scripts where that is possible, and with a passkey."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from dueregard.people.models import Person
from tests.browsing import axe, tab_to
from tests.people.accounts.provider import CLIENT, SECRET, Provider, running
from tests.people.accounts.signing import (
    ANOTHER_PASSWORD,
    PASSWORD,
    add_app,
    code,
    deeds,
    recovery_codes,
    signed_in,
    with_password,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(cast: dict[str, Person], live_server: Any, settings: Any) -> Person:
    settings.ADDRESS = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return with_password(cast["staff"])


def enter_password(page: Any, address: str, person: Person, password: str = PASSWORD) -> None:
    page.goto(f"{address}/sign-in/")
    tab_to(page, "Email address")
    page.keyboard.type(person.email)
    tab_to(page, "Password", limit=2)
    page.keyboard.type(password)
    press(page, "Enter")


def press(page: Any, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def is_in(page: Any, person: Person) -> bool:
    page.wait_for_selector(f"h1:text('Good to see you, {person.name}')")
    return True


def test_password_and_app_by_keyboard_and_without_scripts(
    page_without_javascript: Any, live_server: Any, person: Person
) -> None:
    page = page_without_javascript
    secret = add_app(person)
    enter_password(page, live_server.url, person)
    page.wait_for_url("**/sign-in/code/")
    tab_to(page, "Code")
    page.keyboard.type("000000")
    press(page, "Enter")
    assert page.get_by_text("The code is not right").first.is_visible()
    tab_to(page, "Code")
    page.keyboard.type(code(secret))
    tab_to(page, "Continue", limit=2).press("Enter")
    assert is_in(page, person)


def test_recovery_code_by_keyboard_and_without_scripts(
    page_without_javascript: Any, live_server: Any, person: Person
) -> None:
    page = page_without_javascript
    add_app(person)
    enter_password(page, live_server.url, person)
    tab_to(page, "Code")
    page.keyboard.type(recovery_codes(person)[3])
    page.keyboard.press("Enter")
    assert is_in(page, person)
    page.goto(f"{live_server.url}/you/security/")
    assert page.get_by_text("9 not used yet").is_visible()


def test_adding_an_app_and_keeping_its_codes_without_scripts(
    page_without_javascript: Any, live_server: Any, person: Person
) -> None:
    page = page_without_javascript
    enter_password(page, live_server.url, person)
    page.goto(f"{live_server.url}/you/")
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Add an authenticator app").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    picture = page.get_by_alt_text("QR code that holds the key below")
    assert picture.bounding_box()["width"] == 220
    key = page.locator("strong.dr-break").inner_text().replace(" ", "")
    page.get_by_label("Code from your authenticator app").fill(code(key))
    page.get_by_role("button", name="Add the app").click()
    page.wait_for_selector("h1:text('Recovery codes')")
    shown = [each.inner_text() for each in page.locator(".dr-codes li").all()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the codes").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").split() == shown
    assert shown == recovery_codes(person)
    page.get_by_role("link", name="I have kept the codes").click()
    assert page.get_by_text("10 not used yet").is_visible()


@pytest.fixture
def key(page: Any) -> Iterator[str]:
    """Plug a security key into the browser that needs a finger and gives one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    session.detach()


def test_a_passkey_is_added_signs_in_alone_and_is_removed(
    page: Any, key: str, live_server: Any, person: Person
) -> None:
    enter_password(page, live_server.url, person)
    assert is_in(page, person)
    page.goto(f"{live_server.url}/you/security/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("h1:text('Add a passkey')")
    assert axe(page) == []
    page.get_by_label("Name").fill("This test")
    tab_to(page, "Add a passkey").press("Enter")
    page.wait_for_selector("h1:text('Recovery codes')")  # the first second factor brings them
    page.goto(f"{live_server.url}/you/security/passkeys/")
    assert page.get_by_text("Signs you in alone").is_visible()

    page.goto(f"{live_server.url}/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/sign-in/?next=/you/")
    assert axe(page) == []
    tab_to(page, "Sign in with a passkey").press("Enter")
    page.wait_for_selector(f"h1:text('{person.name}')")
    assert page.url == f"{live_server.url}/you/"
    assert deeds(person)[-3:] == ["added a passkey", "signed out", "signed in"]

    page.goto(f"{live_server.url}/you/security/passkeys/")
    page.get_by_role("link", name="Remove This test").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove the passkey").click()
    assert page.get_by_text("The passkey was removed here").is_visible()
    page.goto(f"{live_server.url}/you/security/passkeys/")
    assert page.get_by_text("You have no passkeys").is_visible()


def test_a_passkey_can_be_the_second_factor(page: Any, key: str, live_server: Any, person: Person) -> None:
    enter_password(page, live_server.url, person)
    assert is_in(page, person)
    page.goto(f"{live_server.url}/you/security/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Sign in with this passkey alone").uncheck()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_selector("h1:text('Recovery codes')")
    page.context.clear_cookies()
    enter_password(page, live_server.url, person)
    page.get_by_role("button", name="Use a passkey").click()
    assert is_in(page, person)


def test_without_a_passkey_the_page_says_so(page: Any, key: str, live_server: Any, person: Person) -> None:
    page.goto(f"{live_server.url}/sign-in/")
    problem = page.get_by_text("The passkey was not used")
    assert not problem.is_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    problem.wait_for()
    assert axe(page) == []


def test_a_passkey_is_not_offered_without_scripts_and_the_other_ways_are(
    page_without_javascript: Any, live_server: Any, person: Person
) -> None:
    page_without_javascript.goto(f"{live_server.url}/sign-in/")
    assert page_without_javascript.get_by_text("Passkeys need JavaScript").is_visible()
    assert not page_without_javascript.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page_without_javascript.get_by_role("button", name="Sign in", exact=True).is_visible()


def test_a_forgotten_password_by_keyboard_and_without_scripts(
    page_without_javascript: Any, live_server: Any, person: Person
) -> None:
    page = page_without_javascript
    page.goto(f"{live_server.url}/sign-in/")
    tab_to(page, "I have forgotten my password, or have none yet").press("Enter")
    page.wait_for_selector("h1:text('Get a link to set a password')")
    tab_to(page, "Email address")
    page.keyboard.type(person.email)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('Check your email')")
    (link,) = re.findall(r"^http\S+$", mail.outbox[0].body, re.MULTILINE)
    page.goto(link)
    assert page.url.endswith("/set-password/")  # the secret of the link is not in the address any more
    tab_to(page, "New password")
    page.keyboard.type(ANOTHER_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('Your new password is set')")
    enter_password(page, live_server.url, person, ANOTHER_PASSWORD)
    assert is_in(page, person)


def test_a_session_in_another_browser_is_ended(page: Any, live_server: Any, person: Person) -> None:
    phone = signed_in(person, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/19.0 Safari/604.1")
    enter_password(page, live_server.url, person)
    assert is_in(page, person)
    page.goto(f"{live_server.url}/you/security/sessions/")
    page.get_by_role("button", name="End the session of Safari on iPhone").click()
    assert page.get_by_text("You are signed out in that browser").is_visible()
    assert page.get_by_text("Safari on iPhone").count() == 0
    assert phone.get("/you/").status_code == 302


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as provider:
        settings.OIDC_URL, settings.OIDC_NAME = provider.address, "Rowan"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        yield provider


def test_signing_in_by_way_of_the_organisation_without_scripts(
    page_without_javascript: Any, live_server: Any, person: Person, provider: Provider
) -> None:
    page = page_without_javascript
    provider.email = person.email
    page.goto(f"{live_server.url}/sign-in/")
    tab_to(page, "Sign in with Rowan").press("Enter")
    assert is_in(page, person)


def test_somebody_unknown_to_us_is_told_so(
    page: Any, live_server: Any, person: Person, provider: Provider
) -> None:
    page.expected.append("403")
    provider.email = "nobody@rowan.example"
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Sign in with Rowan").click()
    page.wait_for_selector("h1:text('There is no account for you here')")
