"""The limits of a child process, which it lays upon itself before it looks at any file."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
OPEN_FILES = 256
# Between the warning that the processor time is used up and the end.
SECONDS_TO_END = 5


@dataclass(frozen=True)
class Limits:
    """How much a child may use."""

    memory_mb: int
    cpu_seconds: int
    file_mb: int

    def lay_on(self, parent: int) -> None:
        """Limit this process and whatever it starts; end with the process that started it.

        It cannot be undone: a process may lower its limits, and only an administrator's may raise them.
        """
        os.umask(0o077)
        _end_with(parent)
        _limit(resource.RLIMIT_AS, self.memory_mb * MEGABYTE)
        _limit(resource.RLIMIT_FSIZE, self.file_mb * MEGABYTE)
        _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, self.cpu_seconds, self.cpu_seconds + SECONDS_TO_END)


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(what)[1]
    wanted = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, wanted = min(soft, ceiling), min(wanted, ceiling)
    resource.setrlimit(what, (soft, wanted))


def _end_with(parent: int) -> None:
    """Ask Linux to end this process when its parent dies, even by SIGKILL; elsewhere its limits do it."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("The parent has gone.")
