from typing import Any

from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "dueregard.post"
    label = "post"

    def ready(self) -> None:
        """Refuse wrong settings, tell the worker what to do, and show administrators the way."""
        from dueregard.design import navigation, tiles
        from dueregard.post import checks, sending  # noqa: F401  (importing `sending` registers its ticks)

        checks.refuse_wrong_settings()

        def is_administrator(user: Any) -> bool:
            return bool(user.is_authenticated and user.holds("administrator"))

        navigation.register("Post", "post", admits=is_administrator, order=85)
        tiles.register(
            "Post",
            "Messages that wait, that were sent and that failed, without their contents.",
            "post",
            admits=is_administrator,
            order=85,
        )
