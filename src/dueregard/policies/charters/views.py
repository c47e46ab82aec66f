from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest
from dueregard.policies.charters import actions
from dueregard.policies.charters.forms import AddForm, CorrectForm, LeaveForm, LevelForm, OwnerForm
from dueregard.policies.charters.kinds import KINDS
from dueregard.policies.charters.models import Charter, Standing
from dueregard.policies.charters.reports import to_renew
from dueregard.policies.charters.rules import KEEPERS, keeps_charters
from dueregard.policies.charters.sentences import NOT_NOW
from dueregard.records.models import Evidence


@access.everyone
@require_safe
def charters(request: HttpRequest) -> HttpResponse:
    """Show everybody which charters the body holds, at which level and since when."""
    holding = Standing.objects.visible_to(request.user).holding(clock.today()).select_related("charter")
    context = {
        "holding": sorted(holding, key=lambda one: one.charter.kind.name),
        "may_keep": keeps_charters(request.user),
    }
    return render(request, "policies/charters/charters.html", context)


@access.holders_of(*KEEPERS)
@require_safe
def keep(request: SignedInRequest) -> HttpResponse:
    """Show those who keep charters what there is, and what is to be renewed."""
    newest = Standing.objects.visible_to(request.user).newest_of_each().select_related("charter")
    standing = {one.charter_id: one for one in newest}
    mine = {one.charter_id for one in to_renew(request.user)}
    found = list(Charter.objects.visible_to(request.user).select_related("owner"))
    context = {
        "charters": [(one, standing.get(one.pk), one.pk in mine) for one in found],
        "may_add": len(found) < len(KINDS),
    }
    return render(request, "policies/charters/keep.html", context)


@access.holders_of(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a charter."""
    form = AddForm(request.POST or None, people=Person.objects.visible_to(request.user))

    def act() -> Charter:
        said = form.cleaned_data
        return actions.add(KINDS[said["code"]], owner=said["owner"], by=request.user)

    return _answer(request, "add", form, act)


@access.holders_of(*KEEPERS)
@require_safe
def charter(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a charter with its whole history."""
    found = _find(request, pk)
    history = Standing.objects.visible_to(request.user).filter(charter=found)
    context = {
        "charter": found,
        "history": list(history.select_related("charter", "evidence", "recorded_by", "correction__by")),
        "evidence_seen": set(Evidence.objects.visible_to(request.user).values_list("pk", flat=True)),
        "newest": history.uncorrected().select_related("charter").first(),
    }
    return render(request, "policies/charters/charter.html", context)


@access.holders_of(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record_level(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record a level, or its renewal."""
    found = _find(request, pk)
    evidence = Evidence.objects.visible_to(request.user)
    form = LevelForm(request.POST or None, kind=found.kind, evidence=evidence)

    def act() -> Charter:
        said = form.cleaned_data
        days = {"since": said["since"], "renew_on": said.get("renew_on")}
        made = actions.record_level(found, level=said["level"], **days, basis=form.basis, by=request.user)
        return made.charter

    return _answer(request, "record_level", form, act, found)


@access.holders_of(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give it another owner."""
    found = _find(request, pk)
    form = OwnerForm(request.POST or None, people=Person.objects.visible_to(request.user))
    return _answer(
        request,
        "hand_over",
        form,
        lambda: actions.hand_over(found, to=form.cleaned_data["owner"], by=request.user),
        found,
    )


@access.holders_of(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Record that the body left it."""
    found = _find(request, pk)
    form = LeaveForm(request.POST or None)
    return _answer(
        request,
        "leave",
        form,
        lambda: actions.leave(found, **form.cleaned_data, by=request.user).charter,
        found,
    )


@access.holders_of(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that what was recorded last is wrong."""
    found = _find(request, pk)
    standings = Standing.objects.visible_to(request.user).filter(charter=found).uncorrected()
    newest = get_object_or_404(standings.select_related("charter")[:1])
    form = CorrectForm(request.POST or None)

    def act() -> Charter:
        actions.correct(newest, **form.cleaned_data, by=request.user)
        return found

    return _answer(request, "correct", form, act, found, newest=newest)


def _answer(
    request: SignedInRequest,
    page: str,
    form: forms.Form,
    act: Callable[[], Charter],
    found: Charter | None = None,
    **more: object,
) -> HttpResponse:
    """Do what a valid form asks for and show the charter; or show the form again, with what is wrong."""
    if form.is_valid():
        try:
            return redirect("charter", pk=act().pk)
        except actions.NotNow as refused:
            field, sentence = NOT_NOW[type(refused)]
            form.add_error(field if field in form.fields else None, sentence)
    context = {"form": form, "charter": found, **more}
    return render(request, f"policies/charters/{page}.html", context)


def _find(request: SignedInRequest, pk: UUID) -> Charter:
    return get_object_or_404(Charter.objects.visible_to(request.user).select_related("owner"), pk=pk)
