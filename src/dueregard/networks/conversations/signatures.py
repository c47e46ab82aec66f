"""What stands under what members say: a handle, a one-off name, or the name that a seat shows while somebody reads.

What was signed in private keeps its handle for ever, so a dial that is turned louder later reveals nothing that was
said before. What was signed with a name has the name as long as the seat shows it; afterwards it is "A member", and
never the new handle, which would say whose it is.
"""

from collections.abc import Iterable
from typing import Any

from dueregard.networks import seats
from dueregard.networks.conversations.models import Conversation, Post
from dueregard.networks.membership.models import Network
from dueregard.networks.seats import Place

SOMEBODY = "A member"


def names_for(place: Place, voices: Iterable[str]) -> dict[str, str]:
    """Return the names that one reader sees, by voice: their own, and of others once they are here long enough."""
    own = place.held.name_shown()
    known = {place.voice: own} if own else {}
    if place.sees_names:
        known |= seats.names(place.network, voices)
    return known


def name_of(signed: str, voice: str, names: dict[str, str]) -> str:
    """Return what a reader reads under something, given the names that they see."""
    return signed or names.get(voice, SOMEBODY)


def voices_of_names(contents: Iterable[dict[str, Any]]) -> set[str]:
    """Return the voices whose names must be looked up, out of what is inside some rows."""
    return {inside["voice"] for inside in contents if inside.get("voice") and not inside["signed"]}


def as_known_here(place: Place) -> str:
    """Return what a member is called here now."""
    return place.signature or place.held.name_shown()


def given_once(conversation: Conversation, place: Place) -> str:
    """Return the one-off name that a voice has in a conversation, or nothing."""
    found = seats.marks(conversation.network_id, f"{place.voice}|{conversation.pk}", about="once")
    post = Post.objects.visible_to(place).filter(conversation=conversation, mark__in=found).first()
    return str(post.inside["signed"]) if post else ""


def still_here(network: Network, voices: Iterable[str]) -> set[str]:
    """Return those of some voices whose seat is still taken."""
    return set(
        seats.Seat.objects.filter(network=network, voice__in=set(voices)).values_list("voice", flat=True)
    )
