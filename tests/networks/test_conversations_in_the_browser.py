"""Conversations in a real browser: by keyboard without JavaScript, and on a phone where each page is looked at.

In the safe space somebody asks whether others were passed over, answers, and takes it all back; then a post is
reported, held and removed by two; and two talk between them.
"""

import pytest
from django.urls import reverse

from dueregard.almanac import clock
from dueregard.design.wording import gov_date
from dueregard.networks.conversations.models import Concern, Kind, Post
from dueregard.networks.seats import Place
from dueregard.people.models import Person, ServiceArea
from tests.networks.members import make_network, seat
from tests.networks.reading import get, nowhere
from tests.networks.talking import begin
from tests.networks.windows import Reader, by_keyboard, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

Cast = dict[str, Person]
LONG = "Supercalifragilisticexpialidocious" * 3
REGION = "Birch Moor"
ONCE = "With a one-off name, for this conversation only"


@pytest.fixture
def room(cast: Cast) -> Place:
    """Return the place of an ordinary member of a network with a chair, a facilitator and another member."""
    team = cast["adviser"].staff.team
    team.service_area = ServiceArea.objects.create(name=REGION, directorate=team.directorate)
    team.save()
    network = make_network("Kaleidoscope", chair=cast["chair"], approver=cast["equality-lead"])
    seat(network, cast["facilitator"], "facilitator")
    seat(network, cast["supervisor"])
    return seat(network, cast["adviser"])


def ask(reader: Reader, title: str, text: str, cover: str) -> str:
    """Start a conversation under a one-off name and a warning, and return its address."""
    reader.write("Title", title)
    reader.write("What you want to say", text)
    reader.write("Content warning (optional)", cover)
    reader.choose(ONCE)
    reader.press("Start the conversation", role="button")
    reader.reads(title, "Asker (you)", f"Content warning: {cover}")
    return reader.path


def the_safe_space(reader: Reader, cast: Cast, room: Place) -> None:
    """Ask under a one-off name; be answered; stay the same there and nobody elsewhere; take it all back."""
    network = room.network
    home, start = (reverse(name, args=[network.code]) for name in ("room", "start-conversation"))
    long = (
        LONG if reader.looks else "by far"
    )  # long words are for whoever looks whether the page scrolls sideways
    title = f"Passed over {long}"
    reader.sign_in(cast["adviser"], home)
    reader.reads("Conversations")
    reader.press("Start a conversation")
    reader.is_refused("Start the conversation", "Start a conversation")
    question = ask(reader, title, f"Was anyone else? {long}", "Unfair treatment")
    reader.open(start)
    other_question = ask(reader, "Another matter", "Who has returned after an illness?", "Illness")

    reader.sign_in(cast["supervisor"], home)
    reader.press(title)
    reader.reads(title, "Asker")
    reader.write("What you want to say", "I was.")
    reader.press("Post", role="button")
    reader.reads(title, "I was.")

    # Consistent within: the one-off name is chosen already, so that nobody steps out of it by forgetting.
    reader.sign_in(cast["adviser"], question)
    reader.write("What you want to say", "Then there are two of us.")
    reader.press("Post", role="button")
    reader.reads(title, "Then there are two of us.")
    assert reader.words.count("Asker (you)") == 2

    # Unlinkable across: neither name nor region, for those who run the network either, who can hold and not unmask.
    for reads in ("supervisor", "facilitator"):
        for path in (question, other_question):
            reader.sign_in(cast[reads], path)
            shown = reader.page.content()
            assert "Asker" in shown
            assert not [word for word in (room.held.handle, cast["adviser"].name, REGION) if word in shown]
    reader.open(question)
    reader.press("Hold post 1")
    reader.reads("Hold a post")
    reader.write("Why is it held?", "Is it about a colleague?")
    reader.press("Hold it", role="button")
    reader.reads("Moderation", "Asker", "Is it about a colleague?")
    assert room.held.handle not in reader.words
    reader.press("Release it", role="button")
    reader.reads("Moderation", "Nothing waits for you")

    # Who does not belong finds nothing: the room and its search are not there, nor are the words anywhere else.
    stranger, nothing = cast["manager"], nowhere(cast["manager"])
    for path in (question, home, f"{reverse('search-room', args=[network.code])}?q=passed"):
        assert get(stranger, path).content == nothing
    for path in ("/people/find/?q=passed", f"/networks/{network.code}/", "/networks/"):
        assert "Passed over" not in get(stranger, path).content.decode()

    # Everything at once, in one action, and without a trace.
    reader.sign_in(cast["adviser"], home)
    reader.press("delete everything you wrote here")
    reader.reads("Delete everything you wrote in this network")
    reader.press("Delete everything I wrote", role="button")
    reader.reads("Everything you wrote is deleted")
    assert get(cast["adviser"], other_question).content == nowhere(cast["adviser"])
    reader.sign_in(cast["supervisor"], home)
    assert "Passed over" not in reader.words
    reader.open(question)
    assert "I was." in reader.words
    assert "Asker" not in reader.words
    assert "two of us" not in reader.words


