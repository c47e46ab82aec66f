"""A network answers together in a real browser: by keyboard without JavaScript, and on a phone."""

from datetime import timedelta

import pytest

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering.models import Response
from dueregard.decisions.consultations.joint import carrying
from dueregard.decisions.consultations.models import Audience, Consultation
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person, Team
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.joint.content import Mark
from dueregard.voice.collective.models import JointResponse
from tests.decisions.consultations import building
from tests.networks.members import make_network, seat
from tests.networks.reading import get, nowhere
from tests.networks.windows import Reader
from tests.people_of_the_tests import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
TITLE = "Time off for carers"


@pytest.fixture
def network(cast: Cast) -> Network:
    """Return a network with a chair, a facilitator and a member."""
    made = make_network("Carers", chair=cast["chair"], approver=cast["equality-lead"])
    seat(made, cast["facilitator"], "facilitator")
    seat(made, cast["staff"])
    return made


def the_network_answers(reader: Reader, network: Network, cast: Cast, team: Team) -> Consultation:
    """Two who run it draft, members mark it without their names, and what ten see otherwise goes out with it."""
    consultation = building.opened(
        cast, audiences=(Audience.NETWORKS,), networks=(network.code,), young_summary="", title=TITLE
    )
    questions = building.questions(consultation)
    reader.sign_in(cast["facilitator"], f"/networks/{network.code}/room/")
    reader.press("Consultations")
    reader.reads("Consultations", TITLE, "Not begun")
    reader.press(f"Write a response together to {TITLE}")
    reader.is_refused("Save this version", "Write a response together", "Answer at least one question")
    reader.write(questions[0].text, "We welcome more days.")
    reader.press("Save this version", role="button")
    reader.reads(TITLE, "Being written", "We welcome more days.")
    page = reader.path
    assert get(cast["executive"], page).content == nowhere(cast["executive"])

    reader.sign_in(cast["chair"], page)
    reader.press("Change the words")
    reader.write(questions[1].text, "Half days would help.")
    reader.press("Save this version", role="button")
    reader.reads(TITLE, "Half days would help.", "Version 1")
    reader.press("Version 1")
    reader.reads("Version 1", "We welcome more days.")
    reader.press("The response")
    reader.press("Let members mark it")
    reader.is_refused("Let members mark it", "Let members mark it", "Enter the last day to mark it")
    reader.write_day("until", clock.today() + timedelta(days=3))
    reader.press("Let members mark it", role="button")
    reader.reads(TITLE, "Members mark it")

    reader.sign_in(cast["staff"], page)
    reader.choose("Paragraph 2: Half days would help.")
    reader.write("Why? (optional)", "They are hard to plan.")
    reader.press("Send my mark", role="button")
    reader.reads(TITLE, "You have marked this text")
    found = JointResponse.objects.get()
    for number in range(11):
        place = seat(network, make_person("staff", team, name=f"Invented {number}"))
        joint.mark(found, Mark(frozenset({2})) if number < 9 else Mark(), version=2, by=place)

    with clock.standing_at(clock.now() + timedelta(days=4)):
        carrying.count_marks()
    reader.sign_in(cast["facilitator"], page)
    reader.reads(TITLE, "10-24 members marked it.", "This note goes out with it", "They are hard to plan.")
    reader.press("Send it as the response of this network", role="button")
    reader.reads(TITLE, "On its way")
    carrying.file_what_was_sent()
    reader.open(page)
    reader.reads(TITLE, "Sent", "It was filed as the response of this network.")
    filed = Response.objects.get()
    assert (filed.name, filed.marked_by) == ("Carers", "10-24")
    assert "They are hard to plan." in filed.minority_note
    return consultation


def test_a_network_answers_by_keyboard_without_javascript(
    by_keyboard: Reader, network: Network, cast: Cast, team: Team
) -> None:
    the_network_answers(by_keyboard, network, cast, team)


def test_a_network_answers_on_a_phone(on_a_phone: Reader, network: Network, cast: Cast, team: Team) -> None:
    the_network_answers(on_a_phone, network, cast, team)
