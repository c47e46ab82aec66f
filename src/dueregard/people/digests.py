"""Who wants to be told by email, now and then, that there may be something new: a choice that tells nothing else.

Everyone who chose it is sent the same message at the same time, whether or not there is anything new and whatever they
belong to. So neither the choice nor the message says anything about them, and nothing here asks the commons.
"""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.almanac.working_days import add_working_days, is_working_day


class Frequency(models.TextChoices):
    """How often somebody wants to be told."""

    DAILY = "daily", "Every working day"
    WEEKLY = "weekly", "Once a week"


class DigestChoiceQuerySet(models.QuerySet["DigestChoice"]):
    def visible_to(self, user: Any) -> "DigestChoiceQuerySet":
        """Return a person's own choice; nobody else sees it."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def due(self, day: date) -> "DigestChoiceQuerySet":
        """Return the choices that are to be written about on a day: made before it, and not written about yet.

        Whoever chooses it today is first written to on a later day, so that all messages of a day go at the same time.
        """
        wanted = [Frequency.DAILY, Frequency.WEEKLY] if is_first_of_week(day) else [Frequency.DAILY]
        made = self.filter(frequency__in=wanted if is_working_day(day) else [], made_on__lt=day)
        waiting = made.filter(Q(sent_on=None) | Q(sent_on__lt=day))
        employed = waiting.filter(person__is_active=True, person__staff__started__lte=day)
        return employed.filter(Q(person__staff__ended=None) | Q(person__staff__ended__gte=day))

    def of_leavers(self, day: date) -> "DigestChoiceQuerySet":
        """Return the choices of people who have left before a day."""
        return self.filter(Q(person__staff__ended__lt=day) | Q(person__is_active=False))


class DigestChoice(models.Model):
    """That somebody wants to be told, and how often. Without a row nobody is written to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("people.Person", models.CASCADE, related_name="digest_choice")
    frequency = models.CharField(max_length=6, choices=Frequency.choices)
    made_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True, help_text="The day of the last message.")

    objects = DigestChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return Frequency(self.frequency).label


def is_first_of_week(day: date) -> bool:
    """Say whether a day is the Monday of its week or, where that is a bank holiday, the next working day."""
    before_monday = date.fromordinal(day.toordinal() - day.weekday() - 1)
    return day == add_working_days(before_monday, 1)
