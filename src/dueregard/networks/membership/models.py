import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from dueregard.almanac import clock
from dueregard.networks.sealing import Sealed, mark
from dueregard.people.models import is_colleague


class Dial(models.TextChoices):
    """Who sees somebody's name. The default is the quietest."""

    PRIVATE = "private", "Private"
    MEMBERS = "members", "Members only"
    OPEN = "open", "Open"


LOUDNESS = {Dial.PRIVATE: 0, Dial.MEMBERS: 1, Dial.OPEN: 2}


class Role(models.TextChoices):
    """What somebody may do for a network. No role lists its members."""

    CHAIR = "chair", "Chair"
    DEPUTY = "deputy", "Deputy chair"
    FACILITATOR = "facilitator", "Facilitator"
    SUPPORTER = "supporter", "Peer supporter"
    SPONSOR = "sponsor", "Sponsor"


class Standing(models.TextChoices):
    """Where a network stands."""

    PROPOSED = "proposed", "Waiting for approval"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Not approved"
    CLOSED = "closed", "Closed"


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, user: Any) -> "NetworkQuerySet":
        """Return the active networks to everyone on the staff; to the equality lead also those that wait or ended."""
        if not is_colleague(user):
            return self.none()
        return self if user.holds("equality-lead") else self.active()

    def active(self) -> "NetworkQuerySet":
        """Return the networks that are open."""
        return self.filter(standing=Standing.ACTIVE)


class Network(models.Model):
    """A staff network and its charter, which everyone on the staff may read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        max_length=8, unique=True, help_text="What stands in addresses, and tells nothing."
    )
    name = models.CharField(max_length=60, unique=True)
    purpose = models.CharField(max_length=300, help_text="What it is for, in a sentence.")
    about = models.TextField(help_text="The charter: paragraphs with empty lines between them.")
    for_whom = models.CharField(max_length=300, help_text="Whom it is for, in a sentence.")
    suggested = models.CharField(max_length=7, choices=Dial.choices, default=Dial.PRIVATE)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.PROPOSED)
    answer = models.TextField(blank=True, help_text="Why it was not approved, or was closed.")
    last_turn = models.PositiveBigIntegerField(
        default=0, help_text="Puts conversations in order without a time."
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing__in=[Standing.DECLINED, Standing.CLOSED]) | ~Q(answer=""),
                name="network_ends_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether it is open."""
        return self.standing == Standing.ACTIVE


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: Any) -> "SeatQuerySet":
        """Return nothing: nobody lists seats. One's own is found by `dueregard.networks.seats`."""
        return self.none()


class Seat(Sealed):
    """Somebody's place in a network, or an empty place that looks the same.

    `tag` is a blind index of the network and the employment, `voice` a random name under which the seat's own rows are
    found. There is no time, and the rows of a network are written anew in random order whenever one changes.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="seats")
    tag = models.CharField(max_length=64, unique=True)
    voice = models.CharField(max_length=32, unique=True)

    LENGTHS = (1024,)
    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a seat"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: Any) -> "HandoverQuerySet":
        """Return nothing: who has the code redeems it."""
        return self.none()


class Handover(Sealed):
    """A role that waits for whoever brings its code: so nobody needs to pick a name from a list."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="handovers")
    code = models.CharField(max_length=64, unique=True, help_text="A blind index of the code.")
    last_day = models.DateField(help_text="The code is of no use after this day.")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a hand-over"

    def reindex(self) -> None:
        """Find it under the newest key."""
        self.code = mark(self.network_id, self.inside["code"], about="handover")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: Any) -> "SnapshotQuerySet":
        """Return the sizes to everyone on the staff: bands, never counts, once they are 28 days old."""
        return self.filter(shown_from__lte=clock.today()) if is_colleague(user) else self.none()


class Snapshot(models.Model):
    """The size of a network at the end of a quarter: a band, and never the count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="snapshots")
    quarter_ends = models.DateField()
    shown_from = models.DateField()
    band = models.CharField(max_length=20)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter_ends"]
        constraints = [
            models.UniqueConstraint(fields=["network", "quarter_ends"], name="snapshot_once_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.network} at {self.quarter_ends}: {self.band}"
