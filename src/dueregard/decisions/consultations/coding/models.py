"""Themes, what is coded with them, redactions and quotations."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.access import closing
from dueregard.almanac import clock
from dueregard.decisions.consultations import rules as may
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.models import (
    Consultation,
    ForReadersQuerySet,
    Question,
    read_by,
)
from dueregard.people.models import Person


class Outcome(models.TextChoices):
    """How a theme ends."""

    CHANGED = "changed", "Changed"
    NOT_CHANGED = "not-changed", "Not changed, because"
    LATER = "later", "Later"


class Theme(models.Model):
    """What answers are about. Its number is what one types to put it to an answer, and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    said = models.TextField(blank=True, help_text="What people said, in words of ours.")
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    because = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="theme_numbered_once"),
            models.UniqueConstraint(fields=["consultation", "name"], name="theme_named_once"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | ~Q(outcome="")
                & ~Q(said="")
                & ~Q(because="")
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="theme_decided_with_reasons_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_decided(self) -> bool:
        """Whether it is changed, not changed because, or later."""
        return bool(self.outcome)


class TextChange(models.Model):
    """A change to the text of the proposal, and the theme that it was made for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="changes")
    clause = models.CharField(max_length=100, help_text="Where in the text.")
    before = models.TextField(blank=True, help_text="Empty where something was added.")
    after = models.TextField(blank=True, help_text="Empty where something was taken out.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class TextChangeQuerySet(models.QuerySet["TextChange"]):
        def visible_to(self, user: Any) -> "models.QuerySet[TextChange]":
            """Return those of the consultations whose answers this person reads; the public reads the outcome."""
            return self.filter(theme__consultation__in=read_by(user))

    objects = TextChangeQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["theme", "clause", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="text_change_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, because of “{self.theme}”"


class Batch(models.Model):
    """Some answers to one question that somebody coded together, so that they can be undone together.

    Where somebody is in a question is where their last batch ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="batches")
    ends_after = models.UUIDField(help_text="The key of the last answer that was shown.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class BatchQuerySet(models.QuerySet["Batch"]):
        def visible_to(self, user: Any) -> "models.QuerySet[Batch]":
            """Return one's own: nobody counts how fast a colleague reads."""
            return self.filter(by_id=user.pk) if user.is_authenticated else self.none()

    objects = BatchQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["question", "-at", "id"]
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["question", "by", "-at"], name="batch_of_a_person")]

    def __str__(self) -> str:
        return "a batch"


class Coding(models.Model):
    """A theme that somebody put to an answer. What is only suggested is never kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="codings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="codings")
    was_suggested = models.BooleanField(default=False, help_text="By counting words, before somebody agreed.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class CodingQuerySet(models.QuerySet["Coding"]):
        def visible_to(self, user: Any) -> "models.QuerySet[Coding]":
            """Return those of the consultations whose answers this person reads."""
            return self.filter(theme__consultation__in=read_by(user))

    objects = CodingQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["theme__number"]
        constraints = [models.UniqueConstraint(fields=["answer", "theme"], name="theme_once_an_answer")]

    def __str__(self) -> str:
        return "a theme of an answer"


class OfAnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAnswerQuerySet":
        """Return what belongs to the answers of consultations that this person reads."""
        return self.filter(answer__question__consultation__in=read_by(user))


class Redaction(models.Model):
    """Words of an answer that are not published, from one letter to another, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="redactions")
    begins = models.PositiveIntegerField(help_text="Letters before it, from 0.")
    ends = models.PositiveIntegerField(help_text="Letters up to its end.")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfAnswerQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["answer", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="redaction_takes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class QuotationState(models.TextChoices):
    """Whether a quotation may be read in public."""

    HELD = "held", "Waits for a second look"
    CLEARED = "cleared", "May be published"
    REFUSED = "refused", "Not to be published"


class Quotation(RulesModel):
    """Words of an answer that are to be read in public, and what may tell who wrote them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="quotations")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="quotations")
    closed_words = models.BinaryField()
    found = models.JSONField(default=list, help_text="What may tell who wrote it, in sentences.")
    is_telling = models.BooleanField(help_text="Whether anything was found.")
    state = models.CharField(max_length=7, choices=QuotationState.choices)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=clock.now, editable=False)
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    looked_because = models.CharField(max_length=300, blank=True)

    objects = OfAnswerQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["theme", "id"]
        rules_permissions = {"look": may.looks_again & may.has_not_chosen_it}
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="quotation_once_a_theme"),
            models.CheckConstraint(
                condition=Q(looked_by=None, looked_at=None)
                | Q(looked_by__isnull=False, looked_at__isnull=False) & ~Q(looked_by=F("chosen_by")),
                name="quotation_looked_at_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuotationState.HELD) | Q(looked_by=None),
                name="quotation_held_until_somebody_looked",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuotationState.CLEARED) | Q(is_telling=False) | Q(looked_by__isnull=False),
                name="quotation_cleared_by_a_second_look",
            ),
        ]

    def __str__(self) -> str:
        return "a quotation"

    @property
    def words(self) -> str:
        """What is quoted."""
        return closing.opened(self, "closed_words")

    def enclose(self, words: str) -> None:
        """Put in what is quoted, closed: what is held or refused is for nobody else."""
        closed: Any = closing.close(self, "closed_words", words)
        self.closed_words = closed

    @property
    def is_held(self) -> bool:
        """Whether it waits for a second look."""
        return self.state == QuotationState.HELD
