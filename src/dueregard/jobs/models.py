import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from dueregard.almanac import clock
from dueregard.jobs import kinds


class State(models.TextChoices):
    """Where a job stands. The last three are final."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "In progress"
    DONE = "done", "Finished"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


OPEN = (State.WAITING, State.RUNNING)
FINAL = (State.DONE, State.FAILED, State.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """Return the jobs a person may follow: their own; administrators follow all."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.holds("administrator") else self.filter(by_id=user.id)

    def open(self) -> "JobQuerySet":
        """Return the jobs that have not ended."""
        return self.filter(state__in=OPEN)

    def claimable(self, now: datetime) -> "JobQuerySet":
        """Return the jobs a worker may take: those that are due, and those whose worker has gone silent."""
        return self.filter(
            Q(state=State.WAITING, due_at__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """One piece of background work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=200, help_text="Of one key there is one open job at a time.")
    arguments = models.JSONField(default=dict)
    href = models.CharField(max_length=500, blank=True, help_text="The page of what the work is about.")

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0, help_text="How often a worker has begun it.")
    taken_up_again = models.PositiveIntegerField(default=0, help_text="How often its worker died.")
    due_at = models.DateTimeField(default=clock.now, help_text="Not before this moment.")
    worker = models.CharField(max_length=120, blank=True, help_text="The token of one hold on it.")
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)

    progress_done = models.PositiveBigIntegerField(default=0)
    progress_of = models.PositiveBigIntegerField(default=0)
    progress_words = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True, help_text="The sentence in which it ended.")

    by_id = models.UUIDField()
    by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_queue"),
            models.Index(fields=["by_id", "created_at"], name="job_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=OPEN), name="job_open_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False) & ~Q(worker="")
                | ~Q(state=State.RUNNING) & Q(lease_until__isnull=True, worker=""),
                name="job_held_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, finished_at__isnull=False) & ~Q(words="")
                | Q(state__in=OPEN, finished_at__isnull=True, words=""),
                name="job_ends_in_words",
            ),
            models.CheckConstraint(
                condition=Q(progress_done__lte=F("progress_of")), name="job_progress_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} for {self.by_label}"

    @property
    def title(self) -> str:
        """What the work is, in the words of its kind."""
        kind = kinds.find(self.kind)
        return kind.title if kind else "Background work"

    @property
    def is_finished(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in FINAL
