"""The keys of the networks: changed under load, resumed when stopped, and missed by what needs them alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from dueregard.access.envelopes import CannotOpen, Ring
from dueregard.networks import keyring, rotation, seats
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Network, Role, Seat
from dueregard.networks.seats import Place
from dueregard.people.models import Person, Team
from tests.networks.members import make_network, seat
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]


@pytest.fixture(autouse=True)
def keys_put_back() -> Iterator[None]:
    """Put the keys file back as it was."""
    before = Path(settings.KEYS_FILE).read_text(encoding="utf-8")
    yield
    Path(settings.KEYS_FILE).write_text(before, encoding="utf-8")


def without_keys(network: Network) -> None:
    kept = json.loads(Path(settings.KEYS_FILE).read_text(encoding="utf-8"))
    del kept["networks"][str(network.pk)]
    Path(settings.KEYS_FILE).write_text(json.dumps(kept), encoding="utf-8")


def test_each_network_has_a_key_of_its_own(network: Network, cast: Cast) -> None:
    other = make_network("Faith", chair=cast["manager"], approver=cast["equality-lead"])
    assert keyring.ring(network.pk).keys[1] != keyring.ring(other.pk).keys[1]
    staff = cast["chair"].staff.pk
    assert seats.tags_of(staff, network.pk) != seats.tags_of(staff, other.pk)


def test_a_change_of_keys_leaves_everything_readable_and_the_old_key_useless(
    network: Network, chair: Place, member: Place, cast: Cast
) -> None:
    code = membership.offer_role(Role.DEPUTY, last=membership.clock.today() + membership.TERM, by=chair)
    old = keyring.ring(network.pk).keys[1]
    assert rotation.rotate(network, grace=0) == 2
    assert list(keyring.ring(network.pk).keys) == [2]
    now = seats.find(cast["adviser"], network)
    assert now is not None
    assert (now.voice, now.held) == (member.voice, member.held)
    assert Role.DEPUTY in membership.take_role(code, by=now).roles
    for row in Seat.objects.filter(network=network):
        assert row.inside is not None
        with pytest.raises(CannotOpen):
            Ring({1: old, 2: old}).open_(bytes(row.contents), about=row._about)


def test_a_change_that_was_stopped_is_found_by_both_keys_and_goes_on(
    network: Network, member: Place, cast: Cast
) -> None:
    keyring.add(network.pk)
    assert seats.find(cast["adviser"], network) is not None
    seat(network, cast["manager"])  # is closed with the new key, and with it every seat
    assert seats.find(cast["adviser"], network) is not None
    assert rotation.rotate(network, grace=0) == 2
    assert seats.find(cast["manager"], network) is not None


def test_every_sealed_model_is_closed_anew() -> None:
    names = {model.__name__ for model in rotation.sealed_models()}
    assert {"Post", "Conversation", "Enquiry", "Message", "Handover", "Minutes", "Coming", "Story"} <= names
    assert "Seat" not in names


def test_missing_keys_stop_only_what_needs_them(network: Network, member: Place, cast: Cast) -> None:
    client = Client()
    client.force_login(cast["adviser"])
    without_keys(network)
    with pytest.raises(keyring.KeysMissing):
        seats.find(cast["adviser"], network)
    closed = client.get(f"/networks/{network.code}/room/seat/")
    assert closed.status_code == 503
    assert "This room is closed for now" in closed.content.decode()
    assert client.get("/leave/").status_code == 200
    assert client.get("/networks/").status_code == 200


def test_a_key_is_never_made_in_the_place_of_one_that_is_missing(network: Network, member: Place) -> None:
    without_keys(network)
    with pytest.raises(keyring.KeysMissing):
        rotation.rotate(network, grace=0)
    assert not keyring.has_keys(network.pk)


def test_a_keys_file_that_others_can_read_opens_nothing(network: Network, member: Place, cast: Cast) -> None:
    path = Path(settings.KEYS_FILE)
    path.chmod(0o644)
    keyring._read.clear()
    try:
        with pytest.raises(keyring.KeysMissing):
            seats.find(cast["adviser"], network)
    finally:
        path.chmod(0o600)


@pytest.mark.django_db(transaction=True)
def test_keys_are_changed_while_members_come_and_go(shared_databases: Any, team: Team, cast: Cast) -> None:
    network = make_network("Carers", chair=cast["chair"], approver=cast["equality-lead"])
    people = [make_person("staff", team, name=f"Invented Colleague {number}") for number in range(6)]
    stop, faults = Event(), list[str]()

    def come_and_go(person: Person, handle: str) -> None:
        try:
            while not stop.is_set():
                place = seat(network, person, handle=handle)
                place = membership.choose_calendar("full", by=place)
                if seats.find(person, network) is None:
                    faults.append("a seat was not found")
                membership.leave(by=place)
            seat(network, person, handle=handle)
        except Exception as problem:  # noqa: BLE001  (whatever happens in a thread is what the test asks about)
            faults.append(f"{type(problem).__name__}: {problem}")
        finally:
            connections.close_all()

    threads = [
        Thread(target=come_and_go, args=(person, f"Amber Wren {number}"))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    try:
        numbers = [rotation.rotate(network, grace=0.5) for _ in range(2)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert numbers == [2, 3]
    assert list(keyring.ring(network.pk).keys) == [3]
    assert {row.key for row in Seat.objects.filter(network=network)} == {3}
    assert all(seats.find(person, network) is not None for person in people)
