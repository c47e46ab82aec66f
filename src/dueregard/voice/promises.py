"""What a leader said will be done, and what became another because of an issue."""

import uuid

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.voice.querysets import OfIssueQuerySet
from dueregard.voice.rules import must_keep
from dueregard.voice.subjects import ChangeKind


class PromiseQuerySet(OfIssueQuerySet):
    def open(self) -> "PromiseQuerySet":
        """Return the promises that are not kept yet."""
        return self.filter(kept_on=None)


class Promise(RulesModel):
    """What will be done, by when and by whom. Where it was moved, the old dates stand in the happenings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey("voice.Issue", models.PROTECT, related_name="promises")
    what = models.TextField()
    by_when = models.DateField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="promises")
    made_on = models.DateField()
    kept_on = models.DateField(null=True)
    how = models.TextField(blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["by_when", "id"]
        rules_permissions = {"keep": must_keep, "move": must_keep}
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_on=None, how="") | Q(kept_on__isnull=False) & ~Q(how=""),
                name="promise_kept_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"A promise for {self.by_when}"

    @property
    def is_kept(self) -> bool:
        """Whether it is done."""
        return self.kept_on is not None

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is not done."""
        return not self.is_kept and self.by_when < clock.today()


class Change(models.Model):
    """What became another because of an issue, with where it is read; joined with the issue through the thread."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    name = models.CharField(max_length=200)
    where = models.CharField(max_length=500)
    made_on = models.DateField()

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "id"]

    def __str__(self) -> str:
        return self.name
