"""Which issues exist for whom, whose text they may read, and how lists of them are narrowed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import TruncMonth

from dueregard.people.models import is_colleague
from dueregard.voice.subjects import WAITING, Stage


def readable(user: Any, of: str = "") -> Q:
    """Return the condition under which a colleague reads the text of an issue: shown, theirs, or gone up to them.

    `of` leads from another model to the issue, as in ``"issue__"``.
    """
    return Q((f"{of}is_shown", True)) | Q((f"{of}leader_id", user.pk)) | Q((f"{of}escalated_to_id", user.pk))


class OfIssueQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Return what belongs to issues, to colleagues; what each of them reads of it is `reports`' business."""
        return self.all() if is_colleague(user) else self.none()


class HappeningQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Return what happened to the issues that this colleague may read: its words may repeat theirs."""
        return self.filter(readable(user, "issue__")) if is_colleague(user) else self.none()


class IssueQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Return every issue, to colleagues. Whose text they read is another question: `readable_by`."""
        return self.all() if is_colleague(user) else self.none()

    def readable_by(self, user: Any) -> Self:
        """Return the issues whose text this person may read: shown ones, and those they answer for."""
        return self.visible_to(user).filter(readable(user))

    def on_the_board(self) -> Self:
        """Return the issues that were not withdrawn."""
        return self.exclude(stage=Stage.WITHDRAWN)

    def waiting(self) -> Self:
        """Return the issues that wait for an acknowledgement or an answer, paused ones included."""
        return self.filter(stage__in=WAITING)

    def late(self, today: date) -> Self:
        """Return the issues of which a deadline is missed."""
        return self.waiting().filter(due_on__lt=today)

    def in_order(self, today: date) -> Self:
        """Return late ones first, then the next to be due, then the answered ones from the newest month back.

        Nothing finer than a month orders those that are not shown, or their place would tell the day.
        """
        is_late = Case(When(stage__in=WAITING, due_on__lt=today, then=Value(0)), default=Value(1))
        return self.alias(is_not_late=is_late, month=TruncMonth("raised_on")).order_by(
            "is_not_late", F("listed_on").asc(nulls_last=True), "-month", "id"
        )

    def public(self, today: date) -> Self:
        """Return the issues for the public page: raised in a month that ended at least twelve months before.

        Counting whole months keeps the day on which an issue was raised to those who may read it.
        """
        before = today.replace(year=today.year - 1, day=1)
        return self.on_the_board().filter(raised_on__lt=before, exempt_because="")
