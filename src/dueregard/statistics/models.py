import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.intake.models import Receipt
from dueregard.people.models import Person
from dueregard.statistics.rules import has_not_run_it, is_analyst, is_equality_lead


def works_with_evidence(user: Any) -> bool:
    """Say whether this person sees datasets and analyses that are not released."""
    return bool(user.is_authenticated and (user.holds("analyst") or user.holds("equality-lead")))


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, user: Any) -> "DatasetQuerySet":
        """Return the datasets with their receipts, to data analysts and the equality lead."""
        return self.all() if works_with_evidence(user) else self.none()


class Dataset(RulesModel):
    """A file of microdata with the plan by which it is read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    plan = models.TextField()
    plan_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=150)
    file_path = models.CharField(max_length=300)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, editable=False, related_name="dataset")
    refusal = models.JSONField(default=list, editable=False)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "id"]
        rules_permissions = {
            "add": is_analyst,
            "check": is_analyst,
            "read_rows": is_analyst,
            "analyse": is_analyst,
        }
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=True) | Q(refusal=[]), name="dataset_received_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_received(self) -> bool:
        """Whether the check is done and at least the file could be read."""
        return self.receipt_id is not None

    @property
    def is_refused(self) -> bool:
        """Whether the file as a whole could not be used."""
        return bool(self.refusal)

    @property
    def directory(self) -> Path:
        """Where the accepted and the refused rows are."""
        return Path(settings.VAR) / "datasets" / str(self.pk)

    @property
    def check_key(self) -> str:
        """The key of the job that checks this dataset: never two at once."""
        return f"check {self.pk}"


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def visible_to(self, user: Any) -> "AnalysisQuerySet":
        """Return the analyses, to data analysts and the equality lead; others see releases."""
        return self.all() if works_with_evidence(user) else self.none()

    def ready(self) -> "AnalysisQuerySet":
        """Return the analyses that have run."""
        return self.filter(ready_at__isnull=False)


class Analysis(RulesModel):
    """One run of a dataset's plan over its accepted rows. What it keeps is already protected."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="analyses")
    leaves_out = models.PositiveIntegerField(
        help_text="Refused rows that the analyst knowingly went on without."
    )
    run_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    files = models.JSONField(default=dict, editable=False, help_text="The SHA-256 of each file, by its name.")

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        verbose_name_plural = "analyses"
        rules_permissions = {"release": is_equality_lead & has_not_run_it}
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True) | Q(ready_at__gte=F("asked_at")),
                name="analysis_ready_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.dataset.title

    @property
    def is_ready(self) -> bool:
        """Whether it has run and its findings can be read."""
        return self.ready_at is not None

    @property
    def directory(self) -> Path:
        """Where its files are."""
        return Path(settings.VAR) / "analyses" / str(self.pk)

    @property
    def run_key(self) -> str:
        """The key of the job that runs it: never two at once."""
        return f"analyse {self.pk}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: Any) -> "ReleaseQuerySet":
        """Return the releases, to everyone who is signed in; the public does not see them yet."""
        return self.all() if user.is_authenticated else self.none()


class Release(RulesModel):
    """An analysis that everyone signed in may read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.OneToOneField(Analysis, models.PROTECT, related_name="release")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    released_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "id"]

    def __str__(self) -> str:
        return self.title
