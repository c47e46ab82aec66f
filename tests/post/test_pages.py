"""Administrators see what became of messages, never to whom they went; the demonstration shows them whole."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.people.models import Person
from dueregard.post.errors import Refused, TryAgain
from dueregard.post.models import Message
from dueregard.post.outlets import files
from dueregard.post.sending import send_due
from tests import browsing
from tests.post.conftest import ADDRESS, Told, write

LINK = 'href="/post/{}/"'


@pytest.fixture
def admin(client: Client, cast: dict[str, Person]) -> Client:
    client.force_login(cast["administrator"])
    return client


def outbox(admin: Client) -> str:
    response = admin.get("/post/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def in_each_state(outlet: Told) -> dict[str, Message]:
    """A message in each state a list can show, a private one among them."""
    names = ["sent", "failed", "put off", "private", "waiting"]
    made = {
        name: write(
            f"{name.replace(' ', '.')}.reader@rowan.example",
            kind="a network wrote" if name == "private" else "a request came",
        )
        for name in names[:4]
    }
    outlet.refusals = {
        "failed.reader@rowan.example": Refused("The mail server refused the address for good (550)."),
        "put.off.reader@rowan.example": TryAgain("The mail server did not take the address (451)."),
    }
    send_due()
    made["waiting"] = write("waiting.reader@rowan.example")
    for message in made.values():
        message.refresh_from_db()
    return made


@pytest.mark.django_db
def test_an_empty_outbox_says_what_will_be_here(admin: Client) -> None:
    text = outbox(admin)
    assert "No message has been sent yet" in text
    assert "govuk-summary-list" not in text


@pytest.mark.django_db
def test_the_list_says_what_became_of_messages_and_nothing_of_whom_or_what(
    admin: Client, in_each_state: dict[str, Message]
) -> None:
    text = outbox(admin)
    for shown in (
        "The mail server refused the address for good (550).",
        "The mail server did not take the address (451).",
        "It will be tried again on",
        "Given up on",
        "A request came",
        "Private",
        "1 attempt.",
        "0 attempts.",
        "The oldest message that has not been sent was written on",
    ):
        assert shown in text
    assert "reader" not in text
    assert "Birch" not in text
    assert "network" not in text.replace("networks", "").replace(
        "Networks", ""
    )  # the menu has a link to them


@pytest.mark.django_db
def test_messages_are_counted_by_state(admin: Client, in_each_state: dict[str, Message]) -> None:
    rows = dict(admin.get("/post/").context["counts"])
    assert rows == {"Waiting": "2", "Being sent": "0", "Sent": "2", "Failed": "1"}


@pytest.mark.django_db
def test_nothing_waiting_is_said_so(admin: Client, outlet: Told) -> None:
    write()
    send_due()
    assert "Nothing is waiting." in outbox(admin)


@pytest.mark.django_db
def test_a_long_list_is_read_page_by_page(admin: Client) -> None:
    for number in range(51):
        write(f"person{number}@rowan.example")
    assert outbox(admin).count("A request came") == 50
    second = admin.get("/post/?page=2").content.decode()
    assert second.count("A request came") == 1


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_with_three_messages_as_with_one(admin: Client) -> None:
    write()
    outbox(admin)
    with CaptureQueriesContext(connection) as with_one:
        outbox(admin)
    write()
    write()
    with CaptureQueriesContext(connection) as with_three:
        outbox(admin)
    assert len(with_one) == len(with_three)


@pytest.mark.django_db
def test_the_demonstration_shows_a_message_whole(admin: Client, folder: Path) -> None:
    message = write(who="Zoë <i>Example</i>")
    waiting = outbox(admin)
    assert LINK.format(message.pk) not in waiting
    send_due()
    assert LINK.format(message.pk) in outbox(admin)
    page = admin.get(f"/post/{message.pk}/").content.decode()
    assert ADDRESS in page
    assert "Zoë &lt;i&gt;Example&lt;/i&gt; asks for leave" in page
    assert "Zoë &lt;i&gt;Example&lt;/i&gt; has asked for leave from Monday." in page
    assert "because everyone here is invented" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "debug", "mail", "status"),
    [
        (True, False, "file", 200),
        (False, True, "file", 200),
        (False, False, "file", 404),
        (True, False, "smtp", 404),
    ],
)
def test_messages_of_real_people_have_no_page(
    admin: Client, folder: Path, settings: Any, demo: bool, debug: bool, mail: str, status: int
) -> None:
    message = write()
    send_due()
    assert files.path_of(message.pk).exists()
    settings.DEMO, settings.DEBUG, settings.MAIL = demo, debug, mail
    assert admin.get(f"/post/{message.pk}/").status_code == status
    assert (LINK.format(message.pk) in outbox(admin)) == (status == 200)
    assert ("everyone is invented" in outbox(admin)) == (status == 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "mail", "warned"),
    [(False, "file", True), (False, "console", True), (False, "smtp", False), (True, "file", False)],
)
def test_an_outbox_that_reaches_nobody_says_so(
    admin: Client, settings: Any, demo: bool, mail: str, warned: bool
) -> None:
    settings.DEMO, settings.DEBUG, settings.MAIL = demo, False, mail
    assert ("Messages do not reach anybody" in outbox(admin)) == warned


@pytest.mark.django_db
def test_a_message_without_a_file_or_a_row_has_no_page(admin: Client, folder: Path) -> None:
    message = write()
    files.FileOutlet().deliver(message.letter())
    assert admin.get(f"/post/{message.pk}/").status_code == 404  # nobody has noted that it was sent
    send_due()
    files.remove([message.pk])
    assert admin.get(f"/post/{message.pk}/").status_code == 404
    stray = uuid4()
    files.path_of(stray).write_bytes(b"To: somebody@rowan.example\n\n")
    assert admin.get(f"/post/{stray}/").status_code == 404


@pytest.mark.django_db
def test_administrators_alone_find_the_way(client: Client, cast: dict[str, Person]) -> None:
    for who, person in cast.items():
        client.force_login(person)
        assert (b'href="/post/"' in client.get("/").content) == (who == "administrator"), who


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", ["page", "narrow_page", "page_without_javascript"])
def test_the_pages_in_the_browser(
    request: pytest.FixtureRequest,
    live_server: Any,
    cast: dict[str, Person],
    folder: Path,
    outlet: Told,
    in_each_state: dict[str, Message],
    valid_html: Callable[[dict[str, str]], list[str]],
    width: str,
) -> None:
    sent = in_each_state["sent"]
    files.FileOutlet().deliver(outlet.carried[0])
    page = request.getfixturevalue(width)
    client = Client()
    client.force_login(cast["administrator"])
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    found = {}
    for name in ("/post/", f"/post/{sent.pk}/"):
        page.goto(f"{live_server.url}{name}")
        found[name] = page.content()
        browsing.no_sideways_scroll(page)
        if width != "page_without_javascript":
            assert browsing.axe(page) == []
    assert valid_html(found) == []
    page.goto(f"{live_server.url}/")
    browsing.tab_to(page, "Post").press("Enter")
    page.get_by_role("heading", name="Post", exact=True).wait_for()
    page.get_by_role("link", name="A request came").first.click()
    page.get_by_role("heading", name="asks for leave").wait_for()
