"""Responses and their answers; and what waits, closed, until enough others are there."""

import uuid
from typing import Any

import rules
from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.access import closing
from dueregard.almanac import clock
from dueregard.decisions.consultations.models import Consultation, ForReadersQuerySet, Question, read_by
from dueregard.people.models import Person


class Kind(models.TextChoices):
    """As whom somebody answers."""

    PERSON = "person", "A member of staff, by name"
    ANONYMOUS = "anonymous", "A member of staff, without a name"
    PUBLIC = "public", "Somebody from the public"
    INVITED = "invited", "A board or a partner body"
    NETWORK = "network", "A staff network"
    GATHERED = "gathered", "Gathered elsewhere"


NAMED_BODIES = (Kind.INVITED, Kind.NETWORK)
"""Each of these is owed a reply of its own."""

WITHOUT_A_NAME = (Kind.ANONYMOUS, Kind.PUBLIC)


class Upload(RulesModel):
    """Answers gathered elsewhere, such as on paper, brought in as a file; with its receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="uploads")
    source = models.CharField(max_length=100, help_text="Where the answers were gathered.")
    rows_in = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    refused = models.JSONField(
        help_text="The row and the reason for each row that was refused; never its words."
    )
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "sha256"], name="upload_of_one_file_once"),
            models.CheckConstraint(condition=Q(rows_in__gte=models.F("accepted")), name="upload_adds_up"),
        ]

    def __str__(self) -> str:
        return self.source


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: Any) -> "ResponseQuerySet":
        """Return every response, to those who read them; one's own, to whoever answered by name."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(consultation__in=read_by(user)) | Q(person_id=user.pk))

    def of_bodies(self) -> "ResponseQuerySet":
        """Return those of networks, boards and partner bodies."""
        return self.filter(kind__in=NAMED_BODIES)


class Response(RulesModel):
    """What somebody answered, once. Without a name it has no person, and no time finer than the day it was let in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invitation = models.OneToOneField(
        "decisions.Invitation", models.PROTECT, null=True, related_name="response"
    )
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="responses")
    name = models.CharField(max_length=100, blank=True, help_text="Of a network, a board or a partner body.")
    is_young = models.BooleanField(default=False, help_text="On the young people's version.")
    minority_note = models.TextField(blank=True, help_text="What members of a network saw otherwise.")
    marked_by = models.CharField(
        max_length=10, blank=True, help_text="How many members of a network marked it, as a band from 10 on."
    )
    day = models.DateField(default=clock.today)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["day", "id"]
        rules_permissions = {"send": rules.always_allow}
        indexes = [
            models.Index(fields=["consultation", "kind", "day", "id"], name="response_by_kind"),
            models.Index(fields=["consultation", "day", "id"], name="response_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "person"],
                condition=Q(person__isnull=False),
                name="response_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.PERSON, person__isnull=False) | ~Q(kind=Kind.PERSON) & Q(person=None),
                name="response_names_a_person_only_by_name",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.INVITED, invitation__isnull=False)
                | ~Q(kind=Kind.INVITED) & Q(invitation=None),
                name="response_by_invitation",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.GATHERED, upload__isnull=False)
                | ~Q(kind=Kind.GATHERED) & Q(upload=None),
                name="response_of_an_upload",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NAMED_BODIES) | ~Q(name=""), name="response_of_a_body_has_its_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @property
    def is_of_a_body(self) -> bool:
        """Whether a network, a board or a partner body sent it, which is owed a reply."""
        return self.kind in NAMED_BODIES


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: Any) -> "AnswerQuerySet":
        """Return every answer, to those who read them; one's own, to whoever answered by name."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(question__consultation__in=read_by(user)) | Q(response__person_id=user.pk))

    def uncoded(self) -> "AnswerQuerySet":
        """Return what nobody has put themes to."""
        return self.filter(batch=None)


class Answer(RulesModel):
    """What somebody answered to one question, closed where it is in words, and whether it may be quoted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    closed_words = models.BinaryField(null=True)
    choice = models.CharField(max_length=100, blank=True)
    may_be_quoted = models.BooleanField(default=False)
    batch = models.ForeignKey("decisions.Batch", models.PROTECT, null=True, related_name="answers")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["question", "id"]
        indexes = [models.Index(fields=["question", "batch", "id"], name="answer_to_be_coded")]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_a_question"),
        ]

    def __str__(self) -> str:
        return "an answer"

    @property
    def words(self) -> str:
        """What was written; nothing where one chose, or once it is erased."""
        return closing.opened(self, "closed_words")

    def enclose(self, words: str) -> None:
        """Put in what was written, closed."""
        self.closed_words = closing.close(self, "closed_words", words)


class ParkedQuerySet(models.QuerySet["ParkedResponse"]):
    def visible_to(self, user: Any) -> "ParkedQuerySet":
        """Return nothing: nobody reads what is parked."""
        return self.none()


class ParkedResponse(models.Model):
    """A response without a name that waits for others, closed, in one of a few lengths. Its key is the page's token."""

    id = models.UUIDField(primary_key=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    closed_response = models.BinaryField()

    objects = ParkedQuerySet.as_manager()

    class Meta:
        app_label = "decisions"
        ordering = ["id"]

    def __str__(self) -> str:
        return "a parked response"
