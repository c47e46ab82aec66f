import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.thread import kinds
from dueregard.thread.rules import sees_both


class Relation(models.TextChoices):
    """How the second record follows from the first, read as “the first … the second”."""

    LED_TO = "led to"
    ANSWERS = "answers"
    CHANGED = "changed"


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: Any) -> "LinkQuerySet":
        """Return the links of which both ends exist for this person."""
        begins, ends = Q(pk__in=[]), Q(pk__in=[])
        for kind in kinds.registered():
            seen = kind.visible_to(user).order_by().values("pk")
            begins |= Q(from_kind=kind.code, from_id__in=seen)
            ends |= Q(to_kind=kind.code, to_id__in=seen)
        return self.filter(begins, ends)

    def leading_from(self, record: models.Model, *, to_kind: str) -> "LinkQuerySet":
        """Return the links from a record to those of another kind."""
        return self.filter(from_kind=kinds.of(record).code, from_id=record.pk, to_kind=to_kind)


class Link(RulesModel):
    """Two records of any app, and how the second follows from the first. There is no foreign key to either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_kind = models.CharField(max_length=30)
    from_id = models.UUIDField()
    to_kind = models.CharField(max_length=30)
    to_id = models.UUIDField()
    relation = models.CharField(max_length=20, choices=Relation.choices)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        rules_permissions = {"join": sees_both}
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_by_its_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind", "to_id", "relation"], name="link_joins_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_kind=F("to_kind"), from_id=F("to_id")), name="link_joins_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_kind} {self.relation} {self.to_kind}"
