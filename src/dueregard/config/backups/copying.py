"""Copy one database at one moment while others write to it, and put a copy back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dueregard.config import sqlite
from dueregard.config.backups.errors import CannotCopy

NAMES = {"default": "main", "commons": "commons"}


def file_name(alias: str) -> str:
    """Return under which name the copy of a database lies in the backup."""
    ending = "dump" if connections[alias].vendor == "postgresql" else "sqlite3"
    return f"{NAMES[alias]}.{ending}"


@contextmanager
def snapshot(alias: str, target: Path) -> Iterator[BaseDatabaseWrapper]:
    """Write a copy to `target`, and give a connection that sees just what is in the copy."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SELECT pg_export_snapshot()")
                mark = cursor.fetchone()[0]
            _run(connection, "pg_dump", "--format=custom", f"--snapshot={mark}", f"--file={target}")
            yield connection
        return
    _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    with _opened(alias, target) as copy:
        yield copy


def rows(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Return how many rows each table has."""
    counted = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of our own tables)
            counted[table] = cursor.fetchone()[0]
    return counted


def is_empty(alias: str) -> bool:
    """Say whether a database has no tables; a SQLite file that is not there has none."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def put_back(alias: str, copy: Path) -> None:
    """Make an empty database what the copy is."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        connection.close()
        _run(
            connection,
            *("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "--single-transaction"),
            *("--dbname", connection.settings_dict["NAME"], str(copy)),
        )
        return
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f"{place.name}.restoring")
    shutil.copyfile(copy, draft)
    _sync(draft)
    for beside in ("-wal", "-shm", "-journal"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    draft.replace(place)


def take_away(alias: str) -> None:
    """Undo `put_back` where the restore as a whole has failed."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for beside in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + beside).unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Write every row anew, as of one moment, into a file of its own.

    A copy page by page would take along what is left of erased rows in free pages, and the size and order of pages
    would tell in which order keys came, which are random.
    """
    if not source.exists():
        raise CannotCopy(f"There is no database at {source}.")
    with closing(sqlite.library.connect(str(source))) as live:
        live.execute("PRAGMA busy_timeout=20000")
        found = live.execute("PRAGMA integrity_check").fetchone()[0]
        if found == "ok":
            live.execute("VACUUM INTO ?", [str(target)])
    if found != "ok":
        raise CannotCopy(f"The database at {source} is damaged: {found}.")
    _sync(target)


@contextmanager
def _opened(alias: str, file: Path) -> Iterator[BaseDatabaseWrapper]:
    """Open another SQLite file under the alias, for as long as the block lasts."""
    live = connections[alias]
    name = connections.settings[alias]["NAME"]
    connections.settings[alias]["NAME"] = str(file)
    options: dict[str, Any] = live.settings_dict["OPTIONS"]
    connections.settings[alias]["OPTIONS"] = {"timeout": 20}  # the copy stays one file: no write-ahead log
    del connections[alias]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
        connections.settings[alias]["OPTIONS"] = options
        connections[alias] = live


def _run(connection: BaseDatabaseWrapper, *command: str) -> None:
    """Run one of PostgreSQL's own programs against the database of a connection."""
    of = connection.settings_dict
    if shutil.which(command[0]) is None:
        raise CannotCopy(
            f"The program {command[0]} is not here. On Debian or Ubuntu: apt-get install postgresql-client"
        )
    environment = os.environ | {
        "PGHOST": str(of["HOST"]),
        "PGPORT": str(of["PORT"] or 5432),
        "PGUSER": str(of["USER"]),
        "PGPASSWORD": str(of["PASSWORD"]),
        "PGDATABASE": str(of["NAME"]),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotCopy(f"{command[0]} failed: {done.stderr.strip()}")


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
