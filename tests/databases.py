"""The databases of the tests: migrated once for a run, and cloned from that template wherever they are needed.

`DUEREGARD_TEST_DATABASE` says which kind: `sqlite` (unset) or `postgres`. A test that needs real connections of several
threads or processes asks for the fixture `shared_databases`: clones of its own, which nobody rolls back.

A test that may not open the databases at all cannot come out otherwise on another kind, so on PostgreSQL it is not run
a second time; the run says how many these are.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from tests import postgres

ALIASES = ("default", "commons")

# A page may ask both databases, so a test may too.
TransactionTestCase.databases = set(ALIASES)


OPENS = {"db", "transactional_db", "django_db_setup", "shared_databases", "live_server"}
"""The fixtures without which pytest-django lets no test open a database."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of a run on PostgreSQL what asks no database."""
    if not postgres.IS_ASKED_FOR:
        return
    asks = [item for item in items if _may_open_a_database(item)]
    asking_nothing = [item for item in items if not _may_open_a_database(item)]
    if asking_nothing:
        config.hook.pytest_deselected(items=asking_nothing)
        items[:] = asks


def _may_open_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & OPENS)


def _flush(case: Any) -> None:
    """Empty the tables after a test with transactions of its own; the seals, which forbid that, are taken off first.

    Django sends `post_migrate` when it has emptied a database, which puts the seals back.
    """
    from dueregard.journal import seals

    for alias in ALIASES:
        for model in seals.sealed_models(alias):
            seals.remove(model, connections[alias])
    cache.clear()  # the table of limits is no model's, so Django leaves it
    _django_flush(case)


_django_flush = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = _flush


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this process clones of the template, in place of the databases that the settings name."""
    with django_db_blocker.unblock():
        template = _template()
        clones = _clone(template)
        for alias, name in clones.items():
            connections[alias].close()
            connections.settings[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        _drop(clones)
        if "PYTEST_XDIST_WORKER" not in os.environ:
            _drop(template)


@pytest.fixture
def shared_databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Use clones of one's own, which threads and processes open as in an installation; return their addresses."""
    with django_db_blocker.unblock(), own_databases():
        yield addresses()


@contextmanager
def own_databases() -> Iterator[None]:
    """Point this process at fresh clones for as long as the block lasts."""
    with _using(_clone(_template())):
        yield


@contextmanager
def empty_databases() -> Iterator[None]:
    """Point this process at databases without a table, as on a new machine, for as long as the block lasts."""
    with _using(_empty()):
        yield


@contextmanager
def _using(clones: dict[str, str]) -> Iterator[None]:
    before = {alias: connections[alias] for alias in ALIASES}
    names = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    for alias, name in clones.items():
        connections.settings[alias]["NAME"] = name
        del connections[alias]
    try:
        yield
    finally:
        for alias in ALIASES:
            connections[alias].close()
            connections.settings[alias]["NAME"] = names[alias]
            connections[alias] = before[alias]
        _drop(clones)


def addresses() -> dict[str, str]:
    """Return the settings that point another process at the databases this one uses now."""
    return {
        "DUEREGARD_DATABASE_URL": _address(str(connections["default"].settings_dict["NAME"])),
        "DUEREGARD_COMMONS_URL": _address(str(connections["commons"].settings_dict["NAME"])),
    }


def _address(name: str) -> str:
    return postgres.address(name) if postgres.IS_ASKED_FOR else f"sqlite:///{name}"


def _template() -> dict[str, str]:
    """Return the names of the migrated databases, made by whichever process of the run comes first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or _ALONE
    folder = Path(tempfile.gettempdir()) / f"dueregard-template-{run}"
    folder.mkdir(exist_ok=True)
    if postgres.IS_ASKED_FOR:
        names = {alias: f"dr_template_{run[:12]}_{alias}" for alias in ALIASES}
    else:
        names = {alias: str(folder / f"{alias}.sqlite3") for alias in ALIASES}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        if not done.exists():
            _build(names)
            done.touch()
    return names


_ALONE = uuid4().hex


def _build(names: dict[str, str]) -> None:
    """Migrate both databases."""
    from dueregard.config import supervisor

    before = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    if postgres.IS_ASKED_FOR:
        _sql(*(f'CREATE DATABASE "{name}"' for name in names.values()))
    for alias, name in names.items():
        connections[alias].close()
        connections.settings[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name
    supervisor.migrate()
    for alias in ALIASES:
        if connections[alias].vendor == "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections[alias].close()
        connections.settings[alias]["NAME"] = connections[alias].settings_dict["NAME"] = before[alias]


def _clone(template: dict[str, str]) -> dict[str, str]:
    mark = uuid4().hex[:12]
    if postgres.IS_ASKED_FOR:
        clones = {alias: f"dr_{mark}_{alias}" for alias in ALIASES}
        # PostgreSQL copies a template that nobody is connected to; two workers take turns by the same lock.
        _sql(*(f'CREATE DATABASE "{clones[alias]}" TEMPLATE "{template[alias]}"' for alias in ALIASES))
        return clones
    folder = Path(tempfile.mkdtemp(prefix="dueregard-databases-"))
    return {alias: str(shutil.copy(template[alias], folder / f"{alias}.sqlite3")) for alias in ALIASES}


def _empty() -> dict[str, str]:
    mark = uuid4().hex[:12]
    if postgres.IS_ASKED_FOR:
        made = {alias: f"dr_{mark}_{alias}" for alias in ALIASES}
        _sql(*(f'CREATE DATABASE "{name}"' for name in made.values()))
        return made
    folder = Path(tempfile.mkdtemp(prefix="dueregard-databases-"))
    return {alias: str(folder / f"{alias}.sqlite3") for alias in ALIASES}


def _drop(names: dict[str, str]) -> None:
    for alias in ALIASES:
        connections[alias].close()
    if postgres.IS_ASKED_FOR:
        _sql(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names.values()))
        return
    with suppress(FileNotFoundError):
        shutil.rmtree(Path(names["default"]).parent)


def _sql(*statements: str) -> None:
    with postgres.connect() as server:
        for statement in statements:
            server.execute(statement)
