import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.networks import seats
from dueregard.networks.meetings import dates
from dueregard.networks.membership.models import Network, Standing
from dueregard.networks.sealing import Sealed
from dueregard.people.models import is_colleague


class MeetingKind(models.TextChoices):
    """What sort of meeting it is."""

    COFFEE = "coffee", "Coffee catch-up"
    FORMAL = "formal", "Formal meeting"
    EVENT = "event", "Event"


class Audience(models.TextChoices):
    """Who is asked to come."""

    MEMBERS = "members", "Members"
    STAFF = "staff", "Everyone on the staff"


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, reader: Any) -> "SeriesQuerySet":
        """Return the meetings of a place's network, or, to somebody on the staff, those for everyone."""
        if seats.is_place(reader):
            return self.filter(network=reader.network)
        for_all = Q(audience=Audience.STAFF, network__standing=Standing.ACTIVE)
        return self.filter(for_all) if is_colleague(reader) else self.none()


class Series(Sealed):
    """A meeting, or one that comes back every so many weeks.

    Inside: the link of the call, which only its page shows, and the conversation beside each date that has one.

    Times are those of the clock in London, whatever the season.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="series")
    title = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=6, choices=MeetingKind.choices)
    audience = models.CharField(max_length=7, choices=Audience.choices, default=Audience.MEMBERS)
    first = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=0, help_text="0 for a meeting that is held once.")
    last = models.DateField(help_text="The last day on which it may be held.")
    skips_holidays = models.BooleanField(default=True, help_text="Whether bank holidays are left out.")
    sequence = models.PositiveIntegerField(default=0, help_text="How often it was changed, for calendars.")
    changed_on = models.DateField()
    cancelled_on = models.DateField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["first", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="series_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="series_lasts_some_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_all(self) -> bool:
        """Whether everyone on the staff may come."""
        return self.audience == Audience.STAFF

    @property
    def is_formal(self) -> bool:
        """Whether it has an agenda and minutes."""
        return self.kind == MeetingKind.FORMAL

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held any more."""
        return self.cancelled_on is not None

    @property
    def link(self) -> str:
        """The address of the call, or nothing."""
        return str(self.inside.get("link", ""))

    @property
    def meetings(self) -> list[dates.Meeting]:
        """Every date, skipped ones too, in the order in which they are held."""
        return dates.meetings_of(self, self.changes.all())

    def meeting_on(self, day: date) -> dates.Meeting | None:
        """Return the meeting that the rhythm puts on a day, wherever it was moved; nothing where it has none."""
        return dates.meeting_on(self, self.changes.all(), day)


class OfSeriesQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Any) -> "OfSeriesQuerySet":
        """Return what belongs to the meetings that the reader sees."""
        return self.filter(series__in=Series.objects.visible_to(reader))


class Change(models.Model):
    """One date of a series that is skipped or moved, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="changes")
    date = models.DateField(help_text="The day on which it would have been held.")
    new_date = models.DateField(null=True, blank=True, help_text="Empty where it is skipped.")
    new_at = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField()

    objects = OfSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["series", "date"], name="change_once_a_date"),
            models.CheckConstraint(
                condition=Q(new_date=None, new_at=None) | Q(new_date__isnull=False, new_at__isnull=False),
                name="change_moves_or_skips",
            ),
        ]

    def __str__(self) -> str:
        return f"a change on {self.date}"


class ComingQuerySet(models.QuerySet["Coming"]):
    def visible_to(self, reader: Any) -> "ComingQuerySet":
        """Return nothing: nobody lists who comes. One's own is found by its mark."""
        return self.none()


class Coming(Sealed):
    """That somebody means to come to one date of a series.

    Inside: their voice; for meetings for everyone on the staff their employment, whether they are members or not, so
    that nothing here depends on who belongs.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="comings")
    date = models.DateField()
    mark = models.CharField(max_length=64, unique=True)

    objects = ComingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "somebody means to come"

    def reindex(self) -> None:
        """Find it under the newest key."""
        who = f"{self.inside['who']}|{self.series_id}|{self.date}"
        self.mark = seats.mark(self.network_id, who, about="coming")


class Expected(models.Model):
    """Roughly how many are expected on one date: a band, counted once a night."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="expected")
    date = models.DateField()
    band = models.CharField(max_length=20)

    objects = OfSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["series", "date"], name="expected_once_a_date")]

    def __str__(self) -> str:
        return f"{self.band} on {self.date}"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, reader: Any) -> "AgendaItemQuerySet":
        """Return the agenda to members alone, also where everyone on the staff may come: members wrote it."""
        return self.filter(network=reader.network) if seats.is_place(reader) else self.none()


class AgendaItem(Sealed):
    """Something to talk about on one date of a formal meeting. Inside: the text, the signature, the voice."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="agenda")
    date = models.DateField()
    number = models.PositiveIntegerField()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["date", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "date", "number"], name="agenda_numbered_once")
        ]

    def __str__(self) -> str:
        return "an item of an agenda"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, reader: Any) -> "MinutesQuerySet":
        """Return the published minutes to members, and drafts to those who run the network."""
        if not seats.is_place(reader):
            return self.none()
        mine = self.filter(network=reader.network)
        return mine if reader.runs_it else mine.filter(published_on__isnull=False)


class Minutes(Sealed):
    """What one date of a formal meeting came to: positions, not people. Inside: the text of each item, its version."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, related_name="minutes_of")
    date = models.DateField()
    was_quorate = models.BooleanField()
    published_on = models.DateField(null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["series", "date"], name="minutes_once_a_date")]

    def __str__(self) -> str:
        return f"the minutes of {self.date}"


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, reader: Any) -> "ActionItemQuerySet":
        """Return the actions of the minutes that the reader sees."""
        return self.filter(minutes__in=Minutes.objects.visible_to(reader))


class ActionItem(Sealed):
    """Something that was agreed to be done, by a position, by a day. Inside: what, and which position."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField()
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "number"]

    def __str__(self) -> str:
        return "an action"
