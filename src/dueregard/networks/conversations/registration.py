"""What the rest of the house knows of conversations: who may do what, the pages of a room, a tile of the start page."""

import rules

from dueregard.design import tiles
from dueregard.networks import leaving, room_links
from dueregard.networks.conversations import people_actions
from dueregard.networks.conversations.rules import PERMISSIONS


def register() -> None:
    """Say who may do what, and take the places of these pages. Saying it twice is saying it once."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)
    leaving.register("an introduction", lambda place: people_actions.remove_introduction(by=place))
    room_links.register("Conversations", "room", order=10)
    room_links.register("People", "people-here", order=20)
    room_links.register("Between two", "between-two", order=21)
    room_links.register("Moderation", "moderation", order=90, admits=lambda place: place.runs_it)
    tiles.register(
        "Safeguarding concerns",
        "What members of staff networks pass on because a child or somebody else may be at risk.",
        "concerns",
        admits=lambda user: user.is_authenticated and bool(user.holds("quality-lead")),
        order=21,
    )
