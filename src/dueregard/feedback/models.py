import base64
import json
import uuid
from dataclasses import asdict, dataclass
from typing import Any

import rules
from django.db import models
from django.db.models import Case, F, Q, When
from rules.contrib.models import RulesModel

from dueregard.access import closing
from dueregard.almanac import clock
from dueregard.feedback.apart.models import Characteristics, ParkedCharacteristics
from dueregard.feedback.page_answers.models import PageAnswer
from dueregard.feedback.quarters.models import QuarterDataset
from dueregard.feedback.rules import acts_on_duty, is_on_duty, reads_pieces, triages
from dueregard.feedback.survey.models import Survey
from dueregard.feedback.themes import Theme
from dueregard.feedback.you_said.models import Reply
from dueregard.people.models import Person

__all__ = [
    "Assignment",
    "Characteristics",
    "Drawing",
    "PageAnswer",
    "ParkedCharacteristics",
    "Piece",
    "QuarterDataset",
    "Referral",
    "Reply",
    "Survey",
    "Theme",
]


class Kind(models.TextChoices):
    """A complaint has its own way in and its own promise."""

    FEEDBACK = "feedback", "Feedback"
    COMPLAINT = "complaint", "Complaint"


class Audience(models.TextChoices):
    """Who sent it."""

    CHILD = "child", "A child or young person"
    PARENT = "parent", "A parent or carer"
    OTHER = "other", "Somebody else"


class AgeGroup(models.TextChoices):
    """The page that a child chose. Nobody is asked for a date of birth."""

    YOUNGEST = "5-8", "5 to 8"
    MIDDLE = "9-12", "9 to 12"
    OLDEST = "13-plus", "13 or over"


class Face(models.TextChoices):
    """The drawing that was chosen."""

    GOOD = "good", "Good"
    MIXED = "mixed", "So-so"
    BAD = "bad", "Bad"


class CaseNow(models.TextChoices):
    """Whether the case is still open, and whether the worker may be shown what was said."""

    SHOW = "show", "Still open. The worker may be shown this"
    NOT_YET = "not-yet", "Still open. Not to be shown to the worker yet"
    OVER = "over", "Over"
    NOT_SURE = "not-sure", "Not sure. Not to be shown to the worker"


class State(models.TextChoices):
    """How far triage has come."""

    NEW = "new", "New"
    READ = "read", "Read"
    THEMED = "themed", "Themed"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True)
class Contact:
    """How to reach whoever asked for an answer, and whose worker may be shown a child's words."""

    name: str = ""
    how: str = ""
    worker: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.how, self.worker))


class PieceQuerySet(models.QuerySet["Piece"]):
    def visible_to(self, user: Any) -> "PieceQuerySet":
        """Return every piece, to the quality lead; to practice supervisors, what was passed to duty."""
        if reads_pieces(user):
            return self.all()
        return self.filter(referral__isnull=False) if is_on_duty(user) else self.none()

    def waiting(self) -> "PieceQuerySet":
        """Return what triage has still to do, what sounds like a risk first, then by the time it is due."""
        urgent = Case(
            When(state=State.NEW, is_risky=True, then=0), default=1, output_field=models.SmallIntegerField()
        )
        return self.exclude(state=State.CLOSED).order_by(
            urgent, F("due_at").asc(nulls_last=True), "sent_at", "id"
        )

    def closed(self) -> "PieceQuerySet":
        """Return what is closed, the latest first."""
        return self.filter(state=State.CLOSED).order_by("-sent_at", "id")


