"""What policies offer to carers: each policy in force that covers them, with those whom it covers."""

from django.urls import reverse

from dueregard.design.offers import Offer
from dueregard.people.models import Engagement
from dueregard.policies.texts.models import Covered, Policy, Stage

FOOTINGS = {
    Covered.EMPLOYEES: Engagement.EMPLOYEE,
    Covered.AGENCY: Engagement.AGENCY,
    Covered.STUDENTS: Engagement.STUDENT,
}


def for_carers() -> list[Offer]:
    """Return an offer for each policy in force that says it covers carers, the same for everybody who reads it."""
    in_force = Policy.objects.filter(versions__stage=Stage.LAUNCHED).order_by("title")
    return [_offer(policy) for policy in in_force if Covered.CARERS in policy.covers and _whom(policy)]


def _offer(policy: Policy) -> Offer:
    href = reverse("policy", args=[policy.pk])
    return Offer("resources", policy.title, policy.purpose, href, _whom(policy), policy.title, href)


def _whom(policy: Policy) -> frozenset[str]:
    return frozenset(str(footing) for covered, footing in FOOTINGS.items() if covered in policy.covers)
