from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.networks import rooms
from dueregard.networks.conversations import people_actions as actions
from dueregard.networks.conversations import refusals, reports
from dueregard.networks.conversations.finding import not_now, page_of
from dueregard.networks.conversations.forms import IntroductionForm
from dueregard.networks.conversations.models import Conversation, Introduction, Kind
from dueregard.networks.conversations.signatures import as_known_here, name_of, names_for
from dueregard.people.requests import SignedInRequest

FORM = ["GET", "HEAD", "POST"]
NAMES_ON_A_PAGE = 50
FIRST_NAMES = 20


@access.holders_of("staff")
@require_safe
def people_here(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the introductions, and the names of those who show theirs."""
    place = rooms.enter(request, code)
    page = page_of(request, Introduction.objects.visible_to(place).select_related("network"))
    names = reports.names_shown(place)
    context = {
        "place": place,
        "page": page,
        "introductions": reports.introductions_of_page(list(page), place),
        "own": actions.own_introduction(place),
        "names": names[:FIRST_NAMES],
        "has_more_names": len(names) > FIRST_NAMES,
        "names_from": reports.names_are_shown_from(place),
    }
    return render(request, "networks/conversations/people.html", context)


@access.holders_of("staff")
@require_safe
def names_here(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the names of those who show theirs, page by page."""
    place = rooms.enter(request, code)
    context = {
        "place": place,
        "page": page_of(request, reports.names_shown(place), NAMES_ON_A_PAGE),
        "names_from": reports.names_are_shown_from(place),
    }
    return render(request, "networks/conversations/names.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def introduction(request: SignedInRequest, code: str) -> HttpResponse:
    """Introduce oneself, or change what one's introduction says."""
    place = rooms.enter(request, code)
    own = actions.own_introduction(place)
    form = IntroductionForm(
        request.POST if request.method == "POST" else None, initial=own.inside if own else {}
    )
    guide = False
    if form.is_valid():
        guide = form.needs_guidance and "anyway" not in request.POST
        if not guide:
            actions.introduce(**form.cleaned_data, by=place)
            return redirect("people-here", code)
    signed = name_of(own.inside["signed"], place.voice, names_for(place, [])) if own else as_known_here(place)
    context = {"place": place, "own": own, "form": form, "guide": guide, "signed": signed}
    return render(request, "networks/conversations/introduction.html", context)


@access.holders_of("staff")
@require_POST
def remove_introduction(request: SignedInRequest, code: str) -> HttpResponse:
    """Remove one's own introduction."""
    actions.remove_introduction(by=rooms.enter(request, code))
    return redirect("people-here", code)


@access.holders_of("staff")
@require_POST
def say_hello(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Begin a conversation with whoever wrote an introduction, or go to the one that there is."""
    place = rooms.enter(request, code)
    found = get_object_or_404(Introduction.objects.visible_to(place).select_related("network"), pk=pk)
    try:
        conversation = actions.say_hello(found, by=place)
    except refusals.NotNow as refused:
        return not_now(request, place, refused, back=reverse("people-here", args=[code]))
    return redirect("conversation", code, conversation.pk)


@access.holders_of("staff")
@require_safe
def between_two(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one's own conversations of two, the latest first."""
    place = rooms.enter(request, code)
    found = Conversation.objects.visible_to(place).filter(kind=Kind.PAIR).prefetch_related("participants")
    page = page_of(request, found.select_related("network"))
    context = {"place": place, "page": page, "conversations": reports.between_two(list(page), place)}
    return render(request, "networks/conversations/between_two.html", context)
