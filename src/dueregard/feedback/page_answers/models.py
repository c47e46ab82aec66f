from datetime import date
from typing import Any

import rules
from django.db import models
from rules.contrib.models import RulesModel

from dueregard.access import closing
from dueregard.almanac import clock
from dueregard.feedback.rules import writes_replies


class PageAnswerQuerySet(models.QuerySet["PageAnswer"]):
    def visible_to(self, user: Any) -> "PageAnswerQuerySet":
        """Return what readers said of pages, to the quality lead and web editors."""
        return self.all() if writes_replies(user) else self.none()


def today() -> date:
    """Return the day, which is all that is kept of the time."""
    return clock.today()


class PageAnswer(RulesModel):
    """What one reader said of one page. Its key is the token of the page it was sent from, so it is made once."""

    id = models.UUIDField(primary_key=True, editable=False)
    page = models.CharField(max_length=120)
    is_useful = models.BooleanField()
    closed_doing = models.BinaryField(null=True)
    day = models.DateField(default=today, editable=False)

    objects = PageAnswerQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["-day", "id"]
        rules_permissions = {"send": rules.always_allow}

    def __str__(self) -> str:
        return f"about {self.page}"

    @property
    def doing(self) -> str:
        """What the reader was doing, or nothing once it is erased."""
        return closing.opened(self, "closed_doing")
