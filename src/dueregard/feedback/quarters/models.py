import uuid
from typing import Any

from django.db import models
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.almanac.periods import Quarter
from dueregard.feedback.rules import makes_datasets
from dueregard.people.models import Person
from dueregard.statistics.models import Dataset


class Holds(models.TextChoices):
    """What a dataset of a quarter holds. The two have no row in common."""

    THEMES = "themes", "Themes, by who sent the feedback"
    CHARACTERISTICS = "characteristics", "What people said about themselves"


class QuarterDatasetQuerySet(models.QuerySet["QuarterDataset"]):
    def visible_to(self, user: Any) -> "QuarterDatasetQuerySet":
        """Return which datasets were made, to data analysts; the board reads releases, which are another thing."""
        return self.all() if user.is_authenticated and makes_datasets(user) else self.none()


class QuarterDataset(RulesModel):
    """A dataset that was made of a quarter's feedback."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter_starts = models.DateField()
    holds = models.CharField(max_length=15, choices=Holds.choices)
    dataset = models.OneToOneField(Dataset, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = QuarterDatasetQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["-quarter_starts", "holds", "-made_at"]
        rules_permissions = {"make": makes_datasets}

    def __str__(self) -> str:
        return str(self.quarter)

    @property
    def quarter(self) -> Quarter:
        """The quarter."""
        return Quarter(self.quarter_starts)
