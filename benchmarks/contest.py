"""The contest of the ways: each in its own process, in turns, and the fastest of each counts."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = {
    "polars": ("polars", "statsmodels"),
    "pandas": ("pandas", "statsmodels"),
    "aequitas": ("aequitas",),
    "fairlearn": ("fairlearn",),
}
"""What the other ways need; aequitas and the newest pandas cannot be in one environment."""

LONG = 20.0
"""Seconds after which a way is not run again: the other runs would take minutes and change nothing."""


@dataclass(frozen=True)
class Result:
    """The fastest run of one way, and the most memory that any of its runs held."""

    name: str
    seconds: float
    cpu: float
    peak_mb: float
    parts: int = 1


def contest(pythons: Mapping[str, str], path: Path, *, times: int) -> dict[str, Result]:
    """Run each way `times` times, each by its Python, in turns, so that a busy machine is busy for all of them."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in pythons}
    for turn in range(times):
        for name, python in pythons.items():
            if turn == 0 or runs[name][0]["took"] < LONG:
                began = time.perf_counter()
                found = _run(name, path, python)
                runs[name].append(found | {"took": time.perf_counter() - began})
    return {name: _result(name, found) for name, found in runs.items()}


def installed(names: Sequence[str], peers: str) -> dict[str, str]:
    """Return the Python that runs each way: this one, or `peers` if only that has its libraries.

    What neither has is left out, and it is said so.
    """
    pythons = {}
    for name in names:
        having = [each for each in (sys.executable, peers) if not _absent(each, name)]
        if having:
            pythons[name] = having[0]
        else:
            print(f"(left out, since it is not installed: {', '.join(_absent(peers, name))})")
    return pythons


def _absent(python: str, name: str) -> list[str]:
    """Return the libraries that a way needs and this Python does not have."""
    asked = f"import importlib.util as util; print(*(x for x in {NEEDED.get(name, ())!r} if not util.find_spec(x)))"
    return subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.split()


def _run(name: str, path: Path, python: str) -> dict[str, float]:
    done = subprocess.run(
        [python, "-m", "benchmarks.contenders", name, str(path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _result(name: str, runs: list[dict[str, float]]) -> Result:
    best = min(runs, key=lambda run: run["seconds"])
    return Result(name, best["seconds"], best["cpu"], max(run["peak_mb"] for run in runs), int(best["parts"]))
