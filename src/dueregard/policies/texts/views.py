"""The pages on which policies are found and read."""

import uuid
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import access
from dueregard.people.requests import SignedInRequest
from dueregard.policies.rules import works_on_policies
from dueregard.policies.texts import actions, approval, clauses, reports, shaped
from dueregard.policies.texts import difference as differences
from dueregard.policies.texts.finding import policy_for, version_for
from dueregard.policies.texts.forms import BeginForm, DescribeForm, FilterForm, HandOverForm, token_of
from dueregard.policies.texts.models import Policy, Version
from dueregard.policies.texts.refusals import CallsItselfTheSame, OwnsNoPolicies
from dueregard.policies.texts.sentences import missing, sentence

PAGE_LENGTH = 25


@access.holders_of("staff")
@require_safe
def list_of_all(request: SignedInRequest) -> HttpResponse:
    """List the policies that this person sees, by title, and what waits for them."""
    is_at_work = works_on_policies(request.user)
    form = FilterForm(request.GET, is_at_work=is_at_work)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in ("q", "stage", "covers")}
    page = Paginator(reports.listed(request.user, **asked), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "listed": reports.as_listed(page),
        "is_narrowed": any(asked.values()),
        "is_at_work": is_at_work,
        "may_begin": request.user.has_perm(Policy.get_perm("begin")),
        "yours": reports.yours(request.user),
    }
    return render(request, "policies/texts/list.html", context)


@access.holders_of("policy-owner")
@require_safe
def to_review(request: SignedInRequest) -> HttpResponse:
    """List an owner's policies whose day to be looked at again is here or past."""
    found = reports.with_versions(reports.to_review_by(request.user), request.user)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"page": page, "listed": reports.as_listed(page)}
    return render(request, "policies/texts/to_review.html", context)


@access.holders_of("policy-owner")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Ask what a policy is, and begin it."""
    form = BeginForm(request.POST) if request.method == "POST" else BeginForm(initial={"token": uuid.uuid4()})
    if form.is_valid():
        try:
            made = actions.begin(form.described, token=token_of(form), by=request.user)
        except CallsItselfTheSame as refused:
            form.add_error("title", sentence(refused))
        else:
            return redirect("write-policy", pk=made.versions.get(number=1).pk)
    return render(request, "policies/texts/begin.html", {"form": form})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask anew what a policy is, and whom it is for."""
    found = policy_for(request, pk, to="write")
    is_sent = request.method == "POST"
    form = DescribeForm(request.POST) if is_sent else DescribeForm(initial=DescribeForm.initial_of(found))
    if form.is_valid():
        try:
            actions.describe(found, form.described, by=request.user)
        except CallsItselfTheSame as refused:
            form.add_error("title", sentence(refused))
        else:
            return redirect("policy", pk=pk)
    return render(request, "policies/texts/describe.html", {"policy": found, "form": form})


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask who owns a policy from now on."""
    found = policy_for(request, pk, to="hand_over")
    sent = request.POST if request.method == "POST" else None
    form = HandOverForm(sent, owners=reports.owners_besides(found.owner))
    if form.is_valid():
        try:
            actions.hand_over(found, to=form.cleaned_data["to"], by=request.user)
        except OwnsNoPolicies as refused:
            return policy_page(request, found, sentence=sentence(refused))
        return redirect("policy", pk=pk)
    return render(request, "policies/texts/hand_over.html", {"policy": found, "form": form})


@access.holders_of("staff")
@require_safe
def policy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a policy: what is in force, whom it is for, on what it rests, who shaped it, and its history."""
    return policy_page(request, policy_for(request, pk))


@access.holders_of("staff")
@require_safe
def version(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one version, and what comes next for it."""
    return version_page(request, version_for(request, pk))


@access.holders_of("staff")
@require_safe
def difference(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what is different in a version: from the one that was in force before it, or from another one."""
    found = version_for(request, pk)
    earlier = list(
        found.policy.versions.visible_to(request.user).filter(number__lt=found.number).order_by("-number")
    )
    if not earlier:
        raise Http404
    asked = request.GET.get("from", "")
    former = found.former
    from_version: Version = next((one for one in earlier if str(one.number) == asked), former or earlier[0])
    context = {
        "policy": found.policy,
        "version": found,
        "from_version": from_version,
        "earlier": earlier,
        "difference": differences.between(clauses.read(from_version.clauses), clauses.read(found.clauses)),
    }
    return render(request, "policies/texts/difference.html", context)


def policy_page(request: SignedInRequest, found: Policy, *, sentence: str = "") -> HttpResponse:
    """Return the page of a policy, with a sentence about what could not be done."""
    context = reports.page_of(found, request.user)
    shown = context["version"]
    context |= {"sentence": sentence, "clauses": clauses.read(shown.clauses) if shown else ()}
    return render(request, "policies/texts/policy.html", context, status=409 if sentence else 200)


def version_page(request: SignedInRequest, found: Version, *, sentence: str = "") -> HttpResponse:
    """Return the page of a version, with a sentence about what could not be done."""
    may = {
        name
        for name in ("write", "approve", "launch", "review")
        if request.user.has_perm(Policy.get_perm(name), found.policy)
    }
    former = found.former
    context = {
        "policy": found.policy,
        "version": found,
        "former": former,
        "clauses": clauses.read(found.clauses),
        "missing": missing(approval.missing_now(found)) if found.is_draft else (),
        "may": may,
        "sentence": sentence,
        "shaped_by": shaped.of_version(found, request.user),
        **reports.grounds_of(found, request.user),
    }
    return render(request, "policies/texts/version.html", context, status=409 if sentence else 200)
