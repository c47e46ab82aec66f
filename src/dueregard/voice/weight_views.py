"""The page on which somebody adds their weight to an issue, or takes it back: for all staff, and in a room."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest
from dueregard.voice import rooms_issue, weighing
from dueregard.voice.models import Issue


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def weight(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add one's weight to an issue that all staff read, or take it back."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user).filter(is_shown=True), pk=pk)
    return _weigh(request, issue, by=request.user)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def weight_in_room(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Add one's weight to an issue that the members of a network read, or take it back."""
    place, issue = rooms_issue.find(request, code, pk)
    return _weigh(request, issue, by=place, place=place)


def _weigh(
    request: SignedInRequest, issue: Issue, *, by: Person | Place, place: Place | None = None
) -> HttpResponse:
    """Show the page, or do what its button says and show it again; once an issue is over there is no such page."""
    if not issue.takes_weight:
        raise Http404
    if request.method == "POST":
        (weighing.take_back if request.POST.get("do") == "take-back" else weighing.add)(issue, by=by)
        return redirect(request.path)
    context = {"place": place, "issue": issue, "has_added": weighing.has_added(issue, by=by)}
    return render(request, "voice/room/weight.html" if place else "voice/weight/weight.html", context)
