"""The pages on which answers are coded: an overview, the batches of a question, and what is quoted."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, SmallIntegerField, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.answering.models import Answer, ParkedResponse, Response
from dueregard.decisions.consultations.coding import actions
from dueregard.decisions.consultations.coding.batches import (
    Progress,
    Waiting,
    next_batch,
    progress,
    with_suggestions,
)
from dueregard.decisions.consultations.coding.forms import BatchForm, LookForm, ThemeNameForm
from dueregard.decisions.consultations.coding.models import Quotation, QuotationState, Theme
from dueregard.decisions.consultations.models import Consultation, Question, QuestionKind
from dueregard.decisions.consultations.refusals import NotNow
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.signed_in
@require_safe
def responses(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List the responses, those of networks, boards and partner bodies first."""
    found = finding.read(request, pk)
    listed = Response.objects.filter(consultation=found).select_related("person", "upload")
    kind = request.GET.get("kind", "")
    if kind == "bodies":
        listed = listed.of_bodies()
    page = Paginator(listed.order_by("day", "id"), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "consultation": found,
        "page": page,
        "kind": kind,
        "waits": ParkedResponse.objects.filter(consultation=found).exists(),
        "may_code": finding.may(request, found, "code"),
    }
    return render(request, "decisions/consultations/responses.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show how far the coding of each question has come, and the themes; and add a theme."""
    found = finding.read(request, pk)
    form = ThemeNameForm()
    if request.method == "POST":
        finding.allowed(request, found, "code")
        form = ThemeNameForm(request.POST)
        if form.is_valid():
            try:
                actions.add_theme(found, form.cleaned_data["name"], by=request.user)
            except NotNow as refused:
                form.add_error("name", str(refused))
            else:
                return redirect("consultation-coding", pk=pk)
    questions = found.questions.filter(kind=QuestionKind.WORDS).annotate(
        many=Count("answers"), waiting=Count("answers", filter=Q(answers__batch=None))
    )
    questions = questions.order_by("place")
    context = {
        "consultation": found,
        "form": form,
        "questions": [(one, Progress(one.many - one.waiting, one.many)) for one in questions],
        "themes": Theme.objects.filter(consultation=found).annotate(many=Count("codings")).order_by("number"),
        "held": _quotations(found).filter(state=QuotationState.HELD).count(),
        "may_code": finding.may(request, found, "code"),
    }
    return render(request, "decisions/consultations/coding.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: SignedInRequest, pk: UUID, place: int) -> HttpResponse:
    """Show the next ten answers to a question, take their themes, and go on behind them."""
    found = finding.read(request, pk, "code")
    question = _question(found, place)
    themes = list(Theme.objects.filter(consultation=found))
    if request.method != "POST":
        shown = next_batch(question, themes, by=request.user) if found.is_closed else []
        return _batch_page(request, found, question, BatchForm(batch=shown, themes=themes), themes)
    name = ThemeNameForm({"name": request.POST.get("new_theme", "")})
    notice = ""
    adds_theme = request.POST.get("do") == "add-theme" or bool(request.POST.get("new_theme", "").strip())
    if adds_theme:
        notice = _add_theme(request, found, name)
        themes = list(Theme.objects.filter(consultation=found))
    shown = _sent(request, question, themes)
    form = BatchForm(request.POST, batch=shown, themes=themes)
    if adds_theme or not form.is_valid():
        return _batch_page(request, found, question, form, themes, notice=notice)
    try:
        _, taken = actions.code(question, form.puts, shown=form.shown, by=request.user)
    except NotNow as refused:
        form.add_error(None, str(refused))
        return _batch_page(request, found, question, form, themes)
    response = redirect("consultation-batch", pk=pk, place=place)
    if taken:
        response["Location"] += f"?others={taken}"
    return response


@access.signed_in
@require_POST
def undo(request: SignedInRequest, pk: UUID, place: int) -> HttpResponse:
    """Take back one's own last batch, and show it again."""
    found = finding.read(request, pk, "code")
    question = _question(found, place)
    try:
        actions.undo(question, by=request.user)
    except NotNow as refused:
        themes = list(Theme.objects.filter(consultation=found))
        shown = next_batch(question, themes, by=request.user) if found.is_closed else []
        form = BatchForm(batch=shown, themes=themes)
        return _batch_page(request, found, question, form, themes, notice=str(refused), status=409)
    return redirect("consultation-batch", pk=pk, place=place)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def quotations(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List what is quoted, what waits for a second look first; and take that look."""
    found = finding.read(request, pk)
    form, looked_at, sentence = LookForm(), None, ""
    if request.method == "POST" and "take_back" in request.POST:
        finding.allowed(request, found, "code")
        try:
            actions.take_back(finding.one(_quotations(found), request.POST["take_back"]), by=request.user)
        except NotNow as refused:
            sentence = str(refused)
        else:
            return redirect("consultation-quotations", pk=pk)
    elif request.method == "POST":
        looked_at = finding.one(_quotations(found), request.POST.get("quotation"))
        if not request.user.has_perm(Quotation.get_perm("look"), looked_at):
            raise Http404
        form = LookForm(request.POST)
        if form.is_valid():
            cleaned = form.cleaned_data
            try:
                actions.look(
                    looked_at,
                    is_cleared=cleaned["verdict"] == "yes",
                    because=cleaned["because"],
                    by=request.user,
                )
            except NotNow as refused:
                sentence = str(refused)
            else:
                return redirect("consultation-quotations", pk=pk)
    order = Case(
        When(state=QuotationState.HELD, then=0),
        When(state=QuotationState.CLEARED, then=1),
        default=2,
        output_field=SmallIntegerField(),
    )
    listed = _quotations(found).select_related("theme", "chosen_by", "looked_by")
    listed = listed.order_by(order, "theme__number", "id")
    page = Paginator(listed, PAGE_LENGTH).get_page(request.GET.get("page"))
    may = finding.may(request, found, "code")
    rows = [(one, may and one.is_held and one.chosen_by_id != request.user.pk) for one in page]
    context = {
        "consultation": found,
        "page": page,
        "rows": rows,
        "form": form,
        "looked_at": looked_at,
        "sentence": sentence,
        "may_code": may,
    }
    return render(request, "decisions/consultations/quotations.html", context)


def _quotations(found: Consultation) -> Any:
    return Quotation.objects.filter(theme__consultation=found)


def _question(found: Consultation, place: int) -> Question:
    return get_object_or_404(found.questions.filter(kind=QuestionKind.WORDS), place=place)


def _sent(request: SignedInRequest, question: Question, themes: list[Theme]) -> list[Waiting]:
    """Return the answers that were on the page, in their order, whoever has coded them since."""
    keys = [finding.key(text) for text in request.POST.getlist("shown")]
    there = {one.pk: one for one in Answer.objects.filter(question=question, pk__in=keys)}
    if not keys or set(keys) != set(there):
        raise Http404
    return with_suggestions(question, [there[pk] for pk in keys], themes)


def _add_theme(request: SignedInRequest, found: Consultation, name: ThemeNameForm) -> str:
    """Add a theme while the batch stays as it is; return what is to be said."""
    if not name.is_valid():
        return "Enter the name of the theme."
    try:
        made = actions.add_theme(found, name.cleaned_data["name"], by=request.user)
    except NotNow as refused:
        return str(refused)
    return f"Added theme {made.number}, {made.name}. Nothing else is saved yet."


def _batch_page(
    request: SignedInRequest,
    found: Consultation,
    question: Question,
    form: BatchForm,
    themes: list[Theme],
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    others = request.GET.get("others", "")
    context = {
        "consultation": found,
        "question": question,
        "form": form,
        "themes": themes,
        "progress": progress(question),
        "notice": notice,
        "others": int(others) if others.isdecimal() else 0,
        "may_undo": found.is_closed and question.batches.filter(by=request.user).exists(),
        "new_theme": request.POST.get("new_theme", "") if notice and not notice.startswith("Added") else "",
    }
    return render(request, "decisions/consultations/batch.html", context, status=status)
