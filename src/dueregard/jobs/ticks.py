"""Ticks: small things that a worker does again and again, such as sending the post, beside its jobs.

A tick runs in every worker, so what it does must be claimed first where two must not do it. An app registers
its own in the module that `AppConfig.ready` imports::

    @jobs.tick("send the post", every=2)
    def send_due() -> None: ...
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5


@dataclass
class _Ticking:
    name: str
    every: float
    function: Callable[[], None]
    due: float = 0.0


_ticks: dict[str, _Ticking] = {}


def tick(name: str, *, every: float) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make the function below run in each worker every so many seconds."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _ticks[name] = _Ticking(name, every, function)
        return function

    return register


def run_all() -> None:
    """Run every tick once, now."""
    for each in _ticks.values():
        _run(each)


def keep_ticking(stop: threading.Event) -> None:
    """Run each tick when it is due, until told to stop. A tick that fails is logged and runs again."""
    try:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            close_old_connections()
            for each in _ticks.values():
                if time.monotonic() >= each.due and not stop.is_set():
                    _run(each)
                    each.due = time.monotonic() + each.every
    finally:
        connections.close_all()  # a thread's connections are its own, and nobody else closes them


def _run(each: _Ticking) -> None:
    try:
        each.function()
    except Exception:
        log.exception("a tick failed", extra={"tick": each.name})
