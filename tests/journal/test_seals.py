"""Sealed tables refuse every change in the database itself, and a broken seal stops the start."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from dueregard import journal
from dueregard.journal import seals
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Tick
from dueregard.people.models import Person
from tests.databases import ALIASES
from tests.processes import Mark

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE {table} SET code = 'x'",
    "UPDATE {table} SET number = number + 1 WHERE number = 1",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE number = 1",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "REPLACE INTO {table} SELECT * FROM {table} WHERE number = 1",
    "UPDATE OR REPLACE {table} SET code = 'x'",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (number) DO UPDATE SET code = 'x'",
]
ON_POSTGRES = [
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (number) DO UPDATE SET code = 'x'",
    "SET LOCAL session_replication_role = replica; DELETE FROM {table}",
]


@pytest.fixture
def one_of_each(cast: dict[str, Person]) -> None:
    journal.record("did something", cast["staff"], by=cast["staff"])
    journal.record_tick("flush", "0" * 64)


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize(("alias", "table"), [("default", "journal_entry"), ("commons", "ticks_tick")])
def test_raw_changes_are_refused(alias: str, table: str) -> None:
    before = rows(alias, table)
    assert len(before) == 1
    own = ON_POSTGRES if connections[alias].vendor == "postgresql" else ON_SQLITE
    for change in [*CHANGES, *own]:
        with pytest.raises((IntegrityError, DatabaseError), match="sealed"), transaction.atomic(using=alias):
            execute(alias, change.format(table=table))
        assert rows(alias, table) == before, change


@pytest.mark.usefixtures("one_of_each")
def test_on_sqlite_a_row_cannot_be_replaced_by_a_connection_without_our_settings(
    shared_databases: Any,
) -> None:
    """`recursive_triggers` is a setting of each connection; a stranger's has it off."""
    if connection.vendor != "sqlite":
        assert seals.broken("default") == []  # on PostgreSQL there is no such setting
        return
    from dueregard.config import sqlite

    journal.record_tick("flush", "0" * 64)
    raw = sqlite.library.connect(str(connections["commons"].settings_dict["NAME"]))
    try:
        assert raw.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        with pytest.raises(sqlite.library.IntegrityError, match="sealed"):
            raw.execute("INSERT OR REPLACE INTO ticks_tick SELECT * FROM ticks_tick")
    finally:
        raw.close()


def test_seals_stand_after_migration_and_their_absence_is_named() -> None:
    for alias, model in (("default", Entry), ("commons", Tick)):
        assert seals.broken(alias) == []
        seals.remove(model, connections[alias])
        found = seals.broken(alias)
        assert len(found) == (2 if connection.vendor == "postgresql" else 3)
        assert all(f"of the table {model._meta.db_table} is missing" in words for words in found)
        with pytest.raises(ImproperlyConfigured, match="journal verify"):
            seals.refuse_broken_seals()
        seals.install(model, connections[alias])
        assert seals.broken(alias) == []


def test_a_seal_that_was_altered_is_found() -> None:
    if connection.vendor == "postgresql":
        execute("default", 'ALTER TABLE journal_entry DISABLE TRIGGER "sealed_journal_entry_change"')
    else:
        execute("default", "DROP TRIGGER sealed_journal_entry_update")
        execute(
            "default",
            "CREATE TRIGGER sealed_journal_entry_update BEFORE UPDATE ON journal_entry WHEN 0 "
            "BEGIN SELECT RAISE(ABORT, 'never'); END",
        )
    assert any("changed or switched off" in words for words in seals.broken("default"))


def test_a_migration_that_rebuilds_the_table_without_its_seals_stops_the_start(
    shared_databases: dict[str, str], tmp_path: Path
) -> None:
    """The table is built anew, as a migration on SQLite does it; the process that would serve pages refuses."""
    assert start(shared_databases, tmp_path).returncode == 0
    rebuild()
    refused = start(shared_databases, tmp_path)
    assert refused.returncode != 0
    assert "of the table journal_entry is missing" in refused.stderr
    for alias in ALIASES:
        call_command("migrate", database=alias, verbosity=0)
    assert start(shared_databases, tmp_path).returncode == 0


def start(databases: dict[str, str], var: Path) -> subprocess.CompletedProcess[str]:
    """Open the door for the web server in a process of its own."""
    environment = Mark().environment(
        DUEREGARD_VAR=str(var),
        DUEREGARD_DEMO="1",
        DUEREGARD_DEBUG="1",
        DJANGO_SETTINGS_MODULE="dueregard.config.settings",
        **databases,
    )
    command = [sys.executable, "-c", "import dueregard.config.wsgi"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def rebuild() -> None:
    """Let a migration operation change the table: on SQLite that makes a new one and drops the old with its seals."""
    from django.db import models

    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            longer = models.CharField(max_length=200)
            longer.set_attributes_from_name("deed")
            longer.model = Entry
            editor.alter_field(Entry, Entry._meta.get_field("deed"), longer, strict=True)
        else:
            editor.execute("CREATE TABLE copied (LIKE journal_entry INCLUDING ALL)")
            editor.execute("INSERT INTO copied SELECT * FROM journal_entry")
            editor.execute("DROP TABLE journal_entry")
            editor.execute("ALTER TABLE copied RENAME TO journal_entry")


def execute(alias: str, sql: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)


def rows(alias: str, table: str) -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY number")
        return cursor.fetchall()
