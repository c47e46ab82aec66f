"""What the library offers to the rest of the house when it starts."""

import rules

from dueregard.networks import room_links
from dueregard.networks.library.rules import PERMISSIONS


def register() -> None:
    """Name the permissions, and take a place in the rooms."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)
    room_links.register("Library", "library", order=60)
