"""Themes: what feedback is about. The list can grow; a theme that is no longer offered keeps its pieces."""

import uuid
from typing import Any

from django.db import models
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.feedback.rules import keeps_themes, names_themes
from dueregard.people.models import Person


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, user: Any) -> "ThemeQuerySet":
        """Return the themes that are offered, to everyone; all, to those who keep the list."""
        return self.all() if keeps_themes(user) else self.filter(is_offered=True)


class Theme(RulesModel):
    """What pieces are about, in a few plain words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    about = models.CharField(max_length=200, blank=True)
    is_offered = models.BooleanField(default=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["name"]
        rules_permissions = {"add": names_themes, "offer": names_themes}

    def __str__(self) -> str:
        return self.name
