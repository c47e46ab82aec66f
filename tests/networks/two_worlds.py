"""Two worlds: in one somebody belongs to a network, in the other somebody else does, and nobody may tell them apart.

A world is begun once and continued twice from one moment, with the same clock and the same random ids, then undone.
What every observer can see is collected on the way: each page that a GET can ask for, the calendars they subscribe to,
the letters, the log, and what lies in both databases in clear.

What is made equal before the comparison, and nothing else, is `NORMALISED`, `BY_KEY`, and of `OF_SIGNING_IN` the rows:
the tokens of forms, which are random for each page; the moment at which a page of signing in is stale; when a request
was logged and how long it took; what is closed, of which the length is compared; and what is found by a key.
"""

import csv
import json
import logging
import random
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock
from zlib import crc32

from django.apps import apps
from django.db import connections, transaction
from django.test import Client
from django.test.client import ClientHandler

from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.config.logs import JsonLine
from dueregard.decisions.consultations.models import Consultation
from dueregard.jobs import ticks
from dueregard.networks import models
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from dueregard.post.models import Message
from dueregard.voice.collective.models import JointResponse, Motion
from dueregard.voice.models import Issue, Promise
from tests.networks.thieves import Row, stolen

NORMALISED = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"(a token against forged forms)"),
    (re.compile(rb'name="token" value="[^"]*"'), b"(a token against sending twice)"),
    (re.compile(rb"Expires: [^\n]*"), b"(when a page of signing in is stale)"),
    (re.compile(rb'"milliseconds": \d+'), b"(how long it took)"),
    (re.compile(rb'"time": "[^"]*"'), b"(when it was logged)"),
)

BY_KEY = {
    "networks_seat": {"tag"},
    "networks_enquiry": {"tag"},
    "networks_coming": {"mark"},
    "post_message": {"occasion"},
    "ticks_deed": {"digest"},
    "ticks_tick": {"digest", "code"},
}
"""Columns that hold a code under a key, or one over what is closed: no two look alike to whoever has no key."""

# Tables that hold one's own sign-in: whoever acts is signed in, in either world.
OF_SIGNING_IN = {"django_session", "usersessions_usersession", "django_cache"}

SENDS = {"send the post", "clear the post"}
"""Ticks that do not run: what they would send is read in the outbox instead."""

MATRIX = Path(__file__).parents[2] / "docs/role-matrix.csv"

