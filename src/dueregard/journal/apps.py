from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "dueregard.journal"
    label = "journal"

    def ready(self) -> None:
        """Seal the journal, and see to it that seals stand after each migration."""
        from dueregard.journal import seals
        from dueregard.journal.models import Entry

        seals.seal(Entry)
        post_migrate.connect(seals.install_after_migration, sender=self)
