"""What the pages of the library inside a room share."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from dueregard.networks import rooms
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest


def running(request: SignedInRequest, code: str) -> Place:
    """Return the place of somebody who runs the network; for every other there is no such page."""
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    return place


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what a form was filled in with, if it was sent."""
    return request.POST if request.method == "POST" else None


def draw(
    request: SignedInRequest, name: str, place: Place, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page of the library in the room."""
    return render(request, f"networks/library/{name}.html", {"place": place} | context, status=status)
