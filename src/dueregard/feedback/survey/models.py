import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.feedback.rules import answers_surveys, counts_answers, plans_surveys
from dueregard.feedback.survey.statements import Statement
from dueregard.people.models import Person, is_colleague
from dueregard.statistics.models import Dataset, Release

LONGEST_DAYS = 62


class State(models.TextChoices):
    """Where a survey stands. It follows from its days and from what was released."""

    PLANNED = "planned", "Not yet open"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    PUBLISHED = "published", "Results published"


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: Any) -> "SurveyQuerySet":
        """Return every survey, to colleagues. Who has answered is nowhere to be seen."""
        return self.all() if is_colleague(user) else self.none()

    def with_release(self) -> "SurveyQuerySet":
        """Return the same, each with the key of the release of its results, or None: `State` needs it."""
        released = Release.objects.filter(analysis__dataset=OuterRef("dataset")).order_by("released_at")
        return self.annotate(release_key=Subquery(released.values("pk")[:1]))

    def open_on(self, day: date) -> "SurveyQuerySet":
        """Return the survey that is open on a day; there is one at most."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def collecting(self) -> "SurveyQuerySet":
        """Return those whose answers are still in the boxes, or will be: not counted, or not received in full."""
        return self.exclude(counted_at__isnull=False, dataset=None).filter(
            Q(dataset=None) | Q(dataset__receipt=None) | Q(dataset__receipt__refused__gt=0)
        )


class Survey(RulesModel):
    """Some statements that all staff are asked about, from the first day to the end of the last one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    first_day = models.DateField(unique=True)
    last_day = models.DateField()
    statements = models.JSONField(
        editable=False, help_text="The statements as they stood when it was planned."
    )
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1)
    counted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    counted_at = models.DateTimeField(null=True)
    dataset = models.OneToOneField(Dataset, models.PROTECT, null=True, related_name="+")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["-first_day"]
        rules_permissions = {
            "plan": plans_surveys,
            "answer": answers_surveys,
            "count": counts_answers,
        }
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="survey_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(counted_by__isnull=True, counted_at__isnull=True, dataset__isnull=True)
                | Q(counted_by__isnull=False, counted_at__isnull=False),
                name="survey_counted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answers_box(self) -> uuid.UUID:
        """The key of the box with what was answered; the one of who has answered has the survey's own key."""
        return uuid.uuid5(self.pk, "answers")

    @property
    def boxes(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The keys of both."""
        return self.pk, self.answers_box

    @property
    def asks(self) -> tuple[Statement, ...]:
        """The statements, in their order."""
        return tuple(Statement(**each) for each in self.statements)

    @property
    def is_planned(self) -> bool:
        """Whether it opens on a day to come."""
        return clock.today() < self.first_day

    @property
    def is_open(self) -> bool:
        """Whether staff may answer today."""
        return self.first_day <= clock.today() <= self.last_day

    @property
    def is_closed(self) -> bool:
        """Whether its last day is over."""
        return clock.today() > self.last_day

    @property
    def was_spoilt(self) -> bool:
        """Whether the dataset, or a row of it, was refused, which is a fault of ours: it is counted again."""
        if self.dataset is None:
            return False
        receipt = self.dataset.receipt
        return self.dataset.is_refused or (receipt is not None and receipt.refused > 0)

    @property
    def had_too_few(self) -> bool:
        """Whether so few answered that nothing can be shown, and the answers were destroyed."""
        return self.counted_at is not None and self.dataset_id is None

    @property
    def released(self) -> uuid.UUID | None:
        """The key of the release of its results, of a survey that was found `with_release`."""
        key: uuid.UUID | None = self.release_key  # type: ignore[attr-defined]  # annotated by `with_release`
        return key

    @property
    def state(self) -> State:
        """Where it stands, of a survey that was found `with_release`."""
        if self.is_planned:
            return State.PLANNED
        if self.is_open:
            return State.OPEN
        return State.PUBLISHED if self.released else State.CLOSED
