"""Every write of enquiries and of the directory."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from dueregard.access import require
from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.acting import action, note
from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Network, Role
from dueregard.networks.seats import Place
from dueregard.networks.support.models import NUMBERS, Asked, Enquiry, Message, Signpost
from dueregard.people.models import Person

ERASED_AFTER = timedelta(days=90)
"""How long a closed enquiry is kept."""

CLOSED_AFTER = timedelta(days=30)
"""How long an enquiry that was answered may be quiet before it is closed, so that none is kept for ever."""

SIGNED = {
    Role.SUPPORTER: "A peer supporter",
    Role.CHAIR: "The chair",
    Role.DEPUTY: "A deputy chair",
    Role.FACILITATOR: "A facilitator",
}


class NotNow(Exception):
    """This cannot be done as things stand. The tree: the refusals of this module."""


class TooMany(NotNow):
    """The person has as many enquiries in this network as there may be: one must be deleted first."""


class Closed(NotNow):
    """The enquiry is closed, and only the one who asked opens it again, by writing."""


class Gone(NotNow):
    """The one who asked has deleted the enquiry."""


# Enquiries


@action
def ask(network: Network, *, asked: Asked, text: str, token: UUID, by: Person) -> Enquiry:
    """Ask a network in confidence. The same token again is the same enquiry, so a page sent twice asks once."""
    require(by, "networks.ask", network)
    network = seats.locked(network)
    mine = list(Enquiry.objects.of(by, network))
    for one in mine:
        if one.inside["token"] == str(token):
            return one
    numbers = set(NUMBERS) - {one.inside["number"] for one in mine}
    if not numbers:
        raise TooMany
    enquiry = Enquiry(network=network, asked=asked, turn=_next_turn(network), last_day=clock.today())
    inside = {
        "staff": str(by.staff.pk),
        "number": secrets.choice(sorted(numbers)),
        "handle": _called(network, mine),
        "token": str(token),
    }
    enquiry.enclose(inside)
    enquiry.reindex()
    enquiry.save(force_insert=True)
    _write(enquiry, text, signature="", token=token, is_asking=True)
    note("somebody asked for support", enquiry)
    return enquiry


def _called(network: Network, mine: Iterable[Enquiry]) -> str:
    """Return a name for one enquiry: nobody's in the network, and not that of another enquiry of the same person."""
    taken = [held.handle for _, held in seats.taken(network)]
    return handles.offer([*taken, *(one.inside["handle"] for one in mine)], how_many=1)[0]


@action
def ask_on(enquiry: Enquiry, *, text: str, token: UUID, by: Person) -> Enquiry:
    """Write once more to those who answer; a closed enquiry is open again."""
    require(by, "networks.ask_on", enquiry)
    enquiry = _locked(enquiry)
    if _is_written(enquiry, token, is_asking=True):
        return enquiry
    enquiry.waits, enquiry.is_closed = True, False
    _write(enquiry, text, signature="", token=token, is_asking=True)
    note("somebody asked on", enquiry)
    return enquiry


@action
def answer(enquiry: Enquiry, *, text: str, token: UUID, by: Place) -> Enquiry:
    """Answer, signed with a role and never with a name or a handle."""
    require(by, "networks.answer", enquiry)
    enquiry = _locked(enquiry)
    if _is_written(enquiry, token, is_asking=False):
        return enquiry
    if enquiry.is_closed:
        raise Closed
    enquiry.waits = False
    _write(enquiry, text, signature=signature_of(by, Asked(enquiry.asked)), token=token, is_asking=False)
    note("an enquiry was answered", enquiry)
    return enquiry


def signature_of(place: Place, asked: Asked) -> str:
    """Return the words under an answer: the role that was asked, where they hold it, else the first they hold."""
    order = list(SIGNED) if asked == Asked.SUPPORTER else [*list(SIGNED)[1:], Role.SUPPORTER]
    return next(SIGNED[role] for role in order if role in place.roles)


@action
def close(enquiry: Enquiry, *, by: Person | Place) -> Enquiry:
    """Close an enquiry; from then on its days are counted until it is erased."""
    require(by, "networks.close_enquiry", enquiry)
    enquiry = _locked(enquiry)
    if not enquiry.is_closed:
        enquiry.is_closed, enquiry.last_day = True, clock.today()
        enquiry.save(update_fields=["is_closed", "last_day"])
        note("an enquiry was closed", enquiry)
    return enquiry


@action
def delete(enquiry: Enquiry, *, by: Person) -> None:
    """Delete one's own enquiry with every message in it. Nothing is left of it."""
    require(by, "networks.delete_enquiry", enquiry)
    network = enquiry.network
    _locked(enquiry).delete()
    note("an enquiry was deleted", network)


@action
def let_enquiries_end() -> int:
    """Erase what has been closed for 90 days, and close what was answered and quiet for 30. It is automatic work."""
    today = clock.today()
    over = Enquiry.objects.filter(is_closed=True, last_day__lte=today - ERASED_AFTER)
    quiet = Enquiry.objects.filter(is_closed=False, waits=False, last_day__lte=today - CLOSED_AFTER)
    erased = over.count()
    if erased or quiet.exists():
        over.delete()
        quiet.update(is_closed=True, last_day=today)
        note("enquiries that were over were closed or erased")
    return erased


def _locked(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry as it stands, held until the end of the action."""
    found = Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry.pk).first()
    if found is None:
        raise Gone
    return found


def _next_turn(network: Network) -> int:
    network.last_turn += 1
    network.save(update_fields=["last_turn"])
    return network.last_turn


def _is_written(enquiry: Enquiry, token: UUID, *, is_asking: bool) -> bool:
    """Say whether the latest message of this side was sent from the same page."""
    latest = enquiry.messages.filter(is_asking=is_asking).order_by("-number").first()
    return latest is not None and latest.inside["token"] == str(token)


def _write(enquiry: Enquiry, text: str, *, signature: str, token: UUID, is_asking: bool) -> None:
    enquiry.length += 1
    enquiry.last_day = clock.today()
    enquiry.save(update_fields=["length", "last_day", "waits", "is_closed"])
    message = Message(
        network_id=enquiry.network_id, enquiry=enquiry, number=enquiry.length, is_asking=is_asking
    )
    day = enquiry.last_day.isoformat()
    message.enclose({"text": text, "signature": signature, "day": day, "token": str(token)})
    message.save(force_insert=True)


# The directory


@action
def add_signpost(*, by: Place, **said: Any) -> Signpost:
    """Add an entry to the directory, checked today."""
    require(by, "networks.run", by.network)
    signpost = Signpost.objects.create(network=by.network, checked_on=clock.today(), **said)
    note("a signpost was added", signpost)
    return signpost


@action
def change_signpost(signpost: Signpost, *, by: Place, **said: Any) -> Signpost:
    """Change an entry; whoever writes it anew has checked it."""
    require(by, "networks.keep_signpost", signpost)
    for name, value in {**said, "checked_on": clock.today()}.items():
        setattr(signpost, name, value)
    signpost.save(update_fields=[*said, "checked_on"])
    note("a signpost was changed", signpost)
    return signpost


@action
def check_signpost(signpost: Signpost, *, by: Place) -> Signpost:
    """Say that an entry was found right today, so that it is shown for six more months."""
    return change_signpost(signpost, by=by)


@action
def remove_signpost(signpost: Signpost, *, by: Place) -> None:
    """Take an entry out of the directory."""
    require(by, "networks.keep_signpost", signpost)
    signpost.delete()
    note("a signpost was removed", by.network)
