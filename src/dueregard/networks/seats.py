"""Seats: opened for the one who sits there, and written back in an order that tells nothing.

The rows of a network always number a multiple of `BLOCK`. The empty ones among them look like the others to whoever
has no key: joining fills one, leaving empties one. Whenever one changes, all rows of that network are closed anew and
written in random order in one transaction, so that neither the order of rows, nor their number, nor what changed
between two looks tells who came when.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from dueregard.almanac import clock
from dueregard.networks import keyring, sealing
from dueregard.networks.membership.models import LOUDNESS, Dial, Network, Role, Seat
from dueregard.networks.sealing import mark as mark
from dueregard.networks.sealing import marks

BLOCK = 256
WAIT_TO_BE_LOUDER = timedelta(days=1)
NAMES_ARE_SHOWN_AFTER = timedelta(days=7)
"""Whoever joins sees the names of those who show them to members only after this time."""

LEADS = {Role.CHAIR, Role.DEPUTY}
RUNS = LEADS | {Role.FACILITATOR}
ANSWERS = RUNS | {Role.SUPPORTER}


@dataclass(frozen=True)
class Term:
    """A role, from its first day to its last."""

    role: str
    first: str
    last: str

    @property
    def last_day(self) -> date:
        """The last day."""
        return date.fromisoformat(self.last)

    def is_on(self, day: date) -> bool:
        """Whether the role is held on that day."""
        return self.first <= day.isoformat() <= self.last


@dataclass(frozen=True)
class Louder:
    """A louder setting of the dial that was confirmed, and the moment from which it holds."""

    dial: str
    at: str


@dataclass(frozen=True)
class Held:
    """What is inside a seat. The name is there only where the dial shows it, or soon will."""

    staff: str
    handle: str
    dial: str = Dial.PRIVATE
    name: str = ""
    louder: Louder | None = None
    terms: tuple[Term, ...] = ()
    calendar: str = "busy"
    joined_on: str = ""

    @classmethod
    def read(cls, inside: dict[str, Any]) -> "Held":
        """Return what a seat holds from what was written."""
        louder = inside.get("louder")
        terms = tuple(Term(**term) for term in inside.get("terms", []))
        return cls(**{**inside, "louder": Louder(**louder) if louder else None, "terms": terms})

    def dial_at(self, moment: datetime) -> Dial:
        """Return where the dial stands at a moment: a louder setting holds once its day is over."""
        if self.louder is not None and datetime.fromisoformat(self.louder.at) <= moment:
            return Dial(self.louder.dial)
        return Dial(self.dial)

    def name_shown(self, *, outside: bool = False) -> str:
        """Return the name as members read it now, or as all staff do; empty where it is not shown."""
        least = Dial.OPEN if outside else Dial.MEMBERS
        return self.name if LOUDNESS[self.dial_at(clock.now())] >= LOUDNESS[least] else ""


@dataclass(frozen=True)
class Place:
    """A seat that was opened for the one who sits there: the actor of everything inside a room."""

    network: Network
    voice: str
    held: Held
    tags: tuple[str, ...] = field(repr=False, default=())

    @property
    def dial(self) -> Dial:
        """Where the dial stands now."""
        return self.held.dial_at(clock.now())

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today."""
        today = clock.today()
        return frozenset(term.role for term in self.held.terms if term.is_on(today))

    @property
    def leads(self) -> bool:
        """Whether this is the chair or a deputy."""
        return bool(self.roles & LEADS)

    @property
    def runs_it(self) -> bool:
        """Whether this is somebody who runs the network: chair, deputy or facilitator."""
        return bool(self.roles & RUNS)

    @property
    def answers(self) -> bool:
        """Whether this is somebody who answers those who ask for support."""
        return bool(self.roles & ANSWERS)

    @property
    def sees_names(self) -> bool:
        """Whether this member has been here long enough to read the names shown to members only."""
        joined = self.held.joined_on
        return not joined or date.fromisoformat(joined) + NAMES_ARE_SHOWN_AFTER <= clock.today()

    @property
    def signature(self) -> str:
        """What stands under what this member says: the handle, or empty for the name that the seat shows."""
        return "" if LOUDNESS[self.dial] else self.held.handle


def is_place(actor: Any) -> bool:
    """Say whether the actor is somebody inside a room."""
    return isinstance(actor, Place)


