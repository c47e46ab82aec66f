"""How long the demonstration takes to make, and to serve again when it was killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.row import Row, fastest

SMALL_LIMIT = 15.0
AGAIN_LIMIT = 5.0
KILLS = 3


def rows(*, smoke: bool) -> Iterator[Row]:
    """Yield the data files at small scale, the small demonstration until it serves, and the full data files."""
    times = 1 if smoke else 3
    yield Row(
        "data files, --scale small", fastest(lambda: _data_only("small"), times=times), limit=SMALL_LIMIT
    )
    runs = [_start_kill_and_end() for _ in range(times)]
    yield Row(
        "demonstration until it serves, --scale small", min(run.start for run in runs), limit=SMALL_LIMIT
    )
    yield Row(
        "until it serves again after kill -9 of web and worker, slowest of "
        f"{len(runs) * KILLS} kills, while six ask for pages",
        max(again for run in runs for again in run.again),
        limit=AGAIN_LIMIT,
    )
    yield Row("the same, from being told to stop until it has ended", max(run.end for run in runs))
    if not smoke:
        yield Row("data files, --scale full", fastest(lambda: _data_only("full"), times=1))


def _data_only(scale: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*_dueregard(), "demo", "--scale", scale, "--data-only", str(Path(folder) / "data")],
            check=True,
            stdout=subprocess.DEVNULL,
        )


@dataclass(frozen=True)
class Run:
    """Seconds until the address answered, until it answered again after each kill, and until it had ended."""

    start: float
    again: list[float]
    end: float


def _start_kill_and_end() -> Run:
    """Run `dueregard demo` in a new folder, kill its web server and worker a few times, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        environment = os.environ | {"DUEREGARD_VAR": folder, "PORT": str(port)}
        began = time.perf_counter()
        child = subprocess.Popen(
            [*_dueregard(), "demo", "--scale", "small"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_for_address(child)
            serves = time.perf_counter()
            with _six_ask(port):
                again = [_kill(child.pid, port) for _ in range(KILLS)]
            told = time.perf_counter()
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            child.communicate(timeout=60)
        return Run(serves - began, again, time.perf_counter() - told)


def _kill(supervisor: int, port: int) -> float:
    """Kill every process below the supervisor, and return the seconds until pages are served again."""
    while len(_children(supervisor)) < 2:
        time.sleep(0.05)
    time.sleep(1)
    children = _children(supervisor)
    for pid in [*children, *(below for child in children for below in _children(child))]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    began = time.perf_counter()
    while not _is_well(port):
        time.sleep(0.02)
    return time.perf_counter() - began


def _children(parent: int) -> list[int]:
    """Return the processes that this one started (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if int(stat.read_text().rpartition(") ")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _is_well(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


@contextmanager
def _six_ask(port: int) -> Iterator[None]:
    """Let six ask for the front page, over and over, for as long as the block lasts."""
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                answer.read()
            stop.wait(0.05)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _wait_for_address(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if found:
            _wait_for_answer(int(found.group(1)))
            return
    raise RuntimeError("The demonstration ended before it printed an address.")


def _wait_for_answer(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The demonstration printed an address at which nobody answers.")


def _dueregard() -> list[str]:
    return [sys.executable, "-m", "dueregard.config"]


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
