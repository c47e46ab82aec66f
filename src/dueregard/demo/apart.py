"""The demonstration's evidence, counted by a process of its own while all else is made.

Both keep a processor busy from beginning to end, and one Python does one thing at a time.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COUNT = (
    "import django; django.setup(); from dueregard.demo import apart, organise; apart.end_with_parent(); "
    "organise.count_evidence()"
)


class NotCounted(RuntimeError):
    """The process ended with an error; `str` of it says which."""


@contextmanager
def evidence_counted() -> Iterator[None]:
    """Let the process count while the block runs, and wait for its end; where the block fails, it is ended.

    Raises
    ------
    NotCounted
        When the process fails.
    """
    with tempfile.TemporaryFile("w+") as said:
        # Its input stays open for as long as this process lives: that is how it learns that it is alone.
        child = subprocess.Popen([sys.executable, "-c", COUNT], stdin=subprocess.PIPE, stderr=said)
        try:
            yield
            failed = child.wait()
        finally:
            child.kill()
            child.wait()
        if failed:
            said.seek(0)
            raise NotCounted(said.read()[-2_000:])


def end_with_parent() -> None:
    """End this process once the one that began it is gone."""

    def wait() -> None:
        sys.stdin.read()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
