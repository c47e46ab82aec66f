from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dueregard.people"
    label = "people"

    def ready(self) -> None:
        """Take a place in the navigation and on the start page; keep little of sessions, and not for long."""
        from django.db.models.signals import pre_save

        from dueregard.design import navigation, tiles
        from dueregard.people import digest_actions
        from dueregard.people.accounts import browsers, tidying  # noqa: F401  (registers the tick)
        from dueregard.people.models import is_colleague
        from dueregard.people.rules import gives_roles

        def is_signed_in(user: Any) -> bool:
            return bool(user.is_authenticated)

        digest_actions.register()
        pre_save.connect(browsers.keep_little, sender="usersessions.UserSession")
        navigation.register("Our organisation", "organisation", admits=is_colleague, order=80)
        navigation.register("Roles", "roles", admits=gives_roles, order=85, also=("/people/leaving/",))
        tiles.register(
            "Our organisation",
            "Service areas, teams and colleagues.",
            "organisation",
            admits=is_colleague,
            order=80,
        )
        tiles.register(
            "Roles",
            "Who may do what: roles in force, waiting for a second person, and ended.",
            "roles",
            admits=gives_roles,
            order=85,
        )
        tiles.register(
            "You", "What the system holds about you, and your roles.", "you", admits=is_signed_in, order=90
        )
