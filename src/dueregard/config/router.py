"""Which records live in which database: an app says `database = "commons"` in its `AppConfig`, or is in `main`."""

from typing import Any

from django.apps import apps

MAIN, COMMONS = "default", "commons"


OF_THE_FRAMEWORK = {"django_cache"}


def database_of(app_label: str) -> str:
    """Return the alias of the database in which an app keeps its records; the framework's own are in `main`."""
    if app_label in OF_THE_FRAMEWORK:
        return MAIN
    return getattr(apps.get_app_config(app_label), "database", MAIN)


class Router:
    """Sends each app to its one database, and lets no relation cross from one to the other."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return where the records of this model are."""
        return database_of(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Allow relations within one database alone."""
        return database_of(one._meta.app_label) == database_of(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Make the tables of an app in its own database alone."""
        return database_of(app_label) == db
