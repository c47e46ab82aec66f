"""What the staff networks promise, in order. Each test is thin: what it stands on is proved in `tests/networks`."""

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks import keyring, rotation, seats
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person, Team
from tests.networks import test_calendar_feed, test_known_leaks
from tests.networks.members import NOW, make_network, seat
from tests.networks.mutations import CHARTER, LIST, MUTATIONS, ROOM
from tests.networks.reading import queries
from tests.networks.scenes import make_scene
from tests.networks.talking import begin
from tests.networks.thieves import as_octets, stolen
from tests.networks.two_worlds import differing

Cast = dict[str, Person]
LEAKS_OF_NETWORKS = {*range(1, 25)} - {3}
"""Leak 3, that the owner of a poll sees votes, is of votes alone."""


@pytest.fixture
def network(cast: Cast) -> Network:
    return make_network("Pride", chair=cast["chair"], approver=cast["equality-lead"])


def test_1_two_worlds_do_not_differ_and_twelve_controls_are_needed(cast: Cast, team: Team) -> None:
    """The shortest pair: who wrote is nobody's business. Every page and role, and each control, are in the suite."""
    with clock.standing_at(NOW):
        scene = make_scene("Pride", cast, team)
        worlds = scene.seen_by("staff", "chair", only=lambda page: page in {LIST, CHARTER, ROOM})
        one, other = (
            worlds.continued(lambda who=who: scene.act("wrote", who)) for who in (scene.these, scene.others)
        )
    assert differing(one, other) == []
    assert any(what.startswith(b"200") and b"A question" in what for what in one.values())
    assert len(MUTATIONS) >= 12


def test_2_a_stolen_database_joins_nobody_to_a_network(cast: Cast, network: Network) -> None:
    place = seat(network, cast["adviser"])
    commons, main = as_octets(stolen("commons")), as_octets(stolen("default"))
    staff = cast["adviser"].staff
    for word in (cast["adviser"].name, cast["adviser"].email, staff.number, str(staff.pk), staff.pk.hex):
        assert word.lower().encode() not in commons
    for word in (network.name, network.code, str(network.pk), network.pk.hex, place.voice, *place.tags):
        assert word.lower().encode() not in main


def test_3_each_known_leak_has_a_named_test() -> None:
    names = [name for name in vars(test_known_leaks) if name.startswith("test_leak")]
    numbers = {int(number) for name in names for number in name.split("_") if number.isdigit()}
    assert numbers == LEAKS_OF_NETWORKS


def test_4_joining_takes_five_screens_at_most(cast: Cast, network: Network) -> None:
    client = Client()
    client.force_login(cast["adviser"])
    home = f"/networks/{network.code}"
    screens = ["/networks/", f"{home}/", f"{home}/before-you-join/", f"{home}/join/"]
    assert all(client.get(screen).status_code == 200 for screen in screens)
    joined = client.post(
        screens[-1], {"handle": "other", "own": "Coral Plover", "offered": "A|B|C", "dial": "private"}
    )
    assert joined.status_code == 302
    assert client.get(joined.url).status_code == 200
    assert len([*screens, joined.url]) <= 5


def test_5_sixty_cases_of_calendars_are_read_by_two_libraries() -> None:
    test_calendar_feed.test_there_are_cases_enough()
    assert len(test_calendar_feed.CASES) >= 60


def test_6_changed_keys_leave_nothing_unreadable_and_the_old_key_gone(cast: Cast, network: Network) -> None:
    place = seat(network, cast["adviser"])
    conversation = begin(place)
    assert rotation.rotate(network, grace=0) == 2
    assert list(keyring.ring(network.pk).keys) == [2]
    conversation.refresh_from_db()
    assert conversation.inside["title"]
    now = seats.find(cast["adviser"], network)
    assert now is not None
    assert now.held == place.held


def test_7_pages_ask_the_database_as_often_for_three_as_for_one(cast: Cast, network: Network) -> None:
    place = seat(network, cast["adviser"])
    client = Client()
    client.force_login(cast["adviser"])
    pages = [
        f"/networks/{network.code}/room/{path}" for path in ("", "people/", "meetings/", "seat/", "library/")
    ]
    pages += ["/networks/", f"/networks/{network.code}/"]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with queries() as count:
                assert client.get(page).status_code == 200
            counts.append(count.number)
        return counts

    begin(place)
    one = asked()
    for number in range(3):
        begin(place, f"Another {number}")
    assert asked() == one
