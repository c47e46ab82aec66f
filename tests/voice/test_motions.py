"""Motions: a network speaks when its chair says so or three members stand behind it, and then forgets who did."""

from uuid import UUID, uuid4

import pytest

from dueregard.access.requirements import NotAllowed
from dueregard.networks import rotation
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from dueregard.voice.collective import motions
from dueregard.voice.collective.models import Motion
from dueregard.voice.collective.motions import Kind, Standing, Wording
from tests.networks.members import make_network, seat

Cast = dict[str, Person]
LAPTOPS = Wording(about="people", theme="work", title="Bags", text="No bag fits.", wanted="A bag that does.")


@pytest.fixture
def network(cast: Cast) -> Network:
    return make_network("Ability Matters", chair=cast["chair"], approver=cast["equality-lead"])


@pytest.fixture
def members(network: Network, cast: Cast) -> list[Place]:
    return [seat(network, cast[role]) for role in ("adviser", "supervisor", "manager", "staff")]


def move(by: Place, wording: Wording = LAPTOPS, *, token: UUID | None = None) -> Motion:
    return motions.move(Kind.RAISE, wording, issue=uuid4(), token=token or uuid4(), by=by)


def standing(motion: Motion) -> str:
    motion.refresh_from_db()
    return str(motion.inside["standing"])


def test_three_members_are_needed_and_no_two(members: list[Place]) -> None:
    motion = move(members[0])
    motions.stand_behind(motion, version=1, by=members[0])  # twice the same is one
    motions.stand_behind(motion, version=1, by=members[1])
    assert standing(motion) == Standing.OPEN
    motions.stand_behind(motion, version=1, by=members[2])
    assert standing(motion) == Standing.PASSED


def test_whoever_stepped_back_is_not_counted(members: list[Place]) -> None:
    motion = move(members[0])
    motions.stand_behind(motion, version=1, by=members[1])
    motions.step_back(motion, by=members[1])
    motions.stand_behind(motion, version=1, by=members[2])
    assert standing(motion) == Standing.OPEN


def test_the_chair_speaks_for_the_network(network: Network, cast: Cast, members: list[Place]) -> None:
    chair = seat(network, cast["chair"])
    assert standing(move(chair)) == Standing.PASSED
    other = move(members[0])
    motions.stand_behind(other, version=1, by=chair)
    assert standing(other) == Standing.PASSED


def test_a_facilitator_alone_does_not(network: Network, cast: Cast) -> None:
    assert standing(move(seat(network, cast["facilitator"], "facilitator"))) == Standing.OPEN


def test_once_it_has_passed_nobody_is_in_it(members: list[Place]) -> None:
    motion = move(members[0])
    assert members[0].voice in str(motion.inside)
    for member in members[1:3]:
        motions.stand_behind(motion, version=1, by=member)
    motion.refresh_from_db()
    assert not [member for member in members if member.voice in str(motion.inside)]


def test_new_words_need_new_members_behind_them(members: list[Place]) -> None:
    motion = move(members[0])
    motions.stand_behind(motion, version=1, by=members[1])
    changed = Wording(**{**LAPTOPS.__dict__, "wanted": "Two bags."})
    motions.reword(motion, changed, version=1, by=members[0])
    with pytest.raises(motions.ChangedMeanwhile):
        motions.stand_behind(motion, version=1, by=members[2])
    motions.stand_behind(motion, version=2, by=members[2])
    assert standing(motion) == Standing.OPEN


def test_pressing_twice_begins_one_and_other_words_under_the_same_token_are_refused(
    members: list[Place],
) -> None:
    token = uuid4()
    assert move(members[0], token=token) == move(members[0], token=token)
    with pytest.raises(motions.SentBefore):
        move(members[0], Wording(title="Other"), token=token)
    assert Motion.objects.count() == 1


def test_the_same_is_not_said_twice_at_once(members: list[Place]) -> None:
    issue = uuid4()
    motions.move(Kind.VERDICT, Wording(verdict="no"), issue=issue, token=uuid4(), by=members[0])
    with pytest.raises(motions.SaidAlready):
        motions.move(Kind.VERDICT, Wording(verdict="helped"), issue=issue, token=uuid4(), by=members[1])


def test_what_has_passed_is_not_changed_any_more(members: list[Place], network: Network, cast: Cast) -> None:
    motion = move(seat(network, cast["chair"]))
    for act in (
        lambda: motions.stand_behind(motion, version=1, by=members[0]),
        lambda: motions.step_back(motion, by=members[0]),
        lambda: motions.reword(motion, LAPTOPS, version=1, by=seat(network, cast["chair"])),
        lambda: motions.drop(motion, by=seat(network, cast["chair"])),
    ):
        with pytest.raises(motions.NotOpen):
            act()


def test_whoever_began_it_and_those_who_run_the_network_change_it_and_nobody_else(
    members: list[Place], network: Network, cast: Cast
) -> None:
    motion = move(members[0])
    with pytest.raises(NotAllowed):
        motions.reword(motion, LAPTOPS, version=1, by=members[1])
    with pytest.raises(NotAllowed):
        motions.drop(motion, by=members[1])
    motions.drop(motion, by=seat(network, cast["facilitator"], "facilitator"))
    assert not Motion.objects.exists()


def test_another_network_neither_reads_it_nor_stands_behind_it(members: list[Place], cast: Cast) -> None:
    motion = move(members[0])
    other = make_network("Faith", chair=cast["executive"], approver=cast["equality-lead"])
    outsider = seat(other, cast["editor"])
    assert motions.seen_by(outsider) == []
    assert list(Motion.objects.visible_to(cast["administrator"])) == []
    with pytest.raises(NotAllowed):
        motions.stand_behind(motion, version=1, by=outsider)


def test_leaving_forgets_where_somebody_stood(members: list[Place], cast: Cast) -> None:
    motion = move(members[0])
    motions.stand_behind(motion, version=1, by=members[1])
    membership.leave(by=members[0])
    motion.refresh_from_db()
    assert members[0].voice not in str(motion.inside)
    assert motion.inside["behind"] == [members[1].voice]


def test_a_change_of_keys_closes_motions_too(members: list[Place], network: Network) -> None:
    motion = move(members[0])
    number = rotation.rotate(network, grace=0)
    motion.refresh_from_db()
    assert motion.key == number
    assert motions.read(motion).wording == LAPTOPS