def looked_after(reader: Reader, cast: Cast, room: Place) -> None:
    """Topics; a post with a risk in it; edited, passed on, reported, held, and removed by two."""
    home, moderation = (reverse(name, args=[room.network.code]) for name in ("room", "moderation"))
    begun = begin(room, "Passed over")
    conversation = reverse("conversation", args=[room.network.code, begun.pk])
    reader.sign_in(cast["chair"], home)
    reader.press("Add topics")
    reader.reads("Topics")
    reader.write("Name of the topic", "Promotion")
    reader.press("Add the topic", role="button")
    reader.reads("Topics", "Promotion")

    reader.sign_in(cast["supervisor"], home)
    reader.press("Passed over")
    reader.write("What you want to say", "Sometimes I want to die.")
    reader.press("Post", role="button")
    reader.reads("Reply", "Call 999")
    assert begun.posts.count() == 1
    reader.press("Post it all the same", role="button")
    reader.reads("Passed over")
    reader.press("Edit post 2")
    reader.reads("Edit your post")
    reader.write("What you want to say", "I was, and it is unfair.")
    reader.press("Save", role="button")
    reader.reads("Passed over", "edited")

    reader.sign_in(cast["adviser"], conversation)
    reader.press("I think a child or somebody else may be at risk (post 2)")
    reader.reads("A child or somebody else may be at risk")
    reader.press("Send it to safeguarding", role="button")
    reader.reads("Your concern is sent")
    reader.press("Back to the conversation")
    reader.press("Report post 2")
    reader.reads("Report a post")
    reader.write("Why should somebody look at this post?", "It is about me.")
    reader.press("Report it", role="button")

    reader.sign_in(cast["quality-lead"], reverse("concerns"))
    reader.reads("Safeguarding concerns")
    reader.press(f"Raised on {gov_date(clock.today())} in {room.network.name}")
    reader.write("Your answer", "We have spoken to a supervisor.")
    reader.press("Answer and close", role="button")
    reader.reads("The answer")
    assert not Concern.objects.get().is_open

    reader.sign_in(cast["chair"], moderation)
    reader.reads("Moderation", "It is about me.")
    reader.press("Hold it")
    reader.write("Why is it held?", "It names a colleague.")
    reader.press("Hold it", role="button")
    reader.press("Ask for removal", role="button")
    reader.reads("Moderation", "Somebody else who runs the network must confirm it.")
    reader.sign_in(cast["facilitator"], moderation)
    reader.press("Remove it for good", role="button")
    reader.reads("Moderation")
    reader.open(conversation)
    reader.reads("Passed over", "Removed: It names a colleague.")


def between_two_and_gone(reader: Reader, cast: Cast, room: Place) -> None:
    """An introduction, a conversation of two, a search, and a post withdrawn."""
    people = reverse("people-here", args=[room.network.code])
    handle = room.held.handle
    reader.sign_in(cast["adviser"], people)
    reader.reads("People")
    reader.press("Introduce yourself")
    reader.write("About you", "I came back last year.")
    reader.choose("I am looking for a buddy")
    reader.press("Save", role="button")
    reader.reads("People", "Looking for a buddy")
    reader.press("Change your introduction")
    reader.reads("Change your introduction")

    reader.sign_in(cast["supervisor"], people)
    reader.reads("People")
    reader.press(f"Say hello to {handle}", role="button")
    reader.reads(f"You and {handle}")
    reader.write("What you want to say", "Hello from somebody in the north.")
    reader.press("Post", role="button")
    reader.reads(f"You and {handle}")
    reader.press("Conversations")
    reader.write("Search in this network", "north")
    reader.press("Search", role="button")
    reader.reads("Search", "Hello from somebody in the north.")
    reader.press("Between two")
    reader.reads("Between two")
    reader.press(f"You and {handle}")
    reader.press("Withdraw post 1")
    reader.reads("Withdraw your post")
    reader.press("Withdraw it", role="button")
    reader.reads(f"You and {handle}")
    assert not Post.objects.filter(conversation__kind=Kind.PAIR).exists()


def all_three(reader: Reader, cast: Cast, room: Place) -> None:
    the_safe_space(reader, cast, room)
    looked_after(reader, cast, room)
    between_two_and_gone(reader, cast, room)


def test_the_journeys_by_keyboard_without_javascript(by_keyboard: Reader, cast: Cast, room: Place) -> None:
    all_three(by_keyboard, cast, room)


def test_the_journeys_on_a_phone(on_a_phone: Reader, cast: Cast, room: Place) -> None:
    all_three(on_a_phone, cast, room)
