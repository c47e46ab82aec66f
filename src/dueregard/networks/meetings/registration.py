"""What meetings put where others find it: who may do what, and their page in a room."""

import rules

from dueregard.networks import room_links
from dueregard.networks.meetings.rules import PERMISSIONS


def register() -> None:
    """Say who may, and take a place among the pages of a room."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)
    room_links.register("Meetings", "meetings", order=30)
