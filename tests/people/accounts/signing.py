"""What the tests of accounts share: people with a password, their codes, and answers made comparable."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from dueregard.journal.models import Entry
from dueregard.people.models import Person

PASSWORD = "a long enough phrase"
ANOTHER_PASSWORD = "quite another long phrase"
CODES_LAST = 30


def with_password(person: Person, password: str = PASSWORD) -> Person:
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def sign_in(client: Client, person: Person, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": person.email, "password": password, **more})


def signed_in(person: Person, **headers: str) -> Client:
    """Return a browser in which this person has signed in with their password."""
    client = Client(**headers)
    if not person.password:
        with_password(person)
    assert sign_in(client, person).status_code == 302
    assert client.get("/you/").status_code == 200
    return client


def confirmed(person: Person, **headers: str) -> Client:
    """Return a browser in which this person has just shown again who they are."""
    client = signed_in(person, **headers)
    answer = client.post("/you/security/confirm/?next=/you/security/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/you/security/"
    return client


def add_app(person: Person) -> str:
    """Give a person an authenticator app and recovery codes, and return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code(secret: str, *, steps: int = 0) -> str:
    """Return the code an app shows now, or so many steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODES_LAST + steps))


def recovery_codes(person: Person) -> list[str]:
    return Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()


def same(answer: Any) -> tuple[int, str]:
    """Return status and content of an answer without the form's token, to compare with another."""
    return answer.status_code, re.sub(
        r'(name="csrfmiddlewaretoken" value=")\w+"', r'\1"', answer.content.decode()
    )


def deeds(person: Person) -> list[str]:
    """Return what the journal says that a person did, in order."""
    return list(Entry.objects.filter(actor_id=person.pk).order_by("number").values_list("deed", flat=True))


def is_ours(answer: Any) -> bool:
    """Say whether a page is drawn in our own layout."""
    html = answer.content.decode()
    return 'class="govuk-template"' in html and 'class="dr-footer"' in html and html.count("<h1") == 1
