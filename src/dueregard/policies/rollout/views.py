"""The pages of those who run roll-outs: how far each is, stop and resume, how it is planned, and what came out."""

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard import access
from dueregard.jobs.models import Job
from dueregard.people.requests import SignedInRequest
from dueregard.policies.rollout import actions, reports
from dueregard.policies.rollout.forms import OtherFormsForm, PlanForm
from dueregard.policies.rollout.models import FormKind, OtherForm, Plan, PolicyConcern, RollOut, Tally
from dueregard.policies.rollout.refusals import NotNow
from dueregard.policies.rollout.sentences import sentence
from dueregard.policies.texts.models import Policy, Version

PAGE_LENGTH = 25


@access.holders_of("policy-owner", "equality-lead", "executive")
@require_safe
def roll_outs(request: SignedInRequest) -> HttpResponse:
    """List roll-outs, the latest first."""
    found = RollOut.objects.visible_to(request.user).select_related("policy__owner", "version", "tally")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "policies/rollout/roll_outs.html", {"page": page})


@access.holders_of("policy-owner", "equality-lead", "executive")
@require_safe
def roll_out(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one roll-out: how far the asking has come, and how many have read, in bands."""
    return _page(request, _find(request, pk))


@access.holders_of("policy-owner", "equality-lead")
@require_POST
def stop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Stop asking and reminding."""
    found = _find(request, pk, to="stop")
    return _do(request, found, lambda: actions.stop(found, by=request.user))


@access.holders_of("policy-owner", "equality-lead")
@require_POST
def resume(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Go on."""
    found = _find(request, pk, to="resume")
    return _do(request, found, lambda: actions.resume(found, by=request.user))


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say how a policy is rolled out."""
    policy = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
    found = Plan.objects.filter(policy=policy).first() or Plan(policy=policy)
    if not request.user.has_perm(Plan.get_perm("change"), found):
        raise Http404
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"days": found.days, "for_managers": found.for_managers},
    )
    if form.is_valid():
        actions.plan(policy, **form.cleaned_data, by=request.user)
        return redirect("roll-outs")
    return render(request, "policies/rollout/plan.html", {"policy": policy, "form": form})


@access.holders_of("policy-owner", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def other_forms(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say where a version is found in other forms."""
    version = get_object_or_404(Version.objects.visible_to(request.user).select_related("policy"), pk=pk)
    if not request.user.has_perm(Plan.get_perm("change"), Plan(policy=version.policy)):
        raise Http404
    there = dict(OtherForm.objects.filter(version=version).values_list("kind", "address"))
    form = OtherFormsForm(request.POST if request.method == "POST" else None, initial=there)
    if form.is_valid():
        for kind in FormKind:
            if form.cleaned_data[kind] != there.get(kind, ""):
                actions.put_form(version, kind, form.cleaned_data[kind], by=request.user)
        return redirect("roll-outs")
    return render(request, "policies/rollout/other_forms.html", {"version": version, "form": form})


@access.holders_of("policy-owner", "equality-lead", "executive")
@require_safe
def concerns_about_policies(request: SignedInRequest) -> HttpResponse:
    """List what came out, the latest month first."""
    found = PolicyConcern.objects.visible_to(request.user).select_related("policy")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "policies/rollout/concerns.html", {"page": page})


def _page(request: SignedInRequest, found: RollOut, *, status: int = 200, told: str = "") -> HttpResponse:
    tally = Tally.objects.filter(roll_out=found).select_related("roll_out__policy").first()
    job = Job.objects.visible_to(request.user).open().filter(key=found.job_key).first()
    context = {
        "roll_out": found,
        "progress": reports.progress(found),
        "tally": tally,
        "groups": reports.of_board(tally, reports.Reader.of(request.user)) if tally else [],
        "job": job,
        "sentence": told,
        "may_run": request.user.has_perm(RollOut.get_perm("resume"), found),
        "is_current": RollOut.objects.current().filter(pk=found.pk).exists(),
    }
    return render(request, "policies/rollout/roll_out.html", context, status=status)


def _do(request: SignedInRequest, found: RollOut, act: Callable[[], RollOut]) -> HttpResponse:
    """Do it and show the roll-out; where somebody was quicker, say so."""
    try:
        act()
    except NotNow as refused:
        return _page(request, _find(request, found.pk), status=409, told=sentence(refused))
    return redirect("roll-out", pk=found.pk)


def _find(request: SignedInRequest, pk: UUID, *, to: str = "") -> RollOut:
    visible = RollOut.objects.visible_to(request.user).select_related("policy__owner", "version")
    found = get_object_or_404(visible, pk=pk)
    if to and not request.user.has_perm(RollOut.get_perm(to), found):
        raise Http404
    return found
