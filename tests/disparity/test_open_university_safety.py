"""The proof on real people: what is published of 32,593 registrations gives none of the small numbers away.

Every file of a report is read as a stranger would, and computed with; and the same reading finds what it
looks for as soon as a control is taken away.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from disparity import completeness, protection, release
from tests.disparity import open_university as ou
from tests.disparity.intruder import hidden_in, worked_out
from tests.disparity.published_outputs import Count, counts_in, everything_in, rows_of

Z = norm.isf(0.025)
NAMES = [
    *("Up to 35", "35 to 55", "55 and over", "2013 and 2014"),
    *(f"{tens}-{tens + 10}%" for tens in range(0, 100, 10)),
]
RUN = "import sys; from disparity.command import main; sys.exit(main())"


@pytest.fixture(scope="module", params=ou.SAFE)
def asked(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def safe(asked: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ou.analyse(ou.SAFE[asked], tmp_path_factory.mktemp(f"safe-{asked}"))


@pytest.fixture(scope="module")
def internal(asked: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ou.analyse(ou.SAFE[asked], tmp_path_factory.mktemp(f"internal-{asked}"), "--internal")


def small_cells() -> dict[tuple[str, str, str], int]:
    """Return the combinations of age band, region and result that occur fewer than 10 times."""
    people = ou.registrations().groupby(["age band", "region", "result"]).size()
    assert len(people) == 142
    return {cell: int(number) for cell, number in people.items() if number < 10}


def test_30_of_142_cells_are_small_and_all_of_them_are_hidden(tmp_path: Path) -> None:
    small = small_cells()
    assert len(small) == 30
    rows = []
    for name in ("crossed", "sliced"):
        (tmp_path / name).mkdir()
        rows += rows_of(ou.analyse(ou.SAFE[name], tmp_path / name) / "findings.csv")
    found = set()
    for row in rows:
        levels = [*row["group"].split(ou.CROSS), *row["slice"].split(": ")[1:]]
        if (*levels, row["measure"]) in small:
            found.add((row["slice"] == ou.ALL, *levels, row["measure"]))
            assert row["status"] == "too-few"
            said = set(row) - {"measure", "kind", "characteristic", "group", "slice", "period", "comparator"}
            assert {row[column] for column in said - {"status"}} == {""}
    assert len(found) == 2 * len(small)


def not_rounded(found: list[Count]) -> list[Count]:
    return [count for count in found if count.number % 5]


def too_small(found: list[Count]) -> list[Count]:
    return [count for count in found if 0 < count.number < 10]


def read_counts(report: Path) -> list[Count]:
    found = counts_in(report, NAMES)
    by_file = {count.file for count in found}
    assert by_file == {
        "findings.csv", "completeness.csv", "findings.json", "findings.xlsx", "findings.ods", "report.html",
    }  # fmt: skip
    return found


def test_no_file_has_a_small_or_an_exact_count(safe: Path, internal: Path) -> None:
    found = read_counts(safe)
    assert len(found) > 500
    assert not too_small(found)
    assert not not_rounded(found)
    counts = ("n", "events", "comparator_n")
    exact = {int(row[name]) for row in rows_of(internal / "findings.csv") for name in counts if row[name]}
    exact = {number for number in exact if number % 5}
    assert len(exact) > 100
    assert not exact & {count.number for count in found}


def test_what_is_shown_is_the_exact_count_to_the_nearest_5(safe: Path, internal: Path) -> None:
    exact = {place_in(row): row for row in rows_of(internal / "findings.csv")}
    shown = 0
    for row in rows_of(safe / "findings.csv"):
        for column in ("n", "events"):
            if row[column]:
                shown += 1
                assert int(row[column]) == 5 * round(int(exact[place_in(row)][column]) / 5)
                assert int(exact[place_in(row)][column]) >= 10
        if row["n"]:
            assert int(exact[place_in(row)]["n"]) - int(exact[place_in(row)]["events"]) >= 10
    assert shown > 200


def place_in(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("measure", "characteristic", "group", "slice", "comparator"))


def test_nothing_has_the_hash_of_the_exact_cells(safe: Path, internal: Path) -> None:
    exact = json.loads((internal / "release.json").read_bytes())["cube_sha256"]
    assert len(exact) == 64
    assert exact.encode() in everything_in(internal)
    assert exact.encode() not in everything_in(safe)


def test_no_interval_gives_the_exact_counts_back(safe: Path, internal: Path) -> None:
    exact = {place_in(row): row for row in rows_of(internal / "findings.csv")}
    differing = 0
    for row in rows_of(safe / "findings.csv"):
        if not row["n"]:
            continue
        there = exact[place_in(row)]
        n, value = int(row["n"]), float(row["value"])
        for limit in (float(row["low"]), float(row["high"])):
            people = people_behind(value, limit)
            assert isclose(people, n, rel_tol=1e-6)
            assert isclose(people * value, int(row["events"]), rel_tol=1e-6)
            if there["n"] != row["n"] or there["events"] != row["events"]:
                differing += 1
                assert (round(people), round(people * value)) != (int(there["n"]), int(there["events"]))
        if row["comparator_n"]:
            assert isclose(others_behind_difference(row), int(row["comparator_n"]), rel_tol=1e-5)
            assert isclose(others_behind_ratio(row), int(row["comparator_n"]), rel_tol=1e-5)
    assert differing > 100


def people_behind(value: float, limit: float) -> float:
    """Solve a Wilson limit for the number of people."""
    return float(Z**2 * limit * (1 - limit) / (value - limit) ** 2)


def others_behind_difference(row: dict[str, str]) -> float:
    """Solve a Newcombe limit for the number of people in the comparator, knowing the group's own interval."""
    other = float(row["comparator_value"])
    reach = (float(row["difference"]) - float(row["difference_low"])) ** 2
    reach -= (float(row["value"]) - float(row["low"])) ** 2
    return people_behind(other, other + float(np.sqrt(reach)))