class Piece(RulesModel):
    """What somebody sent once. Its key is the token of the page it was sent from, so it is made once."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.FEEDBACK)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    age_group = models.CharField(max_length=7, choices=AgeGroup.choices, blank=True)
    face = models.CharField(max_length=5, choices=Face.choices, blank=True)
    case_now = models.CharField(max_length=8, choices=CaseNow.choices, blank=True)
    about = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    closed_words = models.BinaryField(null=True)
    closed_contact = models.BinaryField(null=True)
    code = models.CharField(max_length=9, blank=True)
    is_risky = models.BooleanField(default=False)
    sent_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(null=True, help_text="When the next thing is due.")
    answer_by = models.DateTimeField(
        null=True, help_text="When whoever asked for an answer is to be contacted."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    shown_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True, help_text="When the child's worker was shown it.")
    erased_at = models.DateTimeField(null=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "id"]
        rules_permissions = {
            "send": rules.always_allow,
            "triage": triages,
            "act_on": acts_on_duty,
        }
        constraints = [
            models.CheckConstraint(
                condition=Q(age_group="") | Q(audience=Audience.CHILD),
                name="piece_age_group_of_children_only",
            ),
            models.CheckConstraint(
                condition=Q(code="", answer_by__isnull=True) | (~Q(code="") & Q(answer_by__isnull=False)),
                name="piece_code_for_an_answer_only",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="piece_code_of_one_piece"),
            models.CheckConstraint(
                condition=Q(shown_by__isnull=True, shown_at__isnull=True)
                | Q(shown_by__isnull=False, shown_at__isnull=False, case_now=CaseNow.SHOW),
                name="piece_shown_where_the_child_said_so",
            ),
        ]

    def __str__(self) -> str:
        return "a piece of feedback"

    @property
    def words(self) -> str:
        """What was written, or nothing once it is erased."""
        return closing.opened(self, "closed_words")

    @property
    def contact(self) -> Contact:
        """How to reach whoever sent it, while that is kept."""
        kept = closing.opened(self, "closed_contact")
        return Contact(**json.loads(kept)) if kept else Contact()

    def enclose(self, *, words: str, contact: Contact) -> None:
        """Put in what was written and how to reach the writer, closed."""
        self.closed_words = closing.close(self, "closed_words", words)
        self.closed_contact = closing.close(
            self, "closed_contact", json.dumps(asdict(contact)) if contact else ""
        )

    @property
    def wants_answer(self) -> bool:
        """Whether whoever sent it asked to be contacted."""
        return self.answer_by is not None

    @property
    def is_new(self) -> bool:
        """Whether nobody has read it yet."""
        return self.state == State.NEW

    @property
    def is_closed(self) -> bool:
        """Whether there is nothing more to do."""
        return self.state == State.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether what is due was due before now."""
        return self.due_at is not None and self.due_at < clock.now()

    @property
    def is_referred(self) -> bool:
        """Whether it was passed to duty."""
        return hasattr(self, "referral")

    @property
    def is_with_duty(self) -> bool:
        """Whether it was passed to duty and nobody has acted yet."""
        return self.is_referred and self.referral.acted_at is None

    @property
    def may_be_shown(self) -> bool:
        """Whether the child said that their worker may read it, and nobody has shown it yet."""
        return self.case_now == CaseNow.SHOW and self.shown_at is None and not self.is_closed

    @property
    def waits_for_answer(self) -> bool:
        """Whether somebody still waits to be contacted."""
        return self.wants_answer and self.state in {State.NEW, State.READ, State.THEMED}


class OfAPieceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAPieceQuerySet":
        """Return what belongs to the pieces that this person sees."""
        return self.filter(piece__in=Piece.objects.visible_to(user))


class Assignment(models.Model):
    """A theme that somebody put to a piece."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="assignments")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfAPieceQuerySet.as_manager()

    class Meta:
        ordering = ["theme__name"]
        constraints = [models.UniqueConstraint(fields=["piece", "theme"], name="theme_once_a_piece")]

    def __str__(self) -> str:
        return "a theme of a piece"


class Referral(models.Model):
    """A piece that was passed to duty, because a child may be at risk: who passed it, who acted, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    piece = models.OneToOneField(Piece, models.PROTECT, related_name="referral")
    passed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(default=clock.now, editable=False)
    acted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)
    closed_deed = models.BinaryField(null=True)

    objects = OfAPieceQuerySet.as_manager()

    class Meta:
        ordering = ["passed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acted_by__isnull=True, acted_at__isnull=True)
                | Q(acted_by__isnull=False, acted_at__isnull=False),
                name="referral_acted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return "a referral"

    @property
    def deed(self) -> str:
        """What was done."""
        return closing.opened(self, "closed_deed")


class Drawing(models.Model):
    """A picture that came with a piece, with nothing in the file beside the picture (`pictures.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    piece = models.OneToOneField(Piece, models.PROTECT, related_name="drawing")
    kind = models.CharField(max_length=10)
    closed_octets = models.BinaryField()

    objects = OfAPieceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a drawing"

    def enclose(self, octets: bytes) -> None:
        """Put the picture in, closed."""
        self.closed_octets = closing.close(self, "closed_octets", base64.b64encode(octets).decode())

    @property
    def octets(self) -> bytes:
        """The picture."""
        return base64.b64decode(closing.opened(self, "closed_octets"))
