"""Consultations and their questions; and all other models of consultations, gathered."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.decisions.consultations import rules as may
from dueregard.decisions.proposals.models import Proposal
from dueregard.people.models import Person, is_colleague
from dueregard.records.models import Body
from dueregard.records.rules import Part, has_part

OUTCOME_WITHIN = timedelta(weeks=12)
"""From the last day of answering to the outcome (Consultation Principles, Cabinet Office 2018, principle J)."""


class Stage(models.TextChoices):
    """How far a consultation has come."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed, being considered"
    PUBLISHED = "published", "Outcome published"


class Audience(models.TextChoices):
    """Who is asked."""

    STAFF = "staff", "Staff"
    NETWORKS = "networks", "Staff networks"
    PARTNERS = "partners", "Partner bodies and boards, by invitation"
    PUBLIC = "public", "The public"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: Any) -> "ConsultationQuerySet":
        """Return what is open or was, of the service to colleagues and inspectors, of the public's to everyone.

        A draft exists for its owner, for whoever decides or considers, and for the body's reviewers. That networks
        alone are asked hides nothing from colleagues: otherwise seeing it would tell who belongs to one.
        """
        seen = Q(asks_public=True)
        if not user.is_authenticated:
            return self.filter(seen).exclude(stage=Stage.DRAFT)
        if is_colleague(user) or user.holds("inspector"):
            seen |= Q(proposal__body__code="home")
        mine = Q(proposal__owner_id=user.pk) | Q(proposal__decision_maker_id=user.pk)
        mine |= Q(who_considers_id=user.pk)
        reviewed = [body for body in Body.objects.all() if has_part(user, Part.REVIEWS, body)]
        if reviewed:
            mine |= Q(proposal__body__in=reviewed)
        return self.filter((seen & ~Q(stage=Stage.DRAFT)) | mine)

    def in_use(self) -> "ConsultationQuerySet":
        """Return what is open first, then what closed last."""
        order = models.Case(
            models.When(stage=Stage.DRAFT, then=0),
            models.When(stage=Stage.OPEN, then=1),
            models.When(stage=Stage.CLOSED, then=2),
            default=3,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(order, "-closes_on", "title", "id")


class Consultation(RulesModel):
    """One time of asking about a proposal: what is asked, whom, until when, and who will consider the answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="consultations")
    title = models.CharField(max_length=200)
    summary = models.TextField(help_text="What is proposed, in short.")
    information = models.TextField(blank=True, help_text="What people need to know to answer.")
    papers = models.JSONField(default=list, help_text="A title and an address for each further paper.")
    young_summary = models.TextField(blank=True, help_text="The same for young people; empty without one.")
    asks_staff = models.BooleanField(default=False)
    asks_networks = models.BooleanField(default=False)
    asks_partners = models.BooleanField(default=False)
    asks_public = models.BooleanField(default=False)
    networks = models.JSONField(default=list, help_text="The codes of the networks that are asked.")
    closes_on = models.DateField()
    short_because = models.TextField(blank=True)
    who_considers = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.DRAFT)
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    considered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    considered_at = models.DateTimeField(null=True)
    introduction = models.TextField(blank=True, help_text="How the outcome begins.")
    next_steps = models.TextField(blank=True, help_text="How the outcome ends.")
    late_because = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, help_text="When the words of answers were erased.")
    version = models.PositiveIntegerField(default=1)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_on", "title", "id"]
        rules_permissions = {
            "write": may.drafts,
            "open": may.drafts,
            "name_who_considers": may.names_who_considers,
            "consider": may.considers,
            "read": may.reads,
            "code": may.codes,
            "decide": may.drafts | may.considers,
            "publish": may.drafts,
            "answer": may.answers_as_oneself,
            "answer_invited": may.is_invited,
            "file_for_network": may.is_the_networks,
            "close": may.is_the_clock,
        }
        indexes = [models.Index(fields=["stage", "closes_on"], name="consultation_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT, opened_at=None)
                | ~Q(stage=Stage.DRAFT) & Q(opened_at__isnull=False),
                name="consultation_opened_past_its_draft",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DRAFT, Stage.OPEN], closed_at=None)
                | Q(stage__in=[Stage.CLOSED, Stage.PUBLISHED], closed_at__isnull=False),
                name="consultation_closed_with_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(considered_by=None, considered_at=None)
                | Q(considered_by__isnull=False, considered_at__gte=models.F("closed_at")),
                name="consultation_considered_after_it_closed",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED) | Q(considered_at__isnull=False),
                name="consultation_published_once_considered",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it is being written."""
        return self.stage == Stage.DRAFT

    @property
    def takes_answers(self) -> bool:
        """Whether answers are taken today: it is open and its last day is not over."""
        return self.stage == Stage.OPEN and clock.today() <= self.closes_on

    @property
    def is_closed(self) -> bool:
        """Whether it is closed and its outcome is not published."""
        return self.stage == Stage.CLOSED

    @property
    def is_published(self) -> bool:
        """Whether its outcome is published."""
        return self.stage == Stage.PUBLISHED

    @property
    def has_young_version(self) -> bool:
        """Whether young people have a version of their own."""
        return self.asks_public and bool(self.young_summary)

    @property
    def opened_on(self) -> date | None:
        """The day on which it was opened."""
        return clock.day_of(self.opened_at) if self.opened_at else None

    @property
    def outcome_due_on(self) -> date:
        """The last day on which its outcome should be published."""
        return self.closes_on + OUTCOME_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether the outcome is due and not published."""
        return self.is_closed and clock.today() > self.outcome_due_on

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Who is asked."""
        asked = (self.asks_staff, self.asks_networks, self.asks_partners, self.asks_public)
        return tuple(each for each, is_asked in zip(Audience, asked, strict=True) if is_asked)


class OfConsultationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfConsultationQuerySet":
        """Return what belongs to the consultations that this person sees."""
        return self.filter(consultation__in=Consultation.objects.visible_to(user))


class ForReadersQuerySet(models.QuerySet[Any]):
    """What only those read who read every answer. `to_consultation` says how one gets from it to the consultation."""

    to_consultation = "consultation"

    def visible_to(self, user: Any) -> "ForReadersQuerySet":
        """Return what belongs to the consultations whose answers this person reads."""
        return self.filter(**{f"{self.to_consultation}__in": read_by(user)})


def read_by(user: Any) -> ConsultationQuerySet:
    """Return the consultations whose answers this person reads; the same as `rules.reads_answers_of`, as a set."""
    if not user.is_authenticated or not user.may_sign_in:
        return Consultation.objects.none()
    mine = (
        Q(proposal__owner_id=user.pk) | Q(proposal__decision_maker_id=user.pk) | Q(who_considers_id=user.pk)
    )
    reviewed = [body for body in Body.objects.all() if has_part(user, Part.REVIEWS, body)]
    if reviewed:
        mine |= Q(proposal__body__in=reviewed)
    if user.holds("analyst"):
        mine |= Q(proposal__body__code="home") & ~Q(stage=Stage.DRAFT)
    return Consultation.objects.filter(mine)


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    WORDS = "words", "In words"
    CHOICE = "choice", "By choosing one answer"


class Question(models.Model):
    """One thing that is asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="questions")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    young_text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=6, choices=QuestionKind.choices, default=QuestionKind.WORDS)
    choices = models.JSONField(default=list, help_text="What can be chosen.")

    objects = OfConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "place"], name="question_in_its_place"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_choice(self) -> bool:
        """Whether one of some answers is chosen."""
        return self.kind == QuestionKind.CHOICE
