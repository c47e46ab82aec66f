"""The pages of a room on which a network raises issues, reads the answers, and says whether they helped."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.networks import risk, rooms
from dueregard.networks.seats import Place
from dueregard.people.requests import SignedInRequest
from dueregard.voice import leaders, reports, rooms_issue
from dueregard.voice.collective import motions
from dueregard.voice.collective.models import Motion
from dueregard.voice.collective.motions import Kind, Moved, Standing, Wording
from dueregard.voice.issue_links import WEIGH, Link
from dueregard.voice.models import Issue
from dueregard.voice.room_forms import RaiseForm, TokenForm, VerdictForm, written
from dueregard.voice.seen import Seen

FORM = ["GET", "HEAD", "POST"]
SENTENCES = {
    motions.NotOpen: "It has passed meanwhile, or was dropped, so nothing was changed.",
    motions.ChangedMeanwhile: "Its words were changed after you opened this page. Read it again first.",
    motions.TooMany: "There are many drafts here. Ask those who run the network to drop some.",
    motions.SaidAlready: "The same is on its way already, or waits for members to stand behind it.",
    motions.SentBefore: "This form was sent before, with other words. Open the page again.",
}


@access.holders_of("staff")
@require_safe
def voice_of_network(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what the network means to say, and the issues it has raised with their answers."""
    place = rooms.enter(request, code)
    moved = motions.seen_by(place)
    raised = [each.issue for each in moved if each.kind == Kind.RAISE and each.standing == Standing.SAID]
    context = {
        "place": place,
        "open": [each for each in moved if each.standing == Standing.OPEN],
        "passed": [each for each in moved if each.standing == Standing.PASSED],
        "issues": _latest_first(reports.as_members_see(raised).values()),
    }
    return render(request, "voice/room/voice.html", context)


@access.holders_of("staff")
@require_http_methods(FORM)
def raise_issue(request: SignedInRequest, code: str) -> HttpResponse:
    """Write an issue for the network to raise."""
    place = rooms.enter(request, code)
    form = RaiseForm(request.POST or None, leaders=leaders.on_the_list())
    if form.is_valid() and _accepted(
        form,
        lambda: motions.move(
            Kind.RAISE, form.wording, issue=uuid.uuid4(), token=form.cleaned_data["token"], by=place
        ),
    ):
        return redirect("motion", code, form.cleaned_data["token"])
    return render(request, "voice/room/raise.html", {"place": place, "form": form, "at_risk": _at_risk(form)})


