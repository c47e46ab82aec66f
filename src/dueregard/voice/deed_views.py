"""What is done with an issue or a promise: each deed asks in a form, calls its action, and comes back to the issue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import access
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest
from dueregard.voice import actions as voice
from dueregard.voice import leaders, offers, reports
from dueregard.voice.actions import Answer, Changed
from dueregard.voice.forms import (
    AcknowledgeForm,
    AnswerForm,
    BecauseForm,
    ChangeForm,
    KeepForm,
    MoveForm,
    PassOnForm,
)
from dueregard.voice.models import Issue, Promise
from dueregard.voice.refusals import NotNow, Unfit
from dueregard.voice.seen import promise_seen, seen
from dueregard.voice.sentences import sentence
from dueregard.voice.subjects import ChangeKind, Said

Act = Callable[[dict[str, Any]], object]


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that the issue has been read."""
    issue = _find(request, pk, "acknowledge")
    form = _form(request, AcknowledgeForm)
    return _do(
        request, issue, "acknowledge", form, lambda said: voice.acknowledge(issue, **said, by=request.user)
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the clock stand still."""
    issue = _find(request, pk, "pause")
    form = _form(request, BecauseForm)
    return _do(request, issue, "pause", form, lambda said: voice.pause(issue, **said, by=request.user))


@access.holders_of("staff")
@require_POST
def resume(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the clock go on."""
    issue = _find(request, pk, "resume")
    try:
        voice.resume(issue, by=request.user)
    except NotNow as refused:
        return _not_now(request, issue, refused)
    return redirect("issue", pk=pk)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def need_longer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take more time to answer."""
    issue = _find(request, pk, "need_longer")
    form = _form(request, BecauseForm)
    return _do(
        request, issue, "need_longer", form, lambda said: voice.need_longer(issue, **said, by=request.user)
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer, with promises: one to begin with, and one more each time that is asked for."""
    issue = _find(request, pk, "answer")
    groups = request.POST.get("groups", "")
    is_adding = "add" in request.POST
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        people=Person.objects.visible_to(request.user),
        groups=(int(groups) if groups.isascii() and groups.isdigit() else 1) + is_adding,
    )
    if is_adding:
        return _ask(request, issue, "answer", form.without_errors())
    return _do(
        request,
        issue,
        "answer",
        form,
        lambda said: voice.answer(
            issue, Answer(Said(said["kind"]), said["words"], form.promises(request.user)), by=request.user
        ),
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give the issue to another leader."""
    issue = _find(request, pk, "pass_on")
    form = _form(request, PassOnForm, people=leaders.leaders())
    return _do(request, issue, "pass_on", form, lambda said: voice.pass_on(issue, **said, by=request.user))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def record_change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name what became another because of the issue."""
    issue = _find(request, pk, "record_change")
    form = _form(request, ChangeForm)
    return _do(
        request,
        issue,
        "record_change",
        form,
        lambda said: voice.record_change(
            issue, Changed(**said | {"kind": ChangeKind(said["kind"])}), by=request.user
        ),
    )


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def exempt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the issue off the public page."""
    issue = _find(request, pk, "exempt")
    form = _form(request, BecauseForm)
    return _do(request, issue, "exempt", form, lambda said: voice.exempt(issue, **said, by=request.user))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that a promise is kept."""
    promise = _find_promise(request, pk, "keep")
    form = _form(request, KeepForm)
    return _do_with_promise(
        request, promise, "keep", form, lambda said: voice.keep(promise, **said, by=request.user)
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Move a promise to another day."""
    promise = _find_promise(request, pk, "move")
    form = _form(request, MoveForm)
    return _do_with_promise(
        request, promise, "move", form, lambda said: voice.move(promise, **said, by=request.user)
    )


def _form(request: SignedInRequest, kind: type[forms.Form], **more: Any) -> forms.Form:
    return kind(request.POST if request.method == "POST" else None, **more)


def _find(request: SignedInRequest, pk: UUID, to: str) -> Issue:
    """Return an issue that this person sees and has a right to do that with; for everybody else there is none."""
    issue = get_object_or_404(reports.drawn(Issue.objects.visible_to(request.user)), pk=pk)
    if not request.user.has_perm(Issue.get_perm(to), issue):
        raise Http404
    return issue


def _find_promise(request: SignedInRequest, pk: UUID, to: str) -> Promise:
    visible = Promise.objects.visible_to(request.user).select_related("issue__leader", "owner")
    promise: Promise = get_object_or_404(visible, pk=pk)
    if not request.user.has_perm(Promise.get_perm(to), promise):
        raise Http404
    return promise


def _do(request: SignedInRequest, issue: Issue, deed: str, form: forms.Form, act: Act) -> HttpResponse:
    """Do it and show the issue; where it is not the time for it, say so and show what was written."""
    if request.method != "POST" and deed not in offers.of(issue, request.user):
        return redirect("issue", pk=issue.pk)
    return _acted(request, issue, form, act) or _ask(request, issue, deed, form)


def _do_with_promise(
    request: SignedInRequest, promise: Promise, deed: str, form: forms.Form, act: Act
) -> HttpResponse:
    if request.method != "POST" and promise.is_kept:
        return redirect("issue", pk=promise.issue_id)
    asked = _acted(request, promise.issue, form, act)
    return asked or _ask(request, promise.issue, deed, form, promise=promise_seen(promise))


def _acted(request: SignedInRequest, issue: Issue, form: forms.Form, act: Act) -> HttpResponse | None:
    """Return where it leads when it is done, or cannot be; nothing while the form still asks."""
    if not form.is_valid():
        return None
    try:
        act(form.cleaned_data)
    except NotNow as refused:
        return _not_now(request, issue, refused)
    except Unfit as refused:
        form.add_error(next(iter(form.fields)), sentence(refused))
        return None
    return redirect("issue", pk=issue.pk)


def _ask(request: SignedInRequest, issue: Issue, deed: str, form: forms.Form, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "issue": seen(issue, request.user),
        "record": issue,
        "today": clock.today(),
        **more,
    }
    return render(request, f"voice/deeds/{deed}.html", context)


def _not_now(request: SignedInRequest, issue: Issue, refused: NotNow) -> HttpResponse:
    written = [request.POST.get(name, "") for name in ("words", "because", "how")]
    context = {
        "issue_id": issue.pk,
        "sentence": sentence(refused),
        "written": "\n\n".join(filter(None, written)),
    }
    return render(request, "voice/not_now.html", context, status=409)
