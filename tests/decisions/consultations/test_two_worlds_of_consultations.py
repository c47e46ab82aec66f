"""Nobody can tell who answered without a name: between two worlds in which different people did, 0 bytes differ.

Both are signed in, open the consultation and the page behind the door; in each world another one sends an answer. What
everybody can see is collected while it is parked, when it has been let in, and when the consultation is closed.
"""

import logging
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client

from dueregard import journal
from dueregard.access.roles import ROLES
from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.decisions.consultations.answering import doors, letting_in, public_views
from dueregard.decisions.consultations.answering.models import Answer, Response
from dueregard.decisions.consultations.coding.models import Theme
from dueregard.decisions.consultations.models import Consultation
from dueregard.people.models import Person, Team
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast
from tests.networks.two_worlds import (
    PAGE,
    Observer,
    Seen,
    differing,
    in_clear_of_all,
    let_ticks_run,
    letters,
    logged,
    normalised,
    octets_differing,
    posted_alone,
    same_ids,
    undone,
)
from tests.people_of_the_tests import make_person

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)
FEW = ("policy-owner", "equality-lead", "analyst", "staff", "administrator")
WORDS = "I would rather not say who I am."


@dataclass
class Scene:
    """A consultation that is open, those who look, and a colleague for each world."""

    made: Consultation
    observers: list[Observer]
    clients: dict[uuid.UUID, Client]
    one: Person
    other: Person

    def answer(self, who: Person) -> None:
        """Answer without a name, as people do, over the pages; the other one only looks."""
        for client in self.clients.values():
            assert client.get(f"/consultations/{self.made.pk}/").status_code == 200
            assert client.get(self.door).status_code == 200
        client = self.clients[who.pk]
        page = client.get(self.door).content.decode()
        sent = {
            "question_1": WORDS,
            "quote_1": "on",
            "door": doors.door(self.made),
            "token": page.split('name="token" value="')[1].split('"')[0],
        }
        answered = client.post(
            f"/consultations/{self.made.pk}/say/", sent, headers={"sec-fetch-site": "same-origin"}
        )
        assert "We have your answer" in answered.content.decode()
        assert not answered.cookies

    @property
    def door(self) -> str:
        return f"/consultations/{self.made.pk}/say/?door={doors.door(self.made)}"

    def looked_at(self, act: Callable[[], None]) -> Seen:
        """Return all that is seen in the world in which this is done; then it is undone."""
        seen: Seen = {}
        with undone(), same_ids() as begin_again, logged() as lines, same_sources():
            act()
            seen |= self._seen("parked", begin_again)
            for number in range(letting_in.LEAST_TO_LET_IN):
                building.park(self.made, f"Another answer, number {number}.", token=uuid.UUID(int=number + 1))
            let_ticks_run(begin_again)
            seen |= self._seen("let in", begin_again, only="policy-owner")
            building.close(self.made)
            let_ticks_run(begin_again)
            building.theme(self.made)
            seen |= self._seen("closed", begin_again)
            seen["the log"] = normalised("\n".join(lines).encode())
        return seen

    def _seen(self, when: str, begin_again: Callable[[int], None], *, only: str = "") -> Seen:
        seen: Seen = {}
        for observer in self.observers:
            if only not in {"", observer.name}:
                continue
            for address in self._addresses():
                begin_again(PAGE)
                seen[f"{when}: {observer.name} {address}"] = observer.look(address)
        for number, letter in enumerate(sorted(letters())):
            seen[f"{when}: letter {number}"] = letter.encode()
        seen |= {f"{when}: {name}": in_any_order(name, rows) for name, rows in in_clear_of_all().items()}
        return {name: normalised(what) for name, what in seen.items()}

    def _addresses(self) -> Iterator[str]:
        yield "/"
        kept: dict[str, Any] = {"responses": Response, "answers": Answer, "themes": Theme}
        for route in routes():
            if not route.pattern.startswith("/consultations/") or route.pattern in posted_alone():
                continue
            first = route.pattern.split("/")[2]
            if first in {"begin", "invited"}:
                continue
            keys = (
                sorted(kept[first].objects.values_list("pk", flat=True))[:4]
                if first in kept
                else [self.made.pk]
            )
            for pk in keys:
                yield route.pattern.replace("<uuid:pk>", str(pk)).replace("<int:place>", "1")
        yield self.door


