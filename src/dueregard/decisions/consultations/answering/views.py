"""The pages of answers for people who are signed in: answering by name, and bringing in what was gathered elsewhere."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import access
from dueregard.decisions.consultations import finding
from dueregard.decisions.consultations.answering import actions, doors, uploading
from dueregard.decisions.consultations.answering.forms import AnswerForm, UploadForm
from dueregard.decisions.consultations.answering.gathered import Asked, WrongFile, headings
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.refusals import NotNow, NotOpen
from dueregard.people.requests import SignedInRequest

REFUSED_SHOWN = 20


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take somebody's answer by name; until it closes they may change it."""
    found = finding.consultation(request, pk, "answer")
    there = Answer.objects.filter(response__consultation=found, response__person=request.user)
    said = {one.question_id: actions.Said(one.words, one.choice, one.may_be_quoted) for one in there}
    form = AnswerForm(
        request.POST if request.method == "POST" else None, questions=list(found.questions.all()), said=said
    )
    if form.is_valid():
        try:
            actions.answer(found, form.said, by=request.user)
        except NotOpen as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("consultation", pk=pk)
    context = {"consultation": found, "form": form, "has_answered": bool(said), "door": doors.door(found)}
    return render(request, "decisions/consultations/answer.html", context)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Bring in a file, and show the receipt of each that was brought in."""
    found = finding.read(request, pk, "code")
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        try:
            uploading.upload(
                found, form.cleaned_data["file"].read(), source=form.cleaned_data["source"], by=request.user
            )
        except WrongFile as wrong:
            form.add_error("file", str(wrong))
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("consultation-upload", pk=pk)
    asked = [Asked(one.place, tuple(one.choices)) for one in found.questions.all()]
    context = {
        "consultation": found,
        "form": form,
        "headings": headings(asked),
        "uploads": found.uploads.select_related("by")[:REFUSED_SHOWN],
        "most": REFUSED_SHOWN,
    }
    return render(request, "decisions/consultations/upload.html", context)
