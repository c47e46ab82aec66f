"""A new member in another region: joins in confidence, asks, is answered, comes for a coffee, and stays private."""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.conversations import actions as conversations
from dueregard.networks.conversations.models import Conversation
from dueregard.networks.meetings.models import Coming, Series
from dueregard.networks.membership.models import Dial, Network
from dueregard.people.models import Person, ServiceArea, Team
from dueregard.post.models import Message
from tests.networks import planning
from tests.networks.members import make_network, seat
from tests.networks.reading import get, nowhere, same_for_all
from tests.networks.talking import answer
from tests.networks.windows import Reader, by_keyboard, day_in_words, on_a_phone
from tests.people_of_the_tests import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

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
    charter, room = f"/networks/{network.code}/", f"/networks/{network.code}/room/"
    before = same_for_all(cast["manager"], charter)
    seen_by_the_chair = same_for_all(cast["chair"], f"{room}people/")
    assert get(newcomer, room).content == nowhere(newcomer)

    reader.sign_in(newcomer, "/networks/")
    screens = ["Staff networks", "Kaleidoscope", "Before you join", "How do you want to join?", "Your seat"]
    assert len(screens) <= MOST_SCREENS
    ways = [
        ("Kaleidoscope", "link"),
        ("Join in confidence", "link"),
        ("Continue", "link"),
        ("Join", "button"),
    ]
    reader.reads(screens[0])
    for (name, role), screen in zip(ways, screens[1:], strict=True):
        reader.press(name, role=role)
        reader.reads(screen)
        names = (
            f"{reader.page.title()} {reader.path} {[one['name'] for one in reader.page.context.cookies()]}"
        )
        assert network.name.lower() not in names.lower()
    # Four presses, and nothing to type: private is chosen, and so is a name of three that are offered.
    assert (reader.presses, reader.answers) == (4, 0)
    place = seats.find(newcomer, network)
    assert place is not None
    assert place.dial == Dial.PRIVATE
    assert not Message.objects.exists()
    assert same_for_all(cast["chair"], f"{room}people/") == seen_by_the_chair

    reader.press("Conversations")
    reader.reads("Conversations")
    reader.press("South")
    reader.reads("Conversations")
    reader.press("Start a conversation")
    reader.reads("Start a conversation")
    reader.write("Title", "New, and far from everyone")
    reader.pick("Topic (optional)", "South")
    reader.write("What you want to say", "Is there anybody near the coast?")
    reader.press("Start the conversation", role="button")
    reader.reads("New, and far from everyone", place.held.handle)
    other = seats.find(cast["supervisor"], network)
    assert other is not None
    answer(Conversation.objects.get(), other, "Three of us. Come for a coffee next week.")
    reader.open(reader.path)
    reader.reads("New, and far from everyone", "Come for a coffee next week.")

    reader.press("Meetings")
    reader.reads("Meetings")
    day = Series.objects.get().first
    reader.press(f"Coffee catch-up, {day_in_words(day)} at 10:30am")
    reader.press("I mean to come", role="button")
    reader.reads("Coffee catch-up", "You said that you mean to come.")
    assert Coming.objects.count() == 1
    assert network.name not in reader.page.title()

    # Who belongs is still nobody's business.
    now = seats.find(newcomer, network)
    assert now is not None
    assert (now.dial, now.held.name) == (Dial.PRIVATE, "")
    assert same_for_all(cast["manager"], charter) == before
    assert same_for_all(cast["chair"], f"{room}people/") == seen_by_the_chair
    assert not Message.objects.exists()
    assert newcomer.name not in reader.words


def test_the_journey_by_keyboard_without_javascript(
    by_keyboard: Reader, network: Network, newcomer: Person, cast: Cast
) -> None:
    the_journey(by_keyboard, network, newcomer, cast)


def test_the_journey_on_a_phone(on_a_phone: Reader, network: Network, newcomer: Person, cast: Cast) -> None:
    the_journey(on_a_phone, network, newcomer, cast)


def test_going_louder_quieter_and_leaving(on_a_phone: Reader, network: Network, cast: Cast) -> None:
    seat(network, cast["adviser"])
    reader = on_a_phone
    reader.sign_in(cast["adviser"], f"/networks/{network.code}/room/seat/")
    reader.reads("Your seat")
    reader.press("Show your name")
    reader.reads("Show your name to more people")
    reader.choose("Members of this network")
    reader.write("Type your name, as it will be seen", "somebody else")
    reader.is_refused("Show my name from tomorrow", "Show your name to more people")
    reader.write("Type your name, as it will be seen", cast["adviser"].name)
    reader.press("Show my name from tomorrow", role="button")
    reader.reads("Your seat", "your name will be seen by members of this network")
    reader.press("Stop this", role="button")
    assert "your name will be seen" not in reader.words
    reader.choose("The name of the network and the title")
    reader.press("Save", role="button")
    reader.press("Roles")
    reader.reads("Roles")
    reader.press("Your seat")
    reader.press("Leave")
    reader.reads("Leave this network?")
    reader.press("Leave", role="button")
    reader.reads("You have left")
    assert seats.find(cast["adviser"], network) is None


def test_a_network_is_proposed_and_answered_without_a_name(on_a_phone: Reader, cast: Cast) -> None:
    reader = on_a_phone
    reader.sign_in(cast["staff"], "/networks/propose/")
    reader.reads("Propose a network")
    reader.is_refused("Hand it in", "Propose a network")
    reader.write("Name of the network", "Men’s health")
    reader.write("What is it for?", "Somewhere to talk.")
    reader.write("Who is it for?", "Anyone.")
    reader.write("What will it do?", "Meet once a month.")
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
