"""Two worlds: in one somebody belongs to a network, in the other somebody else does, and nobody may tell them apart.

A world is begun once and continued twice from one moment, with the same clock and the same random ids, then undone.
What every observer can see is collected on the way: each page that a GET can ask for, what was sent and logged, the
calendars, and what the databases hold in clear.

What is made equal before the comparison, and nothing else (`NORMALISED`): the tokens of forms, which are random for
each page, the moment at which a page of signing in is stale, and when a request was logged and how long it took.
"""

import json
import logging
import random
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import transaction
from django.test import Client

from dueregard.access.routes import routes
from dueregard.config.logs import JsonLine
from dueregard.networks import models
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from dueregard.post.models import Message
from tests.networks.thieves import stolen

NORMALISED = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"(a token against forged forms)"),
    (re.compile(rb'name="token" value="[^"]*"'), b"(a token against sending twice)"),
    (re.compile(rb"Expires: [^\n]*"), b"(when a page of signing in is stale)"),
    (re.compile(rb'"milliseconds": \d+'), b"(how long it took)"),
    (re.compile(rb'"time": "[^"]*"'), b"(when it was logged)"),
)

# Tables that hold one's own sign-in: whoever acts is signed in, in either world.
OF_SIGNING_IN = {"django_session", "usersessions_usersession", "django_cache", "people_person"}

OBJECTS: tuple[tuple[str, type[Any]], ...] = (
    ("/conversations/<", models.Conversation),
    ("/posts/<", models.Post),
    ("/topics/<", models.Topic),
    ("/people/<", models.Introduction),
    ("/asked/<", models.Enquiry),
    ("/questions/<", models.Enquiry),
    ("/signposts/<", models.Signpost),
    ("/stories/<", models.Story),
    ("/resources/<", models.Resource),
    ("/campaigns/<", models.Campaign),
    ("/plan/<", models.PlanItem),
    ("/concerns/<", models.Concern),
    ("/meetings/<", models.Series),
    ("/series/<", models.Series),
    ("/minutes/<", models.Minutes),
    ("/agenda/<", models.AgendaItem),
    ("/agreed/<", models.ActionItem),
)

Act = Callable[[], object]
Seen = dict[str, bytes]


@dataclass(frozen=True)
class Observer:
    """Somebody who looks: what they are called, and who they are; nobody for the public."""

    name: str
    person: Person | None

    def client(self) -> Client:
        client = Client()
        if self.person is not None:
            client.force_login(self.person)
        return client


@dataclass
class Worlds:
    """What is the same in all worlds: the networks, those who look, and the addresses of their calendars."""

    networks: Sequence[Network]
    observers: Sequence[Observer]
    calendars: Sequence[str] = ()
    only: Callable[[str], bool] = field(default=lambda pattern: True)

    def continued(self, act: Act) -> Seen:
        """Return all that is seen in the world in which this is done; then it is undone."""
        with undone(), same_ids() as begin_again, logged() as lines:
            act()
            return self.seen(lines, begin_again)

    def seen(self, lines: Sequence[str], begin_again: Callable[[], None]) -> Seen:
        """Collect what every observer can see."""
        seen: Seen = {"the log": "\n".join(lines).encode()}
        for observer in self.observers:
            client = observer.client()
            for address in self.addresses():
                begin_again()  # what one page drew does not change what the next one draws
                response = client.get(address)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                head = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
                seen[f"{observer.name} {address}"] = f"{response.status_code}\n{head}\n".encode() + body
        for address in self.calendars:
            seen[f"calendar {address}"] = Client().get(address).content
        for number, letter in enumerate(sorted(repr(each.letter()) for each in Message.objects.all())):
            seen[f"letter {number}"] = re.sub(r"id=UUID\('[^']*'\), at=[^)]*\), ", "", letter).encode()
        for table, rows in stolen("default").items():
            if table not in OF_SIGNING_IN:
                seen[f"main: {table}"] = json.dumps(rows, default=str).encode()
        for table, rows in stolen("commons").items():
            seen[f"rows of {table}"] = str(len(rows)).encode()
        return {name: normalised(what) for name, what in seen.items()}

    def addresses(self) -> Iterator[str]:
        """Give every address that a GET can ask for: each route, for each network, and for what is in them."""
        for route in routes():
            if not self.only(route.pattern):
                continue
            if "<" not in route.pattern:
                yield route.pattern
            elif "<slug:code>" in route.pattern or "/concerns/" in route.pattern:
                yield from self._filled(route.pattern)

    def _filled(self, pattern: str) -> Iterator[str]:
        for network in self.networks:
            address = pattern.replace("<slug:code>", network.code)
            found = re.search(r"<uuid:(\w+)>", address)
            if not found:
                yield re.sub(r"<int:\w+>", "2026", address) if "<" in address else address
                continue
            model = next((model for part, model in OBJECTS if part in pattern), None)
            if model is None:
                raise LookupError(f"{pattern} has a key, and OBJECTS does not say of what.")
            for pk in (
                model._default_manager.filter(network=network).order_by("pk").values_list("pk", flat=True)[:4]
            ):
                one = address.replace(found.group(), str(pk))
                yield re.sub(r"<\w+:\w+>", "2026-11-11", one)


