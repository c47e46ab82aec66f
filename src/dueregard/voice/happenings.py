"""What was done to an issue, line by line."""

import uuid

from django.db import models
from django.db.models import Q

from dueregard.voice.deadlines import Deed
from dueregard.voice.querysets import HappeningQuerySet
from dueregard.voice.subjects import What


class Happening(models.Model):
    """One thing that was done to an issue. The database itself refuses to change or remove it (`journal.seals`).

    `by` is a label: the leader's name, or that of a system person, never a member's. `said` is the code of an answer or
    a verdict, `day` the date that a promise has from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey("voice.Issue", models.PROTECT, related_name="happenings")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=14, choices=What.choices)
    on = models.DateField()
    by = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    said = models.CharField(max_length=8, blank=True)
    promise = models.ForeignKey("voice.Promise", models.PROTECT, null=True, related_name="happenings")
    day = models.DateField(null=True)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="happening_numbered_once"),
            models.CheckConstraint(
                condition=~Q(
                    what__in=[What.PAUSED, What.LONGER, What.PASSED_ON, What.MOVED, What.EXEMPTED], words=""
                ),
                name="happening_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(what__in=[What.PROMISED, What.MOVED], promise__isnull=False, day__isnull=False)
                | Q(what=What.KEPT, promise__isnull=False, day=None)
                | ~Q(what__in=[What.PROMISED, What.MOVED, What.KEPT]) & Q(promise=None, day=None),
                name="happening_of_a_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} on {self.on}"

    @property
    def deed(self) -> Deed | None:
        """What it does to the clock, if anything."""
        return Deed(self.what) if self.what in set(Deed) else None
