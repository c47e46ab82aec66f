"""Seats: taken, made quieter and louder, left; and what must never be."""

from datetime import datetime, timedelta

import pytest

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.conversations import people_actions
from dueregard.networks.conversations.models import Introduction
from dueregard.networks.meetings import coming_actions
from dueregard.networks.meetings.models import Coming
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Dial, Network, Role, Seat
from dueregard.networks.seats import BLOCK, Place
from dueregard.people.models import Person
from tests.networks.members import seat
from tests.networks.planning import make

Cast = dict[str, Person]


def test_join_takes_a_private_seat_that_only_the_member_finds(network: Network, cast: Cast) -> None:
    place = membership.join(network, handle="Amber Wren", by=cast["adviser"])
    assert (place.dial, place.held.name, place.signature) == (Dial.PRIVATE, "", "Amber Wren")
    assert seats.find(cast["adviser"], network) == place
    assert seats.find(cast["supervisor"], network) is None


def test_join_twice_is_refused(network: Network, cast: Cast, member: Place) -> None:
    with pytest.raises(membership.SitsAlready):
        membership.join(network, handle="Ivory Tern", by=cast["adviser"])


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("Family", "your own name"),
        ("fce", "your own name"),
        ("xx", "3 to 30"),
        ("Yusuf Marland", "colleague"),
        ("slate  HERON", "taken"),
    ],
)
def test_a_handle_that_gives_somebody_away_is_refused(
    network: Network, cast: Cast, handle: str, why: str
) -> None:
    Person.objects.filter(pk=cast["manager"].pk).update(name="Yusuf Marland")
    with pytest.raises(handles.UnfitHandle, match=why):
        membership.join(network, handle=handle, by=replace_name(cast["adviser"]))


def replace_name(person: Person) -> Person:
    person.name = "Family Court Example"
    return person


def test_the_number_of_rows_does_not_tell_who_joined(network: Network, cast: Cast) -> None:
    for role in ("adviser", "supervisor", "manager"):
        seat(network, cast[role])
        assert Seat.objects.filter(network=network).count() == BLOCK
    assert len(list(seats.taken(network))) == 4


def test_leaving_leaves_nothing(network: Network, cast: Cast, member: Place) -> None:
    tags = set(member.tags)
    membership.leave(by=member)
    assert seats.find(cast["adviser"], network) is None
    rows = list(Seat.objects.filter(network=network))
    assert len(rows) == BLOCK
    assert tags.isdisjoint(row.tag for row in rows)
    assert member.voice not in {row.voice for row in rows}


def test_each_change_writes_every_row_anew(network: Network, member: Place, cast: Cast) -> None:
    before = {row.pk: bytes(row.contents) for row in Seat.objects.filter(network=network)}
    seat(network, cast["manager"])
    after = {row.pk: bytes(row.contents) for row in Seat.objects.filter(network=network)}
    assert before.keys().isdisjoint(after.keys())
    assert set(before.values()).isdisjoint(after.values())
    assert {len(contents) for contents in (*before.values(), *after.values())} == {
        len(next(iter(after.values())))
    }


def test_quieter_takes_effect_at_once_and_draws_a_new_handle(network: Network, cast: Cast) -> None:
    place = seat(network, cast["adviser"], dial=Dial.MEMBERS)
    assert seats.names(network, [place.voice]) == {place.voice: cast["adviser"].name}
    quiet = membership.make_quieter(Dial.PRIVATE, by=place)
    assert (quiet.dial, quiet.held.name) == (Dial.PRIVATE, "")
    assert quiet.held.handle != place.held.handle
    assert seats.names(network, [place.voice]) == {}


def test_louder_needs_the_typed_name_and_a_day(
    network: Network, cast: Cast, member: Place, wednesday: datetime
) -> None:
    name = cast["adviser"].name
    with pytest.raises(membership.NotConfirmed):
        membership.make_louder(Dial.OPEN, typed="yes", name=name, by=member)
    loud = membership.make_louder(Dial.OPEN, typed=name.lower(), name=name, by=member)
    assert loud.dial == Dial.PRIVATE
    with clock.standing_at(wednesday + timedelta(hours=23, minutes=59)):
        assert seats.names(network, [member.voice]) == {}
    with clock.standing_at(wednesday + timedelta(days=1)):
        assert seats.names(network, [member.voice]) == {member.voice: name}


def test_a_louder_setting_can_be_taken_back_before_its_day_is_over(
    network: Network, cast: Cast, member: Place, wednesday: datetime
) -> None:
    name = cast["adviser"].name
    membership.make_louder(Dial.MEMBERS, typed=name, name=name, by=member)
    membership.make_quieter(Dial.PRIVATE, by=member)
    with clock.standing_at(wednesday + timedelta(days=2)):
        assert seats.names(network, [member.voice]) == {}


def test_the_role_of_chair_is_handed_over_by_a_code(network: Network, chair: Place, member: Place) -> None:
    code = membership.offer_role(
        Role.CHAIR, last=clock.today() + timedelta(days=700), gives_up_own=True, by=chair
    )
    assert membership.take_role(code, by=member).roles == {Role.CHAIR}
    with pytest.raises(membership.NoSuchCode):
        membership.take_role(code, by=member)
    assert Role.CHAIR not in membership._now(chair, network).roles


def test_the_only_chair_cannot_just_leave(network: Network, chair: Place) -> None:
    with pytest.raises(membership.LastChair):
        membership.leave(by=chair)


def test_seats_of_leavers_are_emptied(network: Network, cast: Cast, member: Place) -> None:
    assert membership.let_go(network, {cast["adviser"].staff.pk}) == 1
    assert seats.find(cast["adviser"], network) is None


def test_nobody_without_a_key_reads_a_seat(network: Network, member: Place) -> None:
    seat_row = Seat.objects.get(voice=member.voice)
    assert member.held.handle.encode() not in bytes(seat_row.contents)
    moved = Seat.objects.exclude(pk=seat_row.pk).first()
    assert moved is not None
    moved.contents = seat_row.contents
    with pytest.raises(ValueError, match="another record"):
        _ = moved.inside


def test_leaving_takes_the_introduction_and_what_was_said_of_coming_with_it(
    network: Network, chair: Place, member: Place, cast: Cast
) -> None:
    series = make(chair)
    coming_actions.come(series, series.first, by=member)
    coming_actions.come(series, series.first, by=chair)
    people_actions.introduce("I work in the north.", by=member)
    membership.leave(by=member)
    assert not Introduction.objects.exists()
    assert [said.inside["who"] for said in Coming.objects.all()] == [chair.voice]


def test_the_introduction_of_a_leaver_goes_with_the_seat(network: Network, member: Place, cast: Cast) -> None:
    people_actions.introduce("I work in the north.", by=member)
    membership.let_go(network, {cast["adviser"].staff.pk})
    assert not Introduction.objects.exists()
