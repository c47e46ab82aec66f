import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from dueregard.almanac import clock
from dueregard.networks import seats
from dueregard.networks.membership.models import Network, Standing
from dueregard.networks.sealing import Sealed
from dueregard.people.models import is_colleague


class ForStaffQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Any) -> "ForStaffQuerySet":
        """Return what networks show to everyone on the staff; to somebody in a room, what this network shows."""
        if seats.is_place(reader):
            return self.filter(network=reader.network)
        active = self.filter(network__standing=Standing.ACTIVE)
        return active if is_colleague(reader) else self.none()


class Resource(models.Model):
    """Something to read or use, in a version that was checked on some day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="resources")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    address = models.URLField(blank=True)
    is_for_practice = models.BooleanField(default=False, help_text="Whether it helps the work with families.")
    version = models.PositiveIntegerField(default=1)
    kept_by_position = models.CharField(max_length=80)
    checked_on = models.DateField()

    objects = ForStaffQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(address=""), name="resource_says_something")
        ]

    def __str__(self) -> str:
        return self.title


class Campaign(models.Model):
    """A week or a month in which a network raises awareness, with one thing it asks of everyone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    text = models.TextField()
    tips = models.TextField(blank=True, help_text="Practice tips, one on each line.")
    ask = models.CharField(max_length=300, help_text="The one thing that is asked of everyone.")
    first = models.DateField()
    last = models.DateField()
    changed = models.TextField(blank=True, help_text="What changed in practice afterwards.")

    objects = ForStaffQuerySet.as_manager()

    class Meta:
        ordering = ["-first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="campaign_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.title


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, reader: Any) -> "StoryQuerySet":
        """Return the published stories whose consent stands today, to everyone on the staff.

        In the room, those who run the network see the offered ones too, and no other member sees more. One's own are
        found by `dueregard.networks.library.stories`.
        """
        standing = self.filter(consent_until__gte=clock.today())
        if seats.is_place(reader):
            return standing.filter(network=reader.network) if reader.runs_it else self.none()
        published = standing.filter(is_published=True, campaign__network__standing=Standing.ACTIVE)
        return published if is_colleague(reader) else self.none()


class Story(Sealed):
    """What a member tells in a campaign, for as long as they agree. Inside: the text, the signature, the voice."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stories")
    is_published = models.BooleanField(default=False)
    consent_until = models.DateField()

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return "a story"


class PlanItem(models.Model):
    """What a network means to do in a year, for one of the five aims, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="plan")
    year = models.PositiveSmallIntegerField(help_text="The year in which it begins, on 1 April.")
    aim = models.PositiveSmallIntegerField(help_text="The number of the aim, 1 to 5.")
    what = models.CharField(max_length=300)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = ForStaffQuerySet.as_manager()

    class Meta:
        ordering = ["year", "aim", "due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(aim__gte=1, aim__lte=5), name="plan_is_for_one_of_five_aims"),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(outcome=""), name="plan_done_with_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Report(models.Model):
    """The yearly report of a network: drafted from what it did, with words of its own, then published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField()
    text = models.TextField()
    figures = models.JSONField(help_text="Counts of things, such as meetings held; never of people.")
    published_on = models.DateField()

    objects = ForStaffQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["network", "year"], name="report_once_a_year")]

    def __str__(self) -> str:
        return f"{self.network} {self.year}"