def others_behind_ratio(row: dict[str, str]) -> float:
    """Solve a limit of the ratio for the number of people in the comparator, knowing the group's counts."""
    variance = (np.log(float(row["ratio_high"]) / float(row["ratio"])) / Z) ** 2
    rest = variance - (1 / int(row["events"]) - 1 / int(row["n"]))
    return float((1 / float(row["comparator_value"]) - 1) / rest)


@pytest.mark.parametrize("plan", ["crossed", "sliced"])
def test_nobody_can_work_out_a_hidden_count_from_the_totals(plan: str, tmp_path: Path) -> None:
    rows = rows_of(ou.analyse(ou.SAFE[plan], tmp_path) / "findings.csv")
    truth = exact_numbers()
    hidden = {what for what in hidden_in(rows) if truth[what[0], ""]}
    levels = {name: ou.levels_of(name) for name in ("age band", "region")}
    small = {what for what in hidden if truth[what] < 10}
    assert len(small) >= 30
    for known in (set(), small):  # an intruder who only reads, and one who knows which counts are small
        bounds = worked_out(rows, levels=levels, small=known)
        for what in truth.keys() & bounds.low.keys():
            assert bounds.low[what] <= truth[what] <= bounds.high[what], "the pencil slipped"
        assert min(map(bounds.possible, hidden)) >= 10


def exact_numbers() -> dict[tuple[frozenset[tuple[str, str]], str], int]:
    """Return the registrations of every cell of age band and region, together and by result."""
    numbers = {}
    for names in ([], ["age band"], ["region"], ["age band", "region"]):
        for levels in product(*map(ou.levels_of, names)):
            cell = ou.registrations()
            for name, level in zip(names, levels, strict=True):
                cell = cell[cell[name] == level]
            where = frozenset(zip(names, levels, strict=True))
            numbers[where, ""] = len(cell)
            numbers |= {(where, result): int((cell["result"] == result).sum()) for result in ou.RESULTS}
    return numbers


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first = ou.analyse(ou.SAFE["example"], tmp_path)
    again = tmp_path / "again"
    subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            "analyse",
            str(tmp_path / "plan.toml"),
            str(ou.data()),
            "--out",
            str(again),
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ou.ROOT / "src")},
    )
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    assert len(files) == 8
    assert {path.name: path.read_bytes() for path in again.iterdir()} == files


# The same reading finds what it looks for once a control is gone


@pytest.mark.parametrize("plan", ["crossed", "sliced"])
def test_without_rounding_the_reading_finds_exact_counts(
    plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (protection, completeness):
        monkeypatch.setattr(module, "rounded", lambda counts, base: counts)
    found = read_counts(ou.analyse(ou.SAFE[plan], tmp_path))
    assert {count.file for count in not_rounded(found)} == {count.file for count in found}
    assert not too_small(found)


@pytest.mark.parametrize("plan", ["crossed", "sliced"])
def test_without_hiding_the_reading_finds_small_counts(
    plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_all(monkeypatch)
    found = read_counts(ou.analyse(ou.SAFE[plan], tmp_path))
    everywhere = {"findings.csv", "findings.json", "findings.xlsx", "findings.ods", "report.html"}
    assert everywhere <= {count.file for count in too_small(found)}


def without_further_hiding(monkeypatch: pytest.MonkeyPatch) -> None:
    for step in ("hide_what_reveals", "hide_what_bounds"):
        monkeypatch.setattr(protection, step, lambda reasons, *rest, **rules: reasons)
    monkeypatch.setattr(release, "_withstood", lambda protected: {"ran": False, "reason": "Taken away."})


def show_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        protection, "too_few", lambda parts, threshold: np.zeros(parts.shape[1], dtype=np.int8)
    )
    without_further_hiding(monkeypatch)


def test_without_second_hiding_the_pencil_finds_hidden_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "rounded", lambda counts, base: counts)
    without_further_hiding(monkeypatch)
    rows = rows_of(ou.analyse(ou.CROSSED, tmp_path) / "findings.csv")
    truth = exact_numbers()
    hidden = {what for what in hidden_in(rows) if truth[what[0], ""]}
    levels = {name: ou.levels_of(name) for name in ("age band", "region")}
    bounds = worked_out(rows, levels=levels, slack=0)
    assert any(bounds.possible(what) == 1 for what in hidden)
