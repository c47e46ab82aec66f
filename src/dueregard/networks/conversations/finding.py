"""What the views find for a place; what a place may not see or do is not there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import rules
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dueregard.networks.conversations.models import Conversation, Post
from dueregard.networks.conversations.refusals import NotNow
from dueregard.networks.conversations.sentences import sentence
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest

ON_A_PAGE = 25


def conversation_of(place: Place, pk: UUID) -> Conversation:
    """Return a conversation that the place reads."""
    visible = Conversation.objects.visible_to(place).select_related("topic", "network")
    return get_object_or_404(visible, pk=pk)


def post_of(place: Place, pk: UUID, *, to: str = "") -> Post:
    """Return a post that the place sees and, with `to`, may do that with."""
    found = get_object_or_404(Post.objects.visible_to(place).select_related("conversation"), pk=pk)
    if to and not rules.has_perm(to, place, found):
        raise Http404
    return found


def post_moderated_by(place: Place, pk: UUID) -> Post:
    """Return a post that the place may hold."""
    return get_object_or_404(Post.objects.moderated_by(place).select_related("conversation"), pk=pk)


def post_before(place: Place, pk: UUID) -> Post:
    """Return a post that the place reads, or has before it because it was reported."""
    is_read = Post.objects.visible_to(place).filter(pk=pk).exists()
    return post_of(place, pk) if is_read else post_moderated_by(place, pk)


def post_at(place: Place, post: Post) -> str:
    """Return the address of a post within its conversation."""
    address = reverse("conversation", args=[place.network.code, post.conversation_id])
    return f"{address}?at={post.number}#post-{post.number}"


def page_of(
    request: SignedInRequest, found: "QuerySet[Any] | list[Any]", length: int = ON_A_PAGE
) -> "Page[Any]":
    """Return the page of a list that was asked for, or the nearest there is."""
    return Paginator(found, length).get_page(request.GET.get("page"))


def do(
    request: SignedInRequest, place: Place, act: Callable[[], Any], *, then: str, words: str = ""
) -> HttpResponse:
    """Do it and go on; where it is refused say why, and show the words that were written, so that none are lost."""
    try:
        act()
    except NotNow as refused:
        return not_now(request, place, refused, back=then, words=words)
    return redirect(then)


def not_now(
    request: SignedInRequest, place: Place, refused: NotNow, *, back: str, words: str = ""
) -> HttpResponse:
    """Say why nothing was changed."""
    context = {"place": place, "sentence": sentence(refused), "back": back, "words": words}
    return render(request, "networks/conversations/not_now.html", context, status=409)
