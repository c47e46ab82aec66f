"""The pages of the networks with 200,000 posts, beside the same pages with 100."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks.row import Row

TIMES_AS_LONG = 3.0
FEW, MANY = 100, 200_000
STAFF = 3_000
SMOKE_POSTS, SMOKE_STAFF = 600, 60


def rows(*, smoke: bool) -> Iterator[Row]:
    """Yield a row for each page, held against the same page of a world with few posts."""
    staff = SMOKE_STAFF if smoke else STAFF
    many = SMOKE_POSTS if smoke else MANY
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:
        small, large = _Pages(here, FEW, staff), _Pages(there, many, staff)
        try:
            for name in small.names:
                turns = [(small.seconds(name), large.seconds(name)) for _ in range(2 if smoke else 9)]
                few, slow = (min(seconds) for seconds in zip(*turns, strict=True))
                yield Row(
                    f"networks, {staff:,} staff and {many:,} posts: {name}",
                    slow,
                    limit=TIMES_AS_LONG * few,
                    beside=f"the page with {FEW} posts",
                    beside_seconds=few,
                )
        finally:
            small.end()
            large.end()


class _Pages:
    """A world in a process of its own, which times one page whenever it is asked."""

    def __init__(self, folder: str, posts: int, staff: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.networks_world", str(posts), str(staff)],
            env=os.environ | {"DUEREGARD_VAR": folder, "DUEREGARD_DEMO": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.names: list[str] = self._read()

    def seconds(self, name: str) -> float:
        """Return how long the page took this time."""
        assert self._process.stdin is not None
        print(name, file=self._process.stdin, flush=True)
        return float(self._read())

    def end(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The world of the networks ended before it answered.")
        return json.loads(line)
