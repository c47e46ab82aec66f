"""Every write of policies and their versions, but for clauses, which `writing` writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.gate.rule import months_after
from dueregard.decisions.models import Proposal
from dueregard.people.models import Person
from dueregard.policies.texts import approval, launching
from dueregard.policies.texts.holding import held, save
from dueregard.policies.texts.models import Policy, Review, ReviewOutcome, Stage, Version
from dueregard.policies.texts.refusals import (
    AtWorkAlready,
    CallsItselfTheSame,
    ChangedMeanwhile,
    NotADraft,
    NotApproved,
    NotInForce,
    NotNow,
    NotReady,
    NotReviewed,
    NotYours,
    OwnsNoPolicies,
    TooSoon,
)
from dueregard.records import bodies
from dueregard.records.digests import sha256_of
from dueregard.thread import actions as thread
from dueregard.thread.models import Relation

REVIEW_WITHIN_MONTHS = 12
"""From its launch a policy is looked at again within a year, unless its decision names another day."""


@dataclass(frozen=True)
class Described:
    """What a policy is, whoever it is for and whatever it says."""

    title: str
    purpose: str
    audience: str
    covers: Sequence[str] = ()
    is_public: bool = False


@journal.action
def begin(described: Described, *, token: UUID, by: Person) -> Policy:
    """Begin a policy with the first draft of its text. The same token again is the same policy.

    Raises
    ------
    CallsItselfTheSame
        When another policy has the title.
    """
    require(by, Policy.get_perm("begin"))
    begun = Policy.objects.filter(pk=token, owner=by).first()
    if begun is not None:
        return begun
    policy = Policy(id=token, owner=by)
    _describe(policy, described)
    policy.save()
    Version.objects.create(policy=policy, number=1)
    journal.record("began a policy", policy, by=by)
    return policy


@journal.action
def describe(policy: Policy, described: Described, *, by: Person) -> Policy:
    """Say anew what a policy is and whom it is for. Its text is another matter: see `begin_version`."""
    require(by, Policy.get_perm("write"), policy)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    _describe(policy, described)
    policy.save()
    journal.record("described a policy", policy, by=by)
    return policy


@journal.action
def hand_over(policy: Policy, *, to: Person, by: Person) -> Policy:
    """Let somebody else who holds the office of policy owners own a policy: by its owner, or where they have left.

    Raises
    ------
    OwnsNoPolicies
        When that person does not hold the office, or is the owner.
    """
    require(by, Policy.get_perm("hand_over"), policy)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.owner_id == to.pk or not to.has_perm(Policy.get_perm("begin")):
        raise OwnsNoPolicies
    policy.owner = to
    policy.save(update_fields=["owner"])
    journal.record("handed a policy over", policy, by=by)
    return policy


@journal.action
def begin_version(policy: Policy, *, by: Person) -> Version:
    """Begin the next version as a copy of the text in force, whose clauses keep their keys."""
    require(by, Policy.get_perm("write"), policy)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.versions.at_work().exists():
        raise AtWorkAlready
    last = policy.versions.filter(stage__in=[Stage.LAUNCHED, Stage.RETIRED]).first()
    version = Version.objects.create(
        policy=policy,
        number=1 + max(policy.versions.values_list("number", flat=True)),
        clauses=last.clauses if last else [],
        proposal=last.proposal if last else None,
    )
    journal.record("began a version of a policy", version, by=by)
    return version


@journal.action
def rest_on(version: Version, proposal: Proposal | None, *, by: Person) -> Version:
    """Say on the decision about which proposal a draft is to rest: one of the service's own."""
    version = held(version)
    require(by, Policy.get_perm("write"), version.policy)
    _draft(version)
    if proposal is not None and not _may_rest_on(proposal, by):
        raise NotYours
    version.proposal = proposal
    save(version, "proposal")
    journal.record("said on which proposal a policy rests", version, by=by)
    return version


@journal.action
def say_what_changed(version: Version, words: str, *, is_material: bool, by: Person) -> Version:
    """Say in plain words what changes, and whether everybody is to read it again. A first version is material."""
    version = held(version)
    require(by, Policy.get_perm("write"), version.policy)
    _draft(version)
    if version.number == 1 and not is_material:
        raise NotNow("The first version of a policy is always material.")
    version.what_changed, version.is_material = words, is_material
    save(version, "what_changed", "is_material")
    journal.record("said what changes in a policy", version, by=by, material=is_material)
    return version


@journal.action
def approve(version: Version, *, revision: int, by: Person) -> Version:
    """Approve a draft as a second person, on its decision: from now on its text never changes.

    Raises
    ------
    ChangedMeanwhile
        When the draft is not the one that was read.
    NotReady
        With the code of each thing that is missing.
    """
    version = held(version)
    require(by, Policy.get_perm("approve"), version.policy)
    _draft(version)
    if version.revision != revision:
        raise ChangedMeanwhile
    now = clock.now()
    missing = approval.missing(version, at=now)
    if missing:
        raise NotReady(missing)
    version.stage, version.decision = Stage.APPROVED, approval.decision_of(version)
    version.approved_by, version.approved_at = by, now
    version.digest = digest_of(version)
    save(version, "stage", "decision", "approved_by", "approved_at", "digest")
    assert version.proposal is not None
    thread.join(version.proposal, version, relation=Relation.LED_TO, by=by)
    journal.record("approved a policy", version, by=by, sha256=version.digest)
    return version


