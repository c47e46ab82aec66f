"""The engine beside other ways to the same figures, and what comes after the counting."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import disparity
from benchmarks.contest import Result, contest, installed
from benchmarks.people import OUTCOMES, plan, write_people
from benchmarks.row import Row, fastest, side_by_side

SMOKE = 50_000
SIZES = (1_000_000, 10_000_000, 50_000_000)
SECONDS_OF_HELP = 1.0
TIMES_OF_THE_SCAN = 4
"""What every figure may take, held against reading the columns alone, from ten million people on."""

IN_MEMORY = 10_000_000
"""With more people than this, pandas holds more than most machines have."""

NAMES = {
    "scan": "DuckDB's own scan of the columns",
    "cube": "the cube",
    "ours": "the cube and every finding",
    "pandas": "pandas (categories) and statsmodels",
    "polars": "Polars (streaming) and statsmodels",
}


def rows(*, smoke: bool, most: int = SIZES[-1]) -> Iterator[Row]:
    """Yield the start, the contest at each size, and what follows from a cube."""
    yield Row("disparity --help", fastest(_help, times=1 if smoke else 5), limit=SECONDS_OF_HELP)
    sizes = [SMOKE] if smoke else [size for size in SIZES if size <= most]
    ways = installed(list(NAMES))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = write_people(Path(folder) / "accepted.parquet", size)
            names = [name for name in ways if name != "pandas" or size <= IN_MEMORY]
            yield from _contested(contest(names, path, times=1 if smoke else 5), size)
            if size == sizes[0]:
                yield from _afterwards(path, Path(folder), times=1 if smoke else 3)


def _contested(found: dict[str, Result], people: int) -> Iterator[Row]:
    scan = found["scan"]
    for name, result in found.items():
        limit = TIMES_OF_THE_SCAN * scan.seconds if name == "ours" and people >= 10_000_000 else None
        yield Row(
            f"{people:,} people, {NAMES[name]} ({result.cpu:.2f} s of CPU, {result.peak_mb:,.0f} MB)",
            result.seconds,
            limit=limit,
            beside="" if name == "scan" else "the scan",
            beside_seconds=None if name == "scan" else scan.seconds,
        )


def _afterwards(path: Path, folder: Path, *, times: int) -> Iterator[Row]:
    cube = disparity.build_cube(plan(), path, data_sha256="0" * 64)
    exact, safe = side_by_side(
        lambda: disparity.internal_release(cube),
        lambda: disparity.make_release(disparity.protect(cube)),
        times=times,
    )
    yield Row(
        f"{OUTCOMES} outcomes from the cube, exact", exact, beside="hidden and rounded", beside_seconds=safe
    )
    release = disparity.make_release(disparity.protect(cube))
    yield Row(
        f"the report of {len(release.findings):,} findings",
        fastest(lambda: disparity.write_report(release, folder / "report"), times=times),
    )


def _help() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from disparity.command import main; sys.exit(main(['--help']))",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ))
