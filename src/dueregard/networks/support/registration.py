"""What support offers to the rest of the house when it starts."""

import rules

from dueregard.design import navigation
from dueregard.networks import room_links
from dueregard.networks.support.rules import PERMISSIONS


def register() -> None:
    """Name the permissions, and take a place in the navigation and in the rooms."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)
    navigation.register("Where to turn", "signposts", admits=lambda user: True, order=25)
    room_links.register("Signposts", "room-signposts", order=70, admits=lambda place: place.runs_it)
    room_links.register("Questions", "questions", order=80, admits=lambda place: place.answers)
