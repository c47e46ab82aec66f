import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.feedback.rules import has_not_written_it, writes, writes_replies
from dueregard.feedback.survey.models import Survey
from dueregard.people.models import Person, is_colleague

WITHIN = timedelta(days=90)
"""From hearing something to saying in public what was done."""


class For(models.TextChoices):
    """Whom a reply is for."""

    CHILDREN = "children", "Children"
    YOUNG_PEOPLE = "young-people", "Young people"
    PARENTS = "parents", "Parents and carers"
    READERS = "readers", "Readers of our pages"
    STAFF = "staff", "Colleagues, about a staff survey"


PUBLIC = tuple(each for each in For if each != For.STAFF)
"""Whose replies stand on the public pages; those to colleagues stand beside the results of their survey."""


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, user: Any) -> "ReplyQuerySet":
        """Return what is published, to those for whom it is; drafts too, to those who write them."""
        if writes_replies(user):
            return self.all()
        return self.published() if is_colleague(user) else self.published().filter(audience__in=PUBLIC)

    def published(self) -> "ReplyQuerySet":
        """Return what those read for whom it is."""
        return self.filter(published_at__isnull=False)

    def by_clock(self) -> "ReplyQuerySet":
        """Return drafts first, the one that is due first above."""
        return self.order_by(F("published_at").desc(nulls_first=True), "heard_on", "id")


class Reply(RulesModel):
    """One thing that people said, and what was done about it, or why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=12, choices=For.choices)
    said = models.CharField(max_length=300)
    did = models.CharField(max_length=600)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="replies")
    heard_on = models.DateField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        app_label = "feedback"
        ordering = ["-heard_on", "id"]
        verbose_name_plural = "replies"
        rules_permissions = {
            "write": writes,
            "publish": writes & has_not_written_it,
            "take_down": writes,
        }
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | (
                    Q(published_by__isnull=False, published_at__isnull=False)
                    & ~Q(published_by=F("written_by"))
                ),
                name="reply_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(audience=For.STAFF, survey__isnull=False)
                | (~Q(audience=For.STAFF) & Q(survey__isnull=True)),
                name="reply_about_a_survey_to_colleagues",
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def is_published(self) -> bool:
        """Whether the public reads it."""
        return self.published_at is not None

    @property
    def due_on(self) -> date:
        """The last day on which it should be published."""
        return self.heard_on + WITHIN

    @property
    def days_left(self) -> int:
        """The days until then; below 0 once they are over."""
        return (self.due_on - clock.today()).days

    @property
    def is_late(self) -> bool:
        """Whether it is a draft still, after the last day."""
        return not self.is_published and self.days_left < 0

    @property
    def is_for_children(self) -> bool:
        """Whether children read it, so that it must be easy to read."""
        return self.audience in {For.CHILDREN, For.YOUNG_PEOPLE}
