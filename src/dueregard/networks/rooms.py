"""The door of every room: a network by its code, and the place of the one who asks. No place, no room."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest


@dataclass(frozen=True)
class Visit:
    """A network that a person reads about, and their place in it if they have one."""

    network: Network
    place: Place | None


def visit(request: SignedInRequest, code: str) -> Visit:
    """Return an active network by the code in the address; whoever may not read about it finds nothing."""
    network = get_object_or_404(Network.objects.visible_to(request.user).active(), code=code)
    return Visit(network, seats.find(request.user, network))


def enter(request: SignedInRequest, code: str) -> Place:
    """Return the place of the one who asks; without one the room is not there, just as with a code that is none."""
    place = visit(request, code).place
    if place is None:
        raise Http404
    return place
