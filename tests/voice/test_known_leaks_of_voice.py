"""The leaks of votes and issues that other products had, by their numbers in the research, and that ours has not.

Number 24, that rows and transactions link voters to votes, is attacked at length in `test_linkage`.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import models

from dueregard.almanac import clock
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from dueregard.post.models import Message
from dueregard.voice import actions as voice
from dueregard.voice import carrying, weighing
from dueregard.voice.actions import Answer
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.inside import Inside
from dueregard.voice.collective.models import Box, JointResponse, Motion, Slip
from dueregard.voice.collective.motions import Kind, Wording
from dueregard.voice.models import Happening, Issue
from dueregard.voice.subjects import Said
from tests.networks.members import NOW, make_network, seat
from tests.networks.reading import get, same_for_all
from tests.networks.thieves import as_octets, stolen

Cast = dict[str, Person]
WORDS = Wording(
    about="people",
    theme="places",
    title="No bag",
    text="No bag fits.",
    wanted="One that does.",
    is_shown=True,
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def network(cast: Cast) -> Network:
    return make_network("Ability Matters", chair=cast["chair"], approver=cast["equality-lead"])


def raised(network: Network, cast: Cast, words: Wording = WORDS) -> Issue:
    """Return an issue that three members were behind."""
    members = [seat(network, cast[role]) for role in ("adviser", "supervisor", "staff")]
    motion = motions.move(Kind.RAISE, words, issue=uuid4(), token=uuid4(), by=members[0])
    for member in members[1:]:
        motions.stand_behind(motion, version=1, by=member)
    carrying.say_what_passed()
    return Issue.objects.get()


def test_leak_1_nothing_that_is_kept_of_a_vote_has_a_column_for_who_cast_it() -> None:
    mine: list[type[models.Model]] = list(apps.get_app_config("collective").get_models())
    names = {field.name for model in mine for field in model._meta.concrete_fields}
    assert mine == [Box, Slip, Motion, JointResponse]
    assert {
        name for name in names if re.search(r"actor|author|owner|person|staff|user|member|_by$", name)
    } == set()


def test_leak_2_no_message_about_an_issue_names_who_raised_it_or_weighed(
    network: Network, cast: Cast
) -> None:
    issue = raised(network, cast)
    weighing.add(issue, by=cast["adviser"])
    voice.answer(issue, Answer(Said.WILL_NOT, "There is no money."), by=issue.leader)
    letters = [message.letter() for message in Message.objects.exclude(contents=None)]
    assert letters
    for letter in letters:
        said = f"{letter.subject} {letter.text}"
        for word in (cast["adviser"].name, network.name, issue.title, "No bag fits"):
            assert word not in said


def test_leak_3_whoever_must_answer_and_whoever_leads_see_no_vote(network: Network, cast: Cast) -> None:
    issue = raised(network, cast)
    weighing.add(issue, by=cast["adviser"])
    for role, person in cast.items():
        for model in (Box, Slip):
            assert not model.objects.visible_to(person).exists(), role
        assert not Motion.objects.visible_to(person).exists(), role
    page = get(issue.leader, f"/voice/issues/{issue.pk}/").content.decode()
    assert cast["adviser"].name not in page
    assert "is being collected" in page


def test_leak_7_letting_all_staff_read_an_issue_later_tells_nobody_who_raised_it(
    network: Network, cast: Cast
) -> None:
    issue = raised(network, cast, Wording(**{**WORDS.__dict__, "is_shown": False}))
    motions.move(Kind.SHOW, Wording(), issue=issue.pk, token=uuid4(), by=seat(network, cast["chair"]))
    carrying.say_what_passed()
    page = same_for_all(cast["executive"], f"/voice/issues/{issue.pk}/")
    assert "No bag fits." in page
    main = as_octets(stolen("default"))
    for role in ("adviser", "supervisor", "staff"):
        place = seat(network, cast[role])
        assert place.held.handle.lower().encode() not in main
        assert cast[role].name not in page


def test_leak_8_moving_a_day_opens_nothing(network: Network, cast: Cast) -> None:
    issue = raised(network, cast)
    promised = ("Two bags", clock.today() + timedelta(days=30), issue.leader)
    voice.answer(issue, Answer(Said.WILL_DO, "Yes.", (promised,)), by=issue.leader)
    later = clock.today() + timedelta(days=60)
    voice.move(issue.promises.get(), to=later, because="It is tested first.", by=issue.leader)
    names = set(Happening.objects.values_list("by", flat=True))
    assert names <= {"The voice of the networks", issue.leader.name}


def test_leak_9_staff_numbers_tried_one_by_one_open_nothing_without_the_box() -> None:
    """Whoever has the table of staff computes every mark of a box whose secret they have, and no other."""
    staff = [UUID(int=number) for number in range(50)]
    box, guessed = Inside.new(), Inside.new()
    assert not {box.mark(each) for each in staff} & {guessed.mark(each) for each in staff}
    assert len({box.mark(each) for each in staff}) == len(staff)


def test_leak_12_no_count_moves_when_somebody_presses(network: Network, cast: Cast) -> None:
    issue = raised(network, cast)
    page, board = f"/voice/issues/{issue.pk}/", "/voice/"
    before = same_for_all(cast["manager"], page), same_for_all(cast["manager"], board)
    weighing.add(issue, by=cast["adviser"])
    carrying.empty_slips()
    assert (same_for_all(cast["manager"], page), same_for_all(cast["manager"], board)) == before
    carrying.count_weight()
    assert (same_for_all(cast["manager"], page), same_for_all(cast["manager"], board)) == before


def test_leak_17_no_address_of_a_computer_is_kept_with_a_vote_or_an_issue() -> None:
    for label in ("voice", "collective", "thread"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                assert not isinstance(field, models.GenericIPAddressField)
                assert not re.search(r"\bip\b|_ip|address|agent|browser", field.name)


def test_leak_23_what_members_read_of_a_draft_has_no_voice_in_it(network: Network, cast: Cast) -> None:
    beginner, reader = seat(network, cast["adviser"]), seat(network, cast["supervisor"])
    motion = motions.move(Kind.RAISE, WORDS, issue=uuid4(), token=uuid4(), by=beginner)
    assert beginner.voice not in str(motions.as_read(motion, reader))
    page = get(
        cast["supervisor"], f"/networks/{network.code}/room/voice/drafts/{motion.pk}/"
    ).content.decode()
    for word in (beginner.voice, beginner.held.handle, cast["adviser"].name):
        assert word not in page


def test_leak_24_acts_write_the_same_rows_whatever_they_are_about(network: Network, cast: Cast) -> None:
    """The shortest question; `test_linkage` asks it after each of 500 acts."""
    issue = raised(network, cast)
    weighing.add(issue, by=cast["adviser"])
    lengths = {len(bytes(slip.contents)) for slip in Slip.objects.all()}
    assert len(lengths) == 1
    assert Slip.objects.count() == boxes.LOT
    before = {slip.pk for slip in Slip.objects.all()}
    weighing.take_back(issue, by=cast["supervisor"])
    assert not before & {slip.pk for slip in Slip.objects.all()}
