from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.networks import rooms
from dueregard.networks.conversations import moderation_actions as actions
from dueregard.networks.conversations import refusals, reports
from dueregard.networks.conversations.finding import (
    do,
    not_now,
    page_of,
    post_at,
    post_before,
    post_moderated_by,
    post_of,
)
from dueregard.networks.conversations.forms import AnswerForm, ConcernForm, ReasonForm
from dueregard.networks.conversations.models import Concern, Moderation, Post, PostState
from dueregard.networks.conversations.sentences import sentence
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

FORM = ["GET", "HEAD", "POST"]


# To report, and to hold


@access.holders_of("staff")
@require_http_methods(FORM)
def report_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask those who run the network to look at a post."""
    place = rooms.enter(request, code)
    post = post_of(place, pk)
    hint = "Those who run the network read this and the post. They are not told who you are."
    form = ReasonForm(request.POST or None, label="Why should somebody look at this post?", hint=hint)
    template = "networks/conversations/report_post.html"
    return _with_reason(request, place, post, form, actions.report, template, then=post_at(place, post))


@access.holders_of("staff")
@require_http_methods(FORM)
def hold_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Hold a post with a reason that everyone reads."""
    place = rooms.enter(request, code)
    post = post_moderated_by(place, pk)
    form = ReasonForm(
        request.POST or None, label="Why is it held?", hint="Everyone reads this in place of the post."
    )
    template = "networks/conversations/hold_post.html"
    then = reverse("moderation", args=[code])
    return _with_reason(request, place, post, form, actions.hold, template, then=then)


def _with_reason(
    request: SignedInRequest,
    place: Place,
    post: Post,
    form: ReasonForm,
    act: Callable[..., Any],
    template: str,
    *,
    then: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return do(request, place, lambda: act(post, reason=reason, by=place), then=then, words=reason)
    if post.state != PostState.SHOWN:
        return not_now(request, place, refusals.NotShown(), back=then)
    context = {"place": place, "post": post, "form": form, "back": then, "text": post.inside["text"]}
    return render(request, template, context)


@access.holders_of("staff")
@require_safe
def moderation(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what waits for those who run the network."""
    place = rooms.enter(request, code)
    if not place.runs_it:
        raise Http404
    found = Moderation.objects.visible_to(place).select_related("post__conversation", "network")
    page = page_of(request, found.order_by("-is_to_be_removed", "-is_reported", "id"), 10)
    for one in page:
        one.post.network = place.network
    context = {"place": place, "page": page, "waiting": reports.to_decide(list(page), place)}
    return render(request, "networks/conversations/moderation.html", context)


@access.holders_of("staff")
@require_POST
def release_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Let a post be read again, or leave it as it is."""
    return _decide(request, code, pk, actions.release)


@access.holders_of("staff")
@require_POST
def ask_for_removal(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask that a held post be removed."""
    return _decide(request, code, pk, actions.ask_for_removal)


@access.holders_of("staff")
@require_POST
def remove_post(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Confirm a removal that somebody else has asked for."""
    return _decide(request, code, pk, actions.remove)


def _decide(request: SignedInRequest, code: str, pk: UUID, act: Callable[..., Any]) -> HttpResponse:
    place = rooms.enter(request, code)
    post = post_moderated_by(place, pk)
    return do(request, place, lambda: act(post, by=place), then=reverse("moderation", args=[code]))


# Somebody may be at risk


@access.holders_of("staff")
@require_http_methods(FORM)
def raise_concern(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Say what happens, and tell those who answer for safeguarding."""
    place = rooms.enter(request, code)
    post = post_before(place, pk)
    form = ConcernForm(request.POST or None)
    back = post_at(place, post)
    if request.method == "POST" and form.is_valid():
        try:
            actions.raise_concern(post, **form.cleaned_data, by=place)
        except refusals.NotNow as refused:
            return not_now(request, place, refused, back=back, words=form.cleaned_data["why"])
        return render(request, "networks/conversations/concern_raised.html", {"place": place, "back": back})
    context = {"place": place, "post": post, "form": form, "back": back}
    return render(request, "networks/conversations/raise_concern.html", context)


@access.holders_of("quality-lead")
@require_safe
def concerns(request: SignedInRequest) -> HttpResponse:
    """Show the concerns to those who answer for safeguarding."""
    found = Concern.objects.visible_to(request.user).select_related("network")
    return render(request, "networks/conversations/concerns.html", {"page": page_of(request, found)})


@access.holders_of("quality-lead")
@require_http_methods(FORM)
def concern(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a concern, and answer it."""
    found = get_object_or_404(Concern.objects.visible_to(request.user).select_related("network"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            actions.answer_concern(found, answer=answer, by=request.user)
        except refusals.NotNow as refused:
            found.refresh_from_db()
            context = {"concern": found, "sentence": sentence(refused), "words": answer}
            return render(request, "networks/conversations/concern.html", context, status=409)
        return redirect("concern", pk)
    return render(request, "networks/conversations/concern.html", {"concern": found, "form": form})
