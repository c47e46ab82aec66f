from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class JournalConfig(AppConfig):
    name = "dueregard.journal"
    label = "journal"

    def ready(self) -> None:
        """Seal the journal, and see to it that seals stand after each migration."""
        from dueregard.journal import seals
        from dueregard.journal.models import Entry

        seals.seal(Entry)
        pre_migrate.connect(seals.take_guards_off_for_migration, sender=self)
        post_migrate.connect(seals.install_after_migration, sender=self)
