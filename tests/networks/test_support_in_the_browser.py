"""Mental health, tonight: from where to turn to an answer, by mouse, by keyboard, without JavaScript and on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dueregard.networks.membership.models import Network
from dueregard.networks.support.models import Enquiry, Message
from dueregard.people.models import Person
from tests.browsing import tab_to
from tests.leave.test_in_the_browser import Reader
from tests.networks.asking import ENTRY, ask, national, signpost
from tests.networks.members import make_network, seat
from tests.networks.reading import get

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
Watch = Callable[[Reader], Reader]


@pytest.fixture
def pride(cast: Cast) -> Network:
    made = make_network("Mental Health", chair=cast["chair"], approver=cast["equality-lead"])
    seat(made, cast["supervisor"], "supporter")
    return made


@pytest.fixture
def watched() -> Iterator[Watch]:
    """Collect what axe finds on each page, and fail at the end for all of it."""
    readers: list[Reader] = []

    def keep(reader: Reader) -> Reader:
        readers.append(reader)
        return reader

    yield keep
    assert [reader.faults for reader in readers if reader.faults] == []


def write(reader: Reader, label: str, text: str) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, label)
        reader.page.keyboard.type(text)
    else:
        reader.page.get_by_label(label, exact=True).fill(text)


def choose(reader: Reader, label: str) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, label)
        reader.page.keyboard.press("Space")
        assert reader.page.get_by_label(label).is_checked()
    else:
        reader.page.get_by_label(label).check()


SUPPORTER = "A peer supporter. All peer supporters, facilitators and chairs of this network can read it."


def tonight(reader: Reader, network: Network, cast: Cast) -> None:
    """Find the lines for a crisis signed out; ask a network; be shown help; send; be answered; delete."""
    page = reader.page
    page.goto(f"{reader.address}/support/")
    reader.reads("Where to turn")
    assert page.get_by_role("link", name="Call 116 123").get_attribute("href") == "tel:116123"
    assert page.context.cookies() == []

    reader.sign_in(cast["adviser"])
    page.goto(f"{reader.address}/networks/{network.code}/ask/")
    reader.reads("Ask in confidence")
    reader.press("Send", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Ask in confidence")
    choose(reader, SUPPORTER)
    write(reader, "What would you like to say?", "I cannot sleep and I want to die.")
    reader.press("Send", role="button")
    page.get_by_text("You do not have to wait for an answer.").wait_for()
    reader.reads("Ask in confidence")
    assert not Enquiry.objects.exists()
    reader.press("Send it all the same", role="button")
    reader.reads("Your question")
    assert network.name not in page.title()
    mine = page.url

    reader.sign_in(cast["supervisor"])
    page.goto(f"{reader.address}/networks/{network.code}/room/questions/")
    reader.reads("Questions")
    called = Enquiry.objects.get().inside["handle"]
    reader.press(f"Somebody, called {called}")
    reader.reads(f"Somebody, called {called}")
    assert cast["adviser"].name not in page.locator("main").inner_text()
    write(reader, "Your answer", "You are not alone. I have been there.")
    reader.press("Send the answer", role="button")
    page.get_by_text("Answered", exact=True).wait_for()

    reader.sign_in(cast["adviser"])
    page.goto(mine)
    reader.reads("Your question")
    assert "You are not alone. I have been there." in page.locator("main").inner_text()
    write(reader, "Write again", "Thank you.")
    reader.press("Send", role="button")
    page.get_by_text("Thank you.").wait_for()
    reader.press("Close this question", role="button")
    page.get_by_text("Closed", exact=True).wait_for()
    reader.reads("Your question")
    reader.press("Delete this question")
    reader.reads("Delete this question?")
    reader.press("Delete this question", role="button")
    reader.reads("What you asked")
    assert not Message.objects.exists()


def test_the_journey_by_mouse(
    page: Any, live_server: Any, cast: Cast, pride: Network, watched: Watch
) -> None:
    tonight(watched(Reader(page, live_server.url)), pride, cast)


def test_the_journey_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, pride: Network, watched: Watch
) -> None:
    tonight(watched(Reader(narrow_page, live_server.url)), pride, cast)


def test_the_journey_by_keyboard_only(
    page: Any, live_server: Any, cast: Cast, pride: Network, watched: Watch
) -> None:
    tonight(watched(Reader(page, live_server.url, by_keyboard=True, looks=False)), pride, cast)


def test_the_journey_without_javascript(
    page_without_javascript: Any, live_server: Any, cast: Cast, pride: Network, watched: Watch
) -> None:
    tonight(watched(Reader(page_without_javascript, live_server.url, looks=False)), pride, cast)


def test_signposts_are_kept_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, pride: Network, watched: Watch
) -> None:
    reader = watched(Reader(narrow_page, live_server.url))
    reader.sign_in(cast["chair"])
    reader.page.goto(f"{reader.address}/networks/{pride.code}/room/signposts/")
    reader.reads("Signposts")
    reader.press("Add a signpost")
    reader.reads("Add a signpost")
    reader.press("Save", role="button")
    reader.reads("Add a signpost")
    for label, name in (
        ("Name of the service", "name"),
        ("What it is for", "what"),
        ("Phone number", "phone"),
    ):
        write(reader, label, ENTRY[name])
    write(reader, "Where it helps", "Leeds")
    write(reader, "Who keeps this entry", ENTRY["kept_by_position"])
    reader.press("Save", role="button")
    reader.reads("Signposts")
    reader.press("I have checked this today (Night Owls)", role="button")
    reader.press("Remove Night Owls")
    reader.reads("Remove “Night Owls”?")
    reader.press("Remove it", role="button")
    reader.reads("Signposts")


def test_every_page_of_support_is_valid_html(
    cast: Cast, pride: Network, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    chair = seat(pride, cast["chair"])
    entry = signpost(chair)
    national("Example Advice")
    enquiry = ask(pride, cast["adviser"])
    base = f"/networks/{pride.code}"
    pages = [
        (None, "/support/"),
        (cast["adviser"], f"{base}/ask/"),
        (cast["adviser"], f"{base}/asked/"),
        (cast["adviser"], f"{base}/asked/{enquiry.pk}/"),
        (cast["adviser"], f"{base}/asked/{enquiry.pk}/delete/"),
        (cast["chair"], f"{base}/room/questions/"),
        (cast["chair"], f"{base}/room/questions/{enquiry.pk}/"),
        (cast["chair"], f"{base}/room/signposts/"),
        (cast["chair"], f"{base}/room/signposts/add/"),
        (cast["chair"], f"{base}/room/signposts/{entry.pk}/remove/"),
    ]
    html = {address: get(person, address).content.decode() for person, address in pages}
    assert all(page.count("<h1") == 1 for page in html.values())
    assert valid_html(html) == []