def in_any_order(name: str, rows: bytes) -> bytes:
    """Return the rows of consultations sorted on PostgreSQL: what was undone leaves gaps there, in which new rows lie.

    That the order tells nothing has a test of its own, in `test_answering.py`.
    """
    if connection.vendor == "postgresql" and name.startswith("main: decisions_"):
        return b"\n".join(sorted(rows.splitlines()))
    return rows


@contextmanager
def same_sources() -> Iterator[None]:
    """Let what is random in pages and shuffles, and the clock of Django's cache, be the same in each world."""
    drawn = random.Random(7)
    with ExitStack() as stack:
        tokens = (uuid.UUID(int=drawn.getrandbits(128), version=4) for _ in count())
        stack.enter_context(
            mock.patch(
                "dueregard.access.tokens.uuid", SimpleNamespace(uuid4=lambda: next(tokens), UUID=uuid.UUID)
            )
        )
        stack.enter_context(mock.patch.object(letting_in, "_chance", random.Random(8)))
        stack.enter_context(
            mock.patch("django.core.cache.backends.base.time.time", return_value=NOW.timestamp())
        )
        yield


@pytest.fixture
def scene(cast: Cast, team: Team) -> Iterator[Scene]:
    with clock.standing_at(NOW):
        one = make_person("staff", team, name="Aldous Invented")
        other = make_person("staff", team, name="Briony Invented")
        made = building.opened(cast, summary="We ask.")
        people = {**{role: cast[role] for role in FEW}, "one": one, "other": other}
        observers = [Observer.signed_in(name, person) for name, person in people.items()]
        observers.append(Observer.signed_in("public", None))
        clients = {person.pk: building.client_of(person) for person in (one, other)}
        yield Scene(made, observers, clients, one, other)


def compare(scene: Scene) -> tuple[Seen, Seen]:
    one = scene.looked_at(lambda: scene.answer(scene.one))
    other = scene.looked_at(lambda: scene.answer(scene.other))
    return one, other


def test_nobody_can_tell_who_answered_without_a_name(scene: Scene) -> None:
    one, other = compare(scene)
    assert differing(one, other) == []
    assert octets_differing(one, other) == 0
    assert len(one) > 500
    assert any(WORDS.encode() in what for name, what in one.items() if "policy-owner" in name)


@pytest.mark.prove
def test_nobody_of_the_whole_cast_can(scene: Scene, cast: Cast) -> None:
    scene.observers += [Observer.signed_in(role, cast[role]) for role in ROLES if role not in FEW]
    one, other = compare(scene)
    assert octets_differing(one, other) == 0


# Without a control it is red.


def note_in_the_journal(stack: ExitStack, scene: Scene) -> None:
    """The page says in the journal who opened it."""
    kept = public_views._take

    def take(request: Any, found: Consultation, *args: Any, **more: Any) -> Any:
        if request.method == "POST":
            with journal.acting():
                journal.record("answered", found, by=request.user)
        return kept(request, found, *args, **more)

    stack.enter_context(mock.patch.object(public_views, "_take", take))


def keep_the_person(stack: ExitStack, scene: Scene) -> None:
    """The answer keeps who sent it, in the words that are parked."""
    kept = public_views._take

    def take(request: Any, found: Consultation, *args: Any, **more: Any) -> Any:
        if request.method == "POST":
            request.POST = request.POST.copy()
            request.POST["question_1"] = f"{WORDS} {request.user.pk}"
        return kept(request, found, *args, **more)

    stack.enter_context(mock.patch.object(public_views, "_take", take))


def log_the_person(stack: ExitStack, scene: Scene) -> None:
    """A line of the log says who it was, in a field that the log writes."""
    kept = public_views._take

    def take(request: Any, *args: Any, **more: Any) -> Any:
        if request.method == "POST":
            logging.getLogger("dueregard.requests").info("request", extra={"route": str(request.user.pk)})
        return kept(request, *args, **more)

    stack.enter_context(mock.patch.object(public_views, "_take", take))


LEAKS: dict[str, tuple[Callable[[ExitStack, Scene], None], str]] = {
    "the journal": (note_in_the_journal, "parked: main: journal_entry"),
    "the words of the answer": (keep_the_person, "let in: policy-owner"),
    "the log": (log_the_person, "the log"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_with_a_planted_leak_two_worlds_differ(scene: Scene, name: str) -> None:
    plant, told_by = LEAKS[name]
    scene.observers = [each for each in scene.observers if each.name == "policy-owner"]
    with ExitStack() as stack:
        plant(stack, scene)
        one, other = compare(scene)
    assert [each for each in differing(one, other) if each.startswith(told_by)] != []
