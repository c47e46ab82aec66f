"""The pages on which a version goes on: what it rests on, what changed, approving, launching, reviewing, ending."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard import access
from dueregard.almanac import clock
from dueregard.decisions.gate.rule import months_after
from dueregard.people.requests import SignedInRequest
from dueregard.policies.texts import actions, approval, clauses, reports
from dueregard.policies.texts import difference as differences
from dueregard.policies.texts.finding import draft_for, policy_for, version_for
from dueregard.policies.texts.forms import (
    GroundsForm,
    LaunchForm,
    ReviewForm,
    RevisionForm,
    WhatChangedForm,
    WhyForm,
)
from dueregard.policies.texts.models import AT_WORK, ReviewOutcome, Stage, Version
from dueregard.policies.texts.refusals import NotInForce, NotNow
from dueregard.policies.texts.sentences import missing, sentence
from dueregard.policies.texts.views import policy_page, version_page


@access.holders_of("staff")
@require_POST
def begin_version(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin the next version of a policy."""
    found = policy_for(request, pk, to="write")
    try:
        made = actions.begin_version(found, by=request.user)
    except NotNow as refused:
        return policy_page(request, found, sentence=sentence(refused))
    return redirect("policy-what-changed", pk=made.pk)


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def grounds(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask on which proposal a draft rests."""
    found = draft_for(request, pk)
    form = GroundsForm(
        _sent(request),
        proposals=reports.proposals_for(request.user),
        initial={"proposal": str(found.proposal_id or "")},
    )
    return _do(
        request,
        found,
        form,
        "grounds",
        lambda said: actions.rest_on(found, said["proposal"], by=request.user),
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def what_changed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask what changes, and how much it matters; the first version changes everything."""
    found = draft_for(request, pk)
    get_object_or_404(Version, pk=pk, number__gt=1)
    initial = {"is_material": "yes" if found.is_material else "no", "words": found.what_changed}
    form = WhatChangedForm(_sent(request), initial=initial)
    return _do(
        request,
        found,
        form,
        "what_changed",
        lambda said: actions.say_what_changed(
            found, said["words"], is_material=said["is_material"] == "yes", by=request.user
        ),
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a draft to a second person with what is missing, and approve it."""
    found = version_for(request, pk, to="approve")
    _offered(request, found, Stage.DRAFT)
    form = RevisionForm(_sent(request), initial={"revision": found.revision})
    former = found.former
    extra = {
        "missing": missing(approval.missing_now(found)),
        "former": former,
        "clauses": clauses.read(found.clauses),
        "difference": former
        and differences.between(clauses.read(former.clauses), clauses.read(found.clauses)),
        "digest": actions.digest_of(found),
        **reports.grounds_of(found, request.user),
    }
    return _do(
        request,
        found,
        form,
        "approve",
        lambda said: actions.approve(found, revision=said["revision"], by=request.user),
        extra=extra,
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask when an approved version is looked at again, and bring it into force."""
    found = version_for(request, pk, to="launch")
    _offered(request, found, Stage.APPROVED)
    form = LaunchForm(_sent(request), initial={"review_on": actions.review_day_of(found)})
    return _do(
        request,
        found,
        form,
        "launch",
        lambda said: actions.launch(found, review_on=said["review_on"], by=request.user),
        extra={"former": found.former},
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask why a version is given up."""
    found = version_for(request, pk, to="write")
    _offered(request, found, *AT_WORK)
    form = WhyForm(_sent(request))
    return _do(
        request,
        found,
        form,
        "drop",
        lambda said: actions.drop(found, because=said["because"], by=request.user),
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask how a policy in force came out of being looked at again."""
    policy = policy_for(request, pk, to="review")
    found = policy.versions.filter(stage=Stage.LAUNCHED).first()
    if found is None:
        if request.method != "POST":
            raise Http404
        return policy_page(request, policy, sentence=sentence(NotInForce()))
    form = ReviewForm(
        _sent(request),
        initial={"next_on": months_after(clock.today(), actions.REVIEW_WITHIN_MONTHS)},
    )
    return _do(
        request,
        found,
        form,
        "review",
        lambda said: actions.review(
            found,
            ReviewOutcome(said["outcome"]),
            because=said["because"],
            next_on=said["next_on"],
            by=request.user,
        ),
        to_policy=True,
    )


@access.holders_of("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask a second person why a policy is taken out of force."""
    policy = policy_for(request, pk, to="retire")
    found = policy.versions.filter(stage=Stage.LAUNCHED).first()
    if found is None:
        if request.method != "POST":
            raise Http404
        return policy_page(request, policy, sentence=sentence(NotInForce()))
    form = WhyForm(_sent(request))
    return _do(
        request,
        found,
        form,
        "retire",
        lambda said: actions.retire(policy, because=said["because"], by=request.user),
        extra={"last_review": found.reviews.select_related("by").first()},
        to_policy=True,
    )


def _offered(request: SignedInRequest, found: Version, *stages: Stage) -> None:
    """Let a page be where it can be used; what is sent once more is refused in words by the action."""
    if found.stage not in stages and request.method != "POST":
        raise Http404


def _sent(request: SignedInRequest) -> Any:
    """Return what was sent, though it may be nothing at all."""
    return request.POST if request.method == "POST" else None


def _do(
    request: SignedInRequest,
    found: Version,
    form: forms.Form,
    template: str,
    send: Callable[[dict[str, Any]], object],
    *,
    extra: dict[str, Any] | None = None,
    to_policy: bool = False,
) -> HttpResponse:
    """Draw the form, or send it; a refusal is a sentence above the record as it is now."""
    if form.is_valid():
        try:
            send(form.cleaned_data)
        except NotNow as refused:
            if to_policy:
                return policy_page(request, policy_for(request, found.policy_id), sentence=sentence(refused))
            return version_page(request, version_for(request, found.pk), sentence=sentence(refused))
        if to_policy:
            return redirect("policy", pk=found.policy_id)
        return redirect("policy-version", pk=found.pk)
    context = {"policy": found.policy, "version": found, "form": form, **(extra or {})}
    return render(request, f"policies/texts/{template}.html", context)
