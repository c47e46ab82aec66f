"""Every page of accounts in each of its states, by name, as HTML."""

from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client, RequestFactory
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from dueregard.people.accounts import limits
from dueregard.people.models import Person
from tests.people.accounts.provider import CLIENT, SECRET, running
from tests.people.accounts.signing import PASSWORD, add_app, code, is_ours, sign_in, with_password

HOST = {"SERVER_NAME": "localhost"}


def states(cast: dict[str, Person], settings: Any) -> dict[str, str]:
    """Return the pages, each of which must be in our own layout."""
    pages: dict[str, str] = {}

    def keep(name: str, answer: Any, status: int = 200) -> None:
        assert answer.status_code == status, (name, answer.status_code, answer.headers)
        assert is_ours(answer), name
        assert name not in pages
        pages[name] = answer.content.decode()

    of_signing_in(keep, with_password(cast["staff"]))
    of_somebody_not_let_in(keep, with_password(cast["supervisor"]))
    of_a_forgotten_password(keep, with_password(cast["adviser"]))
    of_the_provider(keep, with_password(cast["manager"]), settings)
    of_ones_own_account(keep, with_password(cast["chair"]))
    of_somebody_else(keep, with_password(cast["administrator"]), add_to=cast["editor"])
    of_limits(keep, with_password(cast["analyst"]))
    return pages


def of_signing_in(keep: Any, person: Person) -> None:
    client = Client(**HOST)
    keep("sign in", client.get("/sign-in/"))
    keep("sign in, nothing entered", client.post("/sign-in/"))
    keep("sign in, wrong password", sign_in(client, person, "wrong"))
    keep("sign in, unreadable passkey", client.post("/sign-in/passkey/", {"credential": "nonsense"}))
    add_app(person)
    Authenticator.objects.create(user=person, type="webauthn", data=passkey("Phone"))
    sign_in(client, person)
    keep("code", client.get("/sign-in/code/"))
    keep("code, nothing entered", client.post("/sign-in/code/", {"code": ""}))
    keep("code, wrong", client.post("/sign-in/code/", {"code": "000000"}))
    keep("code, unreadable passkey", client.post("/sign-in/code/", {"credential": "nonsense"}))
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    keep("code, too many", client.post("/sign-in/code/", {"code": "000000"}))


