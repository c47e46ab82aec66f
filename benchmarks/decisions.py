"""A dossier against the clock; and a consultation with 5,000 responses beside one with 50."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks.decisions_world import PAGES
from benchmarks.row import Row

DOSSIER_LIMIT = 5.0
TIMES_AS_LONG = 3.0
FEW, MANY, SMOKE = 50, 5_000, 100
WHOLE = "export"
"""What holds every answer: it may take three times as long for each of them."""


def rows(*, smoke: bool) -> Iterator[Row]:
    """Yield a row for each form of the dossier, and for each page of the consultation with many responses."""
    many = SMOKE if smoke else MANY
    times = 2 if smoke else 9
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.decisions_world", str(FEW), str(many)],
            env=os.environ | {"DUEREGARD_VAR": folder, "DUEREGARD_DEMO": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            names = _read(process)
            for name in (each for each in names if each.startswith("dossier")):
                least = min(_seconds(process, name) for _ in range(times))
                yield Row(f"the working carers' {name}", least, limit=DOSSIER_LIMIT)
            for name in PAGES:
                turns = [
                    (_seconds(process, f"{name}, {FEW}"), _seconds(process, f"{name}, {many}"))
                    for _ in range(times)
                ]
                short, long = (min(seconds) for seconds in zip(*turns, strict=True))
                whole = many / FEW if name == WHOLE else 1
                yield Row(
                    f"a consultation with {many:,} responses: {name}",
                    long,
                    limit=TIMES_AS_LONG * short * whole,
                    beside=f"the same with {FEW}",
                    beside_seconds=short,
                )
        finally:
            process.communicate(timeout=60)


def _seconds(process: Any, name: str) -> float:
    """Return how long it took this time."""
    print(name, file=process.stdin, flush=True)
    return float(_read(process))


def _read(process: Any) -> Any:
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("The world of decisions ended before it answered.")
    return json.loads(line)