def normalised(what: bytes) -> bytes:
    """Return it with the fields of `NORMALISED` made equal."""
    for pattern, put in NORMALISED:
        what = pattern.sub(put, what)
    return what


def differing(one: Seen, other: Seen) -> list[str]:
    """Return the names of what is not the same, byte for byte, or is there in one world alone."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def told(one: Seen, nothing: Seen) -> list[str]:
    """Return what differs from a world in which nothing happened, and in which some addresses lead nowhere yet.

    Such an address must lead nowhere for the observer in the other world too.
    """
    nowhere = (b"404", b"302", b"405")
    return [name for name in differing(one, nothing) if name in nothing or not one[name].startswith(nowhere)]


def octets_differing(one: Seen, other: Seen) -> int:
    """Return how many bytes differ between two worlds."""
    return sum(
        abs(len(one.get(name, b"")) - len(other.get(name, b"")))
        + sum(a != b for a, b in zip(one.get(name, b""), other.get(name, b""), strict=False))
        for name in one.keys() | other.keys()
    )


@contextmanager
def undone() -> Iterator[None]:
    """Undo in both databases whatever is done below."""
    with transaction.atomic(), transaction.atomic(using="commons"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="commons")


@contextmanager
def same_ids() -> Iterator[Callable[[], None]]:
    """Let everything random below come out the same each time: keys of rows, codes, voices, the order of seats.

    What it gives starts the source of what is random again.
    """
    drawn = random.Random(20261104)

    class Same(random.Random):
        """In place of the system's own source."""

        def __init__(self) -> None:
            super().__init__(drawn.getrandbits(64))

    def same_uuid() -> uuid.UUID:
        return uuid.UUID(int=drawn.getrandbits(128), version=4)

    def same_hex(octets: int = 32) -> str:
        return f"{drawn.getrandbits(8 * octets):0{2 * octets}x}"

    fields = [
        each
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if each.default is uuid.uuid4
    ]
    with ExitStack() as patches:
        for each in fields:  # a field keeps hold of the function that makes its default
            patches.callback(each.__dict__.pop, "_get_default", None)
            patches.enter_context(mock.patch.object(each, "default", same_uuid))
            each.__dict__.pop("_get_default", None)
        patches.enter_context(mock.patch("uuid.uuid4", same_uuid))
        patches.enter_context(mock.patch("secrets.token_hex", same_hex))
        patches.enter_context(mock.patch("secrets.choice", drawn.choice))
        patches.enter_context(mock.patch("secrets.SystemRandom", Same))
        yield lambda: drawn.seed(7)


@contextmanager
def logged() -> Iterator[list[str]]:
    """Collect the lines of the log as they are written in use."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLine().format(record))

    handler, log = Keep(), logging.getLogger("dueregard")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        log.setLevel(level)
        log.removeHandler(handler)
