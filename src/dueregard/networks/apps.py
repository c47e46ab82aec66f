from pathlib import Path

import rules
from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "dueregard.networks"
    label = "networks"
    database = "commons"

    def ready(self) -> None:
        """Take a place in the navigation and on the start page, and do what comes back again and again."""
        from dueregard.design import navigation, offers, tiles
        from dueregard.networks import room_links, ticks  # noqa: F401  (it registers the ticks)
        from dueregard.networks.conversations import registration as conversations
        from dueregard.networks.library import registration as library
        from dueregard.networks.meetings import registration as meetings
        from dueregard.networks.membership.rules import PERMISSIONS
        from dueregard.networks.support import registration as support
        from dueregard.people.models import is_colleague

        for name, predicate in PERMISSIONS.items():
            if not rules.perm_exists(name):
                rules.add_perm(name, predicate)
        room_links.register("Your seat", "seat", order=100)
        room_links.register("Roles", "network-roles", order=110)
        conversations.register()
        support.register()
        library.register()
        meetings.register()
        offers.register("networks", offers.written(Path(__file__).parent / "offers.toml"))
        navigation.register("Networks", "networks", admits=is_colleague, order=20)
        tiles.register(
            "Staff networks",
            "Colleagues who support one another. Whether you look, join or leave is nobody’s business.",
            "networks",
            admits=is_colleague,
            order=20,
        )
