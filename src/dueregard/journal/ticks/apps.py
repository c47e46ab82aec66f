from django.apps import AppConfig


class TicksConfig(AppConfig):
    name = "dueregard.journal.ticks"
    label = "ticks"
    database = "commons"

    def ready(self) -> None:
        """Seal the table."""
        from dueregard.journal import seals
        from dueregard.journal.ticks.models import Tick

        seals.seal(Tick)
