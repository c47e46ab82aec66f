"""What meetings put where others find it: who may do what, and their page in a room."""

import rules

from dueregard.networks import leaving, room_links
from dueregard.networks.meetings import coming_actions
from dueregard.networks.meetings.rules import PERMISSIONS


def register() -> None:
    """Say who may, and take a place among the pages of a room."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)
    leaving.register("what was said of coming", coming_actions.forget)
    room_links.register("Meetings", "meetings", order=30)
