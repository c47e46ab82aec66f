"""How far a run has come is told where somebody watches, and nowhere else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from disparity.checking import check
from disparity.plan import Characteristic, Measure, Plan
from disparity.progress import ProgressLine
from tests.disparity.commands import GOOD, PLAN, run, run_apart

READ = Plan(
    "t",
    "person",
    (Characteristic("sex", "sex"),),
    (Measure("m", "proportion", "outcome", event=("Agreed",)),),
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_the_time_left_follows_from_the_rows_that_were_read() -> None:
    told, clock = io.StringIO(), Clock()
    line = ProgressLine(told, now=clock)
    clock.seconds += 10
    line.rows(250_000, 1_000_000)
    assert told.getvalue() == "Reading: 250,000 of 1,000,000 rows (25%), about 30 seconds left\n"


@pytest.mark.parametrize(
    ("passed", "left"),
    [
        (0.1, "about 1 second"),
        (89, "about 89 seconds"),
        (600, "about 10 minutes"),
        (36_000, "about 10 hours"),
    ],
)
def test_times_are_told_as_one_says_them(passed, left) -> None:
    told, clock = io.StringIO(), Clock()
    line = ProgressLine(told, now=clock)
    clock.seconds += passed
    line.rows(1, 2)
    assert f"{left} left" in told.getvalue()


def test_plain_lines_come_at_most_every_five_seconds_and_at_the_end() -> None:
    told, clock = io.StringIO(), Clock()
    line = ProgressLine(told, now=clock)
    for read in range(1, 11):
        clock.seconds += 1
        line.rows(read, 10)
    assert re.findall(r"Reading: (\d+) of", told.getvalue()) == ["1", "6", "10"]
    assert "\r" not in told.getvalue()
    assert "\x1b" not in told.getvalue()


def test_a_bar_moves_on_a_terminal_and_is_taken_off_at_the_end() -> None:
    told, clock = Terminal(), Clock()
    line = ProgressLine(told, now=clock)
    line.rows(1, 4)
    clock.seconds += 1
    line.rows(2, 4)
    line.step("Counting the groups")
    line.end()
    first, second, *_ = told.getvalue().split("\r")[1:]
    assert first.startswith("[######..................] Reading: 1 of 4 rows (25%)")
    assert second.startswith("[############............] Reading: 2 of 4 rows (50%)")
    assert "\n" not in told.getvalue()
    assert told.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_every_kind_of_file_says_how_many_rows_it_has(tmp_path, ending) -> None:
    rows = [("Male", "Agreed")] * 3
    path = write(tmp_path / f"data.{ending}", rows)
    told: list[tuple[int, int]] = []
    check(READ, path, progress=lambda read, expected: told.append((read, expected)))
    assert told == [(3, 3)]


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq
    import xlsxwriter

    if path.suffix == ".csv":
        path.write_text("sex,outcome\n" + "".join(f"{','.join(row)}\n" for row in rows))
    elif path.suffix == ".parquet":
        pq.write_table(pa.table({"sex": [row[0] for row in rows], "outcome": [row[1] for row in rows]}), path)
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([("sex", "outcome"), *rows]):
                sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(GOOD)
    return path


def test_progress_is_told_only_where_it_is_asked_for(plan, data, tmp_path, capsys) -> None:
    assert run("analyse", plan, data, "--out", tmp_path / "a") == 0
    assert capsys.readouterr().err == ""
    assert run("analyse", plan, data, "--out", tmp_path / "b", "--progress") == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "Reading: 200 of 200 rows (100%)",
        "Counting the groups",
        "Hiding what could give a person away",
        "Comparing the groups, and trying to undo the hiding",
        "Writing the report",
    ]
    assert "Reading" not in said.out


def test_check_tells_its_progress_too(plan, data, capsys) -> None:
    assert run("check", plan, data, "--progress") == 0
    assert capsys.readouterr().err == "Reading: 200 of 200 rows (100%)\n"


def test_help_comes_without_the_heavy_libraries() -> None:
    """What makes `disparity --help` quick; `python -m benchmarks` measures the second it may take."""
    import subprocess

    code = (
        "import sys; from disparity.command import main; main(['--help']);"
        "print([name for name in ('ibis', 'duckdb', 'pandas', 'scipy.stats', 'pyspark', 'psycopg', 'django')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = run_apart(stdout=subprocess.PIPE, code=code)
    assert done.stderr == b"[]\n"
    assert b"analyse" in done.stdout
