"""What the pages of meetings begin with: the series and the date in the address, or the same 404 as for none."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render

from dueregard.networks import rooms
from dueregard.networks.meetings import refusals
from dueregard.networks.meetings.dates import Meeting
from dueregard.networks.meetings.models import Series
from dueregard.networks.meetings.sentences import sentence
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20
FORM = ["GET", "HEAD", "POST"]


def runner(request: SignedInRequest, code: str) -> Place:
    """Return the place of somebody who runs the network; for other members these pages are not there."""
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    return place


def series_of(reader: Any, network: Network, pk: UUID) -> Series:
    """Return a series of a network that the reader sees."""
    found = Series.objects.visible_to(reader).filter(network=network, pk=pk)
    series = found.select_related("network").prefetch_related("changes").first()
    if series is None:
        raise Http404
    return series


def meeting_of(series: Series, day: str) -> Meeting:
    """Return the date of a series that an address names."""
    try:
        meeting = series.meeting_on(date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    if meeting is None or day != meeting.date.isoformat():
        raise Http404
    return meeting


def formal(series: Series) -> Series:
    """Return a formal meeting; others have no agenda and no minutes."""
    if not series.is_formal:
        raise Http404
    return series


def page_of(request: SignedInRequest, found: Any) -> Page[Any]:
    """Return the page of a list that is asked for."""
    return Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))


def accepted(
    form: Form, act: Callable[[], Any], *, field: str = "", fields: Mapping[type[refusals.NotNow], str] = {}
) -> bool:
    """Do it, and say whether it was done; a refusal becomes a sentence beside the field that it is about."""
    try:
        act()
    except refusals.NotNow as refused:
        name = fields.get(type(refused), field)
        form.add_error(name if name in form.fields else None, sentence(refused))
        return False
    return True


def not_now(
    request: SignedInRequest, refused: refusals.NotNow, *, place: Place | None, back: str
) -> HttpResponse:
    """Say that nothing was changed, and why."""
    template = "networks/meetings/not_now.html" if place else "networks/meetings/not_now_outside.html"
    context = {"place": place, "sentence": sentence(refused), "back": back}
    return render(request, template, context, status=409)
