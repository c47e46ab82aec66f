import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.people.models import Person, is_colleague
from dueregard.records.rules import drafts, keeps_evidence, sets_up, works_on_decisions


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, user: Any) -> "BodyQuerySet":
        """Return every body: that there is a public body is no secret."""
        return self.all()


class Body(RulesModel):
    """A public body with a duty of its own (Equality Act 2010, s.149 and Schedule 19)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=150)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "bodies"
        rules_permissions = {"add": sets_up, "keep_evidence": keeps_evidence, "draft": drafts}

    def __str__(self) -> str:
        return self.name


class EvidenceKind(models.TextChoices):
    """What sort of thing is known."""

    FIGURES = "figures", "Figures"
    RESEARCH = "research", "Research"
    CONSULTATION = "consultation", "What people said"
    INSPECTION = "inspection", "Inspection or audit"
    DOCUMENT = "document", "Another document"


def bodies_worked_for(user: Any) -> list["Body"]:
    """Return the bodies for which this person drafts, reviews, decides or counts."""
    return [body for body in Body.objects.all() if works_on_decisions(user, body)]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> "EvidenceQuerySet":
        """Return what is open of the service, to colleagues; everything of a body, to those who decide for it."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(body__in=bodies_worked_for(user))
        if is_colleague(user) or user.holds("inspector"):
            mine |= Q(body__code="home", is_restricted=False)
        return self.filter(mine)


class Evidence(RulesModel):
    """Something that is known and may be cited, such as a survey that is repeated: in versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    characteristics = models.JSONField(default=list, help_text="The codes of those it says something about.")
    is_restricted = models.BooleanField(
        default=False, help_text="Only those who decide for the body read it."
    )
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["body", "title"], name="evidence_of_a_body")]

    def __str__(self) -> str:
        return self.title


class EvidenceVersionQuerySet(models.QuerySet["EvidenceVersion"]):
    def visible_to(self, user: Any) -> "EvidenceVersionQuerySet":
        """Return the versions of the evidence that this person sees."""
        return self.filter(evidence__in=Evidence.objects.visible_to(user))


class EvidenceVersion(models.Model):
    """What was known at one time. Sealed: what is wrong in it is put right by the next version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    says = models.TextField(help_text="What it says, in a few sentences.")
    source = models.CharField(
        max_length=500, help_text="Who published it, or the address where it can be read."
    )
    about_from = models.DateField(null=True)
    about_to = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EvidenceVersionQuerySet.as_manager()

    class Meta:
        ordering = ["evidence__title", "evidence", "number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_numbered_once"),
            models.CheckConstraint(
                condition=Q(about_from=None, about_to=None) | Q(about_to__gte=F("about_from")),
                name="evidence_version_about_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, version {self.number}"

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day that it speaks about; none where it speaks about no time."""
        if self.about_from is None or self.about_to is None:
            return None
        return self.about_from, self.about_to
