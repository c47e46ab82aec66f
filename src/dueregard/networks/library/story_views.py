"""Stories in the room: a member offers and withdraws their own, and those who run the network publish them."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.networks import rooms
from dueregard.networks.library import actions, stories
from dueregard.networks.library.forms import StoryForm
from dueregard.networks.library.models import Campaign, Story
from dueregard.networks.library.room_pages import draw, running, sent
from dueregard.networks.library.sentences import sentence
from dueregard.networks.library.views import page_of
from dueregard.people.requests import SignedInRequest


@access.holders_of("staff")
@require_safe
def library(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one's own stories, what the network shows everyone, and, to those who run it, how to write it."""
    place = rooms.enter(request, code)
    page = page_of(request, stories.own(place))
    context = {
        "page": page,
        "stories": stories.told(place.network, page),
        "offered": Story.objects.visible_to(place).filter(is_published=False).count() if place.runs_it else 0,
    }
    return draw(request, "library", place, context)


# Stories


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def offer_story(request: SignedInRequest, code: str) -> HttpResponse:
    """Offer a story."""
    place = rooms.enter(request, code)
    open_ones = Campaign.objects.visible_to(place).filter(last__gte=clock.today()).order_by("first")
    form = StoryForm(sent(request), campaigns=open_ones)
    if form.is_valid():
        try:
            actions.offer_story(**form.cleaned_data, by=place)
            return redirect("library", code)
        except actions.NotNow as refused:
            form.add_error("campaign", sentence(refused))
    context = {"form": form, "has_campaigns": open_ones.exists(), "no_name": stories.NO_NAME}
    return draw(request, "offer_story", place, context)


@access.holders_of("staff")
@require_POST
def withdraw_story(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Withdraw one's own story with one press."""
    place = rooms.enter(request, code)
    story = next((one for one in stories.own(place) if one.pk == pk), None)
    if story is None:
        raise Http404
    actions.withdraw_story(story, by=place)
    return redirect("library", code)


@access.holders_of("staff")
@require_safe
def offered_stories(request: SignedInRequest, code: str) -> HttpResponse:
    """List the stories that are offered and published, to those who publish them."""
    place = running(request, code)
    found = Story.objects.visible_to(place).select_related("campaign")
    page = page_of(request, found.order_by("is_published", "consent_until", "id"))
    context = {"page": page, "stories": stories.told(place.network, page)}
    return draw(request, "offered_stories", place, context)


@access.holders_of("staff")
@require_POST
def publish_story(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Publish a story."""
    return _with_story(request, code, pk, actions.publish_story)


@access.holders_of("staff")
@require_POST
def take_story_down(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a story down."""
    return _with_story(request, code, pk, actions.take_story_down)


def _with_story(request: SignedInRequest, code: str, pk: UUID, act: Callable[..., Story]) -> HttpResponse:
    place = running(request, code)
    act(get_object_or_404(Story.objects.visible_to(place), pk=pk), by=place)
    return redirect("offered-stories", code)
