"""Actions: one transaction, and one entry in the journal for the outermost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import connections, transaction

if TYPE_CHECKING:
    from dueregard.journal.models import Entry

P = ParamSpec("P")
R = TypeVar("R")

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE")


class NotRecorded(RuntimeError):
    """An action wrote to the database and recorded nothing: a slip of ours. What it wrote is undone."""


@dataclass
class _Act:
    """The outermost action that is under way."""

    depth: int = 0
    notes: list[tuple[int, "Entry"]] = field(default_factory=list)
    has_written: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Notice a statement that writes."""
        if sql.lstrip()[:8].upper().startswith(WRITES):
            self.has_written = True
        return execute(sql, params, many, context)


_under_way: ContextVar[_Act | None] = ContextVar("journal_act", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: all or nothing, with one entry in the journal.

    Raises
    ------
    NotRecorded
        When it wrote something and called `journal.record` for nothing.
    """

    @wraps(function)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting():
            return function(*args, **kwargs)

    return act


@contextmanager
def acting() -> Iterator[None]:
    """Do what `action` does for the lines below it."""
    act = _under_way.get()
    if act is not None:
        with transaction.atomic(), _deeper(act):
            yield
        return
    act = _Act()
    token = _under_way.set(act)
    try:
        with transaction.atomic():
            with connections["default"].execute_wrapper(act.watch), _deeper(act):
                yield
            _write(act)
    finally:
        _under_way.reset(token)


@contextmanager
def _deeper(act: _Act) -> Iterator[None]:
    """Go one action deeper; what an action that fails has noted is forgotten with what it wrote."""
    noted = len(act.notes)
    act.depth += 1
    try:
        yield
    except BaseException:
        del act.notes[noted:]
        raise
    finally:
        act.depth -= 1


def note(entry: "Entry") -> None:
    """Keep an entry for the end of the outermost action; outside of any, write it now."""
    act = _under_way.get()
    if act is None:
        entry.append()
    else:
        act.notes.append((act.depth, entry))


def _write(act: _Act) -> None:
    """Write the one entry: that of the outermost action, with those of the actions inside it as its parts."""
    if not act.notes:
        if act.has_written:
            raise NotRecorded("An action wrote to the database and recorded nothing in the journal.")
        return
    depth = min(depth for depth, _ in act.notes)
    of_outermost = [entry for at, entry in act.notes if at == depth]
    chief = of_outermost[-1]
    parts = [entry for _, entry in act.notes if entry is not chief]
    if parts:
        chief.detail = chief.detail | {"with": [entry.as_part() for entry in parts]}
    chief.append()
