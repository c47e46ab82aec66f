from typing import Any

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "dueregard.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Take a place in the navigation and on the start page, and tell the worker what to do."""
        from dueregard.design import navigation, tiles
        from dueregard.statistics import tasks  # noqa: F401  (registers the background work)
        from dueregard.statistics.models import works_with_evidence

        def is_signed_in(user: Any) -> bool:
            return bool(user.is_authenticated)

        navigation.register("Evidence", "releases", admits=is_signed_in, order=30)
        navigation.register(
            "Datasets", "datasets", admits=works_with_evidence, order=31, also=("/statistics/analyses/",)
        )
        tiles.register(
            "Evidence",
            "What our data say about differing experience, safe to read and to share with colleagues.",
            "releases",
            admits=is_signed_in,
            order=30,
        )
        tiles.register(
            "Datasets and analyses",
            "Add data with a plan, see the receipt, run the analysis and read its findings before release.",
            "datasets",
            admits=works_with_evidence,
            order=31,
        )