@journal.action
def launch(version: Version, *, review_on: date | None = None, by: Person) -> Version:
    """Bring an approved version into force, and the one before it out of it, at the same moment.

    Without another day it is looked at again when its decision is, at most a year from now; a minor correction leaves
    the day as it is. What others registered with `launching.on_launch` happens in the same transaction.

    Raises
    ------
    NotApproved
        When it is not approved, or was launched before.
    TooSoon
        When the day to look at it again is not in the future.
    """
    version = held(version)
    require(by, Policy.get_perm("launch"), version.policy)
    if not version.is_approved:
        raise NotApproved
    review_on = review_on or review_day_of(version)
    if review_on <= clock.today():
        raise TooSoon
    version.policy.versions.filter(stage=Stage.LAUNCHED).update(stage=Stage.REPLACED)
    version.stage, version.launched_at = Stage.LAUNCHED, clock.now()
    save(version, "stage", "launched_at")
    version.policy.review_on = review_on
    version.policy.save(update_fields=["review_on"])
    launching.tell(version, by=by)
    journal.record("launched a policy", version, by=by, material=version.is_material)
    return version


@journal.action
def review(
    version: Version, outcome: ReviewOutcome, *, because: str, next_on: date | None = None, by: Person
) -> Review:
    """Take down how a version in force came out of being looked at again.

    Where it needs a change, the next version is begun; where it is to go, a second person retires it.
    """
    version = held(version)
    require(by, Policy.get_perm("review"), version.policy)
    if not version.is_in_force:
        raise NotInForce
    is_to_go = outcome == ReviewOutcome.RETIRE
    if not is_to_go and (next_on is None or next_on <= clock.today()):
        raise TooSoon
    made = Review.objects.create(
        version=version,
        outcome=outcome,
        because=because,
        was_due_on=version.policy.review_on,
        next_on=None if is_to_go else next_on,
        by=by,
    )
    version.policy.review_on = made.next_on
    version.policy.save(update_fields=["review_on"])
    if outcome in (ReviewOutcome.MINOR, ReviewOutcome.MATERIAL) and not version.policy.versions.at_work():
        begun = begin_version(version.policy, by=by)
        begun.is_material = outcome == ReviewOutcome.MATERIAL
        begun.save(update_fields=["is_material"])
    journal.record("reviewed a policy", version, by=by, outcome=str(outcome.value))
    return made


@journal.action
def retire(policy: Policy, *, because: str, by: Person) -> Version:
    """Take a policy out of force, as a second person, once its owner's review has said that it is to go."""
    require(by, Policy.get_perm("retire"), policy)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    version = policy.versions.filter(stage=Stage.LAUNCHED).first()
    if version is None:
        raise NotInForce
    last = version.reviews.order_by("-at").first()
    if last is None or last.outcome != ReviewOutcome.RETIRE:
        raise NotReviewed
    if policy.versions.at_work().exists():
        raise AtWorkAlready
    version.stage, version.ended_because = Stage.RETIRED, because
    save(version, "stage", "ended_because")
    policy.review_on = None
    policy.save(update_fields=["review_on"])
    journal.record("retired a policy", version, by=by)
    return version


@journal.action
def drop(version: Version, *, because: str, by: Person) -> Version:
    """Give up a draft, or an approved version that was not launched; what was written of it stays."""
    version = held(version)
    require(by, Policy.get_perm("write"), version.policy)
    if version.stage not in (Stage.DRAFT, Stage.APPROVED):
        raise NotADraft
    version.stage, version.ended_because = Stage.DROPPED, because
    save(version, "stage", "ended_because")
    journal.record("dropped a version of a policy", version, by=by)
    return version


def review_day_of(version: Version) -> date:
    """Return the day to look at a version again, unless somebody names another one."""
    today, standing = clock.today(), version.policy.review_on
    if not version.is_material and standing is not None and standing > today:
        return standing
    latest = months_after(today, REVIEW_WITHIN_MONTHS)
    decided = version.decision.review_on if version.decision is not None else latest
    return min(decided, latest) if decided > today + timedelta(days=1) else latest


def digest_of(version: Version) -> str:
    """Return the digest of a version's clauses."""
    return sha256_of({"clauses": version.clauses})


def _describe(policy: Policy, described: Described) -> None:
    same = Policy.objects.filter(title__iexact=described.title).exclude(pk=policy.pk)
    if same.exists():
        raise CallsItselfTheSame
    policy.title, policy.purpose = described.title, described.purpose
    policy.audience, policy.covers = described.audience, list(described.covers)
    policy.is_public = described.is_public


def _may_rest_on(proposal: Proposal, by: Person) -> bool:
    seen = Proposal.objects.visible_to(by).filter(pk=proposal.pk, body__code=bodies.HOME)
    return seen.exists()


def _draft(version: Version) -> None:
    if not version.is_draft:
        raise NotADraft
