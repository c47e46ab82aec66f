import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.thread import kinds
from dueregard.thread.kinds import Station
from dueregard.thread.rules import may_withdraw, sees_both


class Relation(models.TextChoices):
    """How the second record follows from the first, read as “the first … the second”."""

    LED_TO = "led to"
    CHANGED = "changed"

    def joins(self, earlier: Station, later: Station) -> bool:
        """Say whether records at two stations may be joined so: nothing leads back, and only what people say changes.

        What people said, an issue or a consultation, has changed something that was decided or done.
        """
        if self == Relation.LED_TO:
            return earlier <= later
        return earlier <= Station.CONSULTATION and later in {Station.DECISION, Station.ACTION}


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: Any) -> "LinkQuerySet":
        """Return the links of which both ends exist for this person."""
        begins, ends = Q(pk__in=[]), Q(pk__in=[])
        for kind in kinds.registered():
            seen = kind.visible_to(user).order_by().values("pk")
            begins |= Q(from_kind=kind.code, from_id__in=seen)
            ends |= Q(to_kind=kind.code, to_id__in=seen)
        return self.filter(begins, ends)

    def standing(self) -> "LinkQuerySet":
        """Return the links that are not withdrawn."""
        return self.filter(withdrawn_at=None)

    def leading_from(self, record: models.Model, *, to_kind: str) -> "LinkQuerySet":
        """Return the links that stand from a record to those of another kind."""
        return self.standing().filter(from_kind=kinds.of(record).code, from_id=record.pk, to_kind=to_kind)


class Link(RulesModel):
    """Two records of any app, and how the second follows from the first. There is no foreign key to either.

    One that was wrong is withdrawn, with the reason, and stays to be seen as withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_kind = models.CharField(max_length=30)
    from_id = models.UUIDField()
    to_kind = models.CharField(max_length=30)
    to_id = models.UUIDField()
    relation = models.CharField(max_length=20, choices=Relation.choices)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        rules_permissions = {"join": sees_both, "withdraw": may_withdraw}
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_by_its_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind", "to_id", "relation"],
                condition=Q(withdrawn_at=None),
                name="link_joins_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="link_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(from_kind=F("to_kind"), from_id=F("to_id")), name="link_joins_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_kind} {self.relation} {self.to_kind}"