OBJECTS: tuple[tuple[str, type[Any]], ...] = (
    ("/room/consultations/together/<", JointResponse),
    ("/room/consultations/<", Consultation),
    ("/voice/drafts/<", Motion),
    ("/voice/issues/<", Issue),
    ("/voice/promises/<", Promise),
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
TICKS, PAGE = 1, 2
"""Where the source of what is random is begun again."""

HANDLER = ClientHandler(enforce_csrf_checks=False)


@dataclass(frozen=True)
class Observer:
    """Somebody who looks: what they are called, and who they are; nobody for the public."""

    name: str
    person: Person | None
    client: Client
    elsewhere: tuple[str, ...] = ()
    """Addresses of records outside the networks, as this observer would ask for them."""

    @classmethod
    def signed_in(cls, name: str, person: Person | None, elsewhere: Iterable[str] = ()) -> "Observer":
        """Let somebody sign in, before any world begins."""
        client = Client()
        if person is not None:
            client.force_login(person)
        return cls(name, person, client, tuple(elsewhere))

    def look(self, address: str) -> bytes:
        """Return the whole answer to an address: status, head and body."""
        path, _, query = address.partition("?")
        response: Any = HANDLER(self.client._base_environ(PATH_INFO=path, QUERY_STRING=query))
        assert response.status_code != 500, address
        body = b"".join(response.streaming_content) if response.streaming else response.content
        head = [f"{name}: {value}" for name, value in sorted(response.headers.items())]
        head += [f"Set-Cookie: {name}" for name in sorted(response.cookies)]
        return "\n".join([str(response.status_code), *head, ""]).encode() + body


@dataclass
class Worlds:
    """What is the same in all worlds: the networks, those who look, and the addresses of their calendars.

    The first network is the one that it is about; of each other one the addresses are asked for by `few` alone.
    """

    networks: Sequence[Network]
    observers: Sequence[Observer]
    calendars: dict[str, str] = field(default_factory=dict)
    only: Callable[[str], bool] = field(default=lambda pattern: True)
    few: Sequence[str] = ()
    inside: Sequence[str] = ()
    """Those who have a place in the network, and so are asked for each record in the room; others for one of each."""

    furniture: frozenset[uuid.UUID] = frozenset()
    """Records that are there in all worlds: one that is new is asked for before them."""

    asked_the_commons: set[str] = field(default_factory=set)
    """The addresses outside calendars that were answered from the commons."""

    later: timedelta = timedelta(0)
    """How long afterwards they look."""

    def continued(self, act: Act) -> Seen:
        """Return all that is seen in the world in which this is done; then it is undone."""
        with undone(), same_ids() as begin_again, logged() as lines:
            act()
            with clock.standing_at(clock.now() + self.later):
                let_ticks_run(begin_again)
                return self.seen(lines, begin_again)

    def seen(self, lines: Sequence[str], begin_again: Callable[[int], None]) -> Seen:
        """Collect what every observer can see."""
        seen: Seen = {}
        of_this, of_others = list(self.addresses(self.networks[:1])), list(self.addresses(self.networks[1:]))
        for observer in self.observers:
            addresses = [each.address for each in of_this if observer.name in self.inside or each.for_all]
            if observer.name in self.few:
                addresses += [each.address for each in of_others]
            addresses += [each for each in observer.elsewhere if self.only(each)]
            for address in dict.fromkeys(addresses):
                # What one page drew does not change what the next one draws, nor do two draw the key of one row.
                begin_again(crc32(f"{observer.name} {address}".encode()))
                with watched("commons") as statements:
                    seen[f"{observer.name} {address}"] = observer.look(address)
                if statements:
                    self.asked_the_commons.add(address)
            if observer.name in self.calendars:
                file = seen[f"calendar of {observer.name}"] = observer.look(self.calendars[observer.name])
                for address in sorted(set(re.findall(r"/calendar/[0-9a-f]{32}/", file.decode()))):
                    seen[f"calendar of {observer.name} {address}"] = observer.look(address)
        seen["the log"] = "\n".join(lines).encode()
        for number, letter in enumerate(sorted(letters())):
            seen[f"letter {number}"] = letter.encode()
        seen |= in_clear_of_all()
        for table, rows in stolen("commons").items():
            seen[f"rows of {table}"] = str(len(rows)).encode()
        return {name: normalised(what) for name, what in seen.items()}

    def addresses(self, networks: Sequence[Network]) -> Iterator["Asked"]:
        """Give every address that a GET can ask for: each route, for each network, and for what is in them."""
        for route in routes():
            if not self.only(route.pattern) or route.pattern in posted_alone():
                continue
            if "<" not in route.pattern:
                yield Asked(route.pattern)
            elif route.pattern.startswith("/networks/"):
                yield from self._filled(route.pattern, networks)
            elif route.pattern.startswith("/voice/"):
                yield from self._filled(route.pattern, networks[:1])

    def _filled(self, pattern: str, networks: Sequence[Network]) -> Iterator["Asked"]:
        for network in networks:
            address = pattern.replace("<slug:code>", network.code)
            found = re.search(r"<uuid:\w+>", address)
            if not found:
                yield Asked(re.sub(r"<int:\w+>", "2026", address))
                continue
            model = next((model for part, model in OBJECTS if part in pattern), None)
            if model is None:
                raise LookupError(f"{pattern} has a key, and OBJECTS does not say of what.")
            of_network = {"network": network} if hasattr(model, "network") else {}
            records = sorted(
                model._default_manager.filter(**of_network),
                key=lambda one: (one.pk in self.furniture, one.pk),
            )
            for number, one in enumerate(records[:4]):
                day = day_of(one, pattern) if "<slug:day>" in pattern else None
                filled = address.replace(found.group(), str(one.pk)).replace("<slug:day>", str(day))
                yield Asked(filled, for_all=number == 0 or "/room/" not in pattern)


@dataclass(frozen=True)
class Asked:
    """An address, and whether those outside the room ask for it too."""

    address: str
    for_all: bool = True


@contextmanager
def watched(alias: str) -> Iterator[list[str]]:
    """Collect what a database is asked."""
    statements: list[str] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(keep):
        yield statements


def let_ticks_run(begin_again: Callable[[int], None]) -> None:
    """Run every tick but those that send, whatever was drawn until now."""
    begin_again(TICKS)
    for each in ticks._ticks.values():
        if each.name not in SENDS:
            each.function()


def in_clear_of_all() -> dict[str, bytes]:
    """Return every table of both databases as a thief without keys compares it, without those of signing in."""
    return {
        f"{name}: {table}": in_clear(table, rows)
        for name, alias in (("main", "default"), ("commons", "commons"))
        for table, rows in stolen(alias, as_written=True).items()
        if table not in OF_SIGNING_IN
    }


def letters() -> Iterator[str]:
    """Give what waits to be sent, without the key and the moment of each, in no order: the order is drawn at random."""
    for message in Message.objects.exclude(contents=None):
        letter = message.letter()
        yield f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}"


def day_of(series: models.Series, pattern: str) -> date:
    """Return a date of a series: the first, which has minutes if any has, or the next."""
    days = [each.date for each in series.meetings]
    return days[0] if "/minutes/" in pattern else next(day for day in days if day >= clock.today())


@cache
def posted_alone() -> frozenset[str]:
    """Return the routes that answer nobody's GET: the role matrix, which is checked elsewhere, says which."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return frozenset(
            row["pattern"] for row in csv.DictReader(file) if row["method"] == "GET" and "405" in row.values()
        )


def in_clear(table: str, rows: Sequence[Row]) -> bytes:
    """Return a table as a thief without keys compares it: of what is closed the length, of transactions the order.

    So of numbers that a sequence of PostgreSQL gave: what was undone between two worlds has used some up.
    """
    counted = {
        name: sorted({int(row[name]) for row in rows})
        for name in ("xmin", "id", "number")
        if rows and str(rows[0].get(name, "")).isdigit()
    }

    def clear(name: str, value: Any) -> Any:
        if isinstance(value, (bytes, memoryview)):
            return f"{len(bytes(value))} octets"
        if name in BY_KEY.get(table, ()):
            return f"{len(value)} signs"
        return counted[name].index(int(value)) if name in counted else value

    plain = [{name: clear(name, value) for name, value in row.items()} for row in rows]
    return "\n".join(json.dumps(row, default=str) for row in plain).encode()


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
def same_ids(begun: int = 20261104) -> Iterator[Callable[[int], None]]:
    """Let everything random below come out the same each time: keys of rows, codes, voices, the order of seats.

    What it gives starts the source of what is random again, from a number.
    """
    drawn = random.Random(begun)

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
        patches.enter_context(mock.patch("random.SystemRandom", Same))
        yield drawn.seed


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
