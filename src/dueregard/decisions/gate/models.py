"""What the gate seals: the adopted content of an analysis, the attestation to it, and the decision."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dueregard.almanac import clock
from dueregard.decisions.analyses.models import Analysis, Outcome
from dueregard.decisions.proposals.models import OfProposalQuerySet, Option, Proposal, SecondView
from dueregard.people.models import Person


class OfAdoptionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAdoptionQuerySet":
        """Return what belongs to the proposals that this person sees."""
        return self.filter(adoption__proposal__in=Proposal.objects.visible_to(user))


class Adoption(models.Model):
    """An analysis as it was adopted: its whole content, under a digest, at a moment. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="adoptions")
    analysis = models.OneToOneField(Analysis, models.PROTECT, related_name="adoption")
    content = models.JSONField(help_text="Everything that it says, as `analyses.content` writes it.")
    sha256 = models.CharField(max_length=64, help_text="The digest of the content in its one spelling.")
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "adopted_at"]

    def __str__(self) -> str:
        return f"{self.analysis}, adopted"


class Attestation(models.Model):
    """That a decision-maker has read an adopted analysis: to which content, in which words. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="attestations")
    sha256 = models.CharField(max_length=64, help_text="The digest of the content that was shown.")
    words = models.TextField(help_text="The words that were attested to.")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfAdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["adoption", "at"]

    def __str__(self) -> str:
        return f"{self.person} attested"


class DecisionQuerySet(OfProposalQuerySet):
    def on_the_register(self) -> "DecisionQuerySet":
        """Return every decision, for the public register: of it only what, when and until when is shown."""
        return self.all()


class Decision(models.Model):
    """What was decided about a proposal, on one adopted analysis or on a screening that found no relevance. Sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    adoption = models.OneToOneField(Adoption, models.PROTECT, null=True, related_name="decision")
    attestation = models.OneToOneField(Attestation, models.PROTECT, null=True, related_name="decision")
    screened_out = models.OneToOneField(SecondView, models.PROTECT, null=True, related_name="decision")
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = models.TextField()
    justification = models.TextField(blank=True)
    meeting = models.CharField(
        max_length=200, blank=True, help_text="Where it was taken, and the paper's number."
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    review_on = models.DateField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adoption__isnull=False, attestation__isnull=False, screened_out=None)
                | Q(adoption=None, attestation=None, screened_out__isnull=False),
                name="decision_on_an_analysis_or_a_screening",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__lte=F("recorded_at")), name="decision_not_in_the_future"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_with_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DESPITE) | ~Q(justification=""),
                name="decision_despite_is_justified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display().lower()}"

    @property
    def is_overdue(self) -> bool:
        """Whether the day to look at it again is past."""
        return self.review_on < clock.today()

    @property
    def was_recorded_late(self) -> bool:
        """Whether it was recorded on a later day than the one on which it was taken."""
        return clock.day_of(self.taken_at) < clock.day_of(self.recorded_at)
