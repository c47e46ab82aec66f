"""An issue as the room of the network that raised it has it: for any other room it is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.networks import rooms
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest
from dueregard.voice.collective import motions
from dueregard.voice.models import Issue


def find(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, Issue]:
    """Return the place of the one who asks, and an issue that their network has raised."""
    place = rooms.enter(request, code)
    if pk not in motions.raised_by(place):
        raise Http404
    return place, get_object_or_404(Issue.objects.visible_to(request.user), pk=pk)
