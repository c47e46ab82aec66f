import uuid
from typing import Any

import rules
from django.db import models
from rules.contrib.models import RulesModel

from dueregard.feedback.rules import makes_datasets
from dueregard.feedback.themes import Theme

SEXES = ("Female", "Male")
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
DISABLED = ("Yes", "No")
AGES = ("Under 25", "25 to 34", "35 to 44", "45 to 54", "55 and over")


class ParkedQuerySet(models.QuerySet["ParkedCharacteristics"]):
    def visible_to(self, user: Any) -> "ParkedQuerySet":
        """Return nothing: nobody reads what is parked."""
        return self.none()


class ParkedCharacteristics(RulesModel):
    """Answers that wait for enough others to be put among them: closed, all of one length, and soon gone."""

    id = models.UUIDField(primary_key=True, editable=False)
    closed_answers = models.BinaryField()

    objects = ParkedQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["id"]
        rules_permissions = {"park": rules.always_allow}

    def __str__(self) -> str:
        return "parked answers"


class CharacteristicsQuerySet(models.QuerySet["Characteristics"]):
    def visible_to(self, user: Any) -> "CharacteristicsQuerySet":
        """Return the rows, to data analysts, who alone see microdata."""
        return self.all() if user.is_authenticated and makes_datasets(user) else self.none()


class Characteristics(models.Model):
    """What somebody said about themselves, with the quarter and what their feedback was about, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter_starts = models.DateField()
    audience = models.CharField(max_length=6)
    about = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    sex = models.CharField(max_length=10, blank=True)
    ethnic_group = models.CharField(max_length=10, blank=True)
    disability = models.CharField(max_length=10, blank=True)
    age = models.CharField(max_length=12, blank=True)

    objects = CharacteristicsQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["id"]
        verbose_name_plural = "characteristics"

    def __str__(self) -> str:
        return "answers about oneself"
