"""A passport, its signed versions, whom they are shown to, and who has read them."""

import json
import uuid
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.access import envelopes
from dueregard.almanac import clock
from dueregard.leave.passports.rules import is_shown, owns
from dueregard.leave.passports.words import Agreed, Words
from dueregard.leave.querysets import OwnQuerySet
from dueregard.leave.rules import is_employed
from dueregard.people.models import Person, Staff, is_colleague

PADDING = 8192
"""Octets to whose next multiple everything is filled up, so that the length of what is closed tells little."""

DAYS_AFTER_LEAVING = 30
"""How long it stays closed after the owner's last day, in case that was recorded by mistake."""


class Closed(models.Model):
    """A row with a JSON object, closed about this very row with the keys of the installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    closed_words = models.BinaryField()

    class Meta:
        abstract = True

    def enclose(self, what: dict[str, Any]) -> None:
        """Close what the row says."""
        text = json.dumps(what, ensure_ascii=False)
        pad_to = -(-len(text.encode()) // PADDING) * PADDING
        self.closed_words = envelopes.close(text, about=self._about, pad_to=pad_to)

    @property
    def inside(self) -> dict[str, Any]:
        """What the row says."""
        opened: dict[str, Any] = json.loads(envelopes.open_(bytes(self.closed_words), about=self._about))
        return opened

    @property
    def _about(self) -> str:
        return f"{self._meta.label}|{self.pk}"


class PassportQuerySet(OwnQuerySet):
    def of_leavers(self, today: date) -> "PassportQuerySet":
        """Return those whose owners left so long ago that they are to be destroyed."""
        return self.filter(staff__ended__lt=today - timedelta(days=DAYS_AFTER_LEAVING))

    def to_remind_of(self, today: date) -> "PassportQuerySet":
        """Return those to be looked at again, of which their owners have not been reminded."""
        due = self.filter(review_on__lte=today)
        return due.filter(Q(reminded_of=None) | ~Q(reminded_of=F("review_on")))

    def signed_by_both(self, before: date) -> "PassportQuerySet":
        """Return those of which two people had signed a version before a day."""
        signed = Signature.objects.filter(signed_at__lt=clock.start_of(before))
        twice = signed.values("version").annotate(times=models.Count("id")).filter(times__gt=1)
        return self.filter(versions__in=twice.values("version")).distinct()


class Passport(Closed, RulesModel):
    """The passport of one person, with its draft. That there is one is its owner's business alone."""

    staff = models.OneToOneField(Staff, models.PROTECT, related_name="passport")
    written_at = models.DateTimeField()
    review_on = models.DateField(null=True, help_text="The day to look at it again, once it has been shown.")
    reminded_of = models.DateField(null=True, help_text="The day of which its owner was reminded last.")

    OWNER = "staff"
    objects = PassportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        rules_permissions = {
            "write": is_employed, "share": owns, "revoke": owns, "review": owns, "destroy": owns,
        }  # fmt: skip

    def __str__(self) -> str:
        return "a passport"

    @property
    def words(self) -> Words:
        """The draft."""
        return Words(**self.inside)

    @property
    def is_review_due(self) -> bool:
        """Whether the day to look at it again is here."""
        return self.review_on is not None and self.review_on <= clock.today()


class OfPassportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfPassportQuerySet":
        """Return what belongs to the person's own passport; nobody else sees it here."""
        whose = {f"{self.model.OWNER}__staff__person_id": user.pk}
        return self.filter(**whose) if is_colleague(user) else self.none()


class SignedVersion(Closed):
    """An agreed part as its owner signed it. Sealed: it never changes, and it can be destroyed."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    digest = models.CharField(
        max_length=64,
        help_text="SHA-256 of what was signed, with something of chance in it, so that no guess can be tried.",
    )

    OWNER = "passport"
    objects = OfPassportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["passport", "number"], name="passport_version_numbered_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def agreed(self) -> Agreed:
        """What was signed."""
        return Agreed(**self.inside["agreed"])

    @classmethod
    def content(cls, agreed: Agreed, number: int) -> dict[str, Any]:
        """Return what is closed and digested: what was agreed, its number, and something of chance."""
        return {"agreed": asdict(agreed), "number": number, "chance": uuid.uuid4().hex}


class Signature(models.Model):
    """That somebody signed a version: its owner, or the manager to whom it was shown. Sealed as the version is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SignedVersion, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    OWNER = "version__passport"
    objects = OfPassportQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="passport_signed_once_by_each")
        ]

    def __str__(self) -> str:
        return "a signature"


class GrantQuerySet(models.QuerySet["Grant"]):
    def good(self) -> "GrantQuerySet":
        """Return those by which a manager may read today: not ended, and given to the line manager of the day."""
        today = clock.today()
        here = self.filter(ended_at=None, last_day__gte=today, manager=F("passport__staff__manager"))
        for employed in ("manager", "passport__staff"):
            still = Q(**{f"{employed}__ended": None}) | Q(**{f"{employed}__ended__gte": today})
            here = here.filter(still, **{f"{employed}__person__is_active": True})
        return here

    def visible_to(self, user: Any) -> "GrantQuerySet":
        """Return what is shown to this person today."""
        return self.good().filter(manager__person_id=user.pk) if is_colleague(user) else self.none()

    def unsigned(self, user: Any) -> "GrantQuerySet":
        """Return what is shown to this person and not signed by them."""
        return self.visible_to(user).exclude(version__signatures__person_id=user.pk)


class Grant(RulesModel):
    """That a version is shown to a manager, from a moment until a day, or until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passport = models.ForeignKey(Passport, models.CASCADE, related_name="grants")
    version = models.ForeignKey(SignedVersion, models.CASCADE, related_name="grants")
    manager = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    last_day = models.DateField()
    ended_at = models.DateTimeField(null=True)
    is_taken_back = models.BooleanField(default=False, help_text="Whether its owner ended it.")

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = [F("ended_at").desc(nulls_first=True), "-begun_at", "id"]  # the one that is shown first
        rules_permissions = {"sign": is_shown, "read": is_shown}
        constraints = [
            models.UniqueConstraint(
                fields=["passport"], condition=Q(ended_at=None), name="passport_shown_to_one"
            )
        ]

    def __str__(self) -> str:
        return "a passport that is shown"

    @property
    def is_good(self) -> bool:
        """Whether the manager may read by it now."""
        return Grant.objects.good().filter(pk=self.pk).exists()


class Reading(models.Model):
    """That a manager read what is shown to them. Sealed; the owner reads when and who, and nobody else does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    OWNER = "grant__passport"
    objects = OfPassportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return "a reading of a passport"
