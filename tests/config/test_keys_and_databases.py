"""The keys file and the database address."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler

from dueregard.config import sqlite
from dueregard.config.databases import database
from dueregard.config.keys import load


def test_keys_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    key = load(path)
    assert len(key.signing) >= 50
    assert load(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    load(path)
    path.chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        load(path)


def test_a_damaged_keys_file_is_refused_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    path.write_text("{}")
    with pytest.raises(ImproperlyConfigured, match="not a keys file"):
        load(path)
    assert path.read_text() == "{}"


def _signing(path: Path) -> str:
    return load(path).signing


def test_a_keys_file_of_an_older_version_gets_the_keys_it_did_not_have(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    path.write_text('{"signing": "as it was"}')
    keys = load(path)
    assert (keys.signing, len(keys.journal), list(keys.envelopes)) == ("as it was", 32, [1])
    assert load(path) == keys
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_processes_that_complete_an_older_file_together_have_one_set_of_keys(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.json"
        path.touch(mode=0o600)
        path.write_text('{"signing": "as it was"}')
        with ThreadPoolExecutor(4) as pool:
            assert len({keys.journal for keys in pool.map(load, [path] * 4)}) == 1


def test_two_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.json"
        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(_signing, [path] * 4))) == 1


def test_database_addresses() -> None:
    postgres = database("DUEREGARD_DATABASE_URL", "postgresql://rowan:p%40ss@db.example:5433/due%20regard")
    assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"], postgres["PORT"], postgres["NAME"]) == (
        "rowan", "p@ss", "db.example", "5433", "due regard"
    )  # fmt: skip
    assert database("DUEREGARD_DATABASE_URL", "sqlite:////srv/main.sqlite3")["NAME"] == Path(
        "/srv/main.sqlite3"
    )
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database("DUEREGARD_DATABASE_URL", "mysql://localhost/x")


@pytest.mark.django_db
def test_sqlite_is_run_so_that_what_was_acknowledged_is_kept(tmp_path: Path) -> None:
    settings = database("DUEREGARD_DATABASE_URL", f"sqlite:///{tmp_path / 'main.sqlite3'}")
    opened = ConnectionHandler({"default": settings})["default"]
    with opened.cursor() as cursor:

        def pragma(name: str) -> object:
            cursor.execute(f"PRAGMA {name}")
            return cursor.fetchone()[0]

        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("recursive_triggers") == 1
        assert pragma("mmap_size") == 0
        assert pragma("secure_delete") == 1
        assert pragma("journal_mode") == ("wal" if sqlite.WAL_IS_SAFE else "delete")
    opened.close()
