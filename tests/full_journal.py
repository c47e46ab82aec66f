"""A journal that takes no more entries, to see that a deed without its entry is undone."""

from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def fill_journal(db: None) -> Callable[[], None]:
    """Return a function after which the database itself refuses each new entry, until the end of the test."""

    def fill() -> None:
        refuse = "EXECUTE FUNCTION dueregard_refuse_change()"
        if connection.vendor == "sqlite":
            refuse = "BEGIN SELECT RAISE(ABORT, 'sealed: no more entries'); END"
        with connection.cursor() as cursor:
            each = "FOR EACH ROW" if connection.vendor == "postgresql" else ""
            cursor.execute(f"CREATE TRIGGER no_more_entries BEFORE INSERT ON journal_entry {each} {refuse}")

    return fill
