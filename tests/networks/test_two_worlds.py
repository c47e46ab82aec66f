"""Nobody who is not entitled to know can tell whether somebody belongs to a network: 0 bytes differ."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial, Network, Role
from dueregard.people.models import Person, Team
from tests.networks.members import NOW, make_network, seat
from tests.networks.two_worlds import Observer, Worlds, differing, octets_differing, told
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]
FEW = {"staff", "administrator", "public"}
"""Enough to look where the surface is known; the comparison of everything has everyone."""

STATES = ("joined", "left", "is chair", "wrote", "asked for support")
TOKEN = str(UUID(int=7))


@dataclass
class Scene:
    """Two networks, those who look, and for each state somebody of whom it is so and somebody else."""

    network: Network
    worlds: Worlds
    these: dict[str, Person]
    others: dict[str, Person]

    def all_states(self, who: dict[str, Person], *, dial: Dial) -> None:
        """Let each of five people do what makes their state so."""
        for state in STATES:
            act(state, who[state], self.network, dial=dial)


def act(state: str, person: Person, network: Network, *, dial: Dial = Dial.PRIVATE) -> None:
    """Do it as people do, over the pages; a louder dial takes effect the day after."""
    client = Client()
    client.force_login(person)
    home = f"/networks/{network.code}"
    handle = {"joined": "Coral Plover", "left": "Teal Vole", "is chair": "Plum Hare", "wrote": "Jade Tern"}
    if state == "asked for support":
        sent = {"asked": "supporter", "text": "I would like to talk to somebody.", "token": TOKEN}
        good(client.post(f"{home}/ask/", sent))
        return
    joining = {"handle": "other", "own": handle[state], "offered": "A|B|C", "dial": dial}
    good(client.post(f"{home}/join/", joining))
    if state == "left":
        good(client.post(f"{home}/room/seat/leave/"))
    elif state == "is chair":
        place = next(
            seats.place_of(row, network) for row, held in seats.taken(network) if Role.CHAIR in roles_of(held)
        )
        code = membership.offer_role(Role.CHAIR, last=clock.today() + membership.TERM, by=place)
        good(client.post(f"{home}/room/roles/", {"do": "take", "code": code}))
    elif state == "wrote":
        written = {"title": "A question", "text": "Does anybody know?", "sign": "known", "token": TOKEN}
        good(client.post(f"{home}/room/start/", written))


def roles_of(held: seats.Held) -> set[str]:
    return {term.role for term in held.terms}


def good(response: Any) -> None:
    """Fail unless the page was answered as it is when all is well."""
    assert response.status_code in {200, 302}, response.content.decode()[-3000:]
    assert b"govuk-error-summary" not in response.content, response.content.decode()


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[Scene]:
    with clock.standing_at(NOW):
        yield make_scene("Kaleidoscope", cast, team)


def make_scene(name: str, cast: Cast, team: Team) -> Scene:
    """Make a network with a chair, a facilitator, a peer supporter and a member, who look, and another network."""
    network = make_network(name, chair=cast["chair"], approver=cast["equality-lead"])
    another = make_network("Another network", chair=cast["manager"], approver=cast["equality-lead"])
    seat(network, cast["facilitator"], "facilitator")
    seat(network, cast["editor"], "supporter")
    seat(network, cast["supervisor"])
    seat(another, cast["executive"], dial=Dial.OPEN)
    look = [Observer(role, person) for role, person in cast.items()] + [Observer("public", None)]
    people = {
        side: {
            state: make_person("staff", team, name=f"{first} {last}")
            for state, first in zip(STATES, FIRST, strict=True)
        }
        for side, last in (("these", "Thornaby"), ("others", "Wexcombe"))
    }
    worlds = Worlds([network, another], look, only=lambda pattern: True)
    return Scene(network, worlds, people["these"], people["others"])


FIRST = ("Aldous", "Briony", "Cormac", "Delyth", "Edmund")


def test_two_worlds_with_five_people_one_in_each_state_do_not_differ(scene: Scene) -> None:
    one = scene.worlds.continued(lambda: scene.all_states(scene.these, dial=Dial.PRIVATE))
    other = scene.worlds.continued(lambda: scene.all_states(scene.others, dial=Dial.PRIVATE))
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 1000


def outside(scene: Scene, *, few: bool = False) -> Worlds:
    """Return the same worlds with those alone who have no place in the network; or with a few of these."""
    look = [
        each
        for each in scene.worlds.observers
        if each.person is None or seats.find(each.person, scene.network) is None
    ]
    return replace(scene.worlds, observers=[each for each in look if not few or each.name in FEW])


def test_whoever_shows_their_name_to_members_is_a_member_to_members_alone(scene: Scene) -> None:
    worlds = outside(scene, few=True)
    worlds = replace(worlds, only=lambda pattern: pattern.startswith("/networks/<slug:code>/"))

    def members_only(who: dict[str, Person]) -> None:
        scene.all_states(who, dial=Dial.MEMBERS)

    def a_week_later(who: dict[str, Person]) -> Callable[[], None]:
        return lambda: members_only(who)

    one, other = (worlds.continued(a_week_later(who)) for who in (scene.these, scene.others))
    assert differing(one, other) == []
    assert len(one) > 100


def test_outside_of_the_room_nothing_tells_that_anything_happened(scene: Scene) -> None:
    """Compare with a world in which nobody did anything, where even a count could not hide behind somebody else."""
    worlds = outside(scene, few=True)
    one = worlds.continued(lambda: scene.all_states(scene.these, dial=Dial.PRIVATE))
    nothing = worlds.continued(lambda: None)
    # Somebody did something somewhere: the rows of what was written and asked are counted in a backup's list.
    written = {"conversation", "post", "word", "enquiry", "message"}
    counted = {f"rows of networks_{table}" for table in written} | {"rows of ticks_deed", "the log"}
    assert set(told(one, nothing)) <= counted
    assert f"rows of {seats.Seat._meta.db_table}" not in told(one, nothing)


@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "name", ["Pride", "Kaleidoscope", "Mental Health", "Faith", "Carers", "Ability Matters"]
)
def test_two_worlds_of_each_network_and_each_state_do_not_differ(
    name: str, state: str, cast: Cast, team: Team
) -> None:
    with clock.standing_at(NOW):
        scene = make_scene(name, cast, team)
        for dial, worlds in ((Dial.PRIVATE, scene.worlds), (Dial.MEMBERS, outside(scene))):
            one = worlds.continued(lambda dial=dial: act(state, scene.these[state], scene.network, dial=dial))
            other = worlds.continued(
                lambda dial=dial: act(state, scene.others[state], scene.network, dial=dial)
            )
            assert differing(one, other) == []


# Each control is taken out, on the surface that it concerns, and the comparison must then be red.


@dataclass(frozen=True)
class Mutation:
    """A control that is taken out: how, in which state, on which pages, and what the world is compared with."""

    name: str
    state: str
    pages: str
    out: Callable[[Scene, ExitStack], None]
    against: str = "somebody else"

    def __str__(self) -> str:
        return self.name


def patched(stack: ExitStack, where: str, what: Any) -> None:
    stack.enter_context(mock.patch(where, what))


def after_joining(then: Callable[[Person, Network], None]) -> Callable[[Scene, ExitStack], None]:
    """Return a mutation in which something follows when somebody joins."""

    def out(scene: Scene, stack: ExitStack) -> None:
        join = membership.join

        def and_then(network: Network, *, by: Person, **how: Any) -> seats.Place:
            place = join(network, by=by, **how)
            then(by, network)
            return place

        patched(stack, "dueregard.networks.membership.actions.join", and_then)

    return out


def record_in_the_journal(person: Person, network: Network) -> None:
    from dueregard import journal

    with journal.acting():
        journal.record("joined a network", person, by=person)


def welcome_by_mail(person: Person, network: Network) -> None:
    from dueregard.post import actions as post

    with transaction.atomic():
        post.put("account", to=person.email, key=f"welcome {person.pk}", subject="Welcome", text="Welcome.")


def tell_the_chair(person: Person, network: Network) -> None:
    from dueregard.post import actions as post

    chair = Person.objects.get(name__startswith="Network chair")
    with transaction.atomic():
        post.put(
            "account", to=chair.email, key=f"new {person.pk}", subject="News", text=f"{person.name} joined."
        )


def log_the_name(person: Person, network: Network) -> None:
    import logging

    logging.getLogger("dueregard.networks").info("joined", extra={"reason": person.name})


def keep_the_name_in_every_seat(scene: Scene, stack: ExitStack) -> None:
    new = membership._new
    patched(
        stack,
        "dueregard.networks.membership.actions._new",
        lambda network, by, handle: replace(new(network, by, handle), name=by.name),
    )


def show_every_name(scene: Scene, stack: ExitStack) -> None:
    keep_the_name_in_every_seat(scene, stack)
    patched(stack, "dueregard.networks.seats.Held.name_shown", lambda held, *, outside=False: held.name)


def sign_with_the_name(scene: Scene, stack: ExitStack) -> None:
    keep_the_name_in_every_seat(scene, stack)
    patched(stack, "dueregard.networks.seats.Place.signature", property(lambda place: place.held.name))


def count_at_once(scene: Scene, stack: ExitStack) -> None:
    from dueregard.networks.membership.models import Snapshot

    def now(network: Network, user: Any) -> Snapshot:
        return Snapshot(network=network, quarter_ends=NOW.date(), band=str(len(list(seats.taken(network)))))

    patched(stack, "dueregard.networks.membership.reports.size", now)


def mark_whoever_belongs(scene: Scene, stack: ExitStack) -> None:
    find_all = seats.find_all
    patched(
        stack,
        "dueregard.networks.seats.find_all",
        lambda person, networks: find_all(scene.these["joined"], networks),
    )


def let_everyone_in(scene: Scene, stack: ExitStack) -> None:
    find = seats.find
    chair = Person.objects.get(name__startswith="Network chair")
    patched(
        stack,
        "dueregard.networks.seats.find",
        lambda person, network: find(person, network) or find(chair, network),
    )


def list_who_joined_lately(scene: Scene, stack: ExitStack) -> None:
    from dueregard.networks.membership import reports

    patched(
        stack,
        "dueregard.networks.membership.reports.role_holders",
        lambda network: [reports.RoleHolder("Joined", held.handle) for _, held in seats.taken(network)],
    )


def keep_no_empty_seats(scene: Scene, stack: ExitStack) -> None:
    patched(stack, "dueregard.networks.seats.BLOCK", 1)


def call_the_asker_by_name(scene: Scene, stack: ExitStack) -> None:
    names = {person.pk: person.name for person in (*scene.these.values(), *scene.others.values())}
    of = type(scene.network).enquiries.rel.related_model.objects.of
    asking: list[Person] = []

    def remember(person: Person, network: Network) -> Any:
        asking.append(person)
        return of(person, network)

    patched(stack, "dueregard.networks.support.models.Enquiry.objects.of", remember)
    patched(stack, "dueregard.networks.support.actions._called", lambda network, mine: names[asking[-1].pk])


def tell_refused_from_missing(scene: Scene, stack: ExitStack) -> None:
    from django.core.exceptions import PermissionDenied

    from dueregard.networks import rooms

    def enter(request: Any, code: str) -> seats.Place:
        visit = rooms.visit(request, code)
        if visit.place is None and any("Plover" in held.handle for _, held in seats.taken(visit.network)):
            raise PermissionDenied
        return visit.place or rooms_enter(request, code)

    rooms_enter = rooms.enter
    patched(stack, "dueregard.networks.rooms.enter", enter)


CHARTER, ROOM = "/networks/<slug:code>/", "/networks/<slug:code>/room/"
MUTATIONS = (
    Mutation("joining is recorded in the journal", "joined", CHARTER, after_joining(record_in_the_journal)),
    Mutation("whoever joins is welcomed by mail", "joined", CHARTER, after_joining(welcome_by_mail)),
    Mutation("the chair is told who joined", "joined", CHARTER, after_joining(tell_the_chair), "nothing"),
    Mutation("the log says who joined", "joined", CHARTER, after_joining(log_the_name)),
    Mutation("the charter names those in private", "joined", CHARTER, show_every_name),
    Mutation("a post in private is signed with the name", "wrote", ROOM, sign_with_the_name),
    Mutation("the size is counted at once", "joined", CHARTER, count_at_once, "nothing"),
    Mutation("the size is counted at once, and somebody left", "left", CHARTER, count_at_once, "no leaving"),
    Mutation("the list marks whoever belongs", "joined", "/networks/", mark_whoever_belongs),
    Mutation("the room opens for everyone", "wrote", ROOM, let_everyone_in, "nothing"),
    Mutation("the charter lists who joined", "joined", CHARTER, list_who_joined_lately, "nothing"),
    Mutation("the roster is for those who run it", "is chair", CHARTER, show_every_name),
    Mutation("there are no empty seats", "joined", "/networks/", keep_no_empty_seats, "nothing"),
    Mutation("those who answer see who asks", "asked for support", ROOM, call_the_asker_by_name),
    Mutation("a refusal differs from what is missing", "joined", ROOM, tell_refused_from_missing, "nothing"),
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_without_a_control_two_worlds_differ(mutation: Mutation, scene: Scene) -> None:
    everyone = mutation.against == "somebody else"
    inside = [each for each in scene.worlds.observers if each.name in FEW | {"chair", "editor"}]
    worlds = replace(
        replace(scene.worlds, observers=inside) if everyone else outside(scene, few=True),
        only=lambda pattern: pattern == mutation.pages or pattern.startswith(mutation.pages + "q"),
    )
    if mutation.pages == ROOM:
        worlds = replace(worlds, only=lambda pattern: pattern.startswith(ROOM))
    state, network = mutation.state, scene.network

    def other() -> None:
        if everyone:
            act(state, scene.others[state], network)
        elif mutation.against == "no leaving":
            act("joined", scene.others["left"], network)

    def this() -> None:
        act(state, scene.these[state], network)

    def difference() -> set[str]:
        found = (differing if everyone else told)(worlds.continued(this), worlds.continued(other))
        # Of a world in which nothing happened it is known that nothing was logged or written.
        return {each for each in found if everyone or not each.startswith(RESULTS_OF_ACTING)}

    assert difference() == set()
    with removed(mutation, scene):
        assert difference() != set()


RESULTS_OF_ACTING = (
    "the log",
    *(f"rows of networks_{table}" for table in ("conversation", "post", "word", "enquiry", "message")),
    "rows of ticks_deed",
)


@contextmanager
def removed(mutation: Mutation, scene: Scene) -> Iterator[None]:
    with ExitStack() as stack:
        mutation.out(scene, stack)
        yield
