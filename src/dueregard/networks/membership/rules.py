"""Who may do what with networks and seats. Inside a room the actor is a place."""

from typing import TYPE_CHECKING, Any

import rules

from dueregard.networks.seats import Place
from dueregard.people.models import is_colleague

if TYPE_CHECKING:
    from dueregard.networks.membership.models import Network


@rules.predicate
def is_staff(user: Any, network: object = None) -> bool:
    """Employed here today."""
    return is_colleague(user)


@rules.predicate
def approves(user: Any, network: object = None) -> bool:
    """The equality lead."""
    return is_colleague(user) and bool(user.holds("equality-lead"))


@rules.predicate
def sits_here(place: Place, network: "Network") -> bool:
    """Somebody with a seat in this network."""
    return place.network.pk == network.pk


@rules.predicate
def leads_here(place: Place, network: "Network") -> bool:
    """The chair or a deputy of this network."""
    return place.network.pk == network.pk and place.leads


@rules.predicate
def runs_here(place: Place, network: "Network") -> bool:
    """The chair, a deputy or a facilitator of this network."""
    return place.network.pk == network.pk and place.runs_it


PERMISSIONS = {
    "networks.propose": is_staff,
    "networks.approve": approves,
    "networks.join": is_staff,
    "networks.sit": sits_here,
    "networks.lead": leads_here,
    "networks.run": runs_here,
}
