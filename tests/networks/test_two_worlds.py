"""Nobody who is not entitled to know can tell whether somebody belongs to a network: 0 bytes differ."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.networks.membership.models import Dial
from dueregard.people.models import Person, Team
from tests.evidence_of_the_tests import Evidence
from tests.networks.members import NOW
from tests.networks.mutations import MUTATIONS, RESULTS_OF_ACTING, ROOM, Mutation
from tests.networks.scenes import FEW, NAMES_ARE_SHOWN, STATES, Scene, make_scene
from tests.networks.two_worlds import Worlds, differing, octets_differing, posted_alone, told

Cast = dict[str, Person]


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[Scene]:
    with clock.standing_at(NOW):
        yield make_scene("Kaleidoscope", cast, team)


OTHERWISE = ("/networks/", "/voice/", "/calendar/", "/forgotten-")
"""Keys that are asked for with the networks, by calendars, or are nobody's before they are sent."""

NAMES = f"{ROOM}people/names/"


def is_of_networks(address: str) -> bool:
    """Say whether a page may ask the commons.

    Those of networks and of weight, the list of support, the start page, and where it is said which networks are asked.
    """
    if address.startswith("/voice/"):
        return address.endswith("/weight/")
    if address.startswith("/consultations/"):
        return True
    return address in {"/", "/readyz", "/support/"} or address.startswith("/networks/")


def is_outside_of_rooms(pattern: str) -> bool:
    """Say whether a page is none of a room's but its door; those inside are looked at where everyone looks."""
    return pattern == ROOM or not pattern.startswith(ROOM)


def addresses_elsewhere(evidence: Evidence, who: str) -> list[str]:
    """Return the address of one record outside the networks for each route that has a key: one's own, if it can be."""
    found = []
    for route in routes():
        if "<" in route.pattern and not route.pattern.startswith(OTHERWISE):
            address = route.pattern
            for name, value in evidence.parameters(route.pattern, own=True, who=who).items():
                for kind in ("uuid", "str", "slug", "int"):
                    address = address.replace(f"<{kind}:{name}>", str(value))
            if route.pattern not in posted_alone():
                found.append(address)
    return found


def test_two_worlds_with_five_people_one_in_each_state_do_not_differ(
    cast: Cast, team: Team, evidence: Evidence
) -> None:
    """Everything that a GET can ask for, by everyone; each figure below is a floor under what was compared."""
    with clock.standing_at(NOW):
        elsewhere = {who: addresses_elsewhere(evidence, who) for who in [*cast, "public"]}
        scene = make_scene("Kaleidoscope", cast, team, elsewhere=elsewhere)
        one = scene.worlds.continued(lambda: scene.all_states(scene.these))
        other = scene.worlds.continued(lambda: scene.all_states(scene.others))
    assert {each for each in scene.worlds.asked_the_commons if not is_of_networks(each)} == set()
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 2000
    assert sum(b"BEGIN:VEVENT" in what for name, what in one.items() if name.startswith("calendar")) >= 3
    assert any("/files/" in name and what.startswith(b"200") for name, what in one.items())
    # Thirteen chose the neutral message, a leader has an issue to answer, and two boards are asked what they think.
    assert sum(name.startswith("letter") for name in one) >= 16


def test_whoever_shows_their_name_to_members_is_a_member_to_members_alone(scene: Scene) -> None:
    """The names are shown by then: members read them, in these two worlds, and nobody else reads or guesses them."""
    worlds = scene.seen_by(*FEW, later=NAMES_ARE_SHOWN, only=is_outside_of_rooms)
    one, other = (
        worlds.continued(lambda who=who: scene.all_states(who, dial=Dial.MEMBERS))
        for who in (scene.these, scene.others)
    )
    assert differing(one, other) == []
    assert len(one) > 200
    members = scene.seen_by("supervisor", later=NAMES_ARE_SHOWN, only=lambda page: page == NAMES)
    named = members.continued(lambda: scene.all_states(scene.these, dial=Dial.MEMBERS))
    assert any(b"Thornaby" in what for name, what in named.items() if name.startswith("supervisor"))


def test_outside_of_the_room_nothing_tells_that_anything_happened(scene: Scene) -> None:
    """Compare with a world in which nobody did anything, where even a count could not hide behind somebody else."""
    worlds = scene.seen_by(*FEW, only=is_outside_of_rooms)
    one = worlds.continued(lambda: scene.all_states(scene.these))
    nothing = worlds.continued(lambda: None)
    assert {each for each in told(one, nothing) if not each.startswith(RESULTS_OF_ACTING)} == set()
    assert "rows of networks_seat" not in told(one, nothing)


def test_without_any_one_control_two_worlds_differ(scene: Scene) -> None:
    """Each is tried on what it concerns; with all controls in place these are the comparisons above."""
    found = {str(mutation): tells(mutation, scene) for mutation in MUTATIONS}
    assert {name: what for name, what in found.items() if not what} == {}
    assert len(found) == len(MUTATIONS) >= 12


def tells(mutation: Mutation, scene: Scene) -> list[str]:
    """Take a control out, and return where two worlds differ that it concerns."""
    worlds = scene.seen_by(*mutation.seen_by, only=lambda pattern: pattern == mutation.page)

    def other() -> None:
        if mutation.against == "somebody else":
            scene.act(mutation.state, scene.others)
        elif mutation.against == "no leaving":
            scene.act("joined", scene.others)

    with ExitStack() as stack:
        mutation.out(scene, stack)
        one = worlds.continued(lambda: scene.act(mutation.state, scene.these))
        two = worlds.continued(other)
    compare = differing if mutation.against == "somebody else" else told
    return [each for each in compare(one, two) if each.startswith(mutation.told_by)]


@pytest.mark.prove
@pytest.mark.parametrize(
    "name", ["Pride", "Kaleidoscope", "Mental Health", "Faith", "Carers", "Ability Matters"]
)
def test_two_worlds_of_each_network_and_each_state_do_not_differ(
    name: str, cast: Cast, team: Team, evidence: Evidence
) -> None:
    """Private, seen by everyone; and shown to members, seen by everyone who is none, once the names are shown.

    What is not of the networks is asked for with all five states together. It asks the commons nothing, and in each
    world of one state the main database is compared row by row, so that there it is as it was.
    """
    with clock.standing_at(NOW):
        elsewhere = {who: addresses_elsewhere(evidence, who) for who in [*cast, "public"]}
        scene = make_scene(name, cast, team, elsewhere=elsewhere)
        everyone, shown = scene.worlds, scene.outside(later=NAMES_ARE_SHOWN)
        for dial, worlds in ((Dial.PRIVATE, everyone), (Dial.MEMBERS, shown)):
            compare(worlds, lambda who, dial=dial: scene.all_states(who, dial=dial), scene)
            assert {each for each in worlds.asked_the_commons if not is_of_networks(each)} == set()
            here = replace(worlds, only=is_of_networks)
            for state in STATES:
                compare(here, lambda who, state=state, dial=dial: scene.act(state, who, dial=dial), scene)


def compare(worlds: Worlds, act: Callable[[dict[str, Person]], None], scene: Scene) -> None:
    """Continue two worlds, in which these and others do the same, and find no octet that differs."""
    one, other = (worlds.continued(lambda who=who: act(who)) for who in (scene.these, scene.others))
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
