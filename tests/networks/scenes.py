"""The scene in which two worlds are compared: a network in use, those who look, and people who do the same in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.meetings import coming_actions
from dueregard.networks.meetings.models import Audience, Series
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership.models import Dial, Network, Role
from dueregard.people import calendar_actions, digest_actions
from dueregard.people.digests import Frequency
from dueregard.people.models import Person, Team
from tests.networks.furnishing import furnish
from tests.networks.members import NOW, make_network, seat
from tests.networks.planning import make as make_series
from tests.networks.two_worlds import OBJECTS, Observer, Worlds, same_ids
from tests.people_of_the_tests import make_person

Cast = dict[str, Person]

STATES = ("joined", "left", "is chair", "wrote", "asked for support")
FIRST = ("Aldous", "Briony", "Cormac", "Delyth", "Edmund")
HANDLES = {"joined": "Coral Plover", "left": "Teal Vole", "is chair": "Plum Hare", "wrote": "Jade Tern"}
TOKEN = str(UUID(int=7))

FEW = ("staff", "administrator", "public")
"""Enough to look where the surface is known; the comparison of everything has everyone."""

WITH_CALENDARS = ("staff", "chair", "supervisor", "manager")
"""Somebody who belongs nowhere and comes to a meeting for all, two members, and a member of another network."""

NAMES_ARE_SHOWN = timedelta(days=8)
"""After so long a louder dial holds, and members read the names that it shows."""


@dataclass
class Scene:
    """Two networks, those who look, and for each state somebody of whom it is so and somebody else."""

    network: Network
    worlds: Worlds
    these: dict[str, Person]
    others: dict[str, Person]
    clients: dict[UUID, Client]
    coffee: Series

    def all_states(self, who: dict[str, Person], *, dial: Dial = Dial.PRIVATE) -> None:
        """Let each of five people do what makes their state so."""
        for state in STATES:
            self.act(state, who, dial=dial)

    def act(self, state: str, who: dict[str, Person], *, dial: Dial = Dial.PRIVATE) -> None:
        """Do it as people do, over the pages; a louder dial takes effect the day after."""
        client, home = self.clients[who[state].pk], f"/networks/{self.network.code}"
        if state == "asked for support":
            sent = {"asked": "supporter", "text": "I would like to talk to somebody.", "token": TOKEN}
            good(client.post(f"{home}/ask/", sent))
            return
        joining = {"handle": "other", "own": HANDLES[state], "offered": "A|B|C", "dial": dial}
        good(client.post(f"{home}/join/", joining))
        if state == "left":
            good(client.post(f"{home}/room/seat/leave/"))
        elif state == "is chair":
            good(client.post(f"{home}/room/roles/", {"do": "take", "code": self._code()}))
        elif state == "wrote":
            written = {"title": "A question", "text": "Does anybody know?", "sign": "known", "token": TOKEN}
            good(client.post(f"{home}/room/start/", written))
            meeting = f"{home}/room/meetings/{self.coffee.pk}/{self.coffee.first}/coming/"
            good(client.post(meeting, {"coming": "yes"}))

    def _code(self) -> str:
        """Let the chair offer their role."""
        held_by = {role: row for row, held in seats.taken(self.network) for role in roles_of(held)}
        place = seats.place_of(held_by[Role.CHAIR], self.network)
        return membership.offer_role(Role.CHAIR, last=clock.today() + membership.TERM, by=place)

    def seen_by(self, *names: str, **how: Any) -> Worlds:
        """Return the same worlds with these alone to look."""
        look = [each for each in self.worlds.observers if each.name in names]
        assert len(look) == len(names)
        return replace(self.worlds, observers=look, **how)

    def outside(self, **how: Any) -> Worlds:
        """Return the same worlds with those alone who have no place in the network."""
        look = [
            each
            for each in self.worlds.observers
            if each.person is None or seats.find(each.person, self.network) is None
        ]
        return replace(self.worlds, observers=look, **how)


def roles_of(held: seats.Held) -> set[str]:
    return {term.role for term in held.terms}


def good(response: Any) -> None:
    """Fail unless the page was answered as it is when all is well."""
    assert response.status_code in {200, 302}, response.content.decode()[-3000:]
    assert b"govuk-error-summary" not in response.content, response.content.decode()


def make_scene(
    name: str, cast: Cast, team: Team, *, elsewhere: Mapping[str, Sequence[str]] | None = None
) -> Scene:
    """Make a scene, in which everything random comes out the same each time."""
    list(
        routes()
    )  # every page is loaded, so that no module draws something random in the first of two worlds alone
    with same_ids(begun=1):
        return _make(name, cast, team, elsewhere or {})


def _make(name: str, cast: Cast, team: Team, elsewhere: Mapping[str, Sequence[str]]) -> Scene:
    """Make a network in use with a chair, a facilitator, a peer supporter and a member, who look, and another network.

    Everyone has chosen the neutral message, and some a calendar, the day before.
    """
    network = make_network(name, chair=cast["chair"], approver=cast["equality-lead"])
    another = make_network("Another network", chair=cast["manager"], approver=cast["equality-lead"])
    chair = seats.find(cast["chair"], network)
    assert chair is not None
    seat(network, cast["facilitator"], "facilitator")
    seat(network, cast["editor"], "supporter")
    member = seat(network, cast["supervisor"])
    seat(another, cast["executive"], dial=Dial.OPEN)
    furnish(network, chair=chair, other=member, asking={"analyst": cast["analyst"]})
    coffee = make_series(chair, first=date(2026, 11, 18), last=date(2026, 12, 16))
    for_all = Series.objects.get(network=network, audience=Audience.STAFF)
    coming_actions.come(for_all, date(2026, 11, 11), by=cast["staff"])
    furniture = frozenset(
        pk for _, model in OBJECTS for pk in model._default_manager.values_list("pk", flat=True)
    )
    people = {
        side: {
            state: make_person("staff", team, name=f"{first} {last}")
            for state, first in zip(STATES, FIRST, strict=True)
        }
        for side, last in (("these", "Thornaby"), ("others", "Wexcombe"))
    }
    acting = [*people["these"].values(), *people["others"].values()]
    with clock.standing_at(NOW - timedelta(days=1)):
        for person in (cast["staff"], cast["chair"], cast["supervisor"], *acting):
            digest_actions.choose_digest(Frequency.DAILY, by=person)
        calendars = {
            who: f"/calendar/{calendar_actions.make_feed(by=cast[who])}.ics" for who in WITH_CALENDARS
        }
    look = [
        Observer.signed_in(who, person, elsewhere.get(who, ()))
        for who, person in [*cast.items(), ("public", None)]
    ]
    worlds = Worlds(
        [network, another],
        look,
        calendars,
        few=(*FEW, "executive"),
        inside=("chair", "facilitator", "editor", "supervisor"),
        furniture=furniture,
    )
    clients = {person.pk: Observer.signed_in("", person).client for person in acting}
    return Scene(network, worlds, people["these"], people["others"], clients, coffee)
