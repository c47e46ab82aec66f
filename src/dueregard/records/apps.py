from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "dueregard.records"
    label = "records"

    def ready(self) -> None:
        """Seal versions of evidence, and keep the name of the body as the settings say it."""
        from dueregard.journal import seals
        from dueregard.records.models import EvidenceVersion

        seals.seal(EvidenceVersion)
        post_migrate.connect(_name_home, sender=self)


def _name_home(using: str, **kwargs: Any) -> None:
    from dueregard.records import bodies

    bodies.name_home(using)
