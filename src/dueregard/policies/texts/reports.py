"""What the pages of policies show, for one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from dueregard.almanac import clock
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.models import Stage as Asking
from dueregard.decisions.models import Decision, Proposal
from dueregard.people.models import Person, RoleHolding, is_colleague
from dueregard.policies.rules import works_on_policies
from dueregard.policies.texts import shaped
from dueregard.policies.texts.models import HAVE_HELD, Covered, Policy, Review, Stage, Version
from dueregard.records import bodies
from dueregard.records.models import Document

MOST_YOURS = 20
MOST_PROPOSALS = 100
CONSULTED, DUE = "consulted", "review-due"


@dataclass(frozen=True)
class Listed:
    """A policy in a list, with what is in force of it and what is being written, as far as the reader sees it."""

    policy: Policy
    in_force: Version | None
    at_work: Version | None
    last: Version | None
    was_consulted_on: bool


@dataclass(frozen=True)
class Yours:
    """What waits for somebody: drafts to approve, approved versions to launch, reviews that are due."""

    to_approve: list[Version] = field(default_factory=list)
    to_launch: list[Version] = field(default_factory=list)
    to_review: list[Policy] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.to_approve or self.to_launch or self.to_review)


def listed(user: Any, *, q: str = "", stage: str = "", covers: str = "") -> "QuerySet[Policy]":
    """Return the policies that somebody sees, narrowed, by title."""
    found = Policy.objects.visible_to(user)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(purpose__icontains=q))
    if covers in Covered.values:
        # The codes hold no quotation marks: as text, a code in its own is found in both databases.
        found = found.alias(codes=Cast("covers", TextField())).filter(codes__contains=f'"{covers}"')
    versions = Version.objects.visible_to(user).filter(policy=OuterRef("pk"))
    if stage == CONSULTED:
        found = found.filter(Exists(versions.consulted_on()))
    elif stage == DUE:
        found = found.to_review(clock.today())
    elif stage in Stage.values:
        found = found.filter(Exists(versions.filter(stage=stage)))
    order = ("review_on", "title", "id") if stage == DUE else ("title", "id")
    return with_versions(found, user).order_by(*order)


def with_versions(found: "QuerySet[Policy]", user: Any) -> "QuerySet[Policy]":
    """Return the same policies with their owners and the versions that somebody sees."""
    asked = Consultation.objects.filter(proposal=OuterRef("proposal"), stage=Asking.PUBLISHED)
    versions = Version.objects.visible_to(user).annotate(is_asked_about=Exists(asked)).defer("clauses")
    return found.select_related("owner").prefetch_related(Prefetch("versions", versions, to_attr="seen"))


def as_listed(policies: Iterable[Policy]) -> list[Listed]:
    """Return what a list says of policies that `with_versions` fetched."""
    return [_listed(policy, policy.seen) for policy in policies]  # type: ignore[attr-defined]  # fetched with them


def _listed(policy: Policy, seen: Sequence[Any]) -> Listed:
    def first(*stages: str) -> Any:
        return next((version for version in seen if version.stage in stages), None)

    at_work = first(Stage.DRAFT, Stage.APPROVED)
    return Listed(
        policy=policy,
        in_force=first(Stage.LAUNCHED),
        at_work=at_work,
        last=seen[0] if seen else None,
        was_consulted_on=bool(at_work and at_work.is_draft and at_work.is_asked_about),
    )


def yours(user: Any) -> Yours:
    """Return what waits for this person, the longest first."""
    if not works_on_policies(user):
        return Yours()
    at_work = Version.objects.at_work().select_related("policy__owner").defer("clauses")
    decided = Decision.objects.filter(proposal=OuterRef("proposal"))
    to_approve = at_work.filter(Exists(decided), stage=Stage.DRAFT).order_by("policy__title")[:200]
    to_launch = at_work.filter(stage=Stage.APPROVED).order_by("approved_at")[:200]
    return Yours(
        [one for one in to_approve if _may(user, "approve", one.policy)][:MOST_YOURS],
        [one for one in to_launch if one.policy.owner_id == user.pk][:MOST_YOURS],
        list(to_review_by(user)[:MOST_YOURS]),
    )


def to_review_by(user: Any) -> "QuerySet[Policy]":
    """Return the policies of this owner whose day to be looked at again is here or past, the oldest first."""
    return Policy.objects.filter(owner_id=user.pk).to_review(clock.today())


def has_something_to_review(user: Any) -> bool:
    """Say whether an owner of policies has one to look at again."""
    return bool(user.is_authenticated and user.holds("policy-owner") and to_review_by(user).exists())


def page_of(policy: Policy, user: Any) -> dict[str, Any]:
    """Return what the page of a policy shows."""
    versions = list(
        policy.versions.visible_to(user)
        .select_related("approved_by", "decision__proposal")
        .order_by("-number")
    )
    shown = next((one for one in versions if one.is_in_force), None)
    at_work = next((one for one in versions if one.stage in (Stage.DRAFT, Stage.APPROVED)), None)
    held = [one for one in versions if one.stage in HAVE_HELD]
    return {
        "policy": policy,
        "version": shown or (held[0] if held else None),
        "in_force": shown,
        "at_work": at_work,
        "versions": versions,
        "shaped_by": shaped.of(policy, user),
        "reviews": list(
            Review.objects.visible_to(user)
            .filter(version__policy=policy)
            .select_related("by", "version")[:20]
        ),
        "may": {
            name
            for name in ("write", "hand_over", "approve", "launch", "review", "retire")
            if _may(user, name, policy)
        },
        "is_to_go": shown is not None and _is_to_go(shown),
        **grounds_of(shown or (held[0] if held else at_work), user),
    }


def grounds_of(version: Version | None, user: Any) -> dict[str, Any]:
    """Return on what a version rests, as far as this person sees it: proposal, decision, consultation, statement."""
    if version is None or version.proposal_id is None:
        return {}
    proposal = Proposal.objects.visible_to(user).filter(pk=version.proposal_id).first()
    if proposal is None:
        return {}
    statements = Document.objects.filter(about_kind="proposal", about_id=proposal.pk)
    asked = Consultation.objects.visible_to(user).filter(proposal=proposal, stage=Asking.PUBLISHED)
    return {
        "proposal": proposal,
        "decision": Decision.objects.filter(proposal=proposal).select_related("person", "option").first(),
        "statement": statements.annotate(published=Count("editions")).filter(published__gt=0).first(),
        "asked": list(asked.order_by("closes_on")[:10]),
    }


def proposals_for(user: Any) -> list[Proposal]:
    """Return the proposals of the service on which a draft may rest, those decided last first."""
    found = Proposal.objects.visible_to(user).filter(body__code=bodies.HOME).exclude(stage="withdrawn")
    return list(found.order_by("-begun_at", "title")[:MOST_PROPOSALS])


def owners_besides(owner: Person) -> list[Person]:
    """Return the others who hold the office of policy owners now, by name."""
    holding = RoleHolding.objects.at(clock.now()).filter(role="policy-owner").exclude(person=owner)
    found = Person.objects.filter(pk__in=holding.values("person")).select_related("staff").order_by("name")
    return [person for person in found if is_colleague(person)]


def public_text(policy: Policy) -> Version:
    """Return the version in force of a policy that the public reads."""
    return policy.versions.get(stage=Stage.LAUNCHED)


def _is_to_go(version: Version) -> bool:
    last = version.reviews.order_by("-at").first()
    return last is not None and last.outcome == "retire"


def _may(user: Any, name: str, policy: Policy) -> bool:
    return bool(user.has_perm(Policy.get_perm(name), policy))
