"""The pages of support inside a room: what was asked, for those who answer; and the network's own signposts."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.networks import rooms
from dueregard.networks.seats import Place
from dueregard.networks.support import actions, reports
from dueregard.networks.support.forms import AnswerForm, SignpostForm
from dueregard.networks.support.models import Enquiry, Signpost
from dueregard.networks.support.sentences import sentence
from dueregard.networks.support.views import PAGE_LENGTH, conversation
from dueregard.people.requests import SignedInRequest

# Questions


@access.holders_of("staff")
@require_safe
def questions(request: SignedInRequest, code: str) -> HttpResponse:
    """List what was asked, what waits first."""
    place = _answering(request, code)
    found = Enquiry.objects.visible_to(place).in_order()
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "questions": [reports.question(one) for one in page]}
    return render(request, "networks/support/questions.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show an enquiry to those who answer, and answer."""
    place, enquiry = _asked_here(request, code, pk)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial={"token": uuid4()})
    if form.is_valid():
        try:
            actions.answer(enquiry, **form.cleaned_data, by=place)
            return redirect("question", code, pk)
        except actions.Gone:
            raise Http404 from None
        except actions.NotNow as refused:
            form.add_error(None, sentence(refused))
            enquiry.refresh_from_db()
    context = {"place": place, "form": form, "network": place.network}
    return render(
        request,
        "networks/support/room_question.html",
        context | conversation(request, enquiry, for_asker=False),
    )


@access.holders_of("staff")
@require_POST
def close(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Close an enquiry that was answered."""
    place, enquiry = _asked_here(request, code, pk)
    try:
        actions.close(enquiry, by=place)
    except actions.Gone:
        raise Http404 from None
    return redirect("question", code, pk)


def _answering(request: SignedInRequest, code: str) -> Place:
    place = rooms.enter(request, code)
    if not place.answers:
        raise Http404
    return place


def _asked_here(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, Enquiry]:
    place = _answering(request, code)
    return place, get_object_or_404(Enquiry.objects.visible_to(place), pk=pk)


# Signposts


@access.holders_of("staff")
@require_safe
def signposts(request: SignedInRequest, code: str) -> HttpResponse:
    """List the network's own entries, those that are hidden too."""
    place = _running(request, code)
    found = Signpost.objects.visible_to(place).order_by("checked_on", "name")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "networks/support/room_signposts.html", {"place": place, "page": page})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add_signpost(request: SignedInRequest, code: str) -> HttpResponse:
    """Add an entry."""
    place = _running(request, code)
    form = SignpostForm(request.POST) if request.method == "POST" else SignpostForm()
    if form.is_valid():
        actions.add_signpost(**form.cleaned_data, by=place)
        return redirect("room-signposts", code)
    return render(request, "networks/support/signpost.html", {"place": place, "form": form})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change_signpost(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change an entry."""
    place, signpost = _kept_here(request, code, pk)
    said = {name: getattr(signpost, name) for name in SignpostForm.base_fields}
    form = SignpostForm(request.POST) if request.method == "POST" else SignpostForm(initial=said)
    if form.is_valid():
        actions.change_signpost(signpost, **form.cleaned_data, by=place)
        return redirect("room-signposts", code)
    context: dict[str, Any] = {"place": place, "form": form, "signpost": signpost}
    return render(request, "networks/support/signpost.html", context)


@access.holders_of("staff")
@require_POST
def check_signpost(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that an entry was found right today."""
    place, signpost = _kept_here(request, code, pk)
    actions.check_signpost(signpost, by=place)
    return redirect("room-signposts", code)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_signpost(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether an entry is to be removed, and remove it."""
    place, signpost = _kept_here(request, code, pk)
    if request.method == "POST":
        actions.remove_signpost(signpost, by=place)
        return redirect("room-signposts", code)
    return render(request, "networks/support/remove_signpost.html", {"place": place, "signpost": signpost})


def _running(request: SignedInRequest, code: str) -> Place:
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    return place


def _kept_here(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, Signpost]:
    place = _running(request, code)
    return place, get_object_or_404(Signpost.objects.visible_to(place), pk=pk)
