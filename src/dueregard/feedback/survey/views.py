"""The pages of the staff survey: the list, one survey in each of its states, the answer, and the plan."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.feedback.survey import actions, carrying, collecting
from dueregard.feedback.survey.forms import AnswerForm, PlanForm, VersionForm
from dueregard.feedback.survey.models import State, Survey
from dueregard.feedback.survey.results import LABELS, is_told_by, results_of
from dueregard.feedback.you_said.models import Reply
from dueregard.people.requests import SignedInRequest
from dueregard.statistics import reports
from dueregard.statistics.models import Analysis, Release
from dueregard.voice.collective.boxes import NoSuchBox

PAGE_LENGTH = 20

SENTENCES: dict[type[actions.NotNow], str] = {
    actions.Overlaps: "Another survey is open on one of these days. Choose days on which none is open",
    actions.HasBegun: "This survey is open, or was. It cannot be changed any more.",
    actions.ChangedMeanwhile: (
        "Somebody else changed this while you had it open. Nothing of yours was saved. Look at it as it is now, then "
        "decide."
    ),
    actions.NotOver: "This survey is not over yet. Its answers are counted once it is closed.",
    actions.AlreadyCounted: (
        "The answers have been counted already. A second count could be compared with the first to learn about one "
        "person."
    ),
    collecting.NotOpen: "This survey is not open. Your answers were not kept.",
}


@access.holders_of("staff")
@require_safe
def surveys(request: SignedInRequest) -> HttpResponse:
    """List all surveys, with where each stands."""
    found = Survey.objects.visible_to(request.user).with_release()
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    may_plan = request.user.has_perm(Survey.get_perm("plan"))
    return render(
        request, "feedback/survey/surveys.html", {"page": page, "may_plan": may_plan, "State": State}
    )


@access.holders_of("staff")
@require_safe
def survey(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a survey: what it asks, what is kept, and its results once they are published."""
    return _page(request, _find(request, pk))


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the answers of a member of staff. The page is the same for everybody, whether they have answered or not."""
    found = _find(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, survey=found)
    try:
        if not found.is_open:
            raise collecting.NotOpen
        if form.is_valid():
            collecting.answer(found, form.answer, by=request.user)
            return redirect("survey-answered", pk=pk)
    except actions.NotNow as refused:
        if request.method != "POST":
            return redirect("survey", pk=pk)
        return _page(request, _find(request, pk), sentence=SENTENCES[type(refused)])
    except NoSuchBox:
        form.add_error(None, "The survey is being set up. Wait a minute, then press the button again")
    return render(request, "feedback/survey/answer.html", {"survey": found, "form": form})


@access.holders_of("staff")
@require_safe
def answered(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say thank you, to whoever opens the page: it says nothing of who has answered."""
    found = _find(request, pk)
    if not found.is_open:
        return redirect("survey", pk=pk)
    return render(request, "feedback/survey/answered.html", {"survey": found})


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest) -> HttpResponse:
    """Plan a survey."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("survey", pk=carrying.plan(form.planned, by=request.user).pk)
        except actions.NotNow as refused:
            form.add_error("first_day", SENTENCES[type(refused)])
    return render(request, "feedback/survey/plan.html", {"form": form})


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change the name and the days of a survey that is not open yet."""
    found = _find(request, pk)
    if request.method != "POST":
        if not found.is_planned:
            return redirect("survey", pk=pk)
        form = PlanForm(initial={name: getattr(found, name) for name in ("name", "first_day", "last_day")})
        return render(request, "feedback/survey/plan.html", {"form": form, "survey": found})
    form, version = PlanForm(request.POST), _version(request)
    if form.is_valid():
        try:
            actions.change(found, form.planned, version=version, by=request.user)
            return redirect("survey", pk=pk)
        except actions.Overlaps as refused:
            form.add_error("first_day", SENTENCES[type(refused)])
        except actions.NotNow as refused:
            return _page(request, _find(request, pk), status=409, sentence=SENTENCES[type(refused)])
    return render(request, "feedback/survey/plan.html", {"form": form, "survey": found, "version": version})


@access.holders_of("analyst")
@require_POST
def count(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Have the answers of a closed survey counted."""
    found = _find(request, pk)
    try:
        carrying.count(found, by=request.user)
    except actions.NotNow as refused:
        return _page(request, _find(request, pk), status=409, sentence=SENTENCES[type(refused)])
    return redirect("survey", pk=pk)


def _page(request: SignedInRequest, found: Survey, *, status: int = 200, sentence: str = "") -> HttpResponse:
    context: dict[str, Any] = {"survey": found, "sentence": sentence, "State": State}
    context |= {
        "may_plan": request.user.has_perm(Survey.get_perm("plan"), found),
        "may_count": request.user.has_perm(Survey.get_perm("count"), found),
        "analysis": _analysis(request, found),
        "replies": Reply.objects.visible_to(request.user).published().filter(survey=found),
    }
    if found.state == State.PUBLISHED:
        by = request.GET.get("by", "")
        by = by if is_told_by(by) else next(iter(LABELS))
        released = Release.objects.visible_to(request.user).select_related("analysis")
        release = released.get(analysis__dataset=found.dataset)
        try:
            results = results_of(found, release, by=by)
        except reports.FilesChanged:
            return render(request, "statistics/files_changed.html", status=500)
        context |= {"release": release, "results": results, "by": by, "labels": LABELS}
    return render(request, "feedback/survey/survey.html", context, status=status)


def _analysis(request: SignedInRequest, found: Survey) -> Analysis | None:
    """Return the analysis of a survey, for those who see one."""
    if found.dataset_id is None:
        return None
    return Analysis.objects.visible_to(request.user).filter(dataset=found.dataset_id).first()


def _find(request: SignedInRequest, pk: UUID) -> Survey:
    found = (
        Survey.objects.visible_to(request.user)
        .with_release()
        .select_related("dataset__receipt", "planned_by")
    )
    survey = found.filter(pk=pk).first()
    if survey is None:
        raise Http404
    return survey


def _version(request: SignedInRequest) -> int:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
