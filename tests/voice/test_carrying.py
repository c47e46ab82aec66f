"""What passes from the commons to all staff: issues, verdicts and bands, once each, and nobody with them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from dueregard.access.requirements import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from dueregard.voice import actions as voice
from dueregard.voice import carrying, refusals, weighing
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.models import Box
from dueregard.voice.collective.motions import Kind, Standing, Wording
from dueregard.voice.models import Issue
from dueregard.voice.subjects import Said, Stage, Verdict
from tests.networks.members import NOW, make_network, seat
from tests.networks.thieves import as_octets, stolen
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
WORDS = Wording(
    about="people",
    theme="places",
    title="Bags for laptops",
    text="The kit for court has no bag that opens with one hand.",
    wanted="One on the list of what we can order.",
    is_shown=True,
)


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


def raise_by(by: Place, words: Wording = WORDS) -> Issue:
    """Let a chair raise an issue, and the clock carry it."""
    motion = motions.move(Kind.RAISE, words, issue=uuid4(), token=uuid4(), by=by)
    carrying.say_what_passed()
    return Issue.objects.get(pk=motions.read(motion).issue)


def hidden() -> Wording:
    return Wording(**{**WORDS.__dict__, "is_shown": False})


def test_what_passed_becomes_an_issue_once(chair: Place) -> None:
    issue = raise_by(chair)
    carrying.say_what_passed()
    assert Issue.objects.count() == 1
    assert (issue.title, issue.voice_of, issue.raised_on) == (WORDS.title, "Ability Matters", NOW.date())
    assert [each.standing for each in motions.seen_by(chair)] == [Standing.SAID]
    assert Box.objects.filter(pk=issue.pk).exists()


def test_what_is_open_stays_in_the_room(network: Network, cast: Cast) -> None:
    motions.move(Kind.RAISE, WORDS, issue=uuid4(), token=uuid4(), by=seat(network, cast["adviser"]))
    carrying.say_what_passed()
    assert not Issue.objects.exists()


def test_a_kill_between_the_two_databases_raises_it_once(
    chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    motions.move(Kind.RAISE, WORDS, issue=uuid4(), token=uuid4(), by=chair)
    with monkeypatch.context() as killed:
        killed.setattr(weighing, "begin", lambda issue, motion: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            carrying.say_what_passed()
    assert Issue.objects.count() == 1
    assert motions.seen_by(chair)[0].standing == Standing.PASSED
    carrying.say_what_passed()
    assert Issue.objects.count() == 1
    assert motions.seen_by(chair)[0].standing == Standing.SAID


def test_one_that_cannot_be_taken_in_does_not_hold_up_the_others(
    chair: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_issue = voice.raise_issue

    def picky(raised: voice.Raised, *, by: object) -> Issue:
        if raised.title == "Nobody can answer this":
            raise refusals.NobodyToAnswer
        return raise_issue(raised, by=by)

    monkeypatch.setattr(voice, "raise_issue", picky)
    for title in ("Nobody can answer this", WORDS.title):
        motions.move(
            Kind.RAISE, Wording(**{**WORDS.__dict__, "title": title}), issue=uuid4(), token=uuid4(), by=chair
        )
    carrying.say_what_passed()
    assert [issue.title for issue in Issue.objects.all()] == [WORDS.title]
    assert {each.standing for each in motions.seen_by(chair)} == {Standing.SAID, Standing.PASSED}


def test_an_issue_of_a_confidential_network_names_no_network_outside(chair: Place, network: Network) -> None:
    issue = raise_by(chair, hidden())
    assert (issue.is_shown, issue.voice_of) == (False, "")
    main = as_octets(stolen("default"))
    assert network.name.lower().encode() not in main
    motions.move(Kind.SHOW, Wording(), issue=issue.pk, token=uuid4(), by=chair)
    carrying.say_what_passed()
    issue.refresh_from_db()
    assert (issue.is_shown, issue.voice_of) == (True, "Ability Matters")


def test_no_reopens_once_and_is_heard_once(chair: Place) -> None:
    issue = raise_by(chair)
    answer = voice.Answer(Said.WILL_NOT, words="There is no money.", promises=())
    voice.answer(issue, answer, by=issue.leader)
    no = Wording(verdict=Verdict.NO, text="There was, in June.")
    motions.move(Kind.VERDICT, no, issue=issue.pk, token=uuid4(), by=chair)
    carrying.say_what_passed()
    carrying.say_what_passed()
    issue.refresh_from_db()
    assert (issue.stage, issue.has_reopened) == (Stage.RAISED, True)
    voice.answer(issue, answer, by=issue.leader)
    motions.move(Kind.VERDICT, no, issue=issue.pk, token=uuid4(), by=chair)
    carrying.say_what_passed()
    issue.refresh_from_db()
    assert (issue.stage, issue.verdict) == (Stage.CLOSED, Verdict.NO)


def test_what_comes_too_late_is_let_go(chair: Place) -> None:
    issue = raise_by(chair)
    voice.answer(issue, voice.Answer(Said.WILL_NOT, words="No.", promises=()), by=issue.leader)
    motions.move(Kind.WITHDRAW, Wording(), issue=issue.pk, token=uuid4(), by=chair)
    carrying.say_what_passed()
    issue.refresh_from_db()
    assert issue.stage != Stage.WITHDRAWN
    assert {each.standing for each in motions.seen_by(chair)} == {Standing.SAID}


# Weight


def test_weight_is_a_band_that_moves_once_a_day(chair: Place, cast: Cast) -> None:
    issue = raise_by(chair)
    people = [
        make_person("staff", cast["staff"].staff.team, name=f"Weigher {number}") for number in range(11)
    ]
    for person in people:
        weighing.add(issue, by=person)
        weighing.add(issue, by=person)
    weighing.take_back(issue, by=people[0])
    issue.refresh_from_db()
    assert issue.weight == ""
    carrying.count_weight()
    issue.refresh_from_db()
    assert issue.weight == "10-24"
    weighing.take_back(issue, by=people[1])
    carrying.empty_slips()
    carrying.count_weight()
    issue.refresh_from_db()
    assert issue.weight == "10-24"
    with clock.standing_at(NOW + timedelta(days=1)):
        carrying.count_weight()
    issue.refresh_from_db()
    assert issue.weight == ""
    assert weighing.has_added(issue, by=people[2])
    assert not weighing.has_added(issue, by=people[1])


def test_a_quarter_of_an_hour_empties_ten_slips_or_none(chair: Place, cast: Cast) -> None:
    issue = raise_by(chair)
    for number in range(weighing.WAIT_FOR):
        carrying.empty_slips()
        assert boxes.how_many_wait() == number
        weighing.add(issue, by=make_person("staff", cast["staff"].staff.team, name=f"Weigher {number}"))
    carrying.empty_slips()
    assert boxes.how_many_wait() == 0


def test_whoever_adds_weight_is_in_no_row_and_no_entry(chair: Place, cast: Cast) -> None:
    issue = raise_by(chair)
    before, entries = stolen("default"), Entry.objects.count()
    weighing.add(issue, by=cast["adviser"])
    assert stolen("default") == before
    assert Entry.objects.count() == entries
    commons = as_octets(stolen("commons"))
    staff = cast["adviser"].staff
    for word in (cast["adviser"].name, cast["adviser"].email, staff.number, staff.pk.hex, str(staff.pk)):
        assert word.lower().encode() not in commons


def test_weight_on_what_only_a_network_reads_comes_from_its_seats(
    chair: Place, network: Network, cast: Cast
) -> None:
    issue = raise_by(chair, hidden())
    with pytest.raises(NotAllowed):
        weighing.add(issue, by=cast["adviser"])
    with pytest.raises(NotAllowed):
        weighing.add(issue, by=issue.leader)
    weighing.add(issue, by=seat(network, cast["adviser"]))
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    with pytest.raises(NotAllowed):
        weighing.add(issue, by=seat(other, cast["supervisor"]))
    with pytest.raises(NotAllowed):
        weighing.add(issue, by=cast["outsider"])


def test_the_box_is_destroyed_once_the_network_has_said_its_last_word(chair: Place) -> None:
    issue = raise_by(chair)
    voice.answer(issue, voice.Answer(Said.WILL_NOT, words="No.", promises=()), by=issue.leader)
    carrying.count_weight()
    assert Box.objects.filter(pk=issue.pk).exists()  # "no" would reopen it
    motions.move(Kind.VERDICT, Wording(verdict=Verdict.PARTLY), issue=issue.pk, token=uuid4(), by=chair)
    carrying.say_what_passed()
    with clock.standing_at(NOW + timedelta(days=1)):
        carrying.count_weight()
    assert not Box.objects.filter(pk=issue.pk).exists()
