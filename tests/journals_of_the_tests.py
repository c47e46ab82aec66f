"""Journals for tests: one with a dozen entries, and one that takes no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ENTRIES = 12


@pytest.fixture
def journal_of_twelve(cast: dict[str, Any], tmp_path: Path, settings: Any) -> None:
    """A dozen entries with their head outside, in a transaction that nobody commits."""
    settings.VAR = tmp_path
    from dueregard import journal
    from dueregard.journal import heads
    from dueregard.journal.models import Entry

    for number in range(ENTRIES):
        person = list(cast.values())[number]
        journal.record("did something", person, by=person, rows=number, words=["ä", "'", '"', "\u2028"])
    last = Entry.objects.latest("number")
    heads.keep("journal", last.number, last.code)


@pytest.fixture
def fill_journal(db: None) -> Callable[[], None]:
    """Return a function after which the database itself refuses each new entry."""

    def fill() -> None:
        refuse = "EXECUTE FUNCTION dueregard_refuse_change()"
        if connection.vendor == "sqlite":
            refuse = "BEGIN SELECT RAISE(ABORT, 'sealed: no more entries'); END"
        with connection.cursor() as cursor:
            each = "FOR EACH ROW" if connection.vendor == "postgresql" else ""
            cursor.execute(f"CREATE TRIGGER no_more_entries BEFORE INSERT ON journal_entry {each} {refuse}")

    return fill
