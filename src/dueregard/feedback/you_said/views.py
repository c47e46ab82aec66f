"""The pages of replies: what the public reads, for each audience; and where replies are written and published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.feedback.public import help_lines
from dueregard.feedback.you_said import actions
from dueregard.feedback.you_said.forms import ReplyForm, VersionForm
from dueregard.feedback.you_said.models import PUBLIC, For, Reply
from dueregard.people.leaving_nothing import leaves_nothing
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 20

SENTENCES: dict[type[actions.NotNow], str] = {
    actions.ChangedMeanwhile: (
        "Somebody else changed this while you had it open. Nothing of yours was saved. Look at it as it is now, then "
        "decide."
    ),
    actions.AlreadyPublished: "This is published. Take it down before you change it.",
    actions.NotPublished: "This is not published.",
}
TOO_HARD = "These words have a reading age of {age:.1f}. Use shorter sentences and shorter words, until it is 9 or less"


@leaves_nothing
@require_safe
def all_audiences(request: HttpRequest) -> HttpResponse:
    """Ask for whom one wants to read what was said and done."""
    return render(
        request, "feedback/you_said/choose.html", {"audiences": [(each.value, each.label) for each in PUBLIC]}
    )


@leaves_nothing
@require_safe
def you_said(request: HttpRequest, audience: str) -> HttpResponse:
    """Show what people said and what was done, in the words of one audience."""
    if audience not in PUBLIC:
        raise Http404
    found = Reply.objects.published().filter(audience=audience)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    for_children = audience in {For.CHILDREN, For.YOUNG_PEOPLE}
    template = "feedback/young/you_said.html" if for_children else "feedback/you_said/you_said.html"
    context = help_lines.context() | {"page": page, "audience": audience, "label": For(audience).label}
    return render(request, template, context)


@access.holders_of("quality-lead", "editor")
@require_safe
def replies(request: SignedInRequest) -> HttpResponse:
    """List the replies, drafts first, with the days that are left to publish them."""
    found = Reply.objects.visible_to(request.user).by_clock().select_related("written_by", "published_by")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "feedback/you_said/replies.html", {"page": page})


@access.holders_of("quality-lead", "editor")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Write a reply."""
    form = ReplyForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            made = actions.write(form.words, by=request.user)
            return redirect("reply", pk=made.pk)
        except actions.TooHard as refused:
            form.add_error("said", TOO_HARD.format(age=refused.age))
    return render(request, "feedback/you_said/write.html", {"form": form})


@access.holders_of("quality-lead", "editor")
@require_safe
def reply(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a reply, and what can be done with it."""
    return _page(request, _find(request, pk))


@access.holders_of("quality-lead", "editor")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a draft."""
    found = _find(request, pk)
    if request.method != "POST":
        if found.is_published:
            return redirect("reply", pk=pk)
        names = ("audience", "said", "did", "heard_on", "survey")
        form = ReplyForm(initial={name: getattr(found, name) for name in names}, by=request.user)
        return render(request, "feedback/you_said/write.html", {"form": form, "reply": found})
    form = ReplyForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            return _do(
                request,
                found,
                lambda: actions.rewrite(found, form.words, version=_version(request), by=request.user),
            )
        except actions.TooHard as refused:
            form.add_error("said", TOO_HARD.format(age=refused.age))
    context = {"form": form, "reply": found, "version": _version(request)}
    return render(request, "feedback/you_said/write.html", context)


@access.holders_of("quality-lead", "editor")
@require_POST
def publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Publish what somebody else wrote."""
    found = _find(request, pk)
    if not request.user.has_perm(Reply.get_perm("publish"), found):
        raise Http404
    return _do(request, found, lambda: actions.publish(found, version=_version(request), by=request.user))


@access.holders_of("quality-lead", "editor")
@require_POST
def take_down(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make a published reply a draft again."""
    found = _find(request, pk)
    return _do(request, found, lambda: actions.take_down(found, version=_version(request), by=request.user))


def _page(request: SignedInRequest, found: Reply, status: int = 200, sentence: str = "") -> HttpResponse:
    may_publish = not found.is_published and request.user.has_perm(Reply.get_perm("publish"), found)
    context = {"reply": found, "may_publish": may_publish, "sentence": sentence}
    return render(request, "feedback/you_said/reply.html", context, status=status)


def _do(request: SignedInRequest, found: Reply, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except actions.NotNow as refused:
        return _page(request, _find(request, found.pk), status=409, sentence=SENTENCES[type(refused)])
    return redirect("reply", pk=found.pk)


def _version(request: SignedInRequest) -> int:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _find(request: SignedInRequest, pk: UUID) -> Reply:
    found = Reply.objects.visible_to(request.user).select_related("written_by", "published_by")
    return get_object_or_404(found, pk=pk)
