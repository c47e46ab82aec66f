"""Proposals, their options, and the screening of each."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.decisions.rules import decides, owns, reviews
from dueregard.people.models import Person, is_colleague
from dueregard.records.models import Body, bodies_worked_for


class Stage(models.TextChoices):
    """How far a proposal has come."""

    DRAFT = "draft", "Draft"
    SCREENING = "screening", "Waiting for a second person"
    SCREENED_OUT = "screened-out", "No full analysis needed"
    ANALYSING = "analysing", "Being analysed"
    READY = "ready", "Ready to decide"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = (Stage.DRAFT, Stage.SCREENING, Stage.SCREENED_OUT, Stage.ANALYSING, Stage.READY)
TO_BE_ANALYSED = (Stage.ANALYSING, Stage.READY)


class Relevance(models.TextChoices):
    """How much a proposal has to do with the three aims."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    NONE = "none", "None"


class Affected(models.TextChoices):
    """Whom a proposal affects."""

    STAFF = "staff", "Staff"
    CHILDREN = "children", "Children and young people"
    ADULTS = "adults", "Parents, carers and other adults"
    PARTNERS = "partners", "Partner organisations"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> "ProposalQuerySet":
        """Return the proposals of a body to those who decide for it; the service's own, past the draft, to colleagues.

        Inspectors read what the service decides as colleagues do.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(body__in=bodies_worked_for(user)) | Q(owner_id=user.pk) | Q(decision_maker_id=user.pk)
        if is_colleague(user) or user.holds("inspector"):
            mine |= Q(body__code="home") & ~Q(stage__in=[Stage.DRAFT, Stage.WITHDRAWN])
        return self.filter(mine)

    def open(self) -> "ProposalQuerySet":
        """Return those that are not decided or withdrawn."""
        return self.filter(stage__in=OPEN)


class Proposal(RulesModel):
    """Something that a body may decide to do. Its key is given by the page it is sent from, so it is made once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=200)
    why = models.TextField()
    what = models.TextField(help_text="What would change.")
    still_open = models.TextField(blank=True, help_text="What can still be influenced.")
    affects = models.JSONField(default=list)
    touches = models.JSONField(default=list, help_text="The codes of the characteristics it touches most.")
    one_option_because = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decision_maker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decide_by = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_because = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["decide_by", "title", "id"]
        rules_permissions = {
            "write": owns,
            "screen": owns,
            "agree_screening": reviews,
            "analyse": owns,
            "adopt": reviews,
            "attest": decides,
            "decide": decides,
            "withdraw": owns,
        }
        indexes = [models.Index(fields=["stage", "decide_by"], name="proposal_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=F("decision_maker")), name="proposal_not_decided_by_its_owner"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.WITHDRAWN) & ~Q(withdrawn_because="")
                | ~Q(stage=Stage.WITHDRAWN) & Q(withdrawn_because=""),
                name="proposal_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is neither decided nor withdrawn."""
        return self.stage in OPEN


class OfProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfProposalQuerySet":
        """Return what belongs to the proposals that this person sees."""
        return self.filter(proposal__in=Proposal.objects.visible_to(user))


class Option(models.Model):
    """One thing that could be done instead of another; doing nothing may be one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="options")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "place"]
        constraints = [models.UniqueConstraint(fields=["proposal", "place"], name="option_in_its_place")]

    def __str__(self) -> str:
        return self.text


QUESTIONS = (
    ("people", "Does it change what people get, how they are treated or how they work?"),
    ("numbers", "Does it affect many people, or some people much?"),
    ("known", "Is a difference between groups known in this area, or is it likely?"),
    ("concern", "Have people who share a characteristic raised a concern about it?"),
    ("aims", "Could it help or hinder any of the three aims?"),
)
"""The questions of a screening; each is answered yes or no. Ours, after EHRC's advice on relevance."""


class Screening(models.Model):
    """How relevant a proposal is to equality, as its owner sees it. Sealed; another view is another screening."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="screenings")
    answers = models.JSONField(help_text="Yes or no to each question, by its code.")
    relevance = models.CharField(max_length=6, choices=Relevance.choices)
    because = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="screening_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_relevance_display().lower()} relevance"


class SecondView(models.Model):
    """What a second person said of a screening: agreed, or sent back. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.OneToOneField(Screening, models.PROTECT, related_name="second_view")
    is_agreed = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class SecondViewQuerySet(models.QuerySet["SecondView"]):
        def visible_to(self, user: Any) -> "models.QuerySet[SecondView]":
            """Return those of the proposals that this person sees."""
            return self.filter(screening__proposal__in=Proposal.objects.visible_to(user))

    objects = SecondViewQuerySet.as_manager()

    class Meta:
        ordering = ["screening"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_agreed=True) | ~Q(words=""), name="second_view_sent_back_says_why"
            ),
        ]

    def __str__(self) -> str:
        return "agreed" if self.is_agreed else "sent back"
