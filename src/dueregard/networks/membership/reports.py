"""What pages show about networks: charters, those who show themselves openly, and sizes in bands."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dueregard.almanac import clock
from dueregard.almanac.bands import band
from dueregard.networks import seats
from dueregard.networks.membership import handles
from dueregard.networks.membership.models import Network, Role, Snapshot, Standing

SHOWN_AFTER = timedelta(days=28)
"""A size is shown four weeks after the quarter's end, so that no single joining can be read off it."""


@dataclass(frozen=True)
class Listed:
    """A network as one reader sees it in the list."""

    network: Network
    is_mine: bool


@dataclass(frozen=True)
class RoleHolder:
    """A role, and the name of who holds it where they show it to everyone; else it is held in confidence."""

    role: str
    name: str


@dataclass(frozen=True)
class Proposal:
    """A network that the reader proposed, and what became of it."""

    network: Network
    is_declined: bool


def listed(user: Any) -> list[Listed]:
    """Return the active networks, with a mark on the reader's own."""
    networks = list(Network.objects.visible_to(user).active())
    mine = seats.find_all(user, networks)
    return [Listed(network, network.pk in mine) for network in networks]


def proposals_of(user: Any) -> list[Proposal]:
    """Return what the reader proposed and is not open, found by the seat that they took in it."""
    waiting = list(Network.objects.filter(standing__in=[Standing.PROPOSED, Standing.DECLINED]))
    mine = seats.find_all(user, waiting)
    return [
        Proposal(network, network.standing == Standing.DECLINED) for network in waiting if network.pk in mine
    ]


def role_holders(network: Network) -> list[RoleHolder]:
    """Return who holds which role, by name only where the dial is open."""
    today = clock.today()
    found = [
        RoleHolder(Role(term.role).label, held.name_shown(outside=True))
        for _, held in seats.taken(network)
        for term in held.terms
        if term.is_on(today)
    ]
    order = [role.label for role in Role]
    # Those who are not named are one line for each role, or their number would be told.
    return sorted(set(found), key=lambda holder: (order.index(holder.role), holder.name == "", holder.name))


def open_members(network: Network) -> list[str]:
    """Return the names of the members who show them to everyone on the staff."""
    shown = (held.name_shown(outside=True) for _, held in seats.taken(network))
    return sorted(name for name in shown if name)


def size(network: Network, user: Any) -> Snapshot | None:
    """Return the latest size that may be shown."""
    return Snapshot.objects.visible_to(user).filter(network=network).first()


def quarter_before(day: date) -> date:
    """Return the last day of the quarter that ended before a day."""
    first_month = (day.month - 1) // 3 * 3 + 1
    return day.replace(month=first_month, day=1) - timedelta(days=1)


def band_of(network: Network) -> str:
    """Return the band in which the number of members falls. Only the quarterly snapshot asks."""
    return band(sum(1 for _ in seats.taken(network)))


def handles_to_offer(network: Network, *, name: str) -> list[str]:
    """Return three handles that nobody in the network has and that are not like this name."""
    return handles.offer((held.handle for _, held in seats.taken(network)), name=name)
