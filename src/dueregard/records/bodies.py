"""The body that uses this installation, among the others whose records it keeps."""

from django.conf import settings
from django.db import connections, router

from dueregard.records.models import Body

HOME = "home"


def name_home(using: str) -> None:
    """Keep the one body that the settings name; the receiver of `post_migrate`, which comes before all people do."""
    if router.db_for_write(Body) != using:
        return
    if Body._meta.db_table in connections[using].introspection.table_names():
        Body.objects.update_or_create(code=HOME, defaults={"name": settings.BODY})


def home() -> Body:
    """Return the body that uses this installation."""
    return Body.objects.get(code=HOME)
