"""The tables of a new demonstration, made at once, are those that the migrations make."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        os.environ.get("DUEREGARD_TEST_DATABASE") == "postgres",
        reason="the demonstration's new database is compared on SQLite",
    ),
]

MADE = (
    "import django; django.setup(); from dueregard.config import supervisor; supervisor.migrate(at_once=True)"
)
Ask = Callable[[str], list[Any]]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of two databases whose tables a process made at once."""
    folder = tmp_path_factory.mktemp("at-once")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUEREGARD_")}
    subprocess.run(
        [sys.executable, "-c", MADE],
        env=environment
        | {
            "DUEREGARD_VAR": str(folder),
            "DUEREGARD_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "dueregard.config.settings",
        },
        check=True,
    )
    return folder


def shape(ask: Ask) -> dict[str, Any]:
    """Return what a database looks like: of each table its columns, keys, named constraints, indexes and triggers."""
    found: dict[str, Any] = {}
    for (table,) in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        (sql,) = ask(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0]
        found[table] = {
            "columns": sorted(
                (name, kind, notnull, pk)
                for _, name, kind, notnull, _, pk in ask(f"PRAGMA table_info('{table}')")
            ),
            "keys": sorted(row[2:5] for row in ask(f"PRAGMA foreign_key_list('{table}')")),
            "constraints": sorted(re.findall(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)', sql)),
            "checks": sql.count("CHECK"),
        }
    for kind in ("index", "trigger"):
        rows = ask(f"SELECT name, sql FROM sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL")
        found |= {f"{kind} {name}": sql for name, sql in rows}
    return found


def of_the_tests(alias: str) -> Ask:
    """Return a way to ask the database of the tests, which the migrations made."""

    def ask(sql: str) -> list[Any]:
        with connections[alias].cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    return ask


@pytest.mark.parametrize("alias", ["default", "commons"])
def test_tables_made_at_once_are_those_of_the_migrations(at_once: Path, alias: str) -> None:
    files = {"default": "main", "commons": "commons"}
    file = next(at_once.glob(f"{files[alias]}*.sqlite3"))
    with sqlite3.connect(file) as made:
        now = shape(lambda sql: made.execute(sql).fetchall())
        noted = set(made.execute("SELECT app, name FROM django_migrations").fetchall())
    ask = of_the_tests(alias)
    before = shape(ask)
    assert sorted(now) == sorted(before)
    assert {name: now[name] for name in now if now[name] != before[name]} == {}
    assert noted == {tuple(row) for row in ask("SELECT app, name FROM django_migrations")}
    assert len(now) > 20
