"""The contest of the ways: each in its own process, in turns, and the fastest of each counts."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = {"polars": "polars", "pandas": "statsmodels"}


@dataclass(frozen=True)
class Result:
    """The fastest run of one way, and the most memory that any of its runs held."""

    name: str
    seconds: float
    cpu: float
    peak_mb: float


def contest(names: Sequence[str], path: Path, *, times: int) -> dict[str, Result]:
    """Run each way `times` times, in turns, so that a busy machine is busy for all of them."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(times):
        for name in names:
            runs[name].append(_run(name, path))
    return {name: _result(name, found) for name, found in runs.items()}


def installed(names: Sequence[str]) -> list[str]:
    """Return the ways whose library is here, and say which are left out."""
    there = []
    for name in names:
        if (library := NEEDED.get(name)) and find_spec(library) is None:
            print(f"(left out, since it is not installed: {library})")
        else:
            there.append(name)
    return there


def _run(name: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.contenders", name, str(path)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _result(name: str, runs: list[dict[str, float]]) -> Result:
    best = min(runs, key=lambda run: run["seconds"])
    return Result(name, best["seconds"], best["cpu"], max(run["peak_mb"] for run in runs))
