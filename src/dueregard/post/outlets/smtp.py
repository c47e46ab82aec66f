import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dueregard.post.errors import NotDelivered, Refused, TryAgain, Unreachable
from dueregard.post.letters import Letter, sender_address

SECONDS_FOR_A_STEP = 10
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TOO_LARGE = 552

SILENT = "The mail server did not answer, or broke off."
INSECURE = "The mail server offered no secure connection that can be trusted."


@dataclass(frozen=True)
class Server:
    """A mail server, from its address `smtp://user:password@host:port?starttls=1` or `smtps://…`."""

    host: str
    port: int
    user: str
    password: str
    is_wrapped: bool
    starts_tls: bool

    @classmethod
    def of(cls, url: str) -> "Server":
        """Read an address; a sentence that refuses it does not repeat it, for it holds a password."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise _wrong("it does not have that form") from None
        try:
            port = parts.port
        except ValueError:
            raise _wrong("its port is not a number from 1 to 65535") from None
        options = parse_qs(parts.query)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
            raise _wrong("it does not have that form")
        if options.keys() - {"starttls"} or options.get("starttls", ["1"]) not in (["0"], ["1"]):
            raise _wrong("after “?” only starttls=1 or starttls=0 may stand")
        is_wrapped = parts.scheme == "smtps"
        starts_tls = options.get("starttls") == ["1"]
        if is_wrapped and starts_tls:
            raise _wrong("smtps:// is secure from its beginning; leave starttls out")
        if parts.username and not (is_wrapped or starts_tls) and parts.hostname not in LOOPBACK:
            raise _wrong("the password would travel in the open; use smtps:// or ?starttls=1")
        return cls(
            parts.hostname,
            port or (465 if is_wrapped else 587 if starts_tls else 25),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            is_wrapped,
            starts_tls,
        )


def _wrong(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "DUEREGARD_SMTP_URL must be smtp://user:password@host:port, smtp://…?starttls=1 or smtps://…: "
        + why
        + "."
    )


class SmtpOutlet:
    """Hands letters to a mail server, over one connection for a round."""

    def __init__(self) -> None:
        self._server = Server.of(settings.SMTP_URL_WITH_PASSWORD)
        self._connection: smtplib.SMTP | None = None

    def deliver(self, letter: Letter) -> None:
        """Hand one letter over."""
        try:
            connection = self._connected()
            connection.sendmail(sender_address(), [letter.to], letter.as_email().as_bytes())
        except (smtplib.SMTPException, OSError) as problem:
            # What a server says may repeat the address: nothing of it is kept but the number.
            outcome = _outcome(problem)
            if isinstance(outcome, Unreachable):
                self.close()
            raise outcome from None

    def close(self) -> None:
        """Take leave of the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and not _answers(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        name, timeout = socket.gethostname(), SECONDS_FOR_A_STEP
        connection = (
            smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout, context=context)
            if server.is_wrapped
            else smtplib.SMTP(server.host, server.port, name, timeout=timeout)
        )
        try:
            if server.starts_tls:
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def _answers(connection: smtplib.SMTP) -> bool:
    """Say whether a connection that has carried a letter carries another."""
    try:
        return connection.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _outcome(problem: Exception) -> NotDelivered:
    """Return what a fault of the connection, or a refusal of the server, means for the letter."""
    match problem:
        case smtplib.SMTPRecipientsRefused():
            return _refusal("the address", next(iter(problem.recipients.values()))[0])
        case smtplib.SMTPSenderRefused() if problem.smtp_code != TOO_LARGE:
            # That is about this installation, not about the letter: it can be put right in the meantime.
            return Unreachable(f"The mail server refused our own address ({problem.smtp_code}).")
        case smtplib.SMTPAuthenticationError():
            return Unreachable(f"The mail server refused our name and password ({problem.smtp_code}).")
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Unreachable(f"The mail server took no messages ({problem.smtp_code}).")
        case smtplib.SMTPResponseException():
            return _refusal("the message", problem.smtp_code)
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return Unreachable(INSECURE)
    return Unreachable(SILENT)


def _refusal(what: str, code: int) -> NotDelivered:
    if code == 421:
        return Unreachable(f"The mail server took no messages ({code}).")
    if 500 <= code < 600:
        return Refused(f"The mail server refused {what} for good ({code}).")
    return TryAgain(f"The mail server did not take {what} ({code}).")
