"""Replies to networks, boards and partner bodies; and the editions of an outcome."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.almanac import clock
from dueregard.decisions.consultations.answering.models import Response
from dueregard.decisions.consultations.models import Consultation, OfConsultationQuerySet, read_by
from dueregard.people.models import Person


class Reply(models.Model):
    """What is said to one network, board or body about its response; it can be bettered until it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.OneToOneField(Response, models.PROTECT, related_name="reply")
    words = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class ReplyQuerySet(models.QuerySet["Reply"]):
        def visible_to(self, user: Any) -> "models.QuerySet[Reply]":
            """Return those of the consultations whose answers this person reads; others read the outcome."""
            return self.filter(response__consultation__in=read_by(user))

    objects = ReplyQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["response"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="consultation_reply_says_something")
        ]

    def __str__(self) -> str:
        return f"a reply to {self.response}"


class OutcomeEdition(models.Model):
    """An outcome as it was published: its whole content, and what was updated. Sealed; another edition mends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="As `outcomes.content` writes it.")
    sha256 = models.CharField(max_length=64, help_text="The digest of the content in its one spelling.")
    updated = models.CharField(max_length=200, help_text="What was updated.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfConsultationQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["consultation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="outcome_edition_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Outcome of {self.consultation}, edition {self.number}"
