"""The pages on which roles are asked for, agreed and ended, and on which it is recorded that somebody leaves."""

from contextlib import suppress

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.almanac import clock
from dueregard.people import actions as people
from dueregard.people.holdings import GRANTED, RoleHolding, RoleHoldingQuerySet
from dueregard.people.models import Person, Staff
from dueregard.people.requests import SignedInRequest
from dueregard.people.role_forms import OVER, WAITING, AskForRoleForm, FindRolesForm, LeavingForm

PAGE_LENGTH = 50

REFUSALS: dict[type[people.NotNow], tuple[str, str]] = {
    people.ForOneself: ("who", "You cannot ask for a role for yourself. Ask another administrator"),
    people.NotLetIn: ("who", "This person cannot sign in, so no role can be given to them"),
    people.NotGranted: ("role", "This role comes with employment. Select another"),
    people.WrongTime: ("ends", "The last day must be after the first, and at most three years from today"),
    people.Overlaps: (
        "role",
        "This person has this role, or is waiting for it, for some of that time already",
    ),
}


@access.holders_of("administrator", "equality-lead")
@require_safe
def roles(request: SignedInRequest) -> HttpResponse:
    """List who holds which role, what waits for a second person, and what has ended."""
    form = FindRolesForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    now = clock.now()
    visible = RoleHolding.objects.visible_to(request.user)
    found = _shown(visible, asked.get("show", ""))
    role = asked.get("role")
    found = (
        found.filter(role=role) if role else found.filter(role__in=GRANTED)
    )  # not what comes with employment
    for word in asked.get("q", "").split():
        found = found.filter(person__name__icontains=word)
    found = found.select_related("person__staff").order_by("person__name", "person_id", "role", "starts")
    context = {
        "form": form,
        "page": Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page")),
        "waiting": visible.waiting(now).exclude(person_id=request.user.pk).count(),
        "shows_waiting": asked.get("show") == WAITING,
        "may_ask": request.user.has_perm(RoleHolding.get_perm("ask")),
    }
    return render(request, "people/roles.html", context)


def _shown(found: RoleHoldingQuerySet, show: str) -> RoleHoldingQuerySet:
    now = clock.now()
    if show == WAITING:
        return found.waiting(now)
    return found.over(now) if show == OVER else found.agreed().standing(now)


@access.holders_of("administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask that somebody be given a role."""
    visible = Person.objects.visible_to(request.user)
    form = AskForRoleForm(request.POST if request.method == "POST" else None, people=visible)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            holding = people.ask_for_role(
                given["found"],
                given["role"],
                starts=given["starts"],
                ends=given["ends"],
                why=given["why"],
                by=request.user,
            )
        except tuple(REFUSALS) as refusal:
            form.add_error(*REFUSALS[type(refusal)])
        else:
            return redirect("role", pk=holding.pk)
    return render(request, "people/ask_for_role.html", {"form": form})


@access.holders_of("administrator", "equality-lead")
@require_safe
def role(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show one holding: who asked, who agreed, and what can be done about it."""
    holding = _holding(request, pk)
    context = {
        "holding": holding,
        "may_agree": holding.is_waiting and request.user.has_perm(RoleHolding.get_perm("agree"), holding),
        "may_end": not holding.is_over and request.user.has_perm(RoleHolding.get_perm("end"), holding),
    }
    return render(request, "people/role.html", context)


@access.holders_of("administrator", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: SignedInRequest, pk: str) -> HttpResponse:
    """Ask the second person to confirm; then the role is held."""
    holding = _holding(request, pk)
    if not request.user.has_perm(RoleHolding.get_perm("agree"), holding):
        raise Http404
    may_not_sign_in = False
    if request.method == "POST":
        try:
            people.agree_to_role(holding, by=request.user)
        except people.NotLetIn:
            may_not_sign_in = True
        except (people.AlreadyAgreed, people.AlreadyOver):
            pass  # the page shows who was quicker
    if not may_not_sign_in and (request.method == "POST" or not holding.is_waiting):
        return redirect("role", pk=holding.pk)
    context = {"holding": holding, "may_not_sign_in": may_not_sign_in}
    return render(request, "people/agree_to_role.html", context)


@access.holders_of("administrator", "equality-lead")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: str) -> HttpResponse:
    """Ask to confirm, and end a role early, or turn a request down."""
    holding = _holding(request, pk)
    if not request.user.has_perm(RoleHolding.get_perm("end"), holding):
        raise Http404
    if request.method == "POST":
        with suppress(people.AlreadyOver):  # the page shows who was quicker
            people.end_role(holding, by=request.user)
    if request.method == "POST" or holding.is_over:
        return redirect("role", pk=holding.pk)
    return render(request, "people/end_role.html", {"holding": holding})


@access.holders_of("administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: SignedInRequest, pk: str) -> HttpResponse:
    """Record that somebody leaves; of somebody who has left, say so."""
    staff = get_object_or_404(
        Staff.objects.records_for(request.user).select_related("person", "team__service_area"), pk=pk
    )
    if not request.user.has_perm("people.record_leaving", staff):
        raise Http404
    form = LeavingForm(request.POST if request.method == "POST" else None, started=staff.started)
    if request.method == "POST" and form.is_valid():
        with suppress(people.NotNow):  # somebody else was quicker; the page shows what is recorded
            people.record_leaving(
                staff, last_day=form.cleaned_data["last_day"], at_once=form.is_at_once, by=request.user
            )
        return redirect("leaving", pk=staff.pk)
    return render(request, "people/leaving.html", {"staff": staff, "form": form})


def _holding(request: SignedInRequest, pk: str) -> RoleHolding:
    found = RoleHolding.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("person__staff", "asked_by", "agreed_by", "ended_by"), pk=pk
    )
