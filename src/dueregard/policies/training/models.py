"""What is kept of training: modules in editions, who took them and when, and the files that completions came in."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.intake.models import Receipt
from dueregard.people.models import Person, Staff, is_colleague
from dueregard.policies.rollout.models import Task
from dueregard.policies.texts.models import Policy
from dueregard.policies.training.rules import takes_training, writes_training
from dueregard.voice.models import Issue

LONG_AGO = date(1900, 1, 1)


class ModuleQuerySet(models.QuerySet["Module"]):
    def visible_to(self, user: Any) -> "ModuleQuerySet":
        """Return what is published to colleagues, and all to those who write training."""
        if not is_colleague(user):
            return self.none()
        return self.all() if writes_training(user) else self.published()

    def published(self) -> "ModuleQuerySet":
        """Return those of which an edition is published."""
        return self.filter(published_number__gt=0)

    def asked_of(self, staff: Staff) -> "ModuleQuerySet":
        """Return those that somebody is asked to take, done or not: those of the policies they are asked to read."""
        asking = Task.objects.standing().filter(staff=staff).values("roll_out__policy")
        return self.published().filter(policy__in=asking)

    def to_do(self, staff: Staff) -> "ModuleQuerySet":
        """Return those that somebody is asked to take and has not."""
        return self.asked_of(staff).exclude(Exists(Completion.objects.that_count(staff)))


class Module(RulesModel):
    """Some training under one name. Its key is given by the page it is sent from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(unique=True, help_text="What files of completions call it.")
    title = models.CharField(max_length=120)
    summary = models.TextField(help_text="What people learn, in a sentence or two.")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="modules")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    published_number = models.PositiveSmallIntegerField(
        default=0, help_text="The edition people take; 0 for none."
    )
    asks_number = models.PositiveSmallIntegerField(
        default=0, help_text="The edition that asked everybody last."
    )
    asks_since = models.DateField(
        null=True, help_text="From when completions elsewhere count; null where all do."
    )

    objects = ModuleQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["title", "id"]
        rules_permissions = {"write": writes_training, "take": takes_training}
        constraints = [
            models.CheckConstraint(
                condition=Q(asks_number__lte=F("published_number")), name="module_asks_for_what_is_published"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether people can take it."""
        return self.published_number > 0


class ModuleEditionQuerySet(models.QuerySet["ModuleEdition"]):
    def visible_to(self, user: Any) -> "ModuleEditionQuerySet":
        """Return what is published of the modules that somebody sees, and drafts to those who write training."""
        found = self.filter(module__in=Module.objects.visible_to(user))
        return found if writes_training(user) else found.exclude(published_at=None)


class ModuleEdition(models.Model):
    """The pages and questions of a module.

    `pages` is a list of `{"heading": …, "text": …}`, and `questions` of `{"question": …, "choices": [{"text": …,
    "feedback": …, "is_right": …}]}`, of which one choice is right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(Module, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    pages = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1, help_text="Goes up with each change of a draft.")
    published_at = models.DateTimeField(null=True)

    objects = ModuleEditionQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["module", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="module_edition_numbered_once"),
            models.UniqueConstraint(
                fields=["module"], condition=Q(published_at=None), name="module_edition_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="module_edition_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.module}, edition {self.number}"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> "ImportQuerySet":
        """Return the files of completions, to those who write training."""
        return self.all() if user.is_authenticated and writes_training(user) else self.none()


class Import(RulesModel):
    """A file of completions from another system, with its receipt once it is read, or why it could not be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=150)
    file_path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=300, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["-added_at", "id"]
        rules_permissions = {"add": writes_training}
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=Q(refusal=""), name="import_of_a_file_once"),
            models.CheckConstraint(
                condition=Q(receipt=None) | Q(refusal=""), name="import_received_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        """Whether it has been read, or refused."""
        return self.receipt_id is not None or bool(self.refusal)

    @property
    def job_key(self) -> str:
        """The key of the work that reads it."""
        return f"take in completions {self.pk}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: Any) -> "CompletionQuerySet":
        """Return a person's own."""
        return self.filter(staff__person_id=user.pk) if is_colleague(user) else self.none()

    def that_count(self, staff: Staff) -> "CompletionQuerySet":
        """Return, inside a query of modules, what of somebody's makes the outer module done."""
        here = Q(number__gte=OuterRef("asks_number"), number__gt=0)
        elsewhere = Q(number=0, completed_on__gte=Coalesce(OuterRef("asks_since"), Value(LONG_AGO)))
        return self.filter(here | elsewhere, staff=staff, module=OuterRef("pk"))


class Completion(models.Model):
    """That somebody took a module, and on which day. Sealed. `number` is the edition; 0 where taken elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="completions")
    module = models.ForeignKey(Module, models.PROTECT, related_name="completions")
    number = models.PositiveSmallIntegerField()
    completed_on = models.DateField(default=clock.today)
    brought_by = models.ForeignKey(Import, models.PROTECT, null=True, related_name="completions")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["-completed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "module", "number", "completed_on"], name="completion_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(number=0, brought_by__isnull=False) | Q(number__gt=0, brought_by=None),
                name="completion_here_or_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} took {self.module}"
