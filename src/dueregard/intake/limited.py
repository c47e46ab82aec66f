"""Run a function in a child process that cannot take more than it may, and cannot outlive us."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from dueregard.intake.child import ANSWER
from dueregard.intake.errors import ChildCrashed, FileRefused, TooMuch

log = logging.getLogger(__name__)

SECONDS_BETWEEN_BEATS = 1.0
LONGEST_ANSWER = 64 * 1024 * 1024
LONGEST_LOG = 8_000

SENTENCES = {
    "memory": "Reading this file takes more memory than one file may use. Send it in smaller parts.",
    "cpu": "Reading this file takes more time than one file may use. Send it in smaller parts.",
    "wall": "Reading this file took too long and was stopped. Try again, or send it in smaller parts.",
    "file": "Reading this file takes more room on disk than one file may use. Send it in smaller parts.",
}
# What libraries written in C say before they end without an exception, when they get no more memory.
MEMORY_LAST_WORDS = ("bad_alloc", "MemoryError", "Cannot allocate memory", "memory allocation failed")


def run_limited(
    target: str,
    arguments: dict[str, Any],
    *,
    memory_mb: int = 4096,
    cpu_seconds: int = 120,
    file_mb: int = 2048,
    wall_seconds: float = 300,
    within: Path | None = None,
    beat: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Return what `target` (“package.module:function”) returns for these arguments, run under limits.

    The function takes and returns what JSON can say; an exception of its with `.problems` refuses the file.
    `beat` is called each second while it runs; what it raises ends the child and comes through. Memory is
    address space, of which libraries with threads reserve more than they use. Its own folder, where a library may
    put rows for a while, is made `within` a folder of the caller's, who can clear it away if we are killed first;
    otherwise where the system has such folders.

    Raises
    ------
    FileRefused
        With the problems the function found.
    TooMuch
        When the child reached a limit.
    ChildCrashed
        When it failed in another way; the end of what it printed is in the log.
    """
    with tempfile.TemporaryDirectory(prefix="intake-", dir=within) as name:
        directory = Path(name)
        limits = {"memory_mb": memory_mb, "cpu_seconds": cpu_seconds, "file_mb": file_mb}
        request = {"target": target, "arguments": arguments, "limits": limits, "parent": os.getpid()}
        (directory / "request.json").write_text(json.dumps(request), encoding="utf-8")
        code = _run(directory, wall_seconds, beat)
        return _outcome(directory, code, target)


def _run(directory: Path, wall_seconds: float, beat: Callable[[], None] | None) -> int:
    """Run the child to its end and return its exit code; nothing that it started is left."""
    with (directory / "request.json").open("rb") as request, (directory / "log").open("wb") as said:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "dueregard.intake.child"],
            stdin=request,
            stdout=said,
            stderr=said,
            cwd=directory,
            env=_environment(directory),
            start_new_session=True,
        )
    try:
        return _wait(child, wall_seconds, beat)
    finally:
        with suppress(ProcessLookupError):  # the whole group may have ended by itself
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait(child: subprocess.Popen[bytes], wall_seconds: float, beat: Callable[[], None] | None) -> int:
    until = time.monotonic() + wall_seconds
    while True:
        try:
            return child.wait(min(SECONDS_BETWEEN_BEATS, max(0.0, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= until:
                raise TooMuch(SENTENCES["wall"]) from None
            if beat is not None:
                beat()


def _outcome(directory: Path, code: int, target: str) -> dict[str, Any]:
    answer = _read_answer(directory / ANSWER) if code == 0 else None
    if answer is not None and "result" in answer:
        return dict(answer["result"])
    if answer is not None and "refused" in answer:
        raise FileRefused(answer["refused"])
    last_words = _tail(directory / "log")
    limit = answer["too_much"] if answer is not None else _limit_behind(code, last_words)
    if limit is not None:
        log.warning("a child process reached a limit", extra={"target": target, "limit": limit})
        raise TooMuch(SENTENCES[limit])
    log.error(
        "a child process failed: %s",
        last_words,  # shown to developers alone: they may hold values of the file
        extra={"target": target, "code": code, "child_exception": _exception_in(last_words)},
    )
    raise ChildCrashed(f"{target} ended with code {code}. The log has more.")


def _exception_in(last_words: str) -> str:
    """Return the type of the exception that ended a traceback, without what it says; nothing where there is none."""
    last_line = last_words.strip().rpartition("\n")[2]
    named = re.match(r"((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception))(?::|$)", last_line, re.ASCII)
    return named.group(1) if named else ""


def _limit_behind(code: int, last_words: str) -> str | None:
    """Return which limit ended a child that could not say so itself."""
    if code == -signal.SIGXCPU:
        return "cpu"
    if code == -signal.SIGXFSZ:
        return "file"
    # The kernel ends what takes the machine's last memory with SIGKILL; nobody else here sends one so early.
    if code == -signal.SIGKILL or (code != 0 and any(words in last_words for words in MEMORY_LAST_WORDS)):
        return "memory"
    return None


def _read_answer(path: Path) -> dict[str, Any] | None:
    """Return the answer. A child may have been made to write anything: it is measured before it is read."""
    try:
        if path.stat().st_size > LONGEST_ANSWER:
            return None
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_LOG))
        return file.read().decode("utf-8", errors="replace")


def _environment(directory: Path) -> dict[str, str]:
    """Return an environment without our settings: no keys and no database address to give away."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TZ") if name in os.environ}
    return {
        **kept,
        "HOME": str(directory),
        "TMPDIR": str(directory),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Threads and heaps reserve address space, which is what the memory limit counts.
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
