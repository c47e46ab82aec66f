"""The offer as one reader sees it."""

from dataclasses import dataclass
from itertools import groupby

from dueregard.design import offers
from dueregard.design.offers import Offer
from dueregard.people.models import Engagement, Staff


@dataclass(frozen=True)
class Offered:
    """An offer, whether this reader can use it, and on what footings people can, by their codes."""

    offer: Offer
    is_for_reader: bool
    whom: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The offers about one thing."""

    code: str
    offered: tuple[Offered, ...]


def offered_to(staff: Staff) -> list[Group]:
    """Return the whole offer, in its groups, with what this person can use."""
    by_group = groupby(offers.all_offers(), key=lambda offer: offer.group)
    return [Group(code, tuple(_offered(offer, staff) for offer in group)) for code, group in by_group]


def _offered(offer: Offer, staff: Staff) -> Offered:
    whom = tuple(str(footing) for footing in Engagement if offer.is_for(footing))
    return Offered(offer, offer.is_for(staff.engagement), whom)
