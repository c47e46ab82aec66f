"""Every write of networks, seats and roles."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks import keyring, leaving, seats
from dueregard.networks.acting import action, note
from dueregard.networks.membership import handles, reports
from dueregard.networks.membership.models import (
    LOUDNESS,
    Dial,
    Handover,
    Network,
    Role,
    Snapshot,
    Standing,
)
from dueregard.networks.seats import Held, Louder, Place, Term
from dueregard.people.models import Person, Staff

TERM = timedelta(days=730)
CODE_WORDS = 4
CODE_LASTS = timedelta(days=14)
CALENDAR_TITLES = ("busy", "meeting", "full")


class NotNow(Exception):
    """This cannot be done as things stand. The tree: the refusals of this module."""


class SitsAlready(NotNow):
    """The person has a seat in this network."""


class NotLouder(NotNow):
    """The dial stands there already, or higher: what makes it quieter needs no day."""


class NotConfirmed(NotNow):
    """The words that confirm a louder setting were not typed."""


class AlreadyAnswered(NotNow):
    """Somebody has approved or declined this network."""


class NoSuchCode(NotNow):
    """No role waits for this code, or its last day is past."""


class LastChair(NotNow):
    """A network must not lose its only chair this way: hand the role over first."""


# A network


@action
def propose(
    name: str, *, purpose: str, about: str, for_whom: str, suggested: Dial, handle: str, by: Person
) -> Network:
    """Propose a network; whoever proposes it takes its chair, and nobody who approves it is told who that is."""
    require(by, "networks.propose")
    network = Network(
        code=secrets.token_hex(4),
        name=name,
        purpose=purpose,
        about=about,
        for_whom=for_whom,
        suggested=suggested,
    )
    keyring.add(network.pk)
    network.save()
    chair = Term(Role.CHAIR, clock.today().isoformat(), (clock.today() + TERM).isoformat())
    held = replace(_new(network, by, handle), terms=(chair,))
    seats.change(network, to=held)
    note("proposed a network", network)
    return network


@action
def approve(network: Network, *, by: Person) -> Network:
    """Open a network that was proposed."""
    require(by, "networks.approve", network)
    network = _waiting(network)
    network.standing = Standing.ACTIVE
    network.save(update_fields=["standing"])
    note("approved a network", network)
    return network


@action
def decline(network: Network, *, reason: str, by: Person) -> Network:
    """Decline a network that was proposed, with a reason that whoever proposed it reads."""
    require(by, "networks.approve", network)
    network = _waiting(network)
    network.standing, network.answer = Standing.DECLINED, reason
    network.save(update_fields=["standing", "answer"])
    note("declined a network", network)
    return network


def _waiting(network: Network) -> Network:
    network = seats.locked(network)
    if network.standing != Standing.PROPOSED:
        raise AlreadyAnswered
    return network


# A seat


@action
def join(network: Network, *, handle: str, dial: Dial = Dial.PRIVATE, by: Person) -> Place:
    """Take a seat. It starts in private; a louder start waits its day as any louder setting does.

    Raises
    ------
    SitsAlready
        When the person has a seat here.
    handles.UnfitHandle
        When the handle cannot be used.
    """
    require(by, "networks.join", network)
    network = seats.locked(network)
    if seats.find(by, network) is not None:
        raise SitsAlready
    held = _new(network, by, handle)
    if LOUDNESS[dial]:
        held = _louder(held, dial, by)
    return _sit(network, by, held)


def _new(network: Network, by: Person, handle: str) -> Held:
    taken = [held.handle for _, held in seats.taken(network)]
    fit = handles.checked(
        handle,
        name=by.name,
        email=by.email,
        number=by.staff.number,
        directory=Staff.objects.visible_to(by).values_list("person__name", flat=True),
        taken=taken,
    )
    return Held(staff=str(by.staff.pk), handle=fit, joined_on=clock.today().isoformat())


def _sit(network: Network, by: Person, held: Held) -> Place:
    seats.change(network, to=held)
    note("a seat was taken", network)
    place = seats.find(by, network)
    assert place is not None
    return place


@action
def leave(*, by: Place) -> None:
    """Get up. Nothing is left of the seat; what its voice wrote stays under the handle, unless it is deleted first."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    place = _now(by, network)
    if Role.CHAIR in place.roles and not _others_chair(network, place):
        raise LastChair
    leaving.forget_all(place)
    seats.change(network, voice=place.voice, to=None)
    note("a seat was left", network)


@action
def make_quieter(dial: Dial, *, by: Place) -> Place:
    """Let fewer people see one's name, at once. Whoever goes private gets a new handle, which nobody has seen."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    place = _now(by, network)
    held = replace(place.held, louder=None, dial=min(dial, place.dial, key=LOUDNESS.__getitem__))
    if not LOUDNESS[Dial(held.dial)]:
        held = replace(held, name="")
        if LOUDNESS[place.dial]:
            taken = [other.handle for _, other in seats.taken(network)]
            held = replace(held, handle=handles.offer(taken, how_many=1)[0])
    return _change(place, held, network, "a seat was made quieter")


@action
def make_louder(dial: Dial, *, typed: str, name: str, by: Place) -> Place:
    """Let more people see one's name, a day from now; `typed` must be the name that will be seen."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    place = _now(by, network)
    if LOUDNESS[dial] <= LOUDNESS[place.dial]:
        raise NotLouder
    if handles.plain(typed) != handles.plain(name):
        raise NotConfirmed
    at = (clock.now() + seats.WAIT_TO_BE_LOUDER).isoformat()
    held = replace(place.held, dial=place.dial, louder=Louder(dial, at), name=name)
    return _change(place, held, network, "a seat was made louder")


