"""The pages of support outside the rooms: where to turn, for everyone; and asking in confidence, for the staff."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.networks import risk, rooms
from dueregard.networks.membership.models import Network
from dueregard.networks.support import actions, crisis, reports
from dueregard.networks.support.forms import AskForm, AskOnForm, WhereForm
from dueregard.networks.support.models import ANSWERED_WITHIN, NATIONAL, Asked, Enquiry, Signpost
from dueregard.networks.support.sentences import sentence
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20


@access.everyone
@require_safe
def signposts(request: HttpRequest) -> HttpResponse:
    """Show where to turn: first in a crisis, then for everything else. Nothing of the reader is kept."""
    shown = Signpost.objects.visible_to(request.user)
    places = sorted(set(shown.filter(is_urgent=False).values_list("where", flat=True)), key=_national_first)
    form = WhereForm(request.GET, places=places)
    if not form.is_valid():
        form = WhereForm({}, places=places)  # an address from before the last entry of a place went
    where = form.cleaned_data["where"] if form.is_valid() else ""
    found = shown.filter(is_urgent=False, **({"where": where} if where else {})).national_first()
    context = {
        "form": form,
        "crisis": crisis.strip(),
        "page": Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page")),
        "where": where,
    }
    response = render(request, "networks/support/signposts.html", context)
    response.headers["Cache-Control"] = "no-store"  # nor is it left in the browser of whoever reads it
    return response


def _national_first(place: str) -> tuple[bool, str]:
    return place != NATIONAL, place


# To ask


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask a network in confidence, whether or not one belongs to it."""
    network = rooms.visit(request, code).network
    form = AskForm(request.POST) if request.method == "POST" else AskForm(initial={"token": uuid4()})
    worries = _worries(request, form)
    if form.is_valid() and not worries:
        cleaned = form.cleaned_data
        try:
            made = actions.ask(
                network,
                asked=Asked(cleaned["asked"]),
                text=cleaned["text"],
                token=cleaned["token"],
                by=request.user,
            )
            return redirect("asked-question", code, made.pk)
        except actions.NotNow as refused:
            form.add_error(None, sentence(refused))
    return render(request, "networks/support/ask.html", _asking(network, form, worries))


def _worries(request: HttpRequest, form: Any) -> bool:
    """Say whether the words sound like a risk to life and the writer has not yet been shown where to turn."""
    return (
        form.is_bound
        and form.is_valid()
        and "sure" not in request.POST
        and risk.sounds_like_risk(form.cleaned_data["text"])
    )


def _asking(network: Network, form: Any, worries: bool) -> dict[str, Any]:
    return {
        "network": network,
        "form": form,
        "worries": worries,
        "crisis": crisis.strip(),
        "answer_by": add_working_days(clock.today(), ANSWERED_WITHIN),
    }


# What one asked


@access.holders_of("staff")
@require_safe
def asked(request: SignedInRequest, code: str) -> HttpResponse:
    """List what this person asked of the network."""
    network = rooms.visit(request, code).network
    page = Paginator(Enquiry.objects.of(request.user, network).order_by("-turn"), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {"network": network, "page": page, "questions": [reports.question(one) for one in page]}
    return render(request, "networks/support/asked.html", context)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show one's own enquiry with its answers, and write again."""
    network, enquiry = _own(request, code, pk)
    form = AskOnForm(request.POST) if request.method == "POST" else AskOnForm(initial={"token": uuid4()})
    worries = _worries(request, form)
    if form.is_valid() and not worries:
        _do(lambda: actions.ask_on(enquiry, **form.cleaned_data, by=request.user))
        return redirect("asked-question", code, pk)
    context = _asking(network, form, worries) | conversation(request, enquiry, for_asker=True)
    return render(request, "networks/support/question.html", context)


@access.holders_of("staff")
@require_POST
def close(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Close one's own enquiry."""
    _, enquiry = _own(request, code, pk)
    _do(lambda: actions.close(enquiry, by=request.user))
    return redirect("asked-question", code, pk)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether one's own enquiry is to be deleted, and delete it."""
    network, enquiry = _own(request, code, pk)
    if request.method == "POST":
        _do(lambda: actions.delete(enquiry, by=request.user))
        return redirect("asked", code)
    context = {"network": network, "question": reports.question(enquiry)}
    return render(request, "networks/support/delete.html", context)


def conversation(request: HttpRequest, enquiry: Enquiry, *, for_asker: bool) -> dict[str, Any]:
    """Return an enquiry and a page of its messages, the page with the latest unless another is asked for."""
    shown = reports.question(enquiry)
    messages = Paginator(enquiry.messages.all(), PAGE_LENGTH)
    page = messages.get_page(request.GET.get("page") or messages.num_pages)
    return {"question": shown, "page": page, "lines": reports.lines(page, shown, for_asker=for_asker)}


def _own(request: SignedInRequest, code: str, pk: UUID) -> tuple[Network, Enquiry]:
    network = rooms.visit(request, code).network
    return network, get_object_or_404(Enquiry.objects.of(request.user, network), pk=pk)


def _do(act: Any) -> None:
    try:
        act()
    except actions.Gone:
        raise Http404 from None
