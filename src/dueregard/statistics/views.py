from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.core.files import File
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import disparity
from dueregard import access
from dueregard.intake.storage import NotKept
from dueregard.jobs.models import Job
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest
from dueregard.statistics import actions as statistics
from dueregard.statistics import examples, findings, reports
from dueregard.statistics.forms import AddDatasetForm, AnalyseForm, ReleaseForm
from dueregard.statistics.models import Analysis, Dataset, Release

PAGE_LENGTH = 25


Answer = HttpResponse | FileResponse


def says_if_files_changed(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Show a page in words when a file of an analysis is not what it was: no figure of it can be trusted."""

    @wraps(view)
    def shown(request: SignedInRequest, *args: Any, **kwargs: Any) -> Answer:
        try:
            return view(request, *args, **kwargs)
        except reports.FilesChanged:
            return render(request, "statistics/files_changed.html", status=500)

    return shown


# Releases: everyone who is signed in


@access.signed_in
@require_safe
def releases(request: SignedInRequest) -> HttpResponse:
    """List what has been released, newest first."""
    found = Release.objects.visible_to(request.user).select_related("released_by")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "statistics/releases.html", {"page": page})


@access.signed_in
@require_safe
@says_if_files_changed
def release(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show one release: its key findings, how complete the recording is, its files."""
    released = _release(request, pk)
    context = {"release": released, **_summary(released.analysis, released)}
    return render(request, "statistics/release.html", context)


@access.signed_in
@require_safe
@says_if_files_changed
def release_measure(request: SignedInRequest, pk: str, measure: str) -> HttpResponse:
    """Show one measure of a release: chart, table and sentences for each characteristic."""
    released = _release(request, pk)
    context = {"release": released, "title": released.title, **_measure(request, released.analysis, measure)}
    return render(request, "statistics/measure.html", context)


@access.signed_in
@require_safe
@says_if_files_changed
def release_file(request: SignedInRequest, pk: str, name: str) -> Answer:
    """Send one file of a release."""
    return _send(_release(request, pk).analysis, name)


def _release(request: SignedInRequest, pk: str) -> Release:
    found = Release.objects.visible_to(request.user).select_related("analysis__dataset", "released_by")
    return get_object_or_404(found, pk=pk)


# Datasets and analyses: data analysts and the equality lead


@access.holders_of("analyst", "equality-lead")
@require_safe
def datasets(request: SignedInRequest) -> HttpResponse:
    """List the datasets, newest first, with how far each has come."""
    found = (
        Dataset.objects.visible_to(request.user)
        .select_related("receipt", "added_by")
        .prefetch_related("analyses__release")
    )
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    may_add = request.user.has_perm(Dataset.get_perm("add"))
    return render(request, "statistics/datasets.html", {"page": page, "may_add": may_add})


@access.holders_of("analyst")
@require_http_methods(["GET", "HEAD", "POST"])
def add_dataset(request: SignedInRequest) -> HttpResponse:
    """Take a file and its plan from the analyst."""
    is_sent = request.method == "POST"
    form = AddDatasetForm(request.POST, request.FILES) if is_sent else AddDatasetForm()
    if is_sent and form.is_valid():
        try:
            added = statistics.add(
                form.cleaned_data["file"], plan=form.cleaned_data["plan_text"], by=request.user
            )
        except NotKept as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("dataset", pk=added.pk)
    context = {"form": form, "examples": examples.datasets()}
    return render(request, "statistics/add_dataset.html", context)


@access.holders_of("analyst")
@require_POST
def add_example(request: SignedInRequest) -> HttpResponse:
    """Take one of the example datasets."""
    chosen = next((one for one in examples.datasets() if one.slug == request.POST.get("example")), None)
    if chosen is None:
        raise Http404
    with chosen.data.open("rb") as data:
        upload = File(data, name=chosen.data.name)
        added = statistics.add(upload, plan=chosen.plan.read_bytes(), by=request.user)
    return redirect("dataset", pk=added.pk)


@access.holders_of("analyst", "equality-lead")
@require_safe
def dataset(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a dataset: the check under way, its receipt, or why it was refused; and its analyses."""
    return _dataset_page(request, _dataset(request, pk))


@access.holders_of("analyst")
@require_POST
def check_dataset(request: SignedInRequest, pk: str) -> HttpResponse:
    """Check again after a check that failed on our side or was cancelled."""
    found = _dataset(request, pk)
    with suppress(statistics.AlreadyChecked):  # somebody else was quicker; the page shows what came of it
        statistics.check_again(found, by=request.user)
    return redirect("dataset", pk=found.pk)


@access.holders_of("analyst")
@require_safe
def refused_rows(request: SignedInRequest, pk: str) -> FileResponse:
    """Send the refused rows with their reasons, so that they can be mended."""
    found = _dataset(request, pk)
    path = found.directory / "refused.csv"
    if not found.is_received or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"refused-rows-{found.pk}.csv")


@access.holders_of("analyst")
@require_POST
def analyse_dataset(request: SignedInRequest, pk: str) -> HttpResponse:
    """Run the plan over the accepted rows."""
    found = _dataset(request, pk)
    form = AnalyseForm(request.POST, must_agree=_has_refused(found))
    if not form.is_valid():
        return _dataset_page(request, found, form)
    try:
        asked = statistics.analyse(
            found, despite_refused=form.cleaned_data.get("despite_refused", False), by=request.user
        )
    except statistics.NotNow:
        return redirect("dataset", pk=found.pk)
    return redirect("analysis", pk=asked.pk)


@access.holders_of("analyst", "equality-lead")
@require_safe
@says_if_files_changed
def analysis(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show an analysis: the run under way, or its key findings and what can be done next."""
    found = _analysis(request, pk)
    context: dict[str, Any] = {
        "analysis": found,
        "job": _latest_job(found.run_key, request.user),
        "may_run": request.user.has_perm(Dataset.get_perm("analyse"), found.dataset),
        "may_release": request.user.has_perm(Analysis.get_perm("release"), found),
        "released": Release.objects.filter(analysis=found).first(),
    }
    if found.is_ready:
        context |= _summary(found, found)
    return render(request, "statistics/analysis.html", context)


@access.holders_of("analyst")
@require_POST
def run_analysis(request: SignedInRequest, pk: str) -> HttpResponse:
    """Run again after a run that failed on our side or was cancelled."""
    found = _analysis(request, pk)
    statistics.run_again(found, by=request.user)
    return redirect("analysis", pk=found.pk)


@access.holders_of("analyst", "equality-lead")
@require_safe
@says_if_files_changed
def analysis_measure(request: SignedInRequest, pk: str, measure: str) -> HttpResponse:
    """Show one measure of an analysis, released or not."""
    found = _analysis(request, pk)
    if not found.is_ready:
        raise Http404
    context = {
        "analysis": found,
        "title": found.dataset.title,
        "released": Release.objects.filter(analysis=found).first(),
        **_measure(request, found, measure),
    }
    return render(request, "statistics/measure.html", context)


@access.holders_of("analyst", "equality-lead")
@require_safe
@says_if_files_changed
def analysis_file(request: SignedInRequest, pk: str, name: str) -> Answer:
    """Send one file of an analysis. Its numbers are protected already."""
    return _send(_analysis(request, pk), name)


@access.holders_of("equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def release_analysis(request: SignedInRequest, pk: str) -> HttpResponse:
    """Ask the equality lead to confirm, and let everyone signed in read the analysis."""
    found = _analysis(request, pk)
    if not request.user.has_perm(Analysis.get_perm("release"), found) or not found.is_ready:
        raise Http404
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            released = statistics.release(found, note=form.cleaned_data["note"], by=request.user)
        except statistics.AlreadyReleased:
            released = Release.objects.get(analysis=found)
        return redirect("release", pk=released.pk)
    return render(request, "statistics/release_analysis.html", {"analysis": found, "form": form})


def _dataset(request: SignedInRequest, pk: str) -> Dataset:
    found = Dataset.objects.visible_to(request.user).select_related("receipt", "added_by")
    return get_object_or_404(found, pk=pk)


def _analysis(request: SignedInRequest, pk: str) -> Analysis:
    found = Analysis.objects.visible_to(request.user).select_related("dataset__receipt", "run_by")
    return get_object_or_404(found, pk=pk)


def _latest_job(key: str, person: Person) -> Job | None:
    return Job.objects.visible_to(person).filter(key=key).order_by("-created_at").first()


def _has_refused(found: Dataset) -> bool:
    return bool(found.receipt and found.receipt.refused)


def _dataset_page(request: SignedInRequest, found: Dataset, form: AnalyseForm | None = None) -> HttpResponse:
    may_analyse = request.user.has_perm(Dataset.get_perm("analyse"), found)
    context = {
        "dataset": found,
        "receipt": found.receipt,
        "job": _latest_job(found.check_key, request.user),
        "analyses": Analysis.objects.visible_to(request.user)
        .filter(dataset=found)
        .select_related("run_by", "release"),
        "may_analyse": may_analyse,
        "form": form or AnalyseForm(must_agree=_has_refused(found)),
    }
    return render(request, "statistics/dataset.html", context)


def _summary(found: Analysis, shown_as: Release | Analysis) -> dict[str, Any]:
    """Return what the first page of an analysis and of its release share, with links into the one shown."""
    route = shown_as._meta.model_name
    report = reports.report_of(found)
    return {
        "leaves_out": found.leaves_out,
        "measures": [
            {
                "name": measure.name,
                "href": reverse(f"{route}-measure", args=[shown_as.pk, measure.slug]),
                "sentences": disparity.key_findings(report, measure.name),
            }
            for measure in disparity.outline(report)
        ],
        "completeness": report.completeness,
        "completeness_chart": disparity.completeness_chart(report.completeness),
        "unit": report.unit,
        "files": [
            {"name": name, "about": about, "href": reverse(f"{route}-file", args=[shown_as.pk, name])}
            for name, (about, _) in reports.FILES.items()
            if name in found.files  # an analysis of an earlier version has fewer
        ],
    }


def _measure(request: SignedInRequest, found: Analysis, slug: str) -> dict[str, Any]:
    page = findings.measure_page(reports.report_of(found), slug, request.GET)
    if page is None:
        raise Http404
    return {"page": page, "leaves_out": found.leaves_out}


def _send(found: Analysis, name: str) -> FileResponse:
    if not found.is_ready or name not in reports.FILES or name not in found.files:
        raise Http404
    path = reports.file_of(found, name)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=reports.FILES[name][1]
    )
