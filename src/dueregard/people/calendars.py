"""The personal calendar: an address, known to its person alone, from which a calendar of theirs reads.

Everyone on the staff may have one, so having one tells nothing. What it shows is not kept here.
"""

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.db import models


def digest_of(token: str) -> str:
    """Return what a token is found by without being stored."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: Any) -> "CalendarFeedQuerySet":
        """Return one's own."""
        return self.filter(person_id=user.pk) if user.is_authenticated else self.none()

    def of_token(self, token: str) -> "CalendarFeedQuerySet":
        """Return the one that this token opens. It is the whole of what is asked for."""
        return self.filter(token_sha256=digest_of(token))


class CalendarFeed(models.Model):
    """That somebody reads their meetings in a calendar of their own, by an address with a token of 256 bits.

    The token is shown once and never stored. A new one is a new row, so that nothing in the new calendar can be matched
    with the old one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feed", editable=False
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True, help_text="The day, and no finer time.")

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a calendar address"
