"""Which evidence an analysis may rely on: what stands beside the proposal, and what the body knows besides."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet

from dueregard.decisions.models import Proposal
from dueregard.records.duty import Characteristic
from dueregard.records.models import EvidenceVersion

PAGE_LENGTH = 25
MOST_SUGGESTED = 20
"""So many versions that were not put beside the proposal are offered on the page of one characteristic."""


def latest_of(proposal: Proposal, user: Any) -> "QuerySet[EvidenceVersion]":
    """Return the latest version of each piece of evidence of the body, as this person sees them."""
    found = EvidenceVersion.objects.visible_to(user).filter(evidence__body=proposal.body)
    newer = EvidenceVersion.objects.filter(evidence=OuterRef("evidence"), number__gt=OuterRef("number"))
    return found.filter(~Exists(newer)).order_by("evidence__title", "pk")


def offered(proposal: Proposal, user: Any) -> "QuerySet[EvidenceVersion]":
    """Return the versions that could still be put beside a proposal."""
    there = proposal.considered.values("version")
    return latest_of(proposal, user).exclude(pk__in=there).select_related("evidence")


def page_of_offered(proposal: Proposal, user: Any, number: str | None) -> "Page[EvidenceVersion]":
    """Return one page of what could still be put beside a proposal."""
    return Paginator(offered(proposal, user), PAGE_LENGTH).get_page(number)


def versions_for(
    proposal: Proposal, user: Any, *, characteristic: Characteristic | None = None
) -> list[EvidenceVersion]:
    """Return what stands beside a proposal, and what else the body knows of a characteristic.

    Without a characteristic, what it knows of any; a characteristic is looked for here, since the two databases search
    lists in different ways.
    """
    beside = EvidenceVersion.objects.filter(pk__in=proposal.considered.values("version")).select_related(
        "evidence"
    )
    others = [
        version
        for version in offered(proposal, user)[:500]
        if characteristic is None or characteristic in version.evidence.characteristics
    ]
    most = len(others) if characteristic is None else MOST_SUGGESTED
    return [*beside, *others[:most]]
