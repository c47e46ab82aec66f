from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.feedback.models import Assignment, Drawing, PageAnswer, Piece
from dueregard.feedback.themes import Theme
from dueregard.feedback.triage import actions
from dueregard.feedback.triage.forms import ActForm, DeedForm, NewThemeForm, ThemesForm
from dueregard.feedback.triage.sentences import sentence
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.holders_of("quality-lead", "supervisor")
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """List what waits, what sounds like a risk first; or what is closed. No words are shown in the list."""
    found = Piece.objects.visible_to(request.user).select_related("referral", "about")
    found = found.prefetch_related(Prefetch("assignments", Assignment.objects.select_related("theme")))
    is_closed = request.GET.get("show") == "closed"
    chosen = found.closed() if is_closed else found.waiting()
    page = Paginator(chosen, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"page": page, "is_closed": is_closed, "may_triage": request.user.holds("quality-lead")}
    return render(request, "feedback/triage/queue.html", context)


@access.holders_of("quality-lead", "supervisor")
@require_safe
def piece_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one piece with its words, and what can be done with it."""
    return _page(request, _find(request, pk))


@access.holders_of("quality-lead", "supervisor")
@require_safe
def drawing(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send the picture that came with a piece."""
    found = get_object_or_404(Drawing.objects.visible_to(request.user), piece_id=pk)
    response = HttpResponse(found.octets, content_type=found.kind)
    response.headers["Content-Disposition"] = "inline"
    return response


DEEDS: dict[str, Callable[..., Any]] = {
    "read": actions.mark_read,
    "duty": actions.pass_to_duty,
    "shown": actions.show_worker,
    "answered": actions.answer,
    "closed": actions.close,
}


@access.holders_of("quality-lead")
@require_POST
def do(request: SignedInRequest, pk: UUID, deed: str) -> HttpResponse:
    """Do one of the deeds of triage, and show the piece."""
    found = _find(request, pk)
    if deed not in DEEDS:
        raise Http404
    form = DeedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return _do(request, found, lambda: DEEDS[deed](found, version=version, by=request.user))


@access.holders_of("quality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def themes_of(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask what a piece is about, and keep it."""
    found = _find(request, pk)
    offered = list(Theme.objects.visible_to(request.user).filter(is_offered=True))
    offered += [one.theme for one in found.assignments.all() if not one.theme.is_offered]
    form = ThemesForm(request.POST if request.method == "POST" else None, themes=offered, piece=found)
    if form.is_valid():
        return _do(
            request,
            found,
            lambda: actions.set_themes(
                found, form.chosen, version=form.cleaned_data["version"], by=request.user
            ),
        )
    return render(request, "feedback/triage/themes_of.html", {"piece": found, "form": form})


@access.holders_of("supervisor")
@require_POST
def act(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take down what the supervisor on duty did."""
    found = _find(request, pk)
    if not request.user.has_perm(Piece.get_perm("act_on"), found):
        raise Http404
    form = ActForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    return _do(request, found, lambda: actions.act_on(found, **form.cleaned_data, by=request.user), form=form)


@access.holders_of("quality-lead", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: SignedInRequest) -> HttpResponse:
    """Show the list of themes, add one, or offer one no longer. How many pieces have one is for releases to say."""
    found = Theme.objects.visible_to(request.user)
    form = NewThemeForm()
    if "theme" in request.POST:
        theme = get_object_or_404(found, pk=_uuid(request.POST["theme"]))
        actions.offer_theme(theme, is_offered=request.POST.get("offer") == "yes", by=request.user)
        return redirect("feedback-themes")
    if request.method == "POST":
        form = NewThemeForm(request.POST)
        if form.is_valid():
            try:
                actions.add_theme(**form.cleaned_data, by=request.user)
                return redirect("feedback-themes")
            except actions.AlreadyThere as refused:
                form.add_error("name", sentence(refused))
    page = Paginator(found, PAGE_LENGTH * 2).get_page(request.GET.get("page"))
    return render(request, "feedback/triage/themes.html", {"page": page, "form": form})


@access.holders_of("quality-lead", "editor")
@require_safe
def page_answers(request: SignedInRequest) -> HttpResponse:
    """List what readers said of pages, the latest first."""
    found = PageAnswer.objects.visible_to(request.user)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "feedback/triage/page_answers.html", {"page": page})


def _page(
    request: SignedInRequest, found: Piece, form: ActForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    may_triage = request.user.has_perm(Piece.get_perm("triage"), found)
    may_act = found.is_with_duty and request.user.has_perm(Piece.get_perm("act_on"), found)
    context = {
        "piece": found,
        "may_triage": may_triage,
        "may_act": may_act,
        "form": form or ActForm(initial={"version": found.version}),
        **more,
    }
    return render(request, "feedback/triage/piece.html", context, status=status)


def _do(
    request: SignedInRequest, found: Piece, act: Callable[[], Any], form: ActForm | None = None
) -> HttpResponse:
    """Do it and show the piece; where it cannot be done, say why, and show the piece as it is now."""
    try:
        act()
    except actions.NotNow as refused:
        fresh = _find(request, found.pk)
        if form is not None:  # what was written is kept, to be sent again on the version that is shown
            form = ActForm(initial={"version": fresh.version, "deed": form.cleaned_data["deed"]})
        return _page(request, fresh, form, status=409, sentence=sentence(refused))
    return redirect("piece-of-feedback", pk=found.pk)


def _find(request: SignedInRequest, pk: UUID) -> Piece:
    found = Piece.objects.visible_to(request.user).select_related(
        "about", "shown_by", "referral__passed_by", "referral__acted_by", "drawing"
    )
    found = found.prefetch_related(Prefetch("assignments", Assignment.objects.select_related("theme")))
    return get_object_or_404(found, pk=pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
