"""A charter, its standings, and what was recorded of it in error."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.people.models import Person
from dueregard.policies.charters.kinds import DAYS_BEFORE, KINDS, Kind
from dueregard.policies.charters.rules import keeps_charters
from dueregard.records.models import Evidence


class CharterQuerySet(models.QuerySet["Charter"]):
    def visible_to(self, user: Any) -> "CharterQuerySet":
        """Return every charter: that the body has signed one is no secret."""
        return self.all()


class Charter(RulesModel):
    """A charter that the body has signed, once of each kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        max_length=20, unique=True, choices=[(kind.code, kind.name) for kind in KINDS.values()]
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = CharterQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        rules_permissions = {"add": keeps_charters, "keep": keeps_charters}

    def __str__(self) -> str:
        return self.kind.name

    @property
    def kind(self) -> Kind:
        """Which charter it is."""
        return KINDS[self.code]


class StandingQuerySet(models.QuerySet["Standing"]):
    def uncorrected(self) -> "StandingQuerySet":
        """Return those that were not recorded in error."""
        return self.filter(correction=None)

    def newest_of_each(self) -> "StandingQuerySet":
        """Return the last standing of each charter that was not recorded in error."""
        later = Standing.objects.uncorrected().filter(charter=models.OuterRef("charter"))
        newest = later.order_by("-since").values("pk")[:1]
        return self.uncorrected().filter(pk=models.Subquery(newest))

    def holding(self, day: date) -> "StandingQuerySet":
        """Return what the body can say of itself on a day."""
        return self.newest_of_each().filter(level__gt=0, since__lte=day, renew_on__gte=day)

    def due(self, day: date) -> "StandingQuerySet":
        """Return those to be renewed within 90 days of a day, or that should have been."""
        soon = day + timedelta(days=DAYS_BEFORE)
        return self.newest_of_each().filter(level__gt=0, renew_on__lte=soon)

    def visible_to(self, user: Any) -> "StandingQuerySet":
        """Return every standing to those who keep charters, and what holds today to everybody."""
        return self.all() if keeps_charters(user) else self.holding(clock.today())


class Standing(models.Model):
    """A level of a charter, from a day until its renewal; level 0 says that the body left it. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    charter = models.ForeignKey(Charter, models.PROTECT, related_name="standings")
    level = models.PositiveSmallIntegerField()
    since = models.DateField()
    renew_on = models.DateField(null=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    says = models.TextField(blank=True, help_text="What it rests on, in words.")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=0, renew_on=None) | Q(level__gt=0, renew_on__gt=F("since")),
                name="standing_is_renewed_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(says="") | Q(evidence__isnull=False), name="standing_rests_on_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter}: {self.level_name}"

    @property
    def level_name(self) -> str:
        """The level in the words of the charter; nothing where the body left it."""
        return self.charter.kind.levels[self.level - 1] if self.level else ""

    @property
    def is_overdue(self) -> bool:
        """Whether its renewal has passed."""
        return self.renew_on is not None and self.renew_on < clock.today()

    @property
    def is_due(self) -> bool:
        """Whether its renewal is near, or has passed."""
        return self.renew_on is not None and self.renew_on <= clock.today() + timedelta(days=DAYS_BEFORE)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: Any) -> "CorrectionQuerySet":
        """Return what was recorded in error, to those who keep charters."""
        return self.all() if keeps_charters(user) else self.none()


class Correction(models.Model):
    """That a standing was recorded in error. It stays in the history, and counts no longer. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standing = models.OneToOneField(Standing, models.PROTECT, related_name="correction")
    why = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"correction of {self.standing}"
