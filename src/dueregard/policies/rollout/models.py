"""What is kept of a roll-out: how it is planned, whom it asked, and the sealed receipts of those who read."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.people.models import Person, Staff, is_colleague
from dueregard.policies.rollout.audiences import staff_of
from dueregard.policies.rollout.rules import is_asked, is_automatic, oversees, runs
from dueregard.policies.texts.models import Audience, Policy, Stage, Version

DAYS_TO_READ, LEAST_DAYS, MOST_DAYS = 28, 7, 120


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """Return how policies are rolled out, to colleagues who see the policy."""
        return self.filter(policy__in=Policy.objects.visible_to(user))


class Plan(RulesModel):
    """How a policy is rolled out, whichever of its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.OneToOneField(Policy, models.PROTECT, related_name="plan")
    days = models.PositiveSmallIntegerField(
        default=DAYS_TO_READ, validators=[MinValueValidator(LEAST_DAYS), MaxValueValidator(MOST_DAYS)]
    )
    for_managers = models.TextField(blank=True, help_text="What line managers need to know beside the text.")
    heard_readings = models.PositiveIntegerField(
        default=0, help_text="How many readings there were when concerns came out last."
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["id"]
        rules_permissions = {"change": runs}
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=LEAST_DAYS, days__lte=MOST_DAYS), name="plan_leaves_time_to_read"
            )
        ]

    def __str__(self) -> str:
        return f"the roll-out of {self.policy}"


class FormKind(models.TextChoices):
    """In which other form a text can be had."""

    EASY_READ = "easy-read", "Easy Read"
    AUDIO = "audio", "Audio"
    BSL = "bsl", "British Sign Language"


class OtherFormQuerySet(models.QuerySet["OtherForm"]):
    def visible_to(self, user: Any) -> "OtherFormQuerySet":
        """Return the other forms of the versions that somebody sees."""
        return self.filter(version__in=Version.objects.visible_to(user))


class OtherForm(models.Model):
    """Where the same text is found in another form. Which form somebody used is kept nowhere: it would say why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="other_forms")
    kind = models.CharField(max_length=9, choices=FormKind.choices)
    address = models.CharField(max_length=500, help_text="A page of evidence here, or an https address.")

    objects = OtherFormQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="form_of_a_kind_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"


class RollOutQuerySet(models.QuerySet["RollOut"]):
    def visible_to(self, user: Any) -> "RollOutQuerySet":
        """Return all to those who oversee, and to owners of policies those of their own."""
        if oversees(user):
            return self.all()
        if is_colleague(user) and user.holds("policy-owner"):
            return self.filter(policy__owner=user)
        return self.none()

    def current(self) -> "RollOutQuerySet":
        """Return those that no later one has ended, of policies that are in force."""
        in_force = Policy.objects.filter(versions__stage=Stage.LAUNCHED)
        return self.filter(ended_at=None, policy__in=in_force)

    def going_on(self) -> "RollOutQuerySet":
        """Return those that ask and remind by themselves: current, and not stopped."""
        return self.current().filter(stopped_at=None)


class RollOut(RulesModel):
    """The asking for one material version. The next material version ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="roll_outs")
    version = models.OneToOneField(Version, models.PROTECT, related_name="roll_out")
    days = models.PositiveSmallIntegerField(help_text="How long each person has to read it.")
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    spread_at = models.DateTimeField(null=True, help_text="When everybody had been asked for the first time.")
    stopped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RollOutQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["-begun_at", "id"]
        rules_permissions = {"stop": runs | is_automatic, "resume": runs, "carry": is_automatic}
        constraints = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(ended_at=None), name="roll_out_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"the roll-out of {self.version}"

    @property
    def job_key(self) -> str:
        """The key of the work that asks everybody."""
        return f"roll out a policy {self.pk}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Any) -> "TaskQuerySet":
        """Return a person's own. Direct managers are told names by the reports, and nothing more."""
        return self.filter(staff__person_id=user.pk) if is_colleague(user) else self.none()

    def standing(self) -> "TaskQuerySet":
        """Return those that count: of a current roll-out, of people employed and in its audience today."""
        in_audience = Q(pk__in=[])
        for audience in Audience.values:
            in_audience |= Q(roll_out__policy__audience=audience, staff__in=staff_of(audience).values("pk"))
        return self.filter(in_audience, roll_out__in=RollOut.objects.current())

    def to_do(self) -> "TaskQuerySet":
        """Return those that count and wait to be read."""
        return self.standing().filter(reading=None)


class Task(RulesModel):
    """One member of staff is asked to read a policy by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    roll_out = models.ForeignKey(RollOut, models.PROTECT, related_name="tasks")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="reading_tasks")
    asked_on = models.DateField()
    due_on = models.DateField()
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many times to remind have passed.")
    reminded_on = models.DateField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["due_on", "id"]
        rules_permissions = {"acknowledge": is_asked}
        indexes = [models.Index(fields=["staff", "due_on"], name="task_of_staff")]
        constraints = [
            models.UniqueConstraint(fields=["roll_out", "staff"], name="task_asked_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="task_due_after_asking"),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.roll_out.version}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past."""
        return self.due_on < clock.today()


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: Any) -> "ReadingQuerySet":
        """Return a person's own receipts."""
        return self.filter(task__staff__person_id=user.pk) if is_colleague(user) else self.none()


class Reading(models.Model):
    """That somebody has read a version, and on which day. Sealed; it says nothing of how, where, or of a concern."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.OneToOneField(Task, models.PROTECT, related_name="reading")
    version = models.ForeignKey(Version, models.PROTECT, related_name="readings")
    read_on = models.DateField(default=clock.today)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["-read_on", "id"]

    def __str__(self) -> str:
        return f"{self.task.staff} has read {self.version}"


class PolicyConcernQuerySet(models.QuerySet["PolicyConcern"]):
    def visible_to(self, user: Any) -> "PolicyConcernQuerySet":
        """Return all to those who oversee, and to owners of policies those about their own."""
        if oversees(user):
            return self.all()
        if is_colleague(user) and user.holds("policy-owner"):
            return self.filter(policy__owner=user)
        return self.none()


class PolicyConcern(RulesModel):
    """What somebody wrote when they confirmed that they had read a policy: no name, no day, no version."""

    id = models.UUIDField(primary_key=True, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="concerns")
    month = models.DateField(help_text="The first day of the month in which it came out.")
    words = models.TextField(blank=True, help_text="Empty where somebody said only that they have one.")

    objects = PolicyConcernQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["-month", "id"]
        rules_permissions = {"hear": is_automatic}

    def __str__(self) -> str:
        return f"a concern about {self.policy}"


class TallyQuerySet(models.QuerySet["Tally"]):
    def visible_to(self, user: Any) -> "TallyQuerySet":
        """Return the tallies of current roll-outs, to colleagues; which of their groups is asked of `reports`."""
        return self.filter(roll_out__in=RollOut.objects.current()) if is_colleague(user) else self.none()


class Tally(RulesModel):
    """How many have read, in bands, as it was counted last: groups of ten or more that nothing can be taken from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    roll_out = models.OneToOneField(RollOut, models.PROTECT, related_name="tally")
    counted_on = models.DateField()
    groups = models.JSONField(default=list)

    objects = TallyQuerySet.as_manager()

    class Meta:
        app_label = "policies"
        ordering = ["id"]
        rules_permissions = {"count": is_automatic}

    def __str__(self) -> str:
        return f"how many have read {self.roll_out.version}"
