"""Stories as they are read: who told one is settled when it is read, by where the dial stands then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard.networks.library.models import Story
from dueregard.networks.membership.models import Network, Seat
from dueregard.networks.seats import Held, Place

NO_NAME = "A member of the network"


@dataclass(frozen=True)
class Told:
    """A story as somebody reads it: nothing in it leads to a seat."""

    pk: UUID
    campaign: str
    text: str
    signature: str
    until: date
    is_published: bool


def told(network: Network, stories: Iterable[Story]) -> list[Told]:
    """Return stories with their signatures: a name where the seat shows it to all staff now, else no name.

    A story that was offered in private is never signed later, wherever the dial has been moved since.
    """
    found = list(stories)
    names = _names(network, {story.inside["voice"] for story in found if not story.inside["signature"]})
    return [
        Told(
            pk=story.pk,
            campaign=story.campaign.title,
            text=story.inside["text"],
            signature=names.get(story.inside["voice"]) or NO_NAME,
            until=story.consent_until,
            is_published=story.is_published,
        )
        for story in found
    ]


def _names(network: Network, voices: Iterable[str]) -> dict[str, str]:
    """Return the names that seats show to everyone on the staff now, by voice."""
    seats = Seat.objects.filter(network=network, voice__in=set(voices))
    return {seat.voice: Held.read(seat.inside).name_shown(outside=True) for seat in seats if seat.inside}


def own(place: Place) -> list[Story]:
    """Return the stories that a member told: they are few, so each is opened to see whose it is."""
    every = (
        Story.objects.filter(network=place.network).select_related("campaign").order_by("consent_until", "id")
    )
    return [story for story in every if story.inside["voice"] == place.voice]
