"""A policy, its versions, and how each time of looking at it again ended."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.models import Stage as Asking
from dueregard.decisions.models import Decision, Proposal
from dueregard.people.models import Person, is_colleague
from dueregard.policies.rules import approves, owns, owns_policies, works_on_policies


class Audience(models.TextChoices):
    """Who must read a policy."""

    EVERYONE = "everyone", "Everyone who works here"
    MANAGERS = "managers", "Line managers"
    PRACTITIONERS = "practitioners", "Family court advisers, guardians and their supervisors"


class Covered(models.TextChoices):
    """Whom a policy covers, whoever must read it."""

    EMPLOYEES = "employees", "Employees"
    AGENCY = "agency", "Agency staff"
    STUDENTS = "students", "Students on placement"
    CARERS = "carers", "People who care for somebody"
    DISABLED = "disabled", "Disabled people"
    PARENTS = "parents", "Parents, and people who are pregnant"
    FAMILIES = "families", "Children and families we work with"


class Stage(models.TextChoices):
    """How far a version has come. That a draft was consulted on is read from the consultation: `was_consulted_on`."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    LAUNCHED = "launched", "In force"
    REPLACED = "replaced", "Replaced"
    RETIRED = "retired", "Retired"
    DROPPED = "dropped", "Dropped"


AT_WORK = (Stage.DRAFT, Stage.APPROVED)
HAVE_HELD = (Stage.LAUNCHED, Stage.REPLACED, Stage.RETIRED)
"""The stages of what is or was in force, which every colleague may read."""


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, user: Any) -> "PolicyQuerySet":
        """Return the policies that are or were in force to colleagues; all to whoever works on policies."""
        if not is_colleague(user):
            return self.none()
        if works_on_policies(user):
            return self.all()
        return self.filter(Exists(Version.objects.filter(policy=OuterRef("pk"), stage__in=HAVE_HELD)))

    def in_public(self) -> "PolicyQuerySet":
        """Return the policies in force that their owners have opened to the public."""
        held = Version.objects.filter(policy=OuterRef("pk"), stage=Stage.LAUNCHED)
        return self.filter(Exists(held), is_public=True)

    def to_review(self, today: date) -> "PolicyQuerySet":
        """Return the policies in force whose day to be looked at again is here or past, the oldest first."""
        held = Version.objects.filter(policy=OuterRef("pk"), stage=Stage.LAUNCHED)
        return self.filter(Exists(held), review_on__lte=today).order_by("review_on", "title")


class Policy(RulesModel):
    """What shall hold for some of the body's people. Its key is given by the page it is sent from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200, unique=True)
    purpose = models.TextField(help_text="What it is for, in a sentence or two that everyone understands.")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=13, choices=Audience.choices, default=Audience.EVERYONE)
    covers = models.JSONField(default=list, help_text="The codes of those whom it covers.")
    review_on = models.DateField(null=True, help_text="The day to look at it again, once it is in force.")
    is_public = models.BooleanField(default=False, help_text="Whether the public may read what is in force.")
    begun_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "policies"
        rules_permissions = {
            "begin": owns_policies,
            "write": owns,
            "hand_over": owns | approves,
            "approve": approves,
            "launch": owns | approves,
            "review": owns,
            "retire": approves,
        }

    def __str__(self) -> str:
        return self.title

    @property
    def covered(self) -> list[str]:
        """Whom it covers, in words."""
        return [Covered(code).label for code in self.covers]

    @property
    def is_review_due(self) -> bool:
        """Whether the day to look at it again is here or past."""
        return self.review_on is not None and self.review_on <= clock.today()


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: Any) -> "VersionQuerySet":
        """Return what is or was in force, to colleagues; every version to those who work on policies."""
        if not is_colleague(user):
            return self.none()
        return self.all() if works_on_policies(user) else self.filter(stage__in=HAVE_HELD)

    def at_work(self) -> "VersionQuerySet":
        """Return what is being written or waits for its launch."""
        return self.filter(stage__in=AT_WORK)

    def consulted_on(self) -> "VersionQuerySet":
        """Return the drafts whose proposal people were asked about, with an outcome that is published."""
        asked = Consultation.objects.filter(proposal=OuterRef("proposal"), stage=Asking.PUBLISHED)
        return self.filter(Exists(asked), stage=Stage.DRAFT)


class Version(RulesModel):
    """The whole text of a policy at one time.

    `clauses` is a list of `{"key": …, "heading": …, "text": …}` in their order; a clause keeps its key from version
    to version, so that a difference can follow it when it moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.DRAFT)
    clauses = models.JSONField(default=list)
    is_material = models.BooleanField(default=True, help_text="Whether people must read it again.")
    what_changed = models.TextField(
        blank=True, help_text="What changed since the version before, in plain words."
    )
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="policy_versions",
        help_text="The proposal whose decision it is to rest on.",
    )
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="policy_versions")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    launched_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the approved clauses.")
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change, so that nobody writes over another."
    )
    ended_because = models.TextField(blank=True, help_text="Why it was dropped or retired.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(stage=Stage.LAUNCHED), name="version_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(stage__in=AT_WORK), name="version_one_at_work"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DRAFT, Stage.DROPPED], approved_at=None)
                | ~Q(stage=Stage.DRAFT)
                & Q(approved_at__isnull=False, approved_by__isnull=False, decision__isnull=False)
                & ~Q(digest=""),
                name="version_approved_on_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=HAVE_HELD, launched_at__isnull=False)
                | ~Q(stage__in=HAVE_HELD) & Q(launched_at=None),
                name="version_launched_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.RETIRED, Stage.DROPPED]) | ~Q(ended_because=""),
                name="version_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(is_material=True), name="version_first_is_material"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it can be written on."""
        return self.stage == Stage.DRAFT

    @property
    def is_approved(self) -> bool:
        """Whether it waits for its launch."""
        return self.stage == Stage.APPROVED

    @property
    def is_in_force(self) -> bool:
        """Whether it is what holds today."""
        return self.stage == Stage.LAUNCHED

    @property
    def has_held(self) -> bool:
        """Whether it is in force or was."""
        return self.stage in HAVE_HELD

    @property
    def former(self) -> "Version | None":
        """The version that was in force before this one, or is while this one is at work."""
        return self.policy.versions.filter(number__lt=self.number, stage__in=HAVE_HELD).first()


class ReviewOutcome(models.TextChoices):
    """How a policy comes out of being looked at again."""

    STANDS = "stands", "It stands as it is"
    MINOR = "minor", "It needs a minor correction"
    MATERIAL = "material", "It needs a material change"
    RETIRE = "retire", "It is not needed any more"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Any) -> "ReviewQuerySet":
        """Return the reviews of the policies that somebody sees."""
        return self.filter(version__in=Version.objects.visible_to(user))


class Review(models.Model):
    """That a version in force was looked at again, how that ended, and when it is looked at next. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=8, choices=ReviewOutcome.choices)
    because = models.TextField()
    was_due_on = models.DateField(null=True)
    next_on = models.DateField(null=True, help_text="The next day to look at it; none where it is to go.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="policy_review_says_why"),
            models.CheckConstraint(
                condition=Q(outcome=ReviewOutcome.RETIRE, next_on=None)
                | ~Q(outcome=ReviewOutcome.RETIRE) & Q(next_on__isnull=False),
                name="policy_review_names_the_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_outcome_display().lower()}"