@access.holders_of("staff")
@require_safe
def motion(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a motion: its words, and whether the reader stands behind it."""
    place, found = _motion(request, code, pk)
    return _show(request, place, found)


@access.holders_of("staff")
@require_http_methods(FORM)
def reword(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Change the words of an issue before it is raised."""
    place, found = _motion(request, code, pk)
    moved = motions.as_read(found, place)
    if moved.kind != Kind.RAISE or moved.standing != Standing.OPEN or not (moved.mine or place.runs_it):
        raise Http404
    initial = written(moved.wording) | {"version": moved.version}
    form = RaiseForm(request.POST or None, initial=initial, leaders=leaders.on_the_list())
    if form.is_valid() and _accepted(
        form,
        lambda: motions.reword(found, form.wording, version=form.cleaned_data["version"] or 0, by=place),
    ):
        return redirect("motion", code, pk)
    return render(request, "voice/room/raise.html", {"place": place, "form": form, "motion": moved})


@access.holders_of("staff")
@require_POST
def stand(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Stand behind a motion, step back from it, or drop it."""
    place, found = _motion(request, code, pk)
    try:
        if request.POST.get("do") == "drop":
            motions.drop(found, by=place)
            return redirect("room-voice", code)
        if request.POST.get("do") == "step-back":
            motions.step_back(found, by=place)
        else:
            motions.stand_behind(found, version=_version(request), by=place)
    except motions.Refused as refused:
        return _not_now(request, place, refused)
    return redirect("motion", code, pk)


@access.holders_of("staff")
@require_safe
def issue_in_room(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Show an issue that the network raised, with its answer, and what the network can say to it."""
    place, issue = rooms_issue.find(request, code, pk)
    return _show_issue(request, place, issue, VerdictForm())


@access.holders_of("staff")
@require_POST
def give_verdict(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Say whether the answer helped."""
    place, issue = rooms_issue.find(request, code, pk)
    form = VerdictForm(request.POST)
    if form.is_valid() and _accepted(form, lambda: _move(Kind.VERDICT, form, form.wording, issue, place)):
        return redirect("motion", code, form.cleaned_data["token"])
    return _show_issue(request, place, issue, form)


@access.holders_of("staff")
@require_POST
def ask_network(request: SignedInRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask the network to let all staff read an issue, or to withdraw it."""
    place, issue = rooms_issue.find(request, code, pk)
    kind = {"show": Kind.SHOW, "withdraw": Kind.WITHDRAW}.get(request.POST.get("do", ""))
    form = TokenForm(request.POST)
    if kind is None or not form.is_valid():
        raise Http404
    try:
        _move(kind, form, Wording(), issue, place)
    except motions.Refused as refused:
        return _not_now(request, place, refused)
    return redirect("motion", code, form.cleaned_data["token"])


def _move(kind: Kind, form: forms.Form, wording: Wording, issue: Issue, place: Place) -> Motion:
    return motions.move(kind, wording, issue=issue.pk, token=form.cleaned_data["token"], by=place)


def _version(request: SignedInRequest) -> int:
    """Return the version that was read; none is never the one that stands."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else 0


def _motion(request: SignedInRequest, code: str, pk: UUID) -> tuple[Place, Motion]:
    place = rooms.enter(request, code)
    return place, get_object_or_404(Motion.objects.visible_to(place).select_related("network"), pk=pk)


def _show(request: SignedInRequest, place: Place, found: Motion) -> HttpResponse:
    moved: Moved = motions.as_read(found, place)
    about = reports.as_members_see([moved.issue]) if moved.kind != Kind.RAISE else {}
    context = {
        "place": place,
        "motion": moved,
        "about": about.get(moved.issue),
        "leader": leaders.leader_called(moved.wording.leader),
        "may_change": moved.standing == Standing.OPEN and (moved.mine or place.runs_it),
    }
    return render(request, "voice/room/motion.html", context)


def _show_issue(request: SignedInRequest, place: Place, issue: Issue, form: VerdictForm) -> HttpResponse:
    waiting = {
        each.kind
        for each in motions.seen_by(place)
        if each.issue == issue.pk and each.standing != Standing.SAID
    }
    context = {
        "place": place,
        "issue": issue,
        "seen": reports.as_members_see([issue.pk])[issue.pk],
        "record": issue,
        "needs_change": issue.is_about_practice,
        "changes": reports.changes_of(issue, request.user),
        "form": form,
        "waiting": waiting,
        "links_of_issue": _links(issue, place),
        "show": TokenForm(auto_id=False),
        "withdraw": TokenForm(auto_id=False),
    }
    return render(request, "voice/room/issue.html", context)


def _links(issue: Issue, place: Place) -> list[Link]:
    if not issue.takes_weight:
        return []
    in_room = reverse("weigh-in-room", args=[place.network.code, issue.pk])
    return [Link(WEIGH, reverse("issue-weight", args=[issue.pk]) if issue.is_shown else in_room)]


def _latest_first(issues: Iterable[Seen]) -> list[Seen]:
    """Return issues that wait first, then the latest."""
    latest = sorted(issues, key=lambda each: each.told.raised_on if each.told else date.min, reverse=True)
    return sorted(latest, key=lambda each: not each.is_waiting)


def _accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it, and say whether it was done; a refusal becomes a sentence above the form."""
    try:
        act()
    except motions.Refused as refused:
        form.add_error(None, SENTENCES[type(refused)])
        return False
    return True


def _not_now(request: SignedInRequest, place: Place, refused: motions.Refused) -> HttpResponse:
    sentence = SENTENCES[type(refused)]
    return render(request, "voice/room/not_now.html", {"place": place, "sentence": sentence}, status=409)


def _at_risk(form: forms.Form) -> bool:
    return form.is_bound and risk.sounds_like_risk(*(str(value) for value in form.data.values()))
