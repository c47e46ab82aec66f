"""Actions of the commons: one transaction on that database, and one digest for the next tick; nobody is named.

What an action writes may be read by whoever steals the database, so neither its moment nor its actor is kept: its
digest waits, without a time, until the tick that puts those of a quarter of an hour together into one entry.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connections, models, transaction

from dueregard.almanac import clock
from dueregard.journal.acting import WRITES, NotRecorded
from dueregard.journal.ticks.models import Deed, Tick

COMMONS = "commons"
MINUTES = 15
NAME = "quarter of an hour"

P = ParamSpec("P")
R = TypeVar("R")


class TwoDatabases(RuntimeError):
    """An action of the commons wrote to another database: a slip of ours, and everything it wrote is undone."""


@dataclass
class _Act:
    has_written: bool = False
    has_noted: bool = False
    strayed: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Notice a statement that writes to the commons."""
        self.has_written = self.has_written or sql.lstrip()[:8].upper().startswith(WRITES)
        return execute(sql, params, many, context)

    def guard(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Refuse a statement that writes to another database."""
        if sql.lstrip()[:8].upper().startswith(WRITES):
            raise TwoDatabases(
                "An action of the commons wrote to another database. It may write to one alone."
            )
        return execute(sql, params, many, context)


_under_way: ContextVar[_Act | None] = ContextVar("commons_act", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action of the commons: all or nothing, with its digest for the next tick.

    Raises
    ------
    NotRecorded
        When it wrote something and called `note` for nothing.
    TwoDatabases
        When it wrote to another database.
    """

    @wraps(function)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting():
            return function(*args, **kwargs)

    return act


@contextmanager
def acting() -> Iterator[None]:
    """Do what `action` does for the lines below it."""
    if _under_way.get() is not None:
        with transaction.atomic(using=COMMONS):
            yield
        return
    act = _Act()
    token = _under_way.set(act)
    try:
        with transaction.atomic(using=COMMONS), ExitStack() as watching:
            watching.enter_context(connections[COMMONS].execute_wrapper(act.watch))
            for alias in connections:
                if alias != COMMONS:
                    watching.enter_context(connections[alias].execute_wrapper(act.guard))
            yield
            if act.has_written and not act.has_noted:
                raise NotRecorded("An action wrote to the commons and noted nothing for its journal.")
    finally:
        _under_way.reset(token)


def note(deed: str, *records: models.Model) -> None:
    """Leave the digest of what was done, over the records as they stand now, for the next tick."""
    if not connections[COMMONS].in_atomic_block:
        raise RuntimeError("A deed of the commons was noted outside a transaction.")
    written = [deed, *([record._meta.label, *_values(record)] for record in records)]
    digest = hashlib.sha256(json.dumps(written, ensure_ascii=True).encode()).hexdigest()
    Deed.objects.create(digest=digest)
    act = _under_way.get()
    if act is not None:
        act.has_noted = True


def close_batch() -> Tick | None:
    """Put the digests that wait into one entry, at most one each quarter of an hour, and also where none wait."""
    with transaction.atomic(using=COMMONS):
        last = Tick.objects.filter(name=NAME).order_by("-number").values_list("at", flat=True).first()
        if last is not None and last >= quarter_of(clock.now()):
            return None
        # Sorted, so that the order in which they came is not in the digest either.
        waiting = sorted(Deed.objects.select_for_update().values_list("digest", flat=True))
        tick = Tick.objects.write(NAME, hashlib.sha256("\n".join(waiting).encode()).hexdigest())
        Deed.objects.filter(digest__in=waiting).delete()
        return tick


def quarter_of(moment: datetime) -> datetime:
    """Return the beginning of the quarter of an hour that a moment lies in."""
    return moment.replace(minute=moment.minute - moment.minute % MINUTES, second=0, microsecond=0)


def _values(record: models.Model) -> Iterator[str]:
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        yield bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
