"""The engine beside other ways to the same figures, and what comes after the counting."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import disparity
from benchmarks.contest import Result, contest, installed
from benchmarks.people import OUTCOMES, plan, write_grown_people, write_people
from benchmarks.record import write_record
from benchmarks.row import Row, fastest, side_by_side
from disparity.cells import ExactTables
from disparity.comparing import Asked, compare
from disparity.families import q_of
from disparity.tables import tables_of

SMOKE = 50_000
SIZES = (1_000_000, 10_000_000, 50_000_000)
SECONDS_OF_HELP = 1.0
TIMES_OF_THE_SCAN = 4
"""What every figure may take, held against reading the columns alone, from ten million people on."""

MOST_PEOPLE = {"pandas": 10_000_000, "aequitas": 1_000_000, "fairlearn": 1_000_000}
"""With more people than this a way holds more memory, or takes longer, than anybody would wait for."""

MOST_GROWTH = 5
"""How many times as long five times the people may take."""

MOST_MEGABYTES = 400
FASTER_THAN = {1_000_000: {"fairlearn": 1_000, "pandas": 4}, 10_000_000: {"pandas": 10}}
"""How many times as fast as others every figure is to be."""

SECONDS_OF_THREE_WAYS = 0.05

GROWN = 10_000_000
SECONDS_OF_GROWN, MEGABYTES_OF_GROWN = 6.0, 1_000
"""What every figure may take of so many people who have a region, a period, a case type and a median as well."""

NAMES = {
    "scan": "DuckDB's own scan of the columns",
    "cube": "the cube",
    "ours": "the cube and every figure",
    "rows": "the cube and a Python row for every finding",
    "database": "the cube, counted by DuckDB",
    "pandas": "pandas (categories) and statsmodels",
    "polars": "Polars (streaming) and statsmodels",
    "aequitas": "aequitas, without intervals",
    "fairlearn": "fairlearn, without intervals",
}


def rows(
    *, smoke: bool, most: int = SIZES[-1], peers: str = sys.executable, record: Path | None = None
) -> Iterator[Row]:
    """Yield the start, the contest at each size, and what follows from a cube; `record` is a file for the results."""
    yield Row("disparity --help", fastest(_help, times=1 if smoke else 5), limit=SECONDS_OF_HELP)
    sizes = [SMOKE] if smoke else [size for size in SIZES if size <= most]
    ways = installed(list(NAMES), peers)
    contests: dict[int, dict[str, Result]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = write_people(Path(folder) / "accepted.parquet", size)
            able = {name: python for name, python in ways.items() if size <= MOST_PEOPLE.get(name, size)}
            contests[size] = contest(able, path, times=1 if smoke else 5)
            yield from _contested(contests[size], size)
            if size // 5 in contests:
                grown = contests[size]["ours"].seconds / contests[size // 5]["ours"].seconds
                yield Row(f"{size:,} people, beside {size // 5:,}", grown, limit=MOST_GROWTH, unit="times")
            if size == sizes[0]:
                yield from _afterwards(path, Path(folder), times=1 if smoke else 5)
    if smoke or most >= GROWN:
        yield from _grown(SMOKE if smoke else GROWN, times=1 if smoke else 5, is_judged=not smoke)
    if record is not None:
        write_record(record, contests, NAMES)


def _contested(found: dict[str, Result], people: int) -> Iterator[Row]:
    scan, ours = found["scan"], found["ours"]
    for name, result in found.items():
        limit = TIMES_OF_THE_SCAN * scan.seconds if name == "ours" and people >= 10_000_000 else None
        extrapolated = f", from 1 part of {result.parts}" if result.parts > 1 else ""
        yield Row(
            f"{people:,} people, {NAMES[name]} "
            f"({result.cpu:.2f} s of CPU, {result.peak_mb:,.0f} MB{extrapolated})",
            result.seconds,
            limit=limit,
            beside="" if name == "scan" else "the scan",
            beside_seconds=None if name == "scan" else scan.seconds,
        )
    for name, times in FASTER_THAN.get(people, {}).items():
        if name in found:
            limit = found[name].seconds / times
            yield Row(f"{people:,} people, {times:,} times as fast as {name}", ours.seconds, limit=limit)
    if people >= SIZES[-1]:
        yield Row(f"{people:,} people, most memory of ours", ours.peak_mb, limit=MOST_MEGABYTES, unit="MB")


def _grown(people: int, *, times: int, is_judged: bool) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_grown_people(Path(folder) / "accepted.parquet", people)
        found = contest({"grown": sys.executable}, path, times=times)["grown"]
    name = f"{people:,} people with region, period, adjustment and medians"
    yield Row(
        f"{name} ({found.cpu:.2f} s of CPU)", found.seconds, limit=SECONDS_OF_GROWN if is_judged else None
    )
    limit = MEGABYTES_OF_GROWN if is_judged else None
    yield Row(f"{name}, most memory", found.peak_mb, limit=limit, unit="MB")


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
    crossed = replace(cube, plan=replace(cube.plan, intersections=3))
    yield Row(
        "every figure of all characteristics, pairs and threes, from the cube",
        fastest(lambda: _figures(crossed), times=5 * times),
        limit=SECONDS_OF_THREE_WAYS,
    )
    release = disparity.make_release(disparity.protect(cube))
    yield Row(
        f"the report of {len(release.findings):,} findings",
        fastest(lambda: disparity.write_report(release, folder / "report"), times=times),
    )


def _figures(cube: disparity.Cube) -> object:
    """Compute every figure of the tables of a cube: estimates, intervals, comparisons, p and q."""
    exact, tables = ExactTables(cube), list(tables_of(cube.plan, cube.axes))
    compared = compare(
        [
            Asked(measure, table, exact.cells(measure, table))
            for measure in cube.plan.measures
            for table in tables
        ]
    )
    return q_of(compared, cube.plan.family)


def _help() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from disparity.command import main; sys.exit(main(['--help']))",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ))