def _louder(held: Held, dial: Dial, by: Person) -> Held:
    at = (clock.now() + seats.WAIT_TO_BE_LOUDER).isoformat()
    return replace(held, louder=Louder(dial, at), name=by.name)


@action
def choose_calendar(title: str, *, by: Place) -> Place:
    """Choose what the meetings of this network are called in one's own calendar."""
    require(by, "networks.sit", by.network)
    if title not in CALENDAR_TITLES:
        raise ValueError(f"“{title}” is not one of {', '.join(CALENDAR_TITLES)}.")
    network = seats.locked(by.network)
    place = _now(by, network)
    return _change(place, replace(place.held, calendar=title), network, "a seat was changed")


# Roles


@action
def offer_role(role: Role, *, last: date, gives_up_own: bool = False, by: Place) -> str:
    """Return a code; whoever of the network brings it takes the role, so that nobody is picked from a list.

    With `gives_up_own` the same role of the one who offers it ends when the code is brought.
    """
    require(by, "networks.lead", by.network)
    network = seats.locked(by.network)
    code = "-".join(secrets.choice(handles.CREATURES).lower() for _ in range(CODE_WORDS))
    handover = Handover(
        network=network,
        code=seats.mark(network.pk, code, about="handover"),
        last_day=clock.today() + CODE_LASTS,
    )
    giver = by.voice if gives_up_own else ""
    handover.enclose({"code": code, "role": role, "last": last.isoformat(), "giver": giver})
    handover.save()
    note("a role was offered", handover)
    return code


@action
def take_role(code: str, *, by: Place) -> Place:
    """Take the role that waits for a code."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    place = _now(by, network)
    codes = seats.marks(network.pk, code.strip().lower(), about="handover")
    handover = Handover.objects.filter(network=network, code__in=codes, last_day__gte=clock.today()).first()
    if handover is None:
        raise NoSuchCode
    inside = handover.inside
    today = clock.today()
    if inside["giver"] and inside["giver"] != place.voice:
        _end_role(network, inside["giver"], inside["role"], today)
        place = _now(by, network)
    term = Term(inside["role"], today.isoformat(), inside["last"])
    others = tuple(one for one in place.held.terms if one.role != term.role)
    handover.delete()
    return _change(place, replace(place.held, terms=(*others, term)), network, "a role was taken")


@action
def give_up_role(role: Role, *, by: Place) -> Place:
    """End one's own role today."""
    require(by, "networks.sit", by.network)
    network = seats.locked(by.network)
    place = _now(by, network)
    if role == Role.CHAIR and not _others_chair(network, place):
        raise LastChair
    terms = tuple(one for one in place.held.terms if one.role != role)
    return _change(place, replace(place.held, terms=terms), network, "a role was given up")


def _end_role(network: Network, voice: str, role: str, today: date) -> None:
    for seat, held in seats.taken(network):
        if seat.voice == voice:
            terms = tuple(one for one in held.terms if one.role != role)
            seats.change(network, voice=voice, to=replace(held, terms=terms))
            return


def _others_chair(network: Network, place: Place) -> bool:
    today = clock.today()
    return any(
        term.role == Role.CHAIR and term.is_on(today)
        for seat, held in seats.taken(network)
        if seat.voice != place.voice
        for term in held.terms
    )


# What comes back


@action
def count_quarter(network: Network, *, ended: date) -> Snapshot | None:
    """Keep the size of a network at the end of a quarter, as a band; it is automatic work, done once a quarter."""
    network = seats.locked(network)
    if Snapshot.objects.filter(network=network, quarter_ends=ended).exists():
        return None
    snapshot = Snapshot.objects.create(
        network=network,
        quarter_ends=ended,
        shown_from=ended + reports.SHOWN_AFTER,
        band=reports.band_of(network),
    )
    note("the size of a network was kept", snapshot)
    return snapshot


@action
def let_go(network: Network, leavers: set[UUID]) -> int:
    """Empty the seats of those who have left the body. It is automatic work, and says only how many."""
    network = seats.locked(network)
    gone = [seat for seat, held in seats.taken(network) if UUID(held.staff) in leavers]
    for seat in gone:
        leaving.forget_all(seats.place_of(seat, network))
    if gone:
        seats.replace_all(network, lambda held: None if UUID(held.staff) in leavers else held)
        note("seats of leavers were emptied", network)
    return len(gone)


def _now(place: Place, network: Network) -> Place:
    """Return the place as it stands now that the network is held."""
    seat = seats.Seat.objects.get(network=network, voice=place.voice)
    return seats.place_of(seat, network)


def _change(place: Place, held: Held, network: Network, deed: str) -> Place:
    seats.change(network, voice=place.voice, to=held)
    note(deed, network)
    return _now(place, network)
