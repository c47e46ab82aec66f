"""What the tests of jobs share: somebody who starts them, kinds of their own, a database that processes share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from dueregard import jobs
from dueregard.jobs import kinds
from dueregard.jobs.models import Job


@dataclass(frozen=True)
class Somebody:
    """A person, as far as jobs know people."""

    id: UUID = field(default_factory=uuid4)
    name: str = "Ash Example"
    roles: frozenset[str] = frozenset()
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name

    def holds(self, role: str) -> bool:
        return role in self.roles


@pytest.fixture
def starter() -> Somebody:
    return Somebody()


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget after each test the kinds of work it registered."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))


@pytest.fixture
def start(starter: Somebody) -> Callable[..., Job]:
    """Return a function that makes a handler the only one of its kind and starts a job for it."""

    def start(handler: kinds.Handler, *, attempts: int = 3, failed: Any = None, **changes: Any) -> Job:
        kind = f"test {handler.__name__}"
        jobs.task(kind, attempts=attempts, failed=failed)(handler)
        with transaction.atomic():
            return jobs.start(kind, **({"key": str(uuid4()), "by": starter, "href": "/about/"} | changes))

    return start


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> bytes:
    """Return a SQLite file with the tables of jobs, and one in which a job can leave its effect."""
    path = tmp_path_factory.mktemp("jobs") / "template.sqlite3"
    with django_db_blocker.unblock(), _use(path):
        call_command("migrate", "jobs", verbosity=0, skip_checks=True)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE effect (job varchar(36))")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture
def shared_database(migrated_database: bytes, tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """Use a database in a file, which threads and processes open as they do in an installation."""
    path = tmp_path / "main.sqlite3"
    path.write_bytes(migrated_database)
    with django_db_blocker.unblock(), _use(path):
        yield path


@contextmanager
def _use(path: Path) -> Iterator[None]:
    settings = connections.settings["default"]
    before, name = connections["default"], settings["NAME"]
    settings["NAME"] = str(path)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = before
