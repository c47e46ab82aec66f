from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "dueregard.records"
    label = "records"

    def ready(self) -> None:
        """Seal versions of evidence and editions, and keep the name of the body as the settings say it."""
        from dueregard.journal import seals
        from dueregard.records.models import Edition, EvidenceVersion

        seals.seal(EvidenceVersion)
        seals.seal(Edition)
        post_migrate.connect(_name_home, sender=self)


def _name_home(using: str, **kwargs: Any) -> None:
    from dueregard.records import bodies

    bodies.name_home(using)
