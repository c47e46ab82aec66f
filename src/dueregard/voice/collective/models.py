from typing import Any

from django.db import models

from dueregard.networks import keyring, seats
from dueregard.networks.membership.models import Network
from dueregard.networks.sealing import Sealed
from dueregard.voice.collective.inside import Inside, Said
from dueregard.voice.collective.joint.content import Content


class OfAllStaff(Sealed):
    """A row that belongs to no network: closed with the keys of the voice."""

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        """The voice of all staff."""
        return keyring.VOICE


class BoxQuerySet(models.QuerySet["Box"]):
    def visible_to(self, user: Any) -> "BoxQuerySet":
        """Return nothing: nobody opens a box. Its band is copied to the issue, once a day."""
        return self.none()


class Box(OfAllStaff):
    """What all staff said about one thing, known by the id of that thing. Its length says about as much as its band."""

    LENGTHS = (1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576)
    objects = BoxQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "boxes"

    def __str__(self) -> str:
        return "a box"

    @property
    def holds(self) -> Inside:
        """What is in it."""
        return Inside(**self.inside)


class SlipQuerySet(models.QuerySet["Slip"]):
    def visible_to(self, user: Any) -> "SlipQuerySet":
        """Return nothing: nobody reads what waits."""
        return self.none()


class Slip(OfAllStaff):
    """What somebody said and what waits for the next emptying, or an empty slip that looks the same."""

    LENGTHS = (1_024,)
    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a slip"

    @property
    def says(self) -> Said | None:
        """What it says, or nothing where it is an empty one."""
        return Said.read(self.inside) if self.inside else None


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, place: Any) -> "MotionQuerySet":
        """Return what the place's network means to say, and has said, to its members."""
        return self.filter(network=place.network) if seats.is_place(place) else self.none()


class Motion(Sealed):
    """Something that members of a network mean to say together to the outside, or have said.

    Everything is inside: what it is (`Kind`), where it stands, the issue it is about, and, until it passes, the voice
    of whoever began it and of those who stand behind it.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="motions")

    LENGTHS = (16_384, 65_536)
    objects = MotionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a motion"


class JointResponseQuerySet(models.QuerySet["JointResponse"]):
    def visible_to(self, place: Any) -> "JointResponseQuerySet":
        """Return what the place's network writes, and has written, together, to its members."""
        return self.filter(network=place.network) if seats.is_place(place) else self.none()


class JointResponse(Sealed):
    """What a network answers to a consultation together. All of it is inside (`joint.content`)."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="joint_responses")

    LENGTHS = (16_384, 65_536, 262_144, 1_048_576, 4_194_304)
    objects = JointResponseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "a joint response"

    @property
    def content(self) -> Content:
        """What it holds."""
        return Content.read(self.inside)
