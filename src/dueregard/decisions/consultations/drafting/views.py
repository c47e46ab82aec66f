"""The pages on which a consultation is written and opened."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.decisions.consultations import finding, gunning
from dueregard.decisions.consultations.drafting import actions
from dueregard.decisions.consultations.drafting.actions import Asked
from dueregard.decisions.consultations.drafting.forms import (
    ConsidersForm,
    DraftForm,
    IssueForm,
    QuestionForm,
    VersionForm,
)
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.networks_to_ask import to_ask
from dueregard.decisions.consultations.refusals import NotNow, Unready
from dueregard.decisions.models import Proposal
from dueregard.people.requests import SignedInRequest
from dueregard.voice.models import Issue

ISSUES_LISTED = 200


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write a new draft about a proposal."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm("decisions.begin_consultation", proposal) or not proposal.is_open:
        raise Http404
    networks = to_ask(request.user, proposal.touches)
    suggested = [one.code for one in networks if one.because]
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        networks=networks,
        initial={"title": proposal.title, "summary": proposal.what, "networks": suggested},
    )
    if form.is_valid():
        token = finding.key(request.POST.get("token"))
        made = actions.begin(proposal, form.words, token=token, by=request.user)
        return redirect("consultation-questions", pk=made.pk)
    context = {"form": form, "proposal": proposal, "token": request.POST.get("token") or uuid4()}
    return render(request, "decisions/consultations/draft.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what a draft says."""
    found = _draft(request, pk)
    networks = to_ask(request.user, found.proposal.touches)
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        networks=networks,
        initial=DraftForm.initial_of(found),
    )
    if form.is_valid():
        try:
            actions.rewrite(found, form.words, version=_version(request), by=request.user)
        except NotNow as refused:
            form.add_error(None, str(refused))
            found = finding.consultation(request, pk, "write")
        else:
            return redirect("consultation", pk=pk)
    context = {"form": form, "proposal": found.proposal, "consultation": found}
    return render(request, "decisions/consultations/draft.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List the questions of a draft; add one, take one away, or move one up."""
    found = _draft(request, pk)
    there = [Asked(one.text, one.young_text, tuple(one.choices)) for one in found.questions.all()]
    form = QuestionForm()
    wanted: list[Asked] | None = None
    if request.method == "POST":
        wanted = _moved(there, request.POST.get("do", ""))
        if wanted is None:
            form = QuestionForm(request.POST)
            wanted = [*there, form.asked] if form.is_valid() else None
    if wanted is not None:
        try:
            actions.ask(found, wanted, version=_version(request), by=request.user)
        except NotNow as refused:
            form = QuestionForm(request.POST)
            form.is_valid()
            form.add_error(None, str(refused))
            found = finding.consultation(request, pk, "write")
        else:
            return redirect("consultation-questions", pk=pk)
    context = {"form": form, "consultation": found, "questions": list(found.questions.all())}
    return render(request, "decisions/consultations/questions.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the Gunning checks, and open the consultation once they pass."""
    found = _draft(request, pk)
    refused: NotNow | None = None
    if request.method == "POST":
        try:
            actions.open_(found, version=_version(request), by=request.user)
        except Unready:
            pass  # the checks below say it
        except NotNow as not_now:
            refused = not_now
            found = finding.consultation(request, pk, "write")
        else:
            return redirect("consultation", pk=pk)
    facts = actions.facts_of(found)
    wrong = gunning.refusals(facts)
    checks = [(check.label, [one.sentence for one in wrong if one.check == check]) for check in gunning.Check]
    context = {
        "consultation": found,
        "checks": checks,
        "is_ready": not wrong,
        "warnings": gunning.warnings(facts),
        "days": gunning.days_of(facts),
        "sentence": str(refused) if refused else "",
    }
    return render(request, "decisions/consultations/open.html", context, status=409 if refused else 200)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def considers(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the decision-maker name who considers the answers."""
    found = finding.consultation(request, pk, "name_who_considers")
    form = ConsidersForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.name_who_considers(found, form.person, by=request.user)
        except NotNow as refused:
            form.add_error("email", str(refused))
        else:
            return redirect("consultation", pk=pk)
    return render(request, "decisions/consultations/considers.html", {"form": form, "consultation": found})


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def issues(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say which issue, of those that all staff read, led to a consultation."""
    found = finding.consultation(request, pk, "write")
    shown = Issue.objects.visible_to(request.user).filter(is_shown=True).order_by("-raised_on", "id")
    listed = list(shown[:ISSUES_LISTED])
    form = IssueForm(request.POST if request.method == "POST" else None, issues=listed)
    if form.is_valid():
        try:
            actions.led_by(found, finding.one(shown, form.cleaned_data["issue"]), by=request.user)
        except NotNow as refused:
            form.add_error("issue", str(refused))
        else:
            return redirect("consultation", pk=pk)
    context = {"form": form, "consultation": found, "has_issues": bool(listed)}
    return render(request, "decisions/consultations/issues.html", context)


def _draft(request: SignedInRequest, pk: UUID) -> Consultation:
    found = finding.consultation(request, pk, "write")
    if not found.is_draft:
        raise Http404
    return found


def _version(request: SignedInRequest) -> int:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _moved(there: list[Asked], do: str) -> list[Asked] | None:
    """Return the questions without one, or with one moved up, as a button says; none where it says neither."""
    deed, _, place = do.partition("-")
    if deed not in {"remove", "up"} or not place.isdecimal() or not 1 <= int(place) <= len(there):
        return None
    at = int(place) - 1
    rest: list[Any] = [*there[:at], *there[at + 1 :]]
    if deed == "up":
        rest.insert(max(at - 1, 0), there[at])
    return rest
