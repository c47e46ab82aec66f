"""Invitations of boards and partner bodies, and letters to other bodies."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.access import closing
from dueregard.almanac import clock
from dueregard.decisions.consultations.models import Consultation, ForReadersQuerySet
from dueregard.people.models import Person


class Guest(models.TextChoices):
    """Who is invited."""

    YOUNG_BOARD = "young-board", "A young people’s board"
    PARTNER = "partner", "A partner body"


class Invitation(RulesModel):
    """That a board or a body may answer, by a link of its own. The link is kept as a digest, the address nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=100)
    guest = models.CharField(max_length=11, choices=Guest.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(help_text="The last day on which the link opens.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["consultation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "name"],
                condition=Q(withdrawn_at=None),
                name="invitation_once_a_body",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")),
                name="invitation_withdrawn_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def opens(self) -> bool:
        """Whether its link opens today."""
        return self.withdrawn_at is None and clock.today() <= self.expires_on


class SentOn(models.Model):
    """A letter to another body about what belongs to it: to whom, what it says, by whom and when. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="letters")
    to = models.CharField(max_length=150, help_text="The name of the body.")
    closed_words = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["-at", "id"]
        verbose_name_plural = "letters sent on"

    def __str__(self) -> str:
        return f"a letter to {self.to}"

    @property
    def words(self) -> str:
        """What it says."""
        return closing.opened(self, "closed_words")

    def enclose(self, words: str) -> None:
        """Put in what it says, closed."""
        closed: Any = closing.close(self, "closed_words", words)
        self.closed_words = closed
