"""The pages on which a consultation ends: themes are decided, bodies replied to, the outcome published and read."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.answering.models import Answer, Response
from dueregard.decisions.consultations.coding import actions as coding
from dueregard.decisions.consultations.coding.forms import ThemeNameForm
from dueregard.decisions.consultations.coding.models import Quotation, QuotationState, TextChange, Theme
from dueregard.decisions.consultations.drafting.forms import VersionForm
from dueregard.decisions.consultations.models import Consultation, read_by
from dueregard.decisions.consultations.outcomes import actions, gate, reports
from dueregard.decisions.consultations.outcomes.forms import (
    ChangeForm,
    DecideForm,
    OutcomeForm,
    PublishForm,
    ReplyForm,
)
from dueregard.decisions.consultations.outcomes.models import OutcomeEdition
from dueregard.decisions.consultations.refusals import NotNow, Unready
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 10


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a theme from what people said to what changed, and decide it."""
    found = _theme(request, pk)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    permission = {
        "decide": "decide",
        "change": "decide",
        "take-back": "decide",
        "rename": "code",
        "remove": "code",
    }
    if request.method == "POST":
        if sent not in permission:
            raise Http404
        finding.allowed(request, found.consultation, permission[sent])
    forms = {
        "decide": DecideForm(
            request.POST if sent == "decide" else None, initial=DecideForm.initial_of(found)
        ),
        "change": ChangeForm(request.POST if sent == "change" else None),
        "rename": ThemeNameForm(request.POST if sent == "rename" else None, initial={"name": found.name}),
    }
    form: Any = forms.get(sent)
    refusal = ""
    if sent and (form is None or form.is_valid()):
        try:
            _do(sent, found, form, request)
        except NotNow as refused:
            refusal = str(refused)
            found = _theme(request, pk)
        else:
            if sent == "remove":
                return redirect("consultation-coding", pk=found.consultation_id)
            return redirect("theme-of-consultation", pk=pk)
    return _theme_page(request, found, forms, form, refusal)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def response(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one response with its answers, and reply to it where a body sent it."""
    found = get_object_or_404(
        Response.objects.filter(consultation__in=read_by(request.user)).select_related(
            "consultation__proposal__body", "person", "upload", "reply"
        ),
        pk=pk,
    )
    there = getattr(found, "reply", None)
    may_reply = found.is_of_a_body and finding.may(request, found.consultation, "decide")
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial={"words": there.words if there else ""}
    )
    if request.method == "POST":
        if not may_reply:
            raise Http404
        if form.is_valid():
            try:
                actions.reply(found, form.cleaned_data["words"], by=request.user)
            except NotNow as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("response-to-consultation", pk=pk)
    context = {
        "consultation": found.consultation,
        "response": found,
        "answers": found.answers.select_related("question").order_by("question__place"),
        "reply": there,
        "form": form,
        "may_reply": may_reply and not found.consultation.takes_answers,
    }
    return render(request, "decisions/consultations/response.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consider(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the decision-maker say that they have considered the responses."""
    found = finding.read(request, pk, "consider")
    refusal = ""
    if request.method == "POST":
        try:
            actions.consider(found, by=request.user)
        except Unready:
            pass  # the list below says it
        except NotNow as refused:
            refusal = str(refused)
        else:
            return redirect("consultation", pk=pk)
    facts = reports.gate_facts(found)
    context = {
        "consultation": found,
        "missing": gate.before_considering(facts),
        "is_again": facts.is_considered_before_its_time,
        "themes": Theme.objects.filter(consultation=found),
        "refusal": refusal,
    }
    return render(request, "decisions/consultations/consider.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write how the outcome begins and ends, see what is missing, and publish it."""
    found = finding.read(request, pk, "publish")
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    initial = {name: getattr(found, name) for name in OutcomeForm.base_fields}
    form = OutcomeForm(request.POST if sent == "write" else None, initial=initial)
    is_first = not found.editions.exists()
    publish = PublishForm(
        request.POST if sent == "publish" else None,
        initial={"updated": "First published." if is_first else ""},
    )
    chosen: Any = {"write": form, "publish": publish}.get(sent)
    if chosen is not None and chosen.is_valid():
        try:
            _write(sent, found, chosen.cleaned_data, request)
        except Unready:
            pass  # the list on the page says it
        except NotNow as refused:
            chosen.add_error(None, str(refused))
        else:
            return redirect("consultation-outcome" if sent == "publish" else "write-outcome", pk=pk)
        found = finding.read(request, pk, "publish")
    context = {
        "consultation": found,
        "form": publish if sent == "publish" and publish.errors else form,
        "write": form,
        "publish": publish,
        "missing": gate.refusals(reports.gate_facts(found)),
        "themes": Theme.objects.filter(consultation=found),
        "held": Quotation.objects.filter(theme__consultation=found, state=QuotationState.HELD).count(),
        "is_first": is_first,
    }
    return render(request, "decisions/consultations/outcome_write.html", context)


@access.everyone
@require_safe
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the outcome as it was published last, with the list of its updates."""
    found = finding.consultation(request, pk)
    editions = list(OutcomeEdition.objects.filter(consultation=found).order_by("-number"))
    if not editions:
        raise Http404
    context = {
        "consultation": found,
        "says": editions[0].content,
        "published": editions[-1].at,
        "updated": editions[0].at,
        "editions": editions,
        "reads": request.user.is_authenticated and finding.may(request, found, "read"),
    }
    return render(request, "decisions/consultations/outcome.html", context)


def _theme(request: SignedInRequest, pk: UUID) -> Theme:
    found = Theme.objects.filter(consultation__in=read_by(request.user))
    return get_object_or_404(found.select_related("consultation__proposal__body", "decided_by"), pk=pk)


def _theme_page(
    request: SignedInRequest, found: Theme, forms: dict[str, Any], form: Any, refusal: str
) -> HttpResponse:
    consultation = found.consultation
    answers = Answer.objects.filter(codings__theme=found).select_related("question").order_by("id")
    is_over = consultation.is_closed or consultation.is_published
    context = {
        "consultation": consultation,
        "theme": found,
        "page": Paginator(answers, PAGE_LENGTH).get_page(request.GET.get("page")),
        "quotations": found.quotations.select_related("chosen_by"),
        "changes": found.changes.select_related("by"),
        "forms": forms,
        "form": form,
        "refusal": refusal,
        "may_decide": is_over and finding.may(request, consultation, "decide"),
        "may_code": finding.may(request, consultation, "code"),
    }
    status = 409 if refusal else 200
    return render(request, "decisions/consultations/theme.html", context, status=status)


def _do(deed: str, found: Theme, form: Any, request: SignedInRequest) -> None:
    """Do to a theme what a button says."""
    if deed == "decide":
        actions.decide(found, form.decided, version=_version(request), by=request.user)
    elif deed == "change":
        actions.change_text(found, form.changed, by=request.user)
    elif deed == "take-back":
        change: TextChange = finding.one(found.changes.all(), request.POST.get("change"))
        actions.take_back_change(change, by=request.user)
    elif deed == "rename":
        coding.rename_theme(found, form.cleaned_data["name"], by=request.user)
    else:
        coding.remove_theme(found, by=request.user)


def _write(deed: str, found: Consultation, cleaned: dict[str, Any], request: SignedInRequest) -> None:
    if deed == "write":
        actions.write(found, **cleaned, version=_version(request), by=request.user)
    else:
        actions.publish(found, **cleaned, version=_version(request), by=request.user)


def _version(request: SignedInRequest) -> int:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
