"""The page of one answer: its themes, what is taken out of it, what of it is quoted; and the file of all answers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding import actions
from dueregard.decisions.consultations.coding.export import csv_of
from dueregard.decisions.consultations.coding.forms import QuoteForm, RecodeForm, RedactForm
from dueregard.decisions.consultations.coding.models import Theme
from dueregard.decisions.consultations.models import read_by
from dueregard.decisions.consultations.refusals import NotNow
from dueregard.people.requests import SignedInRequest

DEEDS = ("recode", "redact", "quote")


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show an answer and, to those who code, set its themes, take words out, or choose words to quote."""
    found = get_object_or_404(
        Answer.objects.filter(question__consultation__in=read_by(request.user)).select_related(
            "question__consultation__proposal__body", "response"
        ),
        pk=pk,
    )
    consultation = found.question.consultation
    themes = list(Theme.objects.filter(consultation=consultation))
    put = [coding.theme for coding in found.codings.select_related("theme")]
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    if sent or request.method == "POST":
        finding.allowed(request, consultation, "code")
    forms: dict[str, Any] = {
        "recode": RecodeForm(
            request.POST if sent == "recode" else None,
            themes=themes,
            initial={"themes": [str(theme.number) for theme in put]},
        ),
        "redact": RedactForm(request.POST if sent == "redact" else None),
        "quote": QuoteForm(request.POST if sent == "quote" else None, themes=put),
    }
    form = forms.get(sent)
    if form is not None and form.is_valid():
        try:
            _do(sent, found, form.cleaned_data, put, request)
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("answer-to-consultation", pk=pk)
    context = {
        "consultation": consultation,
        "answer": found,
        "published": actions.as_published(found),
        "themes": put,
        "forms": forms,
        "form": form,
        "redactions": found.redactions.select_related("by"),
        "quotations": found.quotations.select_related("theme", "chosen_by", "looked_by"),
        "may_code": finding.may(request, consultation, "code")
        and consultation.is_closed
        and bool(found.words),
    }
    return render(request, "decisions/consultations/answer_page.html", context)


@access.signed_in
@require_safe
def export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Send all answers with their themes as a CSV file, without what is redacted."""
    found = finding.read(request, pk)
    response = HttpResponse(csv_of(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="consultation-{found.pk}.csv"'
    return response


def _do(
    deed: str, found: Answer, cleaned: dict[str, Any], themes: list[Theme], request: SignedInRequest
) -> None:
    if deed == "recode":
        actions.recode(found, [int(one) for one in cleaned["themes"]], by=request.user)
    elif deed == "redact":
        actions.redact(found, cleaned["removed"], reason=cleaned["reason"], by=request.user)
    else:
        theme = next(one for one in themes if str(one.pk) == cleaned["theme"])
        actions.quote(found, theme, cleaned["quoted"], by=request.user)
