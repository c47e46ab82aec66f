"""The pages of proposals and their screening."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.decisions import people, reports
from dueregard.decisions.finding import ROLES, proposal_for
from dueregard.decisions.models import Proposal, Relevance, Screening, Stage
from dueregard.decisions.proposals import actions as proposals
from dueregard.decisions.proposals.forms import (
    BodyForm,
    FilterForm,
    NewProposalForm,
    ProposalForm,
    ScreeningForm,
    SecondViewForm,
    WithdrawForm,
)
from dueregard.decisions.proposals.models import QUESTIONS
from dueregard.decisions.refusals import NotNow
from dueregard.decisions.sentences import sentence
from dueregard.people.requests import SignedInRequest

PAGE_LENGTH = 25


@access.holders_of(*ROLES)
@require_safe
def list_of_all(request: SignedInRequest) -> HttpResponse:
    """List the proposals that this person sees, what is decided soonest first."""
    form = FilterForm(request.GET)
    form.is_valid()
    found = reports.listed(request.user, **{name: form.cleaned_data.get(name, "") for name in ("q", "stage")})
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_narrowed": any(form.cleaned_data.values()),
        "may_propose": bool(people.bodies_drafted_for(request.user)),
        "yours": reports.waiting_for(request.user),
    }
    return render(request, "decisions/proposals/list.html", context)


@access.holders_of(*ROLES)
@require_safe
def proposal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a proposal: what it says, how far it is, and what comes next."""
    found = proposal_for(request, pk)
    return render(request, "decisions/proposals/proposal.html", reports.page_of(found, request.user))


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Ask what a proposal says, and begin it; for which body first, where there are several."""
    bodies = people.bodies_drafted_for(request.user)
    if not bodies:
        raise Http404
    body = next((each for each in bodies if each.code == request.GET.get("body")), None)
    body = bodies[0] if len(bodies) == 1 else body
    if body is None:
        return render(request, "decisions/proposals/which_body.html", {"form": BodyForm(bodies=bodies)})
    deciders = [each for each in people.deciders_for(body) if each != request.user]
    if request.method == "POST":
        form = NewProposalForm(request.POST, deciders=deciders)
    else:
        form = NewProposalForm(initial={"token": uuid.uuid4()}, deciders=deciders)
    if form.is_valid():
        said = form.cleaned_data
        begun = proposals.propose(
            form.wording,
            token=said["token"],
            body=body,
            decision_maker=said["decision_maker"],
            by=request.user,
        )
        return redirect("proposal", pk=begun.pk)
    return render(request, "decisions/proposals/propose.html", {"form": form, "body": body})


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write a proposal anew."""
    found = proposal_for(request, pk, to="write")
    deciders = [each for each in people.deciders_for(found.body) if each != found.owner]
    initial = ProposalForm.initial_of(found)
    form = ProposalForm(request.POST or None, initial=initial, deciders=deciders)
    return _do(
        request,
        found,
        form,
        "write",
        lambda said: proposals.write(
            found, form.wording, decision_maker=said["decision_maker"], by=request.user
        ),
    )


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask how relevant a proposal is to equality."""
    found = proposal_for(request, pk, to="screen")
    form = ScreeningForm(request.POST or None)
    return _do(
        request,
        found,
        form,
        "screen",
        lambda said: proposals.screen(
            found,
            form.answers,
            relevance=Relevance(said["relevance"]),
            because=said["because"],
            by=request.user,
        ),
    )


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def second_view(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a screening to a second person, who agrees or sends it back."""
    found = proposal_for(request, pk, to="agree_screening")
    if found.stage != Stage.SCREENING:
        raise Http404
    screening = get_object_or_404(found.screenings.select_related("by").order_by("-at")[:1])
    form = SecondViewForm(request.POST or None)
    return _do(
        request,
        found,
        form,
        "second_view",
        lambda said: proposals.view_screening(
            screening, is_agreed=said["view"] == "agree", words=said["words"], by=request.user
        ),
        screening=screening,
        answers=answers_of(screening),
    )


@access.holders_of(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    found = proposal_for(request, pk, to="withdraw")
    form = WithdrawForm(request.POST or None)
    return _do(
        request,
        found,
        form,
        "withdraw",
        lambda said: proposals.withdraw(found, because=said["because"], by=request.user),
    )


def answers_of(screening: Screening) -> list[tuple[str, str]]:
    """Return each question of a screening with its answer."""
    return [(question, "Yes" if screening.answers.get(code) else "No") for code, question in QUESTIONS]


def _do(
    request: SignedInRequest,
    found: Proposal,
    form: forms.Form,
    name: str,
    act: Callable[[dict[str, Any]], object],
    **context: Any,
) -> HttpResponse:
    """Ask in a form, act on what is said, and come back to the proposal."""
    status = 200
    if form.is_valid():
        try:
            act(form.cleaned_data)
            return redirect("proposal", pk=found.pk)
        except NotNow as refused:
            context["sentence"], status = sentence(refused), 409
    context |= {"form": form, "proposal": found}
    return render(request, f"decisions/proposals/{name}.html", context, status=status)
