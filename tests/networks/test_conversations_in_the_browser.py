"""Conversations in a real browser: by mouse, on a phone, and without JavaScript; each page is looked at."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from dueregard.networks.conversations.models import Concern, Kind, Post
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.windows import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
LONG = "Supercalifragilisticexpialidocious" * 3


@pytest.fixture
def room(cast: Cast) -> Place:
    """Return the place of an ordinary member of a network with a chair, a facilitator and another member."""
    network = make_network("Kaleidoscope", chair=cast["chair"], approver=cast["equality-lead"])
    seat(network, cast["facilitator"], "facilitator")
    seat(network, cast["supervisor"])
    return seat(network, cast["adviser"])


def the_whole_journey(reader: Reader, cast: Cast, room: Place) -> None:
    """Topics; a conversation started under a one-off name; answered, edited, reported, held, removed by two."""
    home = reverse("room", args=[room.network.code])
    reader.sign_in(cast["chair"], home)
    reader.press("Add topics")
    reader.reads("Topics")
    reader.fill("Name of the topic", "Promotion")
    reader.press("Add the topic", role="button")
    reader.reads("Topics")

    reader.sign_in(cast["adviser"], home)
    reader.reads("Conversations")
    reader.press_link_button("Start a conversation")
    reader.press("Start the conversation", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Start a conversation")
    reader.fill("Title", f"Passed over {LONG}")
    reader.page.get_by_label("Topic (optional)").select_option(label="Promotion")
    reader.fill("What you want to say", f"Was anyone else? {LONG} {LONG}")
    reader.fill("Content warning (optional)", "Unfair treatment")
    reader.page.get_by_label("With a one-off name, for this conversation only").check()
    reader.press("Start the conversation", role="button")
    reader.reads(f"Passed over {LONG}")
    assert "Asker (you)" in reader.words
    conversation = reader.page.url

    reader.sign_in(cast["supervisor"], home)
    reader.press("Passed over")
    reader.fill("What you want to say", "Sometimes I want to die.")
    reader.press("Post", role="button")
    reader.reads("Reply")
    assert "Call 999" in reader.words
    reader.press("Post it all the same", role="button")
    reader.reads(f"Passed over {LONG}")
    reader.press("Edit post 2")
    reader.reads("Edit your post")
    reader.fill("What you want to say", "I was, and it is unfair.")
    reader.press("Save", role="button")
    assert "edited" in reader.words

    reader.sign_in(cast["adviser"], conversation.removeprefix(reader.address))
    reader.press("I think a child or somebody else may be at risk (post 2)")
    reader.reads("A child or somebody else may be at risk")
    reader.press("Send it to safeguarding", role="button")
    reader.reads("Your concern is sent")
    reader.press("Back to the conversation")
    reader.press("Report post 2")
    reader.reads("Report a post")
    reader.fill("Why should somebody look at this post?", "It is about me.")
    reader.press("Report it", role="button")

    reader.sign_in(cast["quality-lead"], reverse("concerns"))
    reader.reads("Safeguarding concerns")
    reader.press("Raised on")
    reader.fill("Your answer", "We have spoken to a supervisor.")
    reader.press("Answer and close", role="button")
    reader.page.get_by_role("heading", name="The answer").wait_for()
    assert not Concern.objects.get().is_open

    reader.sign_in(cast["chair"], reverse("moderation", args=[room.network.code]))
    reader.reads("Moderation")
    reader.press_link_button("Hold it")
    reader.reads("Hold a post")
    reader.fill("Why is it held?", "It names a colleague.")
    reader.press("Hold it", role="button")
    reader.reads("Moderation")
    reader.press("Ask for removal", role="button")
    reader.reads("Moderation")
    reader.sign_in(cast["facilitator"], reverse("moderation", args=[room.network.code]))
    reader.press("Remove it for good", role="button")
    reader.reads("Moderation")
    reader.page.goto(conversation)
    reader.reads(f"Passed over {LONG}")
    assert "Removed: It names a colleague." in reader.words


def between_two_and_gone(reader: Reader, cast: Cast, room: Place) -> None:
    """An introduction, a conversation of two, a search, a post withdrawn, and everything deleted."""
    people = reverse("people-here", args=[room.network.code])
    reader.sign_in(cast["adviser"], people)
    reader.reads("People")
    reader.press_link_button("Introduce yourself")
    reader.fill("About you", "I came back last year.")
    reader.page.get_by_label("I am looking for a buddy").check()
    reader.press("Save", role="button")
    reader.reads("People")
    reader.press_link_button("Change your introduction")
    reader.reads("Change your introduction")

    reader.sign_in(cast["supervisor"], people)
    reader.reads("People")
    reader.press("Say hello to", role="button")
    reader.reads(f"You and {room.held.handle}")
    reader.fill("What you want to say", "Hello from somebody in the north.")
    reader.press("Post", role="button")
    reader.reads(f"You and {room.held.handle}")
    reader.page.goto(f"{reader.address}{reverse('search-room', args=[room.network.code])}?q=north")
    reader.reads("Search")
    reader.press("Between two", nth=1)  # the first is in the side navigation
    reader.reads(f"You and {room.held.handle}")
    reader.press("Withdraw post 1")
    reader.reads("Withdraw your post")
    reader.press("Withdraw it", role="button")
    reader.reads(f"You and {room.held.handle}")
    assert not Post.objects.filter(conversation__kind=Kind.PAIR).exists()
    reader.page.goto(f"{reader.address}{reverse('between-two', args=[room.network.code])}")
    reader.reads("Between two")
    reader.page.goto(f"{reader.address}{reverse('delete-everything', args=[room.network.code])}")
    reader.reads("Delete everything you wrote in this network")
    reader.press("Delete everything I wrote", role="button")
    reader.reads("Everything you wrote is deleted")


def both(reader: Reader, cast: Cast, room: Place) -> None:
    the_whole_journey(reader, cast, room)
    between_two_and_gone(reader, cast, room)
    assert reader.faults == {}


def test_the_journeys_by_mouse_on_pages_of_valid_html(
    page: Any, live_server: Any, cast: Cast, room: Place, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    reader = Reader(page, live_server.url)
    both(reader, cast, room)
    assert len(reader.pages) > 20
    assert valid_html(reader.pages) == []


def test_the_journeys_on_a_phone(narrow_page: Any, live_server: Any, cast: Cast, room: Place) -> None:
    both(Reader(narrow_page, live_server.url), cast, room)


def test_the_journeys_without_javascript(
    page_without_javascript: Any, live_server: Any, cast: Cast, room: Place
) -> None:
    both(Reader(page_without_javascript, live_server.url, looks=False), cast, room)
