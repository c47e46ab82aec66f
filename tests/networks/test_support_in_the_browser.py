"""Mental health, tonight: from where to turn to an answer, by keyboard without JavaScript and on a phone."""

import pytest

from dueregard.networks.membership.models import Network
from dueregard.networks.support.models import Enquiry, Message
from dueregard.people.models import Person
from dueregard.post.models import Message as Mail
from tests.networks.asking import ENTRY, deeds
from tests.networks.members import make_network, seat
from tests.networks.windows import Reader, by_keyboard, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

Cast = dict[str, Person]


@pytest.fixture
def pride(cast: Cast) -> Network:
    made = make_network("Mental Health", chair=cast["chair"], approver=cast["equality-lead"])
    seat(made, cast["supervisor"], "supporter")
    return made


SUPPORTER = "A peer supporter. All peer supporters, facilitators and chairs of this network can read it."
PROMISES = ("On weekdays you get an answer within one working day", "This is not a crisis line.")


def tonight(reader: Reader, network: Network, cast: Cast) -> None:
    """Find the lines for a crisis signed out; ask a network; be shown help; send; be answered; delete."""
    page = reader.page
    reader.sign_in(None, "/support/")
    reader.reads(
        "Where to turn", "You need not sign in to read this page, and it keeps nothing of your visit."
    )
    assert page.get_by_role("link", name="Call 116 123").get_attribute("href") == "tel:116123"
    assert page.context.cookies() == []

    before = deeds()
    reader.sign_in(cast["adviser"], f"/networks/{network.code}/")
    reader.press("Ask for support or advice, in confidence")
    reader.reads("Ask in confidence", *PROMISES)
    reader.is_refused("Send", "Ask in confidence")
    reader.choose(SUPPORTER)
    reader.write("What would you like to say?", "I cannot sleep and I want to die.")
    reader.press("Send", role="button")
    reader.reads("Ask in confidence", "You do not have to wait for an answer.", "Nobody has been told")
    assert not Enquiry.objects.exists()
    assert deeds() == before  # guidance, and no flag that anybody would find
    reader.press("Send it all the same", role="button")
    reader.reads("Your question")
    assert network.name not in page.title()
    mine = reader.path

    reader.sign_in(cast["supervisor"], f"/networks/{network.code}/room/questions/")
    reader.reads("Questions")
    called = Enquiry.objects.get().inside["handle"]
    reader.press(f"Somebody, called {called}")
    reader.reads(f"Somebody, called {called}")
    assert cast["adviser"].name not in reader.words
    reader.write("Your answer", "You are not alone. I have been there.")
    reader.press("Send the answer", role="button")
    reader.reads(f"Somebody, called {called}", "Answered")

    reader.sign_in(cast["adviser"], mine)
    reader.reads("Your question", "You are not alone. I have been there.")
    reader.write("Write again", "Thank you.")
    reader.press("Send", role="button")
    reader.reads("Your question", "Thank you.")
    reader.press("Close this question", role="button")
    reader.reads("Your question", "Closed")
    reader.press("Delete this question")
    reader.reads("Delete this question?")
    reader.press("Delete this question", role="button")
    reader.reads("What you asked")
    assert not Message.objects.exists()
    assert not Mail.objects.exists()


def test_the_journey_by_keyboard_without_javascript(by_keyboard: Reader, cast: Cast, pride: Network) -> None:
    tonight(by_keyboard, pride, cast)


def test_the_journey_on_a_phone(on_a_phone: Reader, cast: Cast, pride: Network) -> None:
    tonight(on_a_phone, pride, cast)


def test_signposts_are_kept_on_a_phone(on_a_phone: Reader, cast: Cast, pride: Network) -> None:
    reader = on_a_phone
    reader.sign_in(cast["chair"], f"/networks/{pride.code}/room/signposts/")
    reader.reads("Signposts")
    reader.press("Add a signpost")
    reader.reads("Add a signpost")
    reader.is_refused("Save", "Add a signpost")
    for label, name in (
        ("Name of the service", "name"),
        ("What it is for", "what"),
        ("Phone number", "phone"),
    ):
        reader.write(label, ENTRY[name])
    reader.write("Where it helps", "Leeds")
    reader.write("Who keeps this entry", ENTRY["kept_by_position"])
    reader.press("Save", role="button")
    reader.reads("Signposts")
    reader.press("I have checked this today (Night Owls)", role="button")
    reader.press("Remove Night Owls")
    reader.reads("Remove “Night Owls”?")
    reader.press("Remove it", role="button")
    reader.reads("Signposts")
