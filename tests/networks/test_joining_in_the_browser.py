"""A new member in another region: joins in confidence, asks, is answered, comes for a coffee, and stays private."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.conversations.models import Conversation
from dueregard.networks.meetings.models import Coming
from dueregard.networks.membership.models import Dial, Network
from dueregard.people.models import Person, ServiceArea, Team
from dueregard.post.models import Message
from tests.browsing import tab_to
from tests.networks import planning
from tests.networks.members import make_network, seat
from tests.networks.reading import same_for_all
from tests.networks.talking import answer
from tests.networks.windows import Reader
from tests.people_of_the_tests import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
MOST_SCREENS = 5


@pytest.fixture
def network(cast: Cast) -> Network:
    """Return a network with a topic, a coffee next week, and a member who looks out for new ones."""
    made = make_network("Kaleidoscope", chair=cast["chair"], approver=cast["equality-lead"])
    chair = seat(made, cast["chair"])
    conversations.add_topic("South", by=chair)
    first = clock.today() + timedelta(days=7)
    planning.make(chair, first=first, last=first + timedelta(days=70), skips_holidays=False)
    seat(made, cast["supervisor"])
    return made


@pytest.fixture
def newcomer(team: Team) -> Person:
    """Return somebody who works far from everybody else."""
    area = ServiceArea.objects.create(name="Birch Moor", directorate=team.directorate)
    far = Team.objects.create(name="Team 9", directorate=team.directorate, service_area=area)
    return make_person("staff", far, name="Invented Newcomer")


def the_journey(reader: Reader, network: Network, newcomer: Person, cast: Cast) -> None:
    charter = f"/networks/{network.code}/"
    before = same_for_all(cast["manager"], charter)

    reader.sign_in(newcomer, "/networks/")
    screens = 1
    reader.reads("Staff networks")
    for heading, press in (
        ("Kaleidoscope", lambda: reader.press("Kaleidoscope")),
        ("Before you join", lambda: reader.press_link_button("Join in confidence")),
        ("How do you want to join?", lambda: reader.press_link_button("Continue")),
        ("Your seat", lambda: reader.press("Join", role="button")),
    ):
        press()
        screens += 1
        reader.reads(heading)
    assert screens <= MOST_SCREENS
    place = seats.find(newcomer, network)
    assert place is not None
    assert place.dial == Dial.PRIVATE
    assert not Message.objects.exists()

    reader.press("Conversations")
    reader.reads("Conversations")
    reader.press("South")
    reader.reads("Conversations")
    reader.press_link_button("Start a conversation")
    reader.reads("Start a conversation")
    reader.fill("Title", "New, and far from everyone")
    reader.page.get_by_label("Topic (optional)").select_option(label="South")
    reader.fill("What you want to say", "Is there anybody near the coast?")
    reader.press("Start the conversation", role="button")
    reader.reads("New, and far from everyone")
    assert place.held.handle in reader.words
    other = seats.find(cast["supervisor"], network)
    assert other is not None
    answer(Conversation.objects.get(), other, "Three of us. Come for a coffee next week.")
    reader.page.reload()
    assert "Come for a coffee next week." in reader.words

    reader.press("Meetings")
    reader.reads("Meetings")
    reader.press("Coffee catch-up")
    reader.press("I mean to come", role="button")
    reader.page.get_by_role("button", name="I have changed my mind").wait_for()
    assert Coming.objects.count() == 1
    assert (
        reader.page.title().startswith("Coffee catch-up") is False or network.name not in reader.page.title()
    )

    # Who belongs is still nobody's business.
    now = seats.find(newcomer, network)
    assert now is not None
    assert (now.dial, now.held.name) == (Dial.PRIVATE, "")
    assert same_for_all(cast["manager"], charter) == before
    assert not Message.objects.exists()
    assert newcomer.name not in reader.words
    assert reader.faults == {}


def test_the_journey_by_mouse_on_pages_of_valid_html(
    page: Any, live_server: Any, network: Network, newcomer: Person, cast: Cast,
    valid_html: Callable[[dict[str, str]], list[str]],
) -> None:  # fmt: skip
    reader = Reader(page, live_server.url)
    the_journey(reader, network, newcomer, cast)
    assert len(reader.pages) > 9
    assert valid_html(reader.pages) == []


def test_the_journey_on_a_phone(
    narrow_page: Any, live_server: Any, network: Network, newcomer: Person, cast: Cast
) -> None:
    the_journey(Reader(narrow_page, live_server.url), network, newcomer, cast)


def test_the_journey_without_javascript(
    page_without_javascript: Any, live_server: Any, network: Network, newcomer: Person, cast: Cast
) -> None:
    the_journey(Reader(page_without_javascript, live_server.url, looks=False), network, newcomer, cast)


def test_joining_by_keyboard(page: Any, live_server: Any, network: Network, newcomer: Person) -> None:
    reader = Reader(page, live_server.url, looks=False)
    reader.sign_in(newcomer, "/networks/")
    for name in ("Kaleidoscope", "Join in confidence", "Continue", "Join"):
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    reader.reads("Your seat")
    assert seats.find(newcomer, network) is not None


def test_going_louder_quieter_and_leaving(
    page: Any,
    live_server: Any,
    network: Network,
    cast: Cast,
    valid_html: Callable[[dict[str, str]], list[str]],
) -> None:
    seat(network, cast["adviser"])
    reader = Reader(page, live_server.url)
    reader.sign_in(cast["adviser"], f"/networks/{network.code}/room/seat/")
    reader.reads("Your seat")
    reader.press("Show your name")
    reader.reads("Show your name to more people")
    page.get_by_label("Members of this network").check()
    reader.fill("Type your name, as it will be seen", "somebody else")
    reader.press("Show my name from tomorrow", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Show your name to more people")
    reader.fill("Type your name, as it will be seen", cast["adviser"].name)
    reader.press("Show my name from tomorrow", role="button")
    reader.reads("Your seat")
    assert "your name will be seen by members of this network" in reader.words
    reader.press("Stop this", role="button")
    assert "your name will be seen" not in reader.words
    page.get_by_label("The full title of the meeting").check()
    reader.press("Save", role="button")
    reader.press("Roles")
    reader.reads("Roles")
    reader.press("Your seat")
    reader.press("Leave")
    reader.reads("Leave this network?")
    reader.press("Leave", role="button")
    reader.reads("You have left")
    assert seats.find(cast["adviser"], network) is None
    assert reader.faults == {}
    assert valid_html(reader.pages) == []


def test_a_network_is_proposed_and_answered_without_a_name(
    page: Any, live_server: Any, cast: Cast, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    reader = Reader(page, live_server.url)
    reader.sign_in(cast["staff"], "/networks/propose/")
    reader.reads("Propose a network")
    reader.press("Hand it in", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Propose a network")
    reader.fill("Name of the network", "Men’s health")
    reader.fill("What is it for?", "Somewhere to talk.")
    reader.fill("Who is it for?", "Anyone.")
    reader.fill("What will it do?", "Meet once a month.")
    reader.press("Hand it in", role="button")
    reader.reads("Your network is handed in")
    reader.press("Staff networks")
    assert "waits for approval" in reader.words
    reader.sign_in(cast["equality-lead"], "/networks/proposals/")
    reader.reads("Networks that wait for approval")
    reader.press("Men’s health")
    reader.reads("Men’s health")
    assert cast["staff"].name not in reader.words
    reader.press("Approve this network", role="button")
    reader.reads("Men’s health")
    assert Network.objects.active().count() == 1
    assert reader.faults == {}
    assert valid_html(reader.pages) == []
