"""A policy and its versions."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.decisions.models import Decision
from dueregard.people.models import Person, is_colleague
from dueregard.policies.rules import owns


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


class Stage(models.TextChoices):
    """How far a version has come."""

    DRAFT = "draft", "Draft"
    CONSULTED = "consulted", "Consulted on"
    APPROVED = "approved", "Approved"
    LAUNCHED = "launched", "In force"
    REPLACED = "replaced", "Replaced"
    DROPPED = "dropped", "Dropped"


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, user: Any) -> "PolicyQuerySet":
        """Return the policies in force to colleagues; all to policy owners, the equality lead and executives."""
        if not is_colleague(user):
            return self.none()
        if any(user.holds(role) for role in ("policy-owner", "equality-lead", "executive")):
            return self.all()
        return self.filter(versions__stage=Stage.LAUNCHED).distinct()


class Policy(RulesModel):
    """What shall hold for some of the body's people. Its key is given by the page it is sent from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200, unique=True)
    purpose = models.TextField(help_text="What it is for, in a sentence or two that everyone understands.")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=13, choices=Audience.choices, default=Audience.EVERYONE)
    covers = models.JSONField(default=list, help_text="The codes of those whom it covers.")
    review_on = models.DateField(null=True, help_text="The day to look at it again, once it is in force.")
    begun_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "policies"
        rules_permissions = {"write": owns}

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: Any) -> "VersionQuerySet":
        """Return what is or was in force of the policies somebody sees; every version to those who work on policies."""
        found = self.filter(policy__in=Policy.objects.visible_to(user))
        if any(user.holds(role) for role in ("policy-owner", "equality-lead", "executive")):
            return found
        return found.filter(stage__in=[Stage.LAUNCHED, Stage.REPLACED])


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
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="policy_versions")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    launched_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the approved clauses.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(stage=Stage.LAUNCHED), name="version_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DRAFT, Stage.CONSULTED, Stage.DROPPED], approved_at=None)
                | Q(
                    stage__in=[Stage.APPROVED, Stage.LAUNCHED, Stage.REPLACED],
                    approved_at__isnull=False,
                    decision__isnull=False,
                ),
                name="version_approved_on_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.LAUNCHED, Stage.REPLACED], launched_at__isnull=False)
                | Q(
                    stage__in=[Stage.DRAFT, Stage.CONSULTED, Stage.APPROVED, Stage.DROPPED], launched_at=None
                ),
                name="version_launched_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(is_material=True), name="version_first_is_material"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"

    @property
    def is_in_force(self) -> bool:
        """Whether it is what holds today."""
        return self.stage == Stage.LAUNCHED
