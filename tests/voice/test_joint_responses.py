"""Joint responses: written by those who run a network, marked by its members, and nothing told of fewer than ten."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from dueregard.access.requirements import NotAllowed
from dueregard.almanac import clock
from dueregard.networks import rotation
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Team
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.joint.content import (
    VERSIONS_KEPT,
    Content,
    Mark,
    Marked,
    Standing,
    Version,
    minority_note,
    paragraphs,
    tally,
)
from dueregard.voice.collective.models import Box, JointResponse
from tests.networks.members import NOW, make_network, seat
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
FIRST, SECOND = (str(UUID(int=number)) for number in (1, 2))
TEXTS = {FIRST: "We welcome it.\n\nWe ask for half days.", SECOND: "Say it in plain words."}
UNTIL = NOW.date() + timedelta(days=5)
CLOSES = NOW.date() + timedelta(days=20)


# What comes of marks, which is pure


def marks(concerned: int, *, of: int, number: int = 1, words: str = "") -> list[Mark]:
    return [Mark(frozenset({number}), words)] * concerned + [Mark()] * (of - concerned)


@pytest.mark.parametrize(
    ("concerned", "of", "told"),
    [
        (10, 50, True),
        (10, 51, False),
        (9, 9, False),
        (10, 10, True),
        (0, 0, False),
        (40, 200, True),
        (39, 200, False),
    ],
)
def test_a_concern_is_told_from_ten_members_and_one_in_five_on(concerned: int, of: int, told: bool) -> None:
    assert tally(marks(concerned, of=of), [1, 2]).concerned == ((1,) if told else ())


def test_what_is_told_is_what_a_slow_count_tells() -> None:
    drawn = random.Random(3)
    for _ in range(300):
        of = drawn.randrange(80)
        found = [
            Mark(frozenset(n for n in (1, 2, 3) if drawn.random() < drawn.choice([0.05, 0.2, 0.5])), str(k))
            for k in range(of)
        ]
        told = tally(found, [1, 2, 3])
        for number in (1, 2, 3):
            having = [mark for mark in found if number in mark.concerns]
            assert (number in told.concerned) == (len(having) >= 10 and len(having) / of >= 0.2)
        with_one = [mark.words for mark in found if any(number in mark.concerns for number in told.concerned)]
        assert list(told.reasons) == with_one
        assert (told.by == "") == (of < 10)


def test_reasons_are_read_only_where_the_concern_is_told() -> None:
    found = [
        *marks(12, of=30, number=1, words="Half days are hard to plan."),
        *marks(3, of=3, number=2, words="Mine."),
    ]
    assert set(tally(found, [1, 2]).reasons) == {"Half days are hard to plan."}
    assert tally(marks(9, of=9, words="Ours."), [1]) == Marked()


def test_a_note_says_which_paragraphs_and_why_and_no_number_below_a_band() -> None:
    version = Version(1, TEXTS, "Coral Plover", "v", "2026-11-04")
    content = Content("c", Standing.MARKED, (version,), marked=Marked("25-49", (2,), ("Too little.",)))
    note = minority_note(content)
    assert "25 to 49 members" in note
    assert "“We ask for half days.”" in note
    assert "“Too little.”" in note
    assert "We welcome it" not in note
    assert "Coral" not in note
    assert minority_note(Content("c", Standing.MARKED, (version,), marked=Marked("25-49"))) == ""


def test_paragraphs_are_numbered_through_all_answers() -> None:
    assert [(each.number, each.question, each.text) for each in paragraphs(TEXTS)] == [
        (1, FIRST, "We welcome it."),
        (2, FIRST, "We ask for half days."),
        (3, SECOND, "Say it in plain words."),
    ]


@pytest.mark.parametrize("words", ["", "one|two", 'a\nb “c” \\ "d"'])
def test_a_mark_is_read_as_it_was_written(words: str) -> None:
    mark = Mark(frozenset({3, 12}), words)
    assert Mark.read(mark.written) == mark


# What is done


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def network(cast: Cast) -> Network:
    return make_network("Ability Matters", chair=cast["chair"], approver=cast["equality-lead"])


@pytest.fixture
def chair(network: Network, cast: Cast) -> Place:
    return seat(network, cast["chair"])


@pytest.fixture
def facilitator(network: Network, cast: Cast) -> Place:
    return seat(network, cast["facilitator"], "facilitator")


@pytest.fixture
def member(network: Network, cast: Cast) -> Place:
    return seat(network, cast["staff"])


def written(by: Place, *, texts: dict[str, str] = TEXTS, consultation: UUID | None = None) -> JointResponse:
    return joint.begin(consultation or uuid4(), texts, token=uuid4(), by=by)


def put(by: Place) -> JointResponse:
    found = written(by)
    return joint.put_to_members(found, UNTIL, before=CLOSES, version=1, by=by)


def content(found: JointResponse) -> Content:
    found.refresh_from_db()
    return found.content


def count(found: JointResponse) -> Content:
    with clock.standing_at(NOW + timedelta(days=6)):
        joint.count(found)
    return content(found)


def test_each_version_is_kept_with_the_pseudonym_of_whoever_saved_it(
    chair: Place, facilitator: Place
) -> None:
    found = written(facilitator)
    joint.write(found, {**TEXTS, SECOND: "Say it plainly."}, version=1, by=chair)
    joint.write(
        found, {**TEXTS, SECOND: "Say it plainly."}, version=2, by=facilitator
    )  # the same words are no version
    kept = content(found).versions
    assert [(each.number, each.signed, each.day) for each in kept] == [
        (1, facilitator.held.handle, NOW.date()),
        (2, chair.held.handle, NOW.date()),
    ]
    with pytest.raises(joint.ChangedMeanwhile):
        joint.write(found, TEXTS, version=1, by=facilitator)


def test_of_very_many_versions_the_latest_are_kept(chair: Place) -> None:
    found = written(chair)
    for number in range(1, VERSIONS_KEPT + 3):
        joint.write(found, {FIRST: f"Version {number + 1}."}, version=number, by=chair)
    kept = content(found).versions
    assert (len(kept), kept[-1].number) == (VERSIONS_KEPT, VERSIONS_KEPT + 3)


def test_those_who_run_the_network_write_and_members_do_not(member: Place, chair: Place, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        written(member)
    found = written(chair)
    stranger = seat(
        make_network("Pride", chair=cast["manager"], approver=cast["equality-lead"]), cast["manager"]
    )
    for by in (member, stranger):
        for act in (
            lambda by=by: joint.write(found, TEXTS, version=1, by=by),
            lambda by=by: joint.put_to_members(found, UNTIL, before=CLOSES, version=1, by=by),
            lambda by=by: joint.take_back(found, by=by),
            lambda by=by: joint.send(found, version=1, by=by),
            lambda by=by: joint.drop(found, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotAllowed):
        joint.mark(found, Mark(), version=1, by=stranger)


def test_there_is_one_response_to_a_consultation_and_a_page_sent_twice_begins_it_once(chair: Place) -> None:
    about, token = uuid4(), uuid4()
    first = joint.begin(about, TEXTS, token=token, by=chair)
    assert joint.begin(about, TEXTS, token=token, by=chair) == first
    with pytest.raises(joint.BegunAlready):
        written(chair, consultation=about)
    with pytest.raises(joint.NothingWritten):
        written(chair, texts={FIRST: " \n\n "})
    with pytest.raises(joint.TooLong):
        written(chair, texts={FIRST: "\n\n".join("a" * 41)})
    with pytest.raises(joint.TooLong):
        written(chair, texts={FIRST: "é" * 5_001})


def test_the_longest_response_that_is_taken_fits(chair: Place) -> None:
    longest = {FIRST: '"' * 10_000}
    found = written(chair, texts=longest)
    for number in range(1, VERSIONS_KEPT):
        joint.write(found, {FIRST: '"' * (10_000 - number)}, version=number, by=chair)
    held = content(found)
    reasons = tuple("“" * 260 for _ in range(1_000))
    joint._write(
        found,
        Content(held.consultation, Standing.MARKED, held.versions, marked=Marked("200+", (1,), reasons)),
    )
    assert len(content(found).versions) == VERSIONS_KEPT


@pytest.mark.parametrize("days", [1, 20, 30])
def test_members_have_two_days_and_it_is_before_the_consultation_closes(chair: Place, days: int) -> None:
    found = written(chair)
    with pytest.raises(joint.WrongDay):
        joint.put_to_members(found, NOW.date() + timedelta(days=days), before=CLOSES, version=1, by=chair)


def test_while_members_mark_it_the_words_stay(chair: Place, member: Place) -> None:
    found = put(chair)
    with pytest.raises(joint.NotNow):
        joint.write(found, {FIRST: "Other words."}, version=1, by=chair)
    with pytest.raises(joint.NotNow):
        joint.send(found, version=1, by=chair)
    joint.take_back(found, by=chair)
    assert not Box.objects.exists()
    with pytest.raises(joint.NotNow):
        joint.mark(found, Mark(), version=1, by=member)


def test_a_mark_is_the_readers_own_and_the_last_one_counts(chair: Place, member: Place) -> None:
    found = put(chair)
    assert joint.own_mark(found, by=member) is None
    joint.mark(found, Mark(frozenset({1, 99}), "At first."), version=1, by=member)
    joint.mark(found, Mark(frozenset({2}), "On second thoughts."), version=1, by=member)
    assert joint.own_mark(found, by=member) == Mark(frozenset({2}), "On second thoughts.")
    assert joint.own_mark(found, by=chair) is None
    with pytest.raises(joint.ChangedMeanwhile):
        joint.mark(found, Mark(), version=2, by=member)
    with pytest.raises(joint.TooLong):
        joint.mark(found, Mark(words="é" * 400), version=1, by=member)
    with clock.standing_at(NOW + timedelta(days=6)), pytest.raises(joint.NotNow):
        joint.mark(found, Mark(), version=1, by=member)


def test_marks_are_counted_after_their_last_day_and_destroyed(
    network: Network, chair: Place, team: Team
) -> None:
    found = put(chair)
    people = [seat(network, make_person("staff", team, name=f"Invented {n}")) for n in range(14)]
    for number, place in enumerate(people):
        said = Mark(frozenset({2}), f"Why {number}.") if number < 10 else Mark()
        joint.mark(found, said, version=1, by=place)
    with pytest.raises(joint.NotNow):
        joint.count(found)
    assert joint.to_be_counted() == []
    with clock.standing_at(NOW + timedelta(days=6)):
        assert joint.to_be_counted() == [found]
    marked = count(found).marked
    assert marked is not None
    assert (marked.by, marked.concerned) == ("10-24", (2,))
    assert sorted(marked.reasons) == sorted(f"Why {number}." for number in range(10))
    assert not Box.objects.exists()
    inside = str(found.inside)
    assert not [place for place in people if place.voice in inside or place.held.handle in inside]


def test_below_ten_nothing_is_told(network: Network, chair: Place, team: Team) -> None:
    found = put(chair)
    for number in range(9):
        place = seat(network, make_person("staff", team, name=f"Invented {number}"))
        joint.mark(found, Mark(frozenset({1}), "Ours."), version=1, by=place)
    assert count(found).marked == Marked()


def test_other_words_are_marked_anew(chair: Place, facilitator: Place) -> None:
    found = put(chair)
    count(found)
    joint.write(found, TEXTS, version=1, by=facilitator)
    assert content(found).standing == Standing.MARKED  # the same words stay marked
    joint.write(found, {FIRST: "Other words."}, version=1, by=facilitator)
    held = content(found)
    assert (held.standing, held.marked) == (Standing.DRAFT, None)


def test_whoever_wrote_the_last_version_does_not_send_it_alone(chair: Place, facilitator: Place) -> None:
    found = put(facilitator)
    count(found)
    with pytest.raises(joint.AnotherPairOfEyes):
        joint.send(found, version=1, by=facilitator)
    joint.send(found, version=1, by=chair)
    assert content(found).standing == Standing.PASSED
    with pytest.raises(joint.NotNow):
        joint.drop(found, by=chair)
    assert list(joint.standing(Standing.PASSED)) == [found]


def test_the_chair_sends_what_they_wrote(chair: Place) -> None:
    found = put(chair)
    count(found)
    assert joint.send(found, version=1, by=chair).content.standing == Standing.PASSED


def test_dropped_nothing_is_left_of_it(chair: Place, member: Place) -> None:
    found = put(chair)
    joint.mark(found, Mark(), version=1, by=member)
    joint.drop(found, by=chair)
    assert not Box.objects.exists()
    assert not JointResponse.objects.exists()


def test_of_somebody_who_leaves_no_voice_stays_in_a_version(chair: Place, facilitator: Place) -> None:
    found = written(facilitator)
    joint.write(found, {FIRST: "Other words."}, version=1, by=chair)
    membership.leave(by=facilitator)
    kept = content(found).versions
    assert [(each.signed, each.voice) for each in kept] == [("", ""), (chair.held.handle, chair.voice)]


def test_a_change_of_keys_keeps_it_readable(network: Network, chair: Place) -> None:
    found = written(chair)
    rotation.rotate(network, grace=0)
    assert content(found).latest.texts == TEXTS
