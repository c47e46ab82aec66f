"""A week of the year: a campaign is written, a story told, published, read and withdrawn.

By keyboard without JavaScript, and on a phone where each page is looked at.
"""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.networks.library.models import Campaign, Story
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.reading import words_of
from tests.networks.windows import Reader, by_keyboard, on_a_phone
from tests.networks.writing import STORY, meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

Cast = dict[str, Person]


@pytest.fixture
def faith(cast: Cast) -> Network:
    made = make_network("Faith", chair=cast["chair"], approver=cast["equality-lead"])
    seat(made, cast["adviser"])
    meeting(made, clock.today() + timedelta(days=2), title="Open table")
    return made


def the_week(reader: Reader, network: Network, cast: Cast) -> None:
    """Write a campaign; tell a story; publish it; read both; withdraw; say what changed."""
    base = f"/networks/{network.code}"
    library = f"{base}/room/library/"
    first = clock.today()

    reader.sign_in(cast["chair"], library)
    reader.reads("Library")
    reader.press("Add a campaign")
    reader.is_refused("Save", "Add a campaign")
    reader.write("Title", "Interfaith Week")
    reader.write("What it is about, in a sentence", "Learn what our colleagues and families live by.")
    reader.write_day("first", first)
    reader.write_day("last", first + timedelta(days=6))
    reader.write("Text", "Everyone is welcome.")
    reader.write("Practice tips", "Ask before you shake hands.")
    reader.write("The one thing you ask of everyone", "Ask one family what matters to them.")
    reader.press("Save", role="button")
    reader.reads("Interfaith Week", "Open table", "Ask before you shake hands.", "The one thing we ask")
    assert "Interfaith" not in reader.page.title()
    campaign = reader.path

    reader.sign_in(cast["adviser"], library)
    reader.reads("Library")
    reader.press("Offer a story")
    reader.reads("Offer a story")
    reader.pick("For which campaign?", "Interfaith Week")
    reader.write("Your story", STORY)
    reader.write_day("until", first + timedelta(days=60))
    reader.press("Offer this story", role="button")
    reader.reads("Library", "Offered")

    reader.sign_in(cast["chair"], library)
    reader.press("Stories to publish")
    reader.reads("Stories to publish")
    reader.press("Publish it", role="button")
    reader.reads("Stories to publish", "Published")

    reader.sign_in(cast["supervisor"], campaign)
    reader.reads("Interfaith Week", STORY, "A member of the network")

    # Withdrawn by who told it, in one press, and gone from wherever it stood, for everyone at once.
    everywhere = {
        "supervisor": [campaign, f"{base}/campaigns/"],
        "chair": [campaign, f"{library}stories/", library],
    }
    reader.sign_in(cast["adviser"], library)
    reader.press("Withdraw this story for Interfaith Week", role="button")
    reader.reads("Library", "You have not offered a story")
    assert not Story.objects.exists()
    for who, pages in everywhere.items():
        assert not [page for page in pages if STORY in words_of(cast[who], page)]

    reader.sign_in(cast["chair"], campaign)
    assert STORY not in reader.words
    reader.press("Change this campaign, or say what changed")
    reader.reads("Change this campaign")
    reader.write("What changed", "Visits now begin with a question.")
    reader.press("Save", role="button")
    reader.reads("What changed")
    assert Campaign.objects.get().changed == "Visits now begin with a question."


def test_the_week_by_keyboard_without_javascript(by_keyboard: Reader, cast: Cast, faith: Network) -> None:
    the_week(by_keyboard, faith, cast)


def test_the_week_on_a_phone(on_a_phone: Reader, cast: Cast, faith: Network) -> None:
    the_week(on_a_phone, faith, cast)


def test_the_plan_and_the_report_are_written_on_a_phone(
    on_a_phone: Reader, cast: Cast, faith: Network
) -> None:
    reader = on_a_phone
    reader.sign_in(cast["chair"], f"/networks/{faith.code}/room/library/")
    reader.press("Add to the plan")
    reader.reads("Add to the plan")
    reader.choose("Speak with one voice on what matters to members")
    reader.write("What will be done?", "Ask for quiet rooms")
    reader.write_day("due", clock.today())
    reader.press("Save", role="button")
    assert "Ask for quiet rooms" in reader.words
    reader.press("Change Ask for quiet rooms")
    reader.reads("Change the plan")
    reader.write_day("done_on", clock.today())
    reader.write("What came of it", "Two rooms have opened.")
    reader.press("Save", role="button")
    reader.reads(
        "3. Speak with one voice on what matters to members", "What came of it: Two rooms have opened."
    )
    reader.open(f"/networks/{faith.code}/room/library/report/")
    reader.reads("Figures")
    reader.press("Publish", role="button")
    reader.reads(
        "Speak with one voice on what matters to members",
        "Published on",
        "Ask for quiet rooms: Two rooms have opened.",
    )
