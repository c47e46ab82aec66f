"""Find the processes that a test started, whoever their parent is by now."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Mark:
    """A mark that a process and all it starts carry: a folder on the search path that does not exist.

    The search path is what even the limited child of a worker inherits; a session or a group it may leave.
    """

    path: str = field(default_factory=lambda: f"/nowhere/{uuid4().hex}")

    def environment(self, **settings: str) -> dict[str, str]:
        """Return an environment with the mark and these settings, and none of the tests' own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DUEREGARD_")}
        places = {"PATH": f"{os.environ['PATH']}:{self.path}", "PYTHONPATH": str(ROOT / "src")}
        return kept | places | settings

    def alive(self) -> list[int]:
        """Return the processes that carry the mark; one that nobody has collected yet has ended."""
        return [
            int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self.path in _environment(folder)
        ]

    def kill(self) -> None:
        """End whatever still carries the mark."""
        for pid in self.alive():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def goes_out(self, *, within: float) -> bool:
        """Wait until no process carries the mark."""
        return comes_true(lambda: not self.alive(), within=within)


def _environment(folder: Path) -> str:
    try:
        return (folder / "environ").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""  # it has just ended, or is somebody else's


def children_of(pid: int) -> dict[int, list[str]]:
    """Return the command of each child of a process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
            if parent == pid:
                found[int(folder.name)] = (folder / "cmdline").read_text().split("\0")[:-1]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def comes_true(question: Callable[[], Any], *, within: float) -> bool:
    """Ask until the answer is yes, or the time is over."""
    until = time.monotonic() + within
    while not (yes := question()) and time.monotonic() < until:
        time.sleep(0.01)
    return bool(yes)
