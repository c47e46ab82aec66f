from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dueregard.people"
    label = "people"

    def ready(self) -> None:
        """Take a place in the navigation and on the start page."""
        from dueregard.design import navigation, tiles
        from dueregard.people.models import is_colleague

        def is_signed_in(user: Any) -> bool:
            return bool(user.is_authenticated)

        navigation.register("Our organisation", "organisation", admits=is_colleague, order=80)
        tiles.register(
            "Our organisation",
            "Service areas, teams and colleagues.",
            "organisation",
            admits=is_colleague,
            order=80,
        )
        tiles.register(
            "You", "What the system holds about you, and your roles.", "you", admits=is_signed_in, order=90
        )
