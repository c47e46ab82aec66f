"""Fetch what a page is about as the person who asks sees it; what cannot be done by them is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.people.requests import SignedInRequest
from dueregard.policies.texts.models import Policy, Version


def policy_for(request: SignedInRequest, pk: UUID, *, to: str = "") -> Policy:
    """Return a policy; with `to`, only to those who may do that to it."""
    found = Policy.objects.visible_to(request.user).select_related("owner__staff")
    return _allowed(request, get_object_or_404(found, pk=pk), to)


def version_for(request: SignedInRequest, pk: UUID, *, to: str = "") -> Version:
    """Return a version; with `to`, only to those who may do that to its policy."""
    found = Version.objects.visible_to(request.user).select_related(
        "policy__owner", "approved_by", "decision", "proposal"
    )
    version: Version = get_object_or_404(found, pk=pk)
    _allowed(request, version.policy, to)
    return version


def draft_for(request: SignedInRequest, pk: UUID) -> Version:
    """Return a draft to whoever writes it.

    What is sent to one that is a draft no more is answered by the action's refusal, so that no word of it is lost.
    """
    version = version_for(request, pk, to="write")
    if not version.is_draft and request.method != "POST":
        raise Http404
    return version


def _allowed(request: SignedInRequest, policy: Policy, to: str) -> Policy:
    if to and not request.user.has_perm(Policy.get_perm(to), policy):
        raise Http404
    return policy
