"""Controls that can be taken out: each on the pages that it concerns, where two worlds must then differ.

A mutation says in which state somebody is, who looks at what, and what must tell: the names under which what differs
was seen begin with one of `told_by`.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dueregard import journal
from dueregard.networks import rooms, seats
from dueregard.networks.membership import actions as membership
from dueregard.networks.membership import reports
from dueregard.networks.membership.models import Network, Snapshot
from dueregard.people.models import Person
from dueregard.post import actions as post
from tests.networks.members import NOW
from tests.networks.scenes import Scene

LIST = "/networks/"
CHARTER = "/networks/<slug:code>/"
ROOM = f"{CHARTER}room/"
NO_PAGE = ""

SOMEBODY_ELSE, NOBODY, NO_LEAVING = "somebody else", "nobody", "no leaving"

WRITTEN = ("conversation", "post", "participant", "word", "enquiry", "message", "coming")
RESULTS_OF_ACTING = (
    "the log",
    *(f"{what}networks_{table}" for table in WRITTEN for what in ("rows of ", "commons: ")),
    "commons: networks_seat",
    "commons: networks_network",
    "commons: ticks_",
    "rows of ticks_deed",
)
"""What may differ from a world in which nobody did anything: that somebody did something is known, and not who."""


@dataclass(frozen=True)
class Mutation:
    """A control that is taken out: how, in which state, who looks at what, and what the world is compared with."""

    name: str
    state: str
    page: str
    out: Callable[[Scene, ExitStack], None]
    told_by: str
    against: str = SOMEBODY_ELSE
    seen_by: tuple[str, ...] = ("staff",)

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
    with journal.acting():
        journal.record("joined a network", person, by=person)


def welcome_by_mail(person: Person, network: Network) -> None:
    write(person.email, f"welcome {person.pk}", "Welcome.")


def tell_the_chair(person: Person, network: Network) -> None:
    write(the_chair().email, f"new {person.pk}", f"{person.name} joined.")


def write(to: str, key: str, text: str) -> None:
    with transaction.atomic():
        post.put("account", to=to, key=key, subject="News", text=text)


def the_chair() -> Person:
    return Person.objects.get(name__startswith="Network chair")


def log_the_name(person: Person, network: Network) -> None:
    logging.getLogger("dueregard.networks").info("joined", extra={"reason": person.name})


def name_the_network_in_mail(scene: Scene, stack: ExitStack) -> None:
    """Whoever has a place is told by the digest in which network there is news."""

    def send(kind: str, *, to: str, key: str) -> None:
        sits = seats.find(Person.objects.get(email=to), scene.network) is not None
        write(to, key, f"News in {scene.network.name}" if sits else "You have updates")

    patched(stack, "dueregard.people.digest_actions.post.send", send)


def name_members_in_calendars(scene: Scene, stack: ExitStack) -> None:
    keep_the_name_in_every_seat(scene, stack)

    def title(series: Any, choice: str) -> str:
        return ", ".join(sorted(held.name for _, held in seats.taken(series.network)))

    patched(stack, "dueregard.networks.meetings.feed._title", title)


def count_members_in_calendars(scene: Scene, stack: ExitStack) -> None:
    def title(series: Any, choice: str) -> str:
        return f"Busy, with {len(list(seats.taken(series.network)))} members"

    patched(stack, "dueregard.networks.meetings.feed._title", title)


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
    find, chair = seats.find, the_chair()
    patched(
        stack,
        "dueregard.networks.seats.find",
        lambda person, network: find(person, network) or find(chair, network),
    )


def list_who_joined_lately(scene: Scene, stack: ExitStack) -> None:
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
    rooms_enter = rooms.enter

    def enter(request: Any, code: str) -> seats.Place:
        visit = rooms.visit(request, code)
        if visit.place is None and any("Plover" in held.handle for _, held in seats.taken(visit.network)):
            raise PermissionDenied
        return visit.place or rooms_enter(request, code)

    patched(stack, "dueregard.networks.rooms.enter", enter)


MUTATIONS = (
    Mutation("joining is recorded in the journal", "joined", NO_PAGE, after_joining(record_in_the_journal),
             "main: journal_entry"),
    Mutation("whoever joins is welcomed by mail", "joined", NO_PAGE, after_joining(welcome_by_mail), "letter"),
    Mutation("the chair is told who joined", "joined", NO_PAGE, after_joining(tell_the_chair), "letter", NOBODY),
    Mutation("the digest names a network to its members", "joined", NO_PAGE, name_the_network_in_mail, "letter"),
    Mutation("the log says who joined", "joined", NO_PAGE, after_joining(log_the_name), "the log"),
    Mutation("a member's calendar names the others", "joined", NO_PAGE, name_members_in_calendars,
             "calendar of supervisor", seen_by=("supervisor",)),
    Mutation("an outsider's calendar changes when somebody joins", "joined", NO_PAGE, count_members_in_calendars,
             "calendar of staff", NOBODY),
    Mutation("the charter names those in private", "joined", CHARTER, show_every_name, "staff"),
    Mutation("the names of members are on a public list", "is chair", CHARTER, show_every_name, "staff"),
    Mutation("the charter lists who joined", "joined", CHARTER, list_who_joined_lately, "staff", NOBODY),
    Mutation("the size is counted at once", "joined", CHARTER, count_at_once, "staff", NOBODY),
    Mutation("the size is counted at once, and somebody left", "left", CHARTER, count_at_once, "staff", NO_LEAVING),
    Mutation("the list marks whoever belongs", "joined", LIST, mark_whoever_belongs, "staff"),
    Mutation("the room opens for everyone", "wrote", ROOM, let_everyone_in, "staff", NOBODY),
    Mutation("a post in private is signed with the name", "wrote", f"{ROOM}conversations/<uuid:pk>/",
             sign_with_the_name, "chair", seen_by=("chair",)),
    Mutation("those who answer see who asks", "asked for support", f"{ROOM}questions/", call_the_asker_by_name,
             "editor", seen_by=("editor",)),
    Mutation("a refusal differs from what is missing", "joined", ROOM, tell_refused_from_missing, "staff", NOBODY),
    Mutation("there are no empty seats", "joined", NO_PAGE, keep_no_empty_seats, "rows of networks_seat", NOBODY),
)  # fmt: skip
