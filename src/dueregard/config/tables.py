"""The tables of a new database, made at once as the models are now, in place of each migration since the first.

Migrations take a database that is in use from one release to the next, and a real body's database is always made by
them. The demonstration begins anew again and again and has nothing to bring along, and Django draws every model anew
for each step of each migration. A test holds the two ways side by side: they give the same tables.
"""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_new(alias: str) -> bool:
    """Say whether a database has no table yet."""
    return not connections[alias].introspection.table_names()


def make_at_once(alias: str, labels: Sequence[str]) -> None:
    """Make every table that belongs into a new database, and note the migrations of these apps, or of all, as done.

    It is for a process that does nothing else meanwhile, since Django is told for a moment that no app has migrations.
    """
    kept = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    try:
        call_command("migrate", database=alias, run_syncdb=True, interactive=False, verbosity=0)
    finally:
        settings.MIGRATION_MODULES = kept
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for label, name in MigrationLoader(connection).disk_migrations:
        if not labels or label in labels:
            recorder.record_applied(label, name)
