"""Fetch what a page is about as the person who asks sees it; what cannot be done by them is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.decisions.models import Analysis, Proposal
from dueregard.people.requests import SignedInRequest

ROLES = ("staff", "inspector")
"""Those whose policy admits them to the pages of decisions; which proposals exist for them, `visible_to` says."""


def proposal_for(request: SignedInRequest, pk: UUID, *, to: str = "") -> Proposal:
    """Return a proposal; with `to`, only to those who may do that to it."""
    found = Proposal.objects.visible_to(request.user).select_related("body", "owner", "decision_maker")
    proposal: Proposal = get_object_or_404(found, pk=pk)
    if to and not request.user.has_perm(Proposal.get_perm(to), proposal):
        raise Http404
    return proposal


def analysis_for(request: SignedInRequest, pk: UUID) -> Analysis:
    """Return the working paper of a proposal to whoever writes it."""
    proposal = proposal_for(request, pk, to="analyse")
    analysis: Analysis = get_object_or_404(proposal.analyses.select_related("author"), is_adopted=False)
    analysis.proposal = proposal
    return analysis
