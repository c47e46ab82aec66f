"""A mail server of the tests' own, on this machine: it takes what it is sent, unless it is told to do otherwise."""

import socketserver
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

# The answer that breaks the connection off.
DROP = "drop"
# Told the stage (greeting, auth, noop, mail, rcpt, data, taken) and the recipient, if known by then.
Answer = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Taken:
    """A letter that the server has taken."""

    sender: str
    to: str
    octets: bytes

    @property
    def email(self) -> EmailMessage:
        return message_from_bytes(self.octets, _class=EmailMessage, policy=policy.default)

    @property
    def message_id(self) -> str:
        return str(self.email["Message-ID"])


class SmtpStandIn:
    """The server; its `answer` returns what it says at a stage, or nothing for the usual."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, wrapped: bool = False) -> None:
        self.taken: list[Taken] = []
        self.said: list[str] = []
        self.connections = 0
        self.answer: Answer = lambda stage, to: None
        self.tls, self.wrapped = tls, wrapped
        stand_in = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError, EOFError):  # the other side has gone
                    _Talk(stand_in, self.request).hold()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Talk:
    """One connection."""

    def __init__(self, stand_in: SmtpStandIn, connection: Any) -> None:
        self.stand_in, self.connection = stand_in, connection
        self.sender = self.to = ""
        self.is_secure = False

    def hold(self) -> None:
        self.stand_in.connections += 1
        if self.stand_in.wrapped:
            self._secure()
        self.lines = self.connection.makefile("rb")
        try:
            self._say("greeting", "220 ready")
            while line := self.lines.readline().decode():
                self.stand_in.said.append(line.strip())
                verb, _, rest = line.strip().partition(" ")
                if verb.upper() == "QUIT":
                    self.connection.sendall(b"221 bye\r\n")
                    return
                getattr(self, f"_{verb.lower()}", self._unknown)(rest)
        finally:
            self.lines.close()
            self.connection.close()

    def _say(self, stage: str, usual: str) -> bool:
        answer = self.stand_in.answer(stage, self.to) or usual
        if answer == DROP:
            raise EOFError
        self.connection.sendall(answer.encode() + b"\r\n")
        return answer == usual

    def _ehlo(self, rest: str) -> None:
        offers = ["stand-in", "AUTH PLAIN"]
        if self.stand_in.tls and not self.is_secure:
            offers.append("STARTTLS")
        self.connection.sendall(
            "".join(f"250-{offer}\r\n" for offer in offers).encode() + b"250 8BITMIME\r\n"
        )

    def _starttls(self, rest: str) -> None:
        self.connection.sendall(b"220 go ahead\r\n")
        self.lines.close()
        self._secure()
        self.lines = self.connection.makefile("rb")

    def _secure(self) -> None:
        assert self.stand_in.tls is not None
        self.connection = self.stand_in.tls.wrap_socket(self.connection, server_side=True)
        self.is_secure = True

    def _auth(self, rest: str) -> None:
        self._say("auth", "235 welcome")

    def _noop(self, rest: str) -> None:
        self._say("noop", "250 here")

    def _rset(self, rest: str) -> None:
        self.connection.sendall(b"250 forgotten\r\n")

    def _mail(self, rest: str) -> None:
        self.sender = rest.partition("<")[2].partition(">")[0]
        self._say("mail", "250 from")

    def _rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].partition(">")[0]
        self._say("rcpt", "250 to")

    def _data(self, rest: str) -> None:
        if not self._say("data", "354 go on"):
            return
        octets = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                raise EOFError
            octets += line[1:] if line.startswith(b"..") else line
        self.stand_in.taken.append(Taken(self.sender, self.to, octets))
        self._say("taken", "250 taken")

    def _unknown(self, rest: str) -> None:
        self.connection.sendall(b"500 what?\r\n")