def find(person: Any, network: Network) -> Place | None:
    """Return the place of a person in a network, or nothing; the same work is done whether or not there is one.

    Raises
    ------
    KeysMissing
        When the keys of the network are not here.
    """
    staff = getattr(person, "staff", None) if person.is_authenticated and person.is_employed else None
    if staff is None:
        return None
    tags = tags_of(staff.pk, network.pk)
    seat = Seat.objects.filter(tag__in=tags).first()
    return None if seat is None else place_of(seat, network)


def find_all(person: Any, networks: Iterable[Network]) -> dict[UUID, Place]:
    """Return the places of a person in some networks, by network; one whose keys are missing is left out."""
    staff = getattr(person, "staff", None) if person.is_authenticated and person.is_employed else None
    if staff is None:
        return {}
    with_keys = {network.pk: network for network in networks if keyring.has_keys(network.pk)}
    tags = [tag for network in with_keys for tag in tags_of(staff.pk, network)]
    found = Seat.objects.filter(tag__in=tags)
    return {seat.network_id: place_of(seat, with_keys[seat.network_id]) for seat in found}


def tags_of(staff: UUID, network: UUID) -> tuple[str, ...]:
    """Return what somebody's seat is found by, under each key of the network."""
    return tuple(marks(network, str(staff), about="seat"))


def place_of(seat: Seat, network: Network) -> Place:
    """Return the place that a seat is."""
    return Place(network, seat.voice, Held.read(seat.inside), (seat.tag,))


def names(network: Network, voices: Iterable[str]) -> dict[str, str]:
    """Return the names that some voices show inside the room now, by voice; those who show none are left out."""
    seats = Seat.objects.filter(network=network, voice__in=set(voices))
    shown = {seat.voice: Held.read(seat.inside).name_shown() for seat in seats if seat.inside}
    return {voice: name for voice, name in shown.items() if name}


def taken(network: Network) -> Iterator[tuple[Seat, Held]]:
    """Give every seat in which somebody sits: for sizes in bands, and for what members show openly."""
    for seat in Seat.objects.filter(network=network):
        if seat.inside:
            yield seat, Held.read(seat.inside)


def lay_out(network: Network) -> None:
    """Write the first block of empty seats of a new network."""
    _write(network, {})


def change(network: Network, *, voice: str = "", to: Held | None, new_voice: str = "") -> str:
    """Let one seat hold something else, and write all of them anew; return the voice of the seat.

    Without `voice` somebody sits down; without `to` somebody gets up. Call it in an action, with the network locked.
    """
    sitting = {seat.voice: held for seat, held in taken(network)}
    if voice:
        sitting.pop(voice)
    kept = new_voice or voice or secrets.token_hex(16)
    if to is not None:
        sitting[kept] = to
    _write(network, sitting)
    return kept


def sit_down(network: Network, many: Iterable[Held]) -> None:
    """Let many sit down at once, which writes all seats once. Call it in an action, with the network locked."""
    sitting = {seat.voice: held for seat, held in taken(network)}
    _write(network, sitting | {secrets.token_hex(16): held for held in many})


def replace_all(network: Network, change_each: Any) -> None:
    """Let each seat hold what `change_each` makes of it, or get up where that is nothing."""
    sitting = {seat.voice: change_each(held) for seat, held in taken(network)}
    _write(network, {voice: held for voice, held in sitting.items() if held is not None})


def locked(network: Network) -> Network:
    """Return the network, held until the end of the action: seats are written by one at a time."""
    return Network.objects.select_for_update().get(pk=network.pk)


def _write(network: Network, sitting: dict[str, Held]) -> None:
    """Write all seats of a network: those that are taken and empty ones, in random order, under the newest key."""
    number = max(keyring.ring(network.pk).keys)
    rows = [
        _row(network, voice, sealing.mark(network.pk, held.staff, about="seat", number=number), _plain(held))
        for voice, held in sitting.items()
    ]
    empty = BLOCK - len(rows) % BLOCK
    rows += [_row(network, secrets.token_hex(16), secrets.token_hex(32), {}) for _ in range(empty)]
    secrets.SystemRandom().shuffle(rows)
    Seat.objects.filter(network=network).delete()
    Seat.objects.bulk_create(rows)


def _row(network: Network, voice: str, tag: str, inside: dict[str, Any]) -> Seat:
    seat = Seat(network=network, voice=voice, tag=tag)
    seat.enclose(inside)
    return seat


def _plain(held: Held) -> dict[str, Any]:
    return asdict(held)
