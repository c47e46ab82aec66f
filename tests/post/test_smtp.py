"""The outlet to a mail server, against one of the tests' own."""

import base64
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dueregard.almanac import clock
from dueregard.post.models import Message
from dueregard.post.sending import send_due
from tests.post.conftest import ADDRESS, write
from tests.post.smtp_stand_in import DROP, SmtpStandIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpStandIn]:
    with SmtpStandIn() as stand_in:
        use(stand_in.url, settings)
        yield stand_in


def use(url: str, settings: Any) -> None:
    settings.MAIL, settings.SMTP_URL_WITH_PASSWORD = "smtp", url
    settings.MAIL_FROM = "Due Regard <due-regard@rowan.example>"


def send_and_see() -> Message:
    send_due()
    return Message.objects.get()


def test_a_letter_arrives_with_the_headers_it_needs_and_no_others(server: SmtpStandIn) -> None:
    message = write(who="Zoë Example", day="Montag – ☂")
    assert send_and_see().state == "sent"
    (taken,) = server.taken
    assert (taken.sender, taken.to) == ("due-regard@rowan.example", ADDRESS)
    assert taken.octets.isascii()
    email = taken.email
    assert sorted(email.keys()) == [
        *("Content-Transfer-Encoding", "Content-Type", "Date", "From"),
        *("MIME-Version", "Message-ID", "Subject", "To"),
    ]
    assert (email["To"], email["From"]) == (ADDRESS, "Due Regard <due-regard@rowan.example>")
    assert email["Subject"] == "Zoë Example asks for leave"
    assert email["Message-ID"] == f"<{message.pk}@rowan.example>"
    assert email["Date"].datetime == message.created_at.replace(microsecond=0)
    assert email.get_content().replace("\r\n", "\n") == (
        "Zoë Example has asked for leave from Montag – ☂.\nRead it at https://due-regard.example/leave/\n"
    )


def test_a_round_goes_over_one_connection(server: SmtpStandIn) -> None:
    for number in range(5):
        write(f"person{number}@rowan.example")
    send_due()
    assert (len(server.taken), server.connections) == (5, 1)


def test_a_connection_that_has_died_between_two_letters_is_made_again(server: SmtpStandIn) -> None:
    server.answer = lambda stage, to: DROP if stage == "noop" else None
    for number in range(3):
        write(f"person{number}@rowan.example")
    send_due()
    assert (len(server.taken), server.connections) == (3, 3)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.parametrize(
    ("stage", "answer", "reason"),
    [
        ("rcpt", "550 no such reader", "The mail server refused the address for good (550)."),
        ("data", "554 unwanted", "The mail server refused the message for good (554)."),
        ("taken", "552 too large", "The mail server refused the message for good (552)."),
        ("mail", "552 too large", "The mail server refused the message for good (552)."),
    ],
)
def test_what_is_refused_for_good_fails_at_once(
    server: SmtpStandIn, stage: str, answer: str, reason: str
) -> None:
    server.answer = lambda at, to: f"{answer} {to}" if at == stage else None
    write()
    message = send_and_see()
    assert (message.state, message.attempts, message.reason) == ("failed", 1, reason)
    assert message.contents is None


@pytest.mark.parametrize(
    ("stage", "answer", "reason"),
    [
        ("rcpt", "451 greylisted", "The mail server did not take the address (451)."),
        ("data", "452 full", "The mail server did not take the message (452)."),
        ("taken", "421 closing", "The mail server took no messages (421)."),
        ("greeting", "554 go away", "The mail server took no messages (554)."),
        ("mail", "550 who are you", "The mail server refused our own address (550)."),
        ("greeting", DROP, "The mail server did not answer, or broke off."),
        ("data", DROP, "The mail server did not answer, or broke off."),
        ("taken", DROP, "The mail server did not answer, or broke off."),
    ],
)
def test_what_may_get_better_is_tried_again_with_the_same_message_id(
    server: SmtpStandIn, stage: str, answer: str, reason: str
) -> None:
    server.answer = lambda at, to: answer if at == stage else None
    written = write()
    message = send_and_see()
    assert (message.state, message.attempts, message.reason) == ("waiting", 1, reason)
    server.answer = lambda at, to: None
    with clock.standing_at(message.due_at + timedelta(seconds=1)):
        assert send_and_see().state == "sent"
    assert {taken.message_id for taken in server.taken} == {f"<{written.pk}@rowan.example>"}
    assert len({taken.octets for taken in server.taken}) == 1


def test_one_refused_address_does_not_spoil_the_others(server: SmtpStandIn) -> None:
    server.answer = lambda at, to: "550 no" if at == "rcpt" and to.startswith("gone") else None
    for name in ("ash", "gone", "birch"):
        write(f"{name}@rowan.example")
    send_due()
    assert {taken.to for taken in server.taken} == {"ash@rowan.example", "birch@rowan.example"}
    assert Message.objects.get(state="failed").reason.endswith("(550).")


def test_a_server_that_is_away_is_waited_for(settings: Any) -> None:
    with SmtpStandIn() as gone:
        use(gone.url, settings)
    write()
    message = send_and_see()
    assert (message.state, message.reason) == ("waiting", "The mail server did not answer, or broke off.")


def test_name_and_password_are_given_and_a_refusal_of_them_is_waited_out(
    server: SmtpStandIn, settings: Any
) -> None:
    use(f"smtp://ash:s%40fe@127.0.0.1:{server.port}", settings)
    server.answer = lambda at, to: "535 wrong" if at == "auth" else None
    write()
    message = send_and_see()
    assert message.state == "waiting"
    assert message.reason == "The mail server refused our name and password (535)."
    (line,) = [line for line in server.said if line.startswith("AUTH PLAIN")]
    assert base64.b64decode(line.split()[2]) == b"\0ash\0s@fe"


@pytest.mark.parametrize("kind", ["starttls", "smtps"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_secure_connection_is_made_only_to_a_server_that_is_trusted(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, trusted: bool
) -> None:
    certificate = certificate_of_localhost(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with SmtpStandIn(tls=context, wrapped=kind == "smtps") as server:
        place = f"ash:safe@localhost:{server.port}"
        use(f"smtps://{place}" if kind == "smtps" else f"smtp://{place}?starttls=1", settings)
        write()
        message = send_and_see()
        if trusted:
            assert (message.state, len(server.taken)) == ("sent", 1)
            return
        assert (message.state, server.taken) == ("waiting", [])
        assert message.reason == "The mail server offered no secure connection that can be trusted."
        assert not [line for line in server.said if line.startswith("AUTH")]


def test_a_server_that_does_not_offer_starttls_gets_nothing(server: SmtpStandIn, settings: Any) -> None:
    use(f"smtp://ash:safe@127.0.0.1:{server.port}?starttls=1", settings)
    write()
    message = send_and_see()
    assert (message.state, server.taken) == ("waiting", [])
    assert not [line for line in server.said if line.startswith("AUTH")]


def certificate_of_localhost(folder: Path) -> Path:
    """Make a certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
