from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.people.requests import SignedInRequest
from dueregard.voice import actions as voice
from dueregard.voice import board_links, issue_links, leaders, offers, reports
from dueregard.voice.forms import BoardForm, RemitsForm
from dueregard.voice.models import Issue, Remit
from dueregard.voice.seen import seen
from dueregard.voice.subjects import Theme

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Show the issues, late ones first, and what became of promises."""
    form = BoardForm(request.GET, leaders=reports.leaders_with_issues(request.user))
    asked = _asked(form)
    page = Paginator(reports.board(request.user, asked), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "issues": [seen(issue, request.user) for issue in page],
        "is_narrowed": asked != reports.Asked(),
        "numbers": reports.numbers(request.user),
        "may_set_remits": request.user.has_perm(Remit.get_perm("set")),
        "is_leader": leaders.is_leader(request.user),
        "also_heard": board_links.shown_to(request.user),
    }
    return render(request, "voice/board.html", context)


def _asked(form: BoardForm) -> reports.Asked:
    """Return how the board is narrowed; a choice that there is not narrows nothing."""
    form.is_valid()
    said = form.cleaned_data
    return reports.Asked(
        stage=said.get("stage", ""),
        theme=said.get("theme", ""),
        kind=said.get("kind", ""),
        leader=UUID(said["leader"]) if said.get("leader") else None,
        is_late=said.get("late", False),
        words=said.get("q", ""),
    )


@access.holders_of("staff")
@require_safe
def issue_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an issue as this person sees it, and what they can do with it."""
    issue = get_object_or_404(reports.drawn(Issue.objects.visible_to(request.user)), pk=pk)
    shown = reports.page_of(issue, request.user)
    context = {
        "record": issue,
        "issue": shown,
        "changes": reports.changes_of(issue, request.user),
        "may": offers.of(issue, request.user),
        "may_promises": offers.promises_of(shown, issue, request.user),
        "needs_change": issue.is_about_practice and shown.told,
        "links": issue_links.of(issue.pk) if issue.is_shown and issue.takes_weight else [],
        "exempt_because": issue.exempt_because if shown.told else "",
    }
    return render(request, "voice/issues/issue.html", context)


@access.holders_of("staff")
@require_safe
def late(request: SignedInRequest) -> HttpResponse:
    """Show in one screen what is late and whose it is."""
    found = reports.late(request.user)
    context = {
        "late": found,
        "issues": sum(len(of.issues) for of in found),
        "promises": sum(len(of.promises) for of in found),
    }
    return render(request, "voice/late.html", context)


@access.holders_of("staff")
@require_safe
def yours(request: SignedInRequest) -> HttpResponse:
    """Show a leader what waits for them."""
    return render(request, "voice/yours.html", {"to_do": reports.to_do(request.user)})


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def remits(request: SignedInRequest) -> HttpResponse:
    """Ask who answers what, and keep what became another."""
    now = {remit.theme: remit.leader for remit in _remits(request)}
    given: dict[str, Any] = {"people": leaders.leaders()}
    if request.method == "POST":
        form = RemitsForm(request.POST, **given)
    else:
        form = RemitsForm(initial={theme: leader.email for theme, leader in now.items()}, **given)
    if form.is_valid():
        for theme, leader in form.cleaned_data.items():
            if leader != now.get(theme):
                voice.set_remit(Theme(theme), leader=leader, by=request.user)
        return redirect("voice")
    context = {"form": form, "chief_executive": leaders.chief_executive()}
    return render(request, "voice/remits.html", context)


def _remits(request: SignedInRequest) -> list[Remit]:
    return list(Remit.objects.visible_to(request.user).select_related("leader"))


@access.everyone
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Show everybody what staff raised a year ago and more, and what was answered."""
    page = Paginator(reports.public(clock.today()), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"page": page, "issues": reports.as_public(list(page))}
    return render(request, "voice/answered.html", context)
