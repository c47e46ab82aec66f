"""The scene in which two worlds of reading are compared: a policy that everybody is asked to read, and who looks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client

from dueregard.access.routes import routes
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person, Team
from dueregard.policies.models import Import, Module, Policy, RollOut, Task, Version
from dueregard.policies.rollout import carrying
from dueregard.voice.carrying import count_weight
from tests.feedback.two_worlds_of_feedback import TOKEN
from tests.networks.scenes import good
from tests.networks.two_worlds import Asked, Observer, Worlds, posted_alone, same_ids, undone
from tests.people_of_the_tests import make_person
from tests.policies.conftest import spread
from tests.policies.launched import hire, launched_policy
from tests.policies.rollout.test_concerns import confirmed_by

Cast = dict[str, Person]
KINDS: tuple[tuple[str, type[Any]], ...] = (
    ("/policies/reading/<", Task),
    ("/policies/rollouts/plan/", Policy),
    ("/policies/rollouts/forms/", Version),
    ("/policies/rollouts/<", RollOut),
    ("/policies/training/imports/<", Import),
    ("/policies/training/", Module),
)


@dataclass
class WorldsOfReading(Worlds):
    """Worlds without networks, in which each page of reading is asked for, with each record that it can be about."""

    tasks: list[Any] = field(default_factory=list)
    """Those whose pages everybody asks for: of the two, and of one more."""

    def addresses(self, networks: Sequence[Network]) -> Iterator[Asked]:
        """Give every address without parameters, and those of reading filled in."""
        if networks:
            return
        for route in routes():
            if not self.only(route.pattern) or route.pattern in posted_alone():
                continue
            if "<" not in route.pattern:
                yield Asked(route.pattern)
                continue
            model = next((model for part, model in KINDS if route.pattern.startswith(part)), None)
            if model is not None and len(re.findall("<", route.pattern)) == 1:
                keys = self.tasks if model is Task else model._default_manager.values_list("pk", flat=True)
                yield from (Asked(route.pattern.replace("<uuid:pk>", str(key))) for key in sorted(keys))

    def seen_by(self, *names: str, **how: Any) -> "WorldsOfReading":
        """Return the same worlds with these alone to look."""
        look = [each for each in self.observers if each.name in names]
        assert len(look) == len(names)
        return replace(self, observers=look, **how)


@dataclass
class Scene:
    """A policy that some have read, those who look, and two people who confirm."""

    worlds: WorldsOfReading
    one: Person
    other: Person
    task_of: dict[Any, Task]
    clients: dict[Any, Client]

    def confirmed(self, who: Person, concern: str | None = None) -> None:
        """Open the text and confirm, with a concern or without one."""
        client, address = self.clients[who.pk], f"/policies/reading/{self.task_of[who.pk].pk}/"
        page = client.get(address)
        good(page)
        found = TOKEN.search(page.content.decode())
        assert found is not None
        sent = {"token": found.group(1), "how": "read"}
        if concern is not None:
            sent |= {"how": "concern", "concern": concern}
        good(client.post(address, sent))
        good(client.get(f"{address}done/"))


def make_scene(cast: Cast, team: Team, *, read: int) -> Scene:
    """Make the scene, in which so many have read before and everything random comes out the same each time."""
    list(routes())  # every page is loaded, so that no module draws something random in the first world alone
    with same_ids(begun=4):
        version = launched_policy(cast)
        hire(20)
        one, other = (make_person("staff", team, name=f"Aldous {name}") for name in ("Thornaby", "Wexcombe"))
        for person in (one, other):
            type(person.staff).objects.filter(pk=person.staff.pk).update(manager=cast["manager"].staff)
        spread(version.roll_out)
        carrying.let_out()  # this week's came out, so the next come out in a week
        confirmed_by(version.roll_out, read)  # by those hired, whose numbers come first
        count_weight()  # the night's count has passed, so what is put in waits while they look
        people = [*cast.items(), ("public", None), ("one", one), ("other", other)]
        look = [Observer.signed_in(who, person) for who, person in people]
        clients = {person.pk: Observer.signed_in("", person).client for person in (one, other)}
        task_of = {person.pk: Task.objects.get(staff__person=person) for person in (one, other)}
        of_staff = Task.objects.get(staff__person=cast["staff"])
    tasks = [*(task.pk for task in task_of.values()), of_staff.pk]
    scene = Scene(WorldsOfReading([], look, tasks=tasks), one, other, task_of, clients)
    with undone():  # a browser draws its token against forged forms with the first page, and keeps it
        for person in (one, other):
            scene.confirmed(person)
    return scene
