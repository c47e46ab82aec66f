"""A network speaks, and its leader must answer, in a real browser: by keyboard without JavaScript, and on a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person, Team
from dueregard.voice import actions as voice
from dueregard.voice import carrying, weighing
from dueregard.voice.actions import Answer
from dueregard.voice.collective import motions
from dueregard.voice.collective.motions import Kind, Wording
from dueregard.voice.models import Issue
from dueregard.voice.subjects import Said, Stage, Theme
from tests.networks.members import make_network, seat
from tests.networks.reading import get, nowhere, same_for_all
from tests.networks.windows import Reader, by_keyboard, on_a_phone
from tests.people_of_the_tests import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

Cast = dict[str, Person]
TITLE, TEXT = (
    "No accessible bag in the kit list",
    "The kit list for court has one bag, which needs two hands.",
)
SENSE_OF_IT = "An issue about buildings, equipment and systems"


@pytest.fixture
def network(cast: Cast) -> Network:
    """Return a network with a chair and three members, and a leader who answers for equipment."""
    made = make_network("Ability Matters", chair=cast["chair"], approver=cast["equality-lead"])
    for role in ("adviser", "supervisor", "staff"):
        seat(made, cast[role])
    voice.set_remit(Theme.PLACES, leader=cast["manager"], by=cast["equality-lead"])
    return made


def the_network_speaks(reader: Reader, network: Network, cast: Cast) -> None:
    """Draft it, stand behind it as the second and third, read the answer, and say that it did not help."""
    home = f"/networks/{network.code}/room/voice/"
    reader.sign_in(cast["adviser"], home)
    reader.reads("Voice", "Nothing has been raised yet")
    reader.press("Raise an issue")
    reader.reads("Raise an issue")
    reader.is_refused("Show it to members", "Raise an issue", "Select what it is about", "Enter a title")
    reader.choose("How we work together")
    reader.pick("Theme", "Buildings, equipment and systems")
    reader.write("Title", TITLE)
    reader.write("What is the matter?", TEXT)
    reader.write("What would help?", "Two more bags.")
    reader.choose("Only who must answer, and this network. Others see the theme, the month and the answer")
    reader.press("Show it to members", role="button")
    reader.reads(TITLE, "Draft", "You stand behind these words.")
    draft = reader.path
    assert get(cast["executive"], draft).content == nowhere(cast["executive"])

    for role in ("supervisor", "staff"):
        reader.sign_in(cast[role], home)
        reader.press(TITLE)
        reader.press("Stand behind it", role="button")
    reader.reads(TITLE, "On its way", "nothing tells who stood behind it")
    assert not Issue.objects.exists()
    carrying.say_what_passed()
    issue = Issue.objects.get()
    assert (issue.stage, issue.leader, issue.voice_of) == (Stage.RAISED, cast["manager"], "")

    # All staff see the theme and whose it is to answer, and no word of it.
    board = same_for_all(cast["executive"], "/voice/")
    assert SENSE_OF_IT in board
    for word in (TITLE, "two hands", network.name):
        assert word not in board
        assert word not in get(cast["executive"], f"/voice/issues/{issue.pk}/").content.decode()
    assert TEXT in get(cast["manager"], f"/voice/issues/{issue.pk}/").content.decode()

    promises = (("Two bags on the list", clock.today() + timedelta(days=30), cast["manager"]),)
    voice.answer(issue, Answer(Said.WILL_DO, "Both bags go on the list.", promises), by=cast["manager"])
    reader.sign_in(cast["chair"], home)
    reader.press(TITLE)
    reader.reads(TITLE, "Both bags go on the list.", "Did it help?")
    reader.choose("It did not help")
    reader.write("What else should be said? (optional)", "They were never bought.")
    reader.press("Show it to members", role="button")
    reader.reads("Say whether the answer helped", "On its way")  # a chair speaks for the network
    carrying.say_what_passed()
    reader.press("Voice")
    reader.press(TITLE)
    reader.reads(TITLE, "Reopened", "They were never bought.")
    issue.refresh_from_db()
    assert (issue.stage, issue.has_reopened) == (Stage.RAISED, True)


def weight_is_added(reader: Reader, network: Network, cast: Cast, team: Team) -> None:
    """Add weight with one press, once; nothing but that page shows it, and it can be taken back."""
    issue = shown_issue(network, cast)
    page = f"/voice/issues/{issue.pk}/"
    before = same_for_all(cast["adviser"], page), same_for_all(cast["adviser"], "/voice/")
    reader.sign_in(cast["adviser"], page)
    reader.reads(issue.title, "is being collected, and is shown from 10 on")
    reader.press("Add or take back your weight")
    reader.reads("Your weight", "Who learns of it")
    reader.press("Add my weight", role="button")
    reader.reads("Your weight", "You have added your weight. It is counted in the next batch.")
    assert (same_for_all(cast["adviser"], page), same_for_all(cast["adviser"], "/voice/")) == before
    for number in range(9):
        weighing.add(issue, by=make_person("staff", team, name=f"Weigher {number}"))
    reader.press("The issue")
    reader.reads(issue.title, "is being collected, and is shown from 10 on")
    carrying.count_weight()
    reader.press("Add or take back your weight")
    reader.press("The issue")
    reader.reads(issue.title, "10-24 people stand behind this.")
    reader.press("Add or take back your weight")
    reader.press("Take it back", role="button")
    reader.reads("Your weight", "Add my weight")
    assert not weighing.has_added(issue, by=cast["adviser"])
    assert weighing.has_added(issue, by=Person.objects.get(name="Weigher 0"))


def shown_issue(network: Network, cast: Cast) -> Issue:
    """Return an issue that the chair raised for all staff to read."""
    chair = seat(network, cast["chair"])
    words = Wording(
        about="people", theme="places", title=TITLE, text=TEXT, wanted="Two more bags.", is_shown=True
    )
    motions.move(Kind.RAISE, words, issue=uuid4(), token=uuid4(), by=chair)
    carrying.say_what_passed()
    return Issue.objects.get()


def test_a_network_speaks_by_keyboard_without_javascript(
    by_keyboard: Reader, network: Network, cast: Cast
) -> None:
    the_network_speaks(by_keyboard, network, cast)


def test_a_network_speaks_on_a_phone(on_a_phone: Reader, network: Network, cast: Cast) -> None:
    the_network_speaks(on_a_phone, network, cast)


def test_weight_is_added_by_keyboard_without_javascript(
    by_keyboard: Reader, network: Network, cast: Cast, team: Team
) -> None:
    weight_is_added(by_keyboard, network, cast, team)


def test_weight_is_added_on_a_phone(on_a_phone: Reader, network: Network, cast: Cast, team: Team) -> None:
    weight_is_added(on_a_phone, network, cast, team)
