"""Roles that people hold: each asked for by one administrator and agreed by a second person, from a start to an end."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.people import rules

COMES_WITH_EMPLOYMENT = "staff"
IS_NO_ROLE = "outsider"
# What can be asked for. The other two say whether somebody works here, which nobody grants.
GRANTED = {code: title for code, title in ROLES.items() if code not in {COMES_WITH_EMPLOYMENT, IS_NO_ROLE}}


class Source(models.TextChoices):
    """Where a holding comes from."""

    ASKED = "asked", "Asked for and agreed"
    SET_UP = "set-up", "From set-up, or with employment"


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    def at(self, moment: datetime) -> "RoleHoldingQuerySet":
        """Return the roles that are held at that moment: agreed by then, begun, and not ended."""
        agreed = Q(source=Source.SET_UP) | Q(source=Source.ASKED, agreed_at__lte=moment)
        return self.filter(agreed, starts__lte=moment).standing(moment)

    def standing(self, moment: datetime) -> "RoleHoldingQuerySet":
        """Return those that have not ended by that moment, whether agreed and begun or not."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=moment)).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
        )

    def agreed(self) -> "RoleHoldingQuerySet":
        """Return those behind which two people stand, and those from set-up."""
        return self.filter(Q(source=Source.SET_UP) | Q(agreed_at__isnull=False))

    def waiting(self, moment: datetime) -> "RoleHoldingQuerySet":
        """Return those that a second person can still agree."""
        return self.filter(source=Source.ASKED, agreed_at__isnull=True).standing(moment)

    def over(self, moment: datetime) -> "RoleHoldingQuerySet":
        """Return those that have ended by that moment, agreed or turned down or never agreed in time."""
        return self.exclude(pk__in=self.standing(moment).values("pk"))

    def visible_to(self, user: Any) -> "RoleHoldingQuerySet":
        """Return a person's own roles; all, to administrators; to the equality lead those that wait for them."""
        if not user.is_authenticated:
            return self.none()
        if user.holds("administrator"):
            return self.all()
        mine = Q(person_id=user.pk)
        if user.holds("equality-lead"):
            theirs = Q(role__in=rules.AGREED_BY_EQUALITY_LEAD, source=Source.ASKED)
            mine |= theirs & (Q(agreed_by_id=user.pk) | Q(agreed_at__isnull=True, ended_at__isnull=True))
        return self.filter(mine)


class RoleHolding(RulesModel):
    """A role that a person holds from one moment until another.

    Two people stand behind it: who asked for it and who agreed to it, neither of them the person who gets it. Until
    the second has agreed it gives no right. What comes from set-up or with employment has neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ASKED)
    why = models.TextField(blank=True, max_length=500, help_text="Why the person needs the role.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="When it was ended early, or turned down.")

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts"]
        rules_permissions = {
            "ask": rules.is_administrator,
            "agree": rules.may_agree & rules.has_not_asked & rules.is_not_about_oneself,
            "end": rules.is_administrator | (rules.is_waiting & rules.may_agree & rules.is_not_about_oneself),
        }
        indexes = [models.Index(fields=["person", "role"], name="role_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="role_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(
                    source="set-up", asked_by__isnull=True, asked_at__isnull=True, agreed_by__isnull=True
                )
                | Q(source="asked", asked_by__isnull=False, asked_at__isnull=False, ends__isnull=False),
                name="role_asked_with_an_end",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="role_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="role_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("person")),
                name="role_not_asked_by_its_holder",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("person")) & ~Q(agreed_by=F("asked_by")),
                name="role_agreed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def is_agreed(self) -> bool:
        """Whether a second person has agreed, or nobody needed to."""
        return self.source == Source.SET_UP or self.agreed_at is not None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, by its date or early."""
        now = clock.now()
        return (self.ends is not None and self.ends <= now) or (
            self.ended_at is not None and self.ended_at <= now
        )

    @property
    def is_waiting(self) -> bool:
        """Whether a second person can still agree."""
        return not self.is_agreed and not self.is_over

    @property
    def is_in_force(self) -> bool:
        """Whether it gives its right now, to a person who is let in."""
        return self.is_agreed and not self.is_over and self.starts <= clock.now()

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return clock.day_of(self.starts)

    @property
    def last_day(self) -> date | None:
        """The last day on which it is held, by its date or because it was ended early; none where it has no end."""
        ends = min(filter(None, (self.ends, self.ended_at)), default=None)
        return ends and clock.day_of(ends - timedelta(microseconds=1))