def of_somebody_not_let_in(keep: Any, person: Person) -> None:
    secret = add_app(person)
    client = Client(**HOST)
    sign_in(client, person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    keep("no account", client.post("/sign-in/code/", {"code": code(secret)}), 403)


def of_a_forgotten_password(keep: Any, person: Person) -> None:
    client = Client(**HOST)
    keep("forgotten password", client.get("/forgotten-password/"))
    keep("forgotten password, no address", client.post("/forgotten-password/", {"email": "nonsense"}))
    keep("link sent", client.get("/forgotten-password/sent/"))
    token = PasswordResetTokenGenerator().make_token(person)
    link = f"/forgotten-password/{person.pk.hex}/{token}/"
    form = client.get(link).headers["Location"]
    keep("new password", client.get(form))
    keep("new password, too short", client.post(form, {"password1": "short"}))
    assert client.post(form, {"password1": PASSWORD}).status_code == 302
    keep("new password set", client.get("/forgotten-password/done/"))
    keep("link used already", client.get(link))
    keep("link used already, sent again", client.post(form, {"password1": PASSWORD}))
    keep("link never sent", client.get(f"/forgotten-password/{'0' * 32}/set-password/"))


def of_the_provider(keep: Any, person: Person, settings: Any) -> None:
    client = Client(**HOST)
    with running() as provider:
        settings.OIDC_URL, settings.OIDC_NAME = provider.address, "Rowan"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        keep("sign in, with a provider", client.get("/sign-in/"))
        keep("sign in, with a provider, wrong password", sign_in(client, person, "wrong"))
        keep("provider refused", client.get("/sign-in/organisation/back/?code=1&state=2"), 403)
    keep("provider away", client.post("/sign-in/organisation/"), 503)
    settings.OIDC_URL = ""


def of_ones_own_account(keep: Any, person: Person) -> None:
    client = Client(**HOST)
    sign_in(client, person)
    for done in (
        "",
        "password",
        "app-added",
        "app-removed",
        "passkey-added",
        "passkey-renamed",
        "passkey-removed",
    ):
        keep(f"security, done {done}", client.get(f"/you/security/?done={done}"))
    keep("sign out", client.get("/sign-out/"))
    keep("password", client.get("/you/security/password/"))
    keep("password, wrong", client.post("/you/security/password/", {"oldpassword": "x", "password1": "y"}))
    confirm = "/you/security/confirm/?next=/you/security/"
    keep("confirm", client.get(confirm))
    keep("confirm, wrong", client.post(confirm, {"password": "wrong"}))
    assert client.post(confirm, {"password": PASSWORD}).status_code == 302
    keep("app", client.get("/you/security/app/add/"))
    keep("app, wrong code", client.post("/you/security/app/add/", {"code": "000000"}))
    keep("no passkeys", client.get("/you/security/passkeys/"))
    keep("add a passkey", client.get("/you/security/passkeys/add/"))
    keep("add a passkey, unreadable", client.post("/you/security/passkeys/add/", {"credential": "nonsense"}))
    keep("add a passkey, elsewhere", client.get("/you/security/passkeys/add/", headers={"host": "127.0.0.1"}))
    keep("codes without a second factor", client.post("/you/security/recovery-codes/new/"))
    add_app(person)
    passkeys = [
        Authenticator.objects.create(user=person, type="webauthn", data=passkey(name)) for name in "AB"
    ]
    keep("security, with everything", client.get("/you/security/"))
    keep("codes, once", client.get("/you/security/recovery-codes/"))
    keep("codes, again", client.get("/you/security/recovery-codes/"))
    keep("new codes", client.get("/you/security/recovery-codes/new/"))
    keep("remove the app", client.get("/you/security/app/remove/"))
    keep("confirm, with other ways", client.get(confirm))
    keep("confirm by code", client.get("/you/security/confirm/code/"))
    keep("confirm by code, wrong", client.post("/you/security/confirm/code/", {"code": "000000"}))
    by_passkey = "/you/security/confirm/passkey/"
    keep("confirm by passkey", client.get(by_passkey))
    keep("confirm by passkey, unreadable", client.post(by_passkey, {"credential": "nonsense"}))
    keep("passkeys", client.get("/you/security/passkeys/"))
    keep("rename a passkey", client.get(f"/you/security/passkeys/{passkeys[0].pk}/rename/"))
    keep("rename, no name", client.post(f"/you/security/passkeys/{passkeys[0].pk}/rename/", {"name": ""}))
    keep("remove a passkey", client.get(f"/you/security/passkeys/{passkeys[0].pk}/remove/"))
    keep("sessions", client.get("/you/security/sessions/"))
    sign_in(Client(HTTP_USER_AGENT="Firefox/140.0 Windows"), with_no_second_factor(person))
    keep("sessions, one ended", client.get("/you/security/sessions/?done=one"))
    keep("sessions, others ended", client.get("/you/security/sessions/?done=others"))


def with_no_second_factor(person: Person) -> Person:
    Authenticator.objects.filter(user=person).delete()
    return person


def of_somebody_else(keep: Any, administrator: Person, *, add_to: Person) -> None:
    client = Client(**HOST)
    sign_in(client, administrator)
    keep("an account", client.get(f"/people/accounts/{add_to.pk}/"))
    add_app(add_to)
    keep("an account, second factors", client.get(f"/people/accounts/{add_to.pk}/"))
    for done in ("sessions", "factors"):
        keep(f"an account, done {done}", client.get(f"/people/accounts/{add_to.pk}/?done={done}"))
    keep("an account of one's own", client.get(f"/people/accounts/{administrator.pk}/"))


def of_limits(keep: Any, person: Person) -> None:
    client = Client(**HOST)
    for _ in range(5):
        sign_in(client, person, "wrong")
    keep("sign in, too many", sign_in(client, person))
    for _ in range(3):
        client.post("/forgotten-password/", {"email": person.email})
    keep("forgotten password, too many", client.post("/forgotten-password/", {"email": person.email}), 429)
    for _ in range(limits.SENDING.most):
        limits.count(limits.SENDING, RequestFactory().post("/"))
    keep("sign in, too many from a network", sign_in(client, person), 429)


def passkey(name: str) -> dict[str, Any]:
    """Return a passkey that a page can list: what a browser says of a key that was made for this purpose."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(Aaguid(b"\0" * 16), name.encode().ljust(16), public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    said = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, key)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    named = websafe_encode(key.credential_id)
    response = {
        "clientDataJSON": websafe_encode(bytes(client)),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", said, {}))),
    }
    credential = {"id": named, "rawId": named, "type": "public-key", "response": response}
    return {"name": name, "credential": credential | {"clientExtensionResults": {"credProps": {"rk": True}}}}
