"""The outlet to GOV.UK Notify, against a stand-in on this machine."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from dueregard.almanac import clock
from dueregard.post.models import Message
from dueregard.post.outlets.notify import without_foreign_links
from dueregard.post.sending import send_due
from tests.post.conftest import ADDRESS, write

SERVICE, SECRET, TEMPLATE = (str(uuid4()) for _ in range(3))


class NotifyStandIn:
    """Answers with the given status, and keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 201
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stand_in.asked.append({"path": self.path} | asked)
                stand_in.headers.append(dict(self.headers))
                # Like the real one, it repeats in an error what it was given.
                answer = json.dumps({"status_code": stand_in.status, "errors": [{"message": str(asked)}]})
                self.send_response(stand_in.status)
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def notify(settings: Any) -> Iterator[NotifyStandIn]:
    stand_in = NotifyStandIn()
    settings.MAIL = "notify"
    settings.NOTIFY_KEY = f"tests-{SERVICE}-{SECRET}"
    settings.NOTIFY_TEMPLATE = TEMPLATE
    settings.NOTIFY_URL = stand_in.url
    thread = threading.Thread(target=stand_in.server.serve_forever, args=[0.02])
    thread.start()
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()
    thread.join()


@pytest.mark.django_db
def test_notify_is_given_the_words_and_the_id_of_the_message(notify: NotifyStandIn) -> None:
    message = write(day="https://elsewhere.example")
    send_due()
    assert Message.objects.get().state == "sent"
    assert notify.asked == [
        {
            "path": "/v2/notifications/email",
            "email_address": ADDRESS,
            "template_id": TEMPLATE,
            "personalisation": {
                "subject": "Birch <b>Example</b> asks for leave",
                "body": "Birch <b>Example</b> has asked for leave from elsewhere.example.\n"
                "Read it at https://due-regard.example/leave/\n",
            },
            "reference": str(message.pk),
        }
    ]
    token = notify.headers[0]["Authorization"].removeprefix("Bearer ")
    assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 413])
def test_a_message_that_notify_refuses_fails_at_once(
    notify: NotifyStandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    notify.status = status
    write()
    send_due()
    message = Message.objects.get()
    assert (message.state, message.attempts, message.contents) == ("failed", 1, None)
    assert message.reason == f"GOV.UK Notify refused the message for good ({status})."
    assert ADDRESS not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_notify_that_takes_nothing_is_asked_again_later(
    notify: NotifyStandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    notify.status = status
    write()
    write("birch@rowan.example")
    send_due()
    assert len(notify.asked) == 1  # the rest of the round would fare no better
    message = Message.objects.get(attempts=1)
    assert (message.state, message.reason) == ("waiting", f"GOV.UK Notify took no messages ({status}).")
    assert ADDRESS not in caplog.text
    notify.status = 201
    with clock.standing_at(message.due_at + timedelta(seconds=1)):
        send_due()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert notify.asked[0] in notify.asked[1:]  # the same reference, the same words
    assert {UUID(asked["reference"]) for asked in notify.asked} == set(
        Message.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db
def test_a_notify_that_is_away_is_waited_for(notify: NotifyStandIn, settings: Any) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:1"
    write()
    send_due()
    message = Message.objects.get()
    assert (message.state, message.reason) == ("waiting", "GOV.UK Notify did not answer.")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Read https://due-regard.example/leave/1/", "Read https://due-regard.example/leave/1/"),
        ("at https://due-regard.example", "at https://due-regard.example"),
        ("Win at https://elsewhere.example/now", "Win at elsewhere.example/now"),
        ("HTTP://elsewhere.example", "elsewhere.example"),
        ("https://due-regard.example.elsewhere.example/", "due-regard.example.elsewhere.example/"),
        ("https://due-regard.example@elsewhere.example/", "due-regard.example@elsewhere.example/"),
        ("[leave](https://elsewhere.example)", "[leave] (elsewhere.example)"),
        ("[leave](elsewhere.example)", "[leave] (elsewhere.example)"),
        ("[leave]: elsewhere.example", "[leave] : elsewhere.example"),
    ],
)
def test_nobody_elses_words_become_a_link_in_our_name(written: str, sent: str) -> None:
    assert without_foreign_links(written) == sent
