"""What the tests of jobs share: somebody who starts them, kinds of their own, a database that processes share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

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


@pytest.fixture
def shared_database(shared_databases: dict[str, str]) -> dict[str, str]:
    """Use databases that threads and processes open as in an installation, with a table for the effect of a job."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effect (job varchar(36))")
    return shared_databases
