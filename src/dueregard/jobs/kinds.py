"""The kinds of work there are, each with its handler."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dueregard.jobs.work import Work

Finish = Callable[[], None]
Handler = Callable[[Work], Finish | None]
# Told the arguments of the job and the sentence in which it ended.
FailureHook = Callable[[dict[str, Any], str], None]


@dataclass(frozen=True)
class Kind:
    """A kind of work: who does it, how often it is tried, who is told when it fails or is cancelled."""

    name: str
    title: str
    handler: Handler
    attempts: int
    failed: FailureHook | None


_kinds: dict[str, Kind] = {}


def task(
    kind: str, *, title: str = "", attempts: int = 3, failed: FailureHook | None = None
) -> Callable[[Handler], Handler]:
    """Make the function below the handler of this kind of work.

    People read the `title`; where there is none they read the name of the kind, so let it be plain words. The
    work is tried `attempts` times when it raises something unforeseen. `failed` runs in the transaction that
    marks a job failed or cancelled, in a worker or in the web process.
    """
    if attempts < 1:
        raise ValueError(f"“{kind}” must be tried at least once.")

    def register(handler: Handler) -> Handler:
        known = _kinds.get(kind)
        if known is not None and known.handler.__module__ != handler.__module__:
            raise ValueError(f"“{kind}” has a handler in {known.handler.__module__} already.")
        _kinds[kind] = Kind(kind, title or kind[:1].upper() + kind[1:], handler, attempts, failed)
        return handler

    return register


def find(kind: str) -> Kind | None:
    """Return the kind of that name; a job can outlive the code for it, so there may be none."""
    return _kinds.get(kind)
