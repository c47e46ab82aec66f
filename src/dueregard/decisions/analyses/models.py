"""The working paper of an analysis: its cells, citations and mitigations. What is adopted is sealed in `gate`."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from rules.contrib.models import RulesModel

from dueregard.almanac import clock
from dueregard.decisions.proposals.models import OfProposalQuerySet, Proposal
from dueregard.people.models import Person
from dueregard.records.duty import Aim, Characteristic
from dueregard.records.models import EvidenceVersion


class Effect(models.TextChoices):
    """What a proposal does to people who share a characteristic, under one of the aims."""

    POSITIVE = "positive", "Positive"
    NEGATIVE = "negative", "Negative"
    MIXED = "mixed", "Mixed"
    NONE_FOUND = "none-found", "None found"
    NOT_KNOWN = "not-known", "Not known"


NEEDS_A_SOURCE = (Effect.POSITIVE, Effect.NONE_FOUND)
NEEDS_MITIGATION = (Effect.NEGATIVE, Effect.MIXED)


def counts_as(effect: str, *, is_cited: bool) -> Effect:
    """Return what an effect is shown and counted as: good news without a source is not known."""
    if not effect or (effect in NEEDS_A_SOURCE and not is_cited):
        return Effect.NOT_KNOWN
    return Effect(effect)


class Outcome(models.TextChoices):
    """What an analysis recommends, and a decision does: the four outcomes of EHRC's guidance."""

    CONTINUE = "continue", "Go ahead as proposed"
    ADJUST = "adjust", "Go ahead with changes"
    DESPITE = "despite", "Go ahead despite a bad effect, because it is justified"
    STOP = "stop", "Do not go ahead"


class Analysis(RulesModel):
    """One analysis of a proposal. It can be written on until it is adopted, and never after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    gaps = models.TextField(blank=True, help_text="What is not known, and what will be done about that.")
    changed = models.TextField(blank=True, help_text="What changed because of the analysis.")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    justification = models.TextField(blank=True)
    is_adopted = models.BooleanField(default=False)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "number"]
        verbose_name_plural = "analyses"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="analysis_numbered_once"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_adopted=False), name="analysis_one_at_work"
            ),
        ]

    def __str__(self) -> str:
        return f"Equality analysis of {self.proposal}"


class OfAnalysisQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAnalysisQuerySet":
        """Return what belongs to the proposals that this person sees."""
        return self.filter(analysis__proposal__in=Proposal.objects.visible_to(user))


class Cell(models.Model):
    """What a proposal does to people who share one characteristic, under one aim."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="cells")
    characteristic = models.CharField(max_length=30, choices=Characteristic.choices)
    aim = models.CharField(max_length=10, choices=Aim.choices)
    effect = models.CharField(max_length=10, choices=Effect.choices, blank=True)
    reasoning = models.TextField(blank=True)
    cites = models.ManyToManyField(EvidenceVersion, through="Citation", related_name="+")

    objects = OfAnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["analysis", "characteristic", "aim"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "characteristic", "aim"], name="cell_once"),
            models.CheckConstraint(
                condition=~Q(characteristic=Characteristic.MARRIAGE) | Q(aim=Aim.ELIMINATE),
                name="cell_that_the_law_asks_for",
            ),
            models.CheckConstraint(
                condition=Q(characteristic__in=Characteristic.values, aim__in=Aim.values),
                name="cell_of_the_nine_and_the_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_characteristic_display()}: {self.get_aim_display().lower()}"

    @property
    def is_filled(self) -> bool:
        """Whether it says an effect and why."""
        return bool(self.effect and self.reasoning.strip())

    @property
    def counts_as(self) -> Effect:
        """What its effect is shown and counted as."""
        return counts_as(self.effect, is_cited=bool(self.citations.all()))

    @property
    def lacks_a_source(self) -> bool:
        """Whether it says something good and cites nothing."""
        return bool(self.effect) and self.counts_as != self.effect


class Citation(models.Model):
    """A version of evidence on which a cell relies, and where in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="citations")
    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="+")
    place = models.CharField(max_length=100, blank=True, help_text="A page, a row, a minute.")

    class CitationQuerySet(models.QuerySet["Citation"]):
        def visible_to(self, user: Any) -> "models.QuerySet[Citation]":
            """Return those of the proposals that this person sees."""
            return self.filter(cell__analysis__proposal__in=Proposal.objects.visible_to(user))

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["cell", "version__evidence__title"]
        constraints = [models.UniqueConstraint(fields=["cell", "version"], name="cited_once_in_a_cell")]

    def __str__(self) -> str:
        return str(self.version)


class OtherGroup(models.Model):
    """What a proposal does to a group that is not one of the nine, such as carers or care-experienced people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="other_groups")
    name = models.CharField(max_length=100)
    effect = models.CharField(max_length=10, choices=Effect.choices)
    reasoning = models.TextField()

    objects = OfAnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["analysis", "name"]
        constraints = [models.UniqueConstraint(fields=["analysis", "name"], name="other_group_once")]

    def __str__(self) -> str:
        return self.name


class Mitigation(models.Model):
    """What is done about a negative or mixed effect, by whom, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="mitigations")
    cells = models.ManyToManyField(Cell, related_name="mitigations")
    what = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField()

    objects = OfAnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["analysis", "due_on", "id"]

    def __str__(self) -> str:
        return self.what


class Considered(models.Model):
    """A version of evidence that was put beside a proposal, and when. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="considered")
    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "version__evidence__title", "version__number"]
        verbose_name_plural = "considered"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version"], name="considered_once"),
        ]

    def __str__(self) -> str:
        return str(self.version)
