"""How long the demonstration takes to make."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.row import Row, fastest

SMALL_LIMIT = 15.0


def rows(*, smoke: bool) -> Iterator[Row]:
    """Yield the data files at small scale, the small demonstration until it serves, and the full data files."""
    times = 1 if smoke else 3
    yield Row(
        "data files, --scale small", fastest(lambda: _data_only("small"), times=times), limit=SMALL_LIMIT
    )
    runs = [_start_and_end() for _ in range(times)]
    yield Row(
        "demonstration until it serves, --scale small", min(start for start, _ in runs), limit=SMALL_LIMIT
    )
    yield Row("the same, from being told to stop until it has ended", max(end for _, end in runs))
    if not smoke:
        yield Row("data files, --scale full", fastest(lambda: _data_only("full"), times=1))


def _data_only(scale: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*_dueregard(), "demo", "--scale", scale, "--data-only", str(Path(folder) / "data")],
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _start_and_end() -> tuple[float, float]:
    """Run `dueregard demo` in a new folder; return the seconds until its address answers, and to end it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DUEREGARD_VAR": folder, "PORT": str(_free_port())}
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
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            child.communicate(timeout=60)
        return serves - began, time.perf_counter() - serves


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
