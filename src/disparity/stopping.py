"""Being told to stop: Ctrl+C and SIGTERM end a run in the same way, and nothing of it is left behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within, a signal to stop raises KeyboardInterrupt once; more of them do not disturb the clearing away."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals belong to the main thread, and so does the deciding about them
        return

    def stop(number: int, frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        for each, handler in before.items():
            if handler is not signal.SIG_IGN:  # as under `nohup`, which asks to go on
                signal.signal(each, stop)
        yield
    finally:
        for each, handler in before.items():
            if handler is not None:
                signal.signal(each, handler)
