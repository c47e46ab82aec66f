import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.leave import hours
from dueregard.leave.querysets import AskedQuerySet, OwnQuerySet
from dueregard.leave.rules import decides, has_asked, is_employed
from dueregard.people.models import Person, Staff


class Standing(models.TextChoices):
    """Where agreed time stands. What is not agreed is ended, and nobody says why."""

    WAITING = "waiting"
    AGREED = "agreed"
    ENDED = "ended"


class AgreedTimeQuerySet(AskedQuerySet):
    def waiting_for(self, user: Any) -> Self:
        """Return what waits for an answer from this person, the longest waiting first."""
        waiting = self.visible_to(user).filter(state=Standing.WAITING)
        return waiting.exclude(staff__person_id=user.pk).order_by("asked_at", "id")

    def of_others(self, user: Any) -> Self:
        """Return what is agreed for the people whom this person manages."""
        agreed = self.visible_to(user).filter(state=Standing.AGREED)
        return agreed.exclude(staff__person_id=user.pk).order_by("staff__person__name", "id")


class AgreedTime(RulesModel):
    """Hours a month that somebody asks for. Its key is the token of the page it was sent from, so it is made once."""

    id = models.UUIDField(primary_key=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="agreed_times")
    minutes_a_month = models.PositiveIntegerField()
    from_day = models.DateField()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(max_length=7, choices=Standing.choices, default=Standing.WAITING)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = AgreedTimeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        rules_permissions = {"ask": is_employed, "agree": decides, "end": has_asked | decides}
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "state"],
                condition=~Q(state=Standing.ENDED),
                name="agreed_time_one_waits_and_one_is_agreed",
            ),
            models.CheckConstraint(condition=Q(minutes_a_month__gt=0), name="agreed_time_is_some_time"),
            models.CheckConstraint(
                condition=Q(state=Standing.WAITING, decided_at=None, ended_at=None)
                | Q(state=Standing.AGREED, decided_at__isnull=False, ended_at=None)
                | Q(state=Standing.ENDED, ended_at__isnull=False),
                name="agreed_time_decided_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"agreed time of {self.staff}"

    @property
    def hours(self) -> str:
        """The hours a month in words."""
        return hours.said(self.minutes_a_month)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == Standing.WAITING

    @property
    def is_ended(self) -> bool:
        """Whether it is over, or was not agreed."""
        return self.state == Standing.ENDED


class TimeUsed(RulesModel):
    """How much of it somebody used in one month, by their own note, which they alone see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="times_used")
    month_starts = models.DateField()
    minutes = models.PositiveIntegerField()

    OWNER = "staff"
    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-month_starts"]
        rules_permissions = {"note": is_employed}
        constraints = [
            models.UniqueConstraint(fields=["staff", "month_starts"], name="time_used_once_a_month")
        ]

    def __str__(self) -> str:
        return f"time used in {self.month}"

    @property
    def month(self) -> Month:
        """The month."""
        return Month(self.month_starts)

    @property
    def hours(self) -> str:
        """The hours in words."""
        return hours.said(self.minutes)
