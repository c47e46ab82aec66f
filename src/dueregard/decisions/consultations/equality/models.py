"""What people say about themselves: parked, then shuffled, with no link to any response."""

import uuid
from typing import Any

import rules
from django.db import models
from rules.contrib.models import RulesModel

from dueregard.decisions.consultations.models import Consultation

SEXES = ("Female", "Male")
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
DISABLED = ("Yes", "No")
AGES = ("Under 18", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 and over")
CHARACTERISTICS = {
    "sex": ("Sex", SEXES),
    "ethnic_group": ("Ethnic group", ETHNIC_GROUPS),
    "disability": ("Disability or long-term health condition", DISABLED),
    "age": ("Age", AGES),
}
"""What is asked, by the name of its column: how it is called, and what can be answered."""


class NobodyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "NobodyQuerySet":
        """Return nothing: what is said of them goes through `counts`, in the outcome."""
        return self.none()


class ParkedEqualityAnswers(RulesModel):
    """Answers that wait for enough others to be put among them: closed, all of one length, and soon gone."""

    id = models.UUIDField(primary_key=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    closed_answers = models.BinaryField()

    objects = NobodyQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["id"]
        verbose_name_plural = "parked equality answers"
        rules_permissions = {"park": rules.always_allow}

    def __str__(self) -> str:
        return "parked answers"


class EqualityAnswers(models.Model):
    """What somebody said about themselves, for one consultation, and nothing else: no response, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    sex = models.CharField(max_length=10, blank=True)
    ethnic_group = models.CharField(max_length=10, blank=True)
    disability = models.CharField(max_length=10, blank=True)
    age = models.CharField(max_length=12, blank=True)

    objects = NobodyQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["id"]
        verbose_name_plural = "equality answers"

    def __str__(self) -> str:
        return "answers about oneself"
