import re
import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, When

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.networks import seats
from dueregard.networks.membership.models import Network
from dueregard.networks.sealing import Sealed
from dueregard.people.models import is_colleague

CHECKED_FOR = timedelta(days=183)
"""An entry of the directory that nobody has checked for six months is not shown."""

NATIONAL = "National"

NUMBERS = range(20)
"""How many enquiries one person may have in one network at a time: each has one of these numbers."""

ANSWERED_WITHIN = 1
"""Working days in which whoever asks is promised an answer."""


class Asked(models.TextChoices):
    """Who is asked."""

    SUPPORTER = "supporter", "A peer supporter"
    CHAIR = "chair", "The chair"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, place: Any) -> "EnquiryQuerySet":
        """Return what was asked of a network, to those in it who answer; the asker finds their own by its tag."""
        if not seats.is_place(place) or not place.answers:
            return self.none()
        asked = [Asked.SUPPORTER] if not place.leads else list(Asked)
        return self.filter(network=place.network, asked__in=asked)

    def of(self, person: Any, network: Network) -> "EnquiryQuerySet":
        """Return what this person asked of a network, found by its tags."""
        if not is_colleague(person):
            return self.none()
        return self.filter(network=network, tag__in=tags_of(person.staff.pk, network.pk))

    def in_order(self) -> "EnquiryQuerySet":
        """Return first what waits, the longest waiting above, then what was answered last, then what is closed."""
        turn = Case(
            When(waits=True, then=F("turn")), default=-F("turn"), output_field=models.BigIntegerField()
        )
        return self.order_by("is_closed", "-waits", turn)


class Enquiry(Sealed):
    """Somebody asks a network for support, advice or signposting, and need not belong to it.

    `tag` is a blind index of the network, the employment and a number, so that one's own can be found and two of one
    person do not look alike. Inside: the employment and the number, for a change of keys, which nobody is shown; and
    the name by which whoever answers knows this one enquiry.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="enquiries")
    asked = models.CharField(max_length=9, choices=Asked.choices)
    tag = models.CharField(max_length=64, unique=True)
    turn = models.PositiveBigIntegerField()
    length = models.PositiveIntegerField(default=0)
    last_day = models.DateField()
    waits = models.BooleanField(default=True, help_text="Whether the latest message is the asker's.")
    is_closed = models.BooleanField(default=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["is_closed", "-waits", "-turn"]

    def __str__(self) -> str:
        return "an enquiry"

    @property
    def due_on(self) -> date:
        """The day by which an answer was promised, while one waits."""
        return add_working_days(self.last_day, ANSWERED_WITHIN)

    @property
    def is_late(self) -> bool:
        """Whether it waits for longer than was promised."""
        return self.waits and not self.is_closed and self.due_on < clock.today()

    def reindex(self) -> None:
        """Find it under the newest key."""
        who = f"{self.inside['staff']}|{self.inside['number']}"
        self.tag = seats.mark(self.network_id, who, about="enquiry")


def tags_of(staff: uuid.UUID, network: uuid.UUID) -> list[str]:
    """Return everything that somebody's enquiries can be found by, under each key of the network."""
    return [tag for number in NUMBERS for tag in seats.marks(network, f"{staff}|{number}", about="enquiry")]


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, place: Any) -> "MessageQuerySet":
        """Return the messages of the enquiries that the place sees."""
        return self.filter(enquiry__in=Enquiry.objects.visible_to(place))


class Message(Sealed):
    """One message of an enquiry. Inside: the text, the signature and the day."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    is_asking = models.BooleanField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["enquiry", "number"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "number"], name="message_numbered_once")]

    def __str__(self) -> str:
        return "a message"


class SignpostQuerySet(models.QuerySet["Signpost"]):
    def visible_to(self, reader: Any) -> "SignpostQuerySet":
        """Return the entries that were checked in the last six months, to everyone, signed in or not.

        Those who run a network see all of its own entries in its room, or nobody could check a forgotten one.
        """
        if seats.is_place(reader) and reader.runs_it:
            return self.filter(network=reader.network)
        return self.filter(checked_on__gte=clock.today() - CHECKED_FOR)

    def national_first(self) -> "SignpostQuerySet":
        """Return the entries for the whole country, then those of each place."""
        is_local = Case(When(where=NATIONAL, then=0), default=1, output_field=models.SmallIntegerField())
        return self.order_by(is_local, "where", "name", "id")


class Signpost(models.Model):
    """Where else to turn: a national or local service, who keeps the entry, and when it was last checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="signposts")
    name = models.CharField(max_length=100)
    what = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    text_to = models.CharField(max_length=60, blank=True)
    address = models.URLField(blank=True)
    hours = models.CharField(max_length=100, blank=True)
    where = models.CharField(max_length=60, default=NATIONAL)
    is_urgent = models.BooleanField(default=False, help_text="Part of the strip for a crisis.")
    kept_by_position = models.CharField(max_length=80, help_text="The position that checks the entry.")
    checked_on = models.DateField()

    objects = SignpostQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "where", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether it was checked lately enough for everyone to see it."""
        return self.checked_on >= clock.today() - CHECKED_FOR

    @property
    def dialled(self) -> str:
        """The digits of the phone number, without what is said beside them."""
        return dialled(self.phone)

    @property
    def texted(self) -> str:
        """The digits of the number that one texts to."""
        return texted(self.text_to)


def dialled(phone: str) -> str:
    """Return the digits that a phone dials, as in ``dialled("111, option 2") == "111"``."""
    found = re.match(r"\s*(\+?[0-9][0-9 ()-]*)", phone)
    return re.sub(r"[^0-9+]", "", found[1]) if found else ""


def texted(words: str) -> str:
    """Return the number that a text goes to, as in ``texted("SHOUT to 85258") == "85258"``."""
    found = re.findall(r"[0-9][0-9 ]{2,}[0-9]", words)
    return found[-1].replace(" ", "") if found else ""
