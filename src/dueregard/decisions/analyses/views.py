"""The pages on which an analysis is written."""

import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.decisions import reports
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.analyses import evidence
from dueregard.decisions.analyses.forms import (
    CellsForm,
    ConsiderForm,
    EndingForm,
    MitigationForm,
    OtherGroupForm,
)
from dueregard.decisions.analyses.grid import bad_cells_of, grid_of
from dueregard.decisions.finding import ROLES, analysis_for, proposal_for
from dueregard.decisions.models import Analysis, Effect
from dueregard.decisions.refusals import NotNow
from dueregard.decisions.sentences import sentence
from dueregard.people.models import Person
from dueregard.people.requests import SignedInRequest
from dueregard.records.duty import WHY_NOT_REQUIRED, Aim, Characteristic


@access.holders_of(*ROLES)
@require_POST
def begin(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin the analysis of a proposal."""
    found = proposal_for(request, pk, to="analyse")
    try:
        analyses.begin(found, by=request.user)
    except NotNow as refused:
        context = reports.page_of(found, request.user) | {"sentence": sentence(refused)}
        return render(request, "decisions/proposals/proposal.html", context, status=409)
    return redirect("equality-analysis", pk=pk)


@access.holders_of(*ROLES)
@require_safe
def analysis(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the grid of the working paper, and what is left to do."""
    paper = analysis_for(request, pk)
    context = _context(paper) | {
        "grid": grid_of(paper, evidence.versions_for(paper.proposal, request.user)),
        "groups": list(paper.other_groups.all()),
        "mitigations": list(paper.mitigations.select_related("owner")),
        "unmet": [cell for cell in bad_cells_of(paper) if not cell.mitigations.all()],
    }
    return render(request, "decisions/analyses/analysis.html", context)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def cells(request: SignedInRequest, pk: UUID, characteristic: str) -> HttpResponse:
    """Ask for one characteristic what the effect is under each aim, and go on to the next one."""
    if characteristic not in Characteristic.values:
        raise Http404
    paper, this = analysis_for(request, pk), Characteristic(characteristic)
    found = list(paper.cells.filter(characteristic=this).prefetch_related("citations__version"))
    found.sort(key=lambda cell: Aim.values.index(cell.aim))
    versions = evidence.versions_for(paper.proposal, request.user, characteristic=this)
    form = CellsForm(request.POST or None, cells=found, versions=versions)
    status, words = 200, ""
    if form.is_valid():
        try:
            analyses.say(paper, this, form.said, by=request.user)
            return _next(request, pk, this)
        except NotNow as refused:
            status, words = 409, sentence(refused)
    context = _context(paper) | {
        "form": form,
        "characteristic": this,
        "aims": [
            (aim, [form[name] for name in form.fields if name.startswith(f"{aim}-")]) for aim in form.aims
        ],
        "why_not": WHY_NOT_REQUIRED if len(found) == 1 else "",
        "versions": versions,
        "is_last": this == list(Characteristic)[-1],
        "sentence": words,
    }
    return render(request, "decisions/analyses/cells.html", context, status=status)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List what is said of groups that are not among the nine, and ask for one more."""
    paper = analysis_for(request, pk)
    form = OtherGroupForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        analyses.say_of_other_group(
            paper, said["name"], effect=Effect(said["effect"]), reasoning=said["reasoning"], by=request.user
        )
        return redirect("analysis-groups", pk=pk)
    context = _context(paper) | {"form": form, "groups": list(paper.other_groups.all())}
    return render(request, "decisions/analyses/groups.html", context)


@access.holders_of(*ROLES)
@require_POST
def forget_group(request: SignedInRequest, pk: UUID, group: UUID) -> HttpResponse:
    """Say nothing more of a group."""
    paper = analysis_for(request, pk)
    analyses.forget_other_group(get_object_or_404(paper.other_groups, pk=group), by=request.user)
    return redirect("analysis-groups", pk=pk)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def mitigations(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List what will be done about bad effects, and ask for one more."""
    paper = analysis_for(request, pk)
    bad = bad_cells_of(paper)
    form = MitigationForm(
        request.POST or None,
        initial={"token": uuid.uuid4()},
        cells=bad,
        people=Person.objects.visible_to(request.user),
    )
    if bad and form.is_valid():
        analyses.mitigate(paper, by=request.user, **form.cleaned_data)
        return redirect("mitigations", pk=pk)
    planned = paper.mitigations.select_related("owner").prefetch_related("cells")
    context = _context(paper) | {
        "form": form,
        "bad": bad,
        "unmet": [cell for cell in bad if not cell.mitigations.all()],
        "mitigations": list(planned),
    }
    return render(request, "decisions/analyses/mitigations.html", context)


@access.holders_of(*ROLES)
@require_POST
def drop_mitigation(request: SignedInRequest, pk: UUID, mitigation: UUID) -> HttpResponse:
    """Take a planned mitigation out."""
    paper = analysis_for(request, pk)
    analyses.drop(get_object_or_404(paper.mitigations, pk=mitigation), by=request.user)
    return redirect("mitigations", pk=pk)


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask what the analysis comes to."""
    paper = analysis_for(request, pk)
    names = ("gaps", "changed", "outcome", "justification")
    form = EndingForm(request.POST or None, initial={name: getattr(paper, name) for name in names})
    if form.is_valid():
        analyses.end(paper, form.ending, by=request.user)
        return redirect("equality-analysis", pk=pk)
    return render(request, "decisions/analyses/ending.html", _context(paper) | {"form": form})


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """List the evidence beside a proposal and what else the body has; put what is chosen beside it."""
    found = proposal_for(request, pk, to="analyse")
    form = ConsiderForm(request.POST or None)
    if form.is_valid():
        version = get_object_or_404(evidence.offered(found, request.user), pk=form.cleaned_data["version"])
        analyses.consider(found, version, by=request.user)
        return redirect("proposal-evidence", pk=pk)
    adoption = found.adoptions.order_by("adopted_at").last()
    context = {
        "proposal": found,
        "considered": reports.considered_of(found, adoption, request.user),
        "adoption": adoption,
        "page": evidence.page_of_offered(found, request.user, request.GET.get("page")),
    }
    return render(request, "decisions/analyses/evidence.html", context)


def _context(paper: Analysis) -> dict[str, Any]:
    return {"analysis": paper, "proposal": paper.proposal}


def _next(request: SignedInRequest, pk: UUID, this: Characteristic) -> HttpResponse:
    """Go to the next characteristic, or back to the grid where that was asked for or there is none."""
    every = list(Characteristic)
    if "grid" in request.POST or this == every[-1]:
        return redirect("equality-analysis", pk=pk)
    return redirect("cells", pk=pk, characteristic=every[every.index(this) + 1])
