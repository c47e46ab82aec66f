"""What is counted straight from the accepted file is what the database counts from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disparity import cube_building, direct_counting
from disparity.checked_files import accepted_schema
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.plan import NOT_KNOWN, Characteristic, Input, Measure, Plan

GROUP = Characteristic("group", "group", reference="A", reasons={"refused": frozenset({"9"})})
BAND = Characteristic("band", "band", levels=("low", "high"))
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
SHARE = Measure("share", "share")
WAIT = Measure("wait", "median", "wait")
PLAN = Plan("t", "person", (GROUP, BAND), (PASSED, WAIT, SHARE))
PARTS = ("people", "codes", "known", "events", "total", "squares")

Row = tuple[object, ...]

rows = st.lists(
    st.tuples(
        st.sampled_from(["A", "a", "Á", "A\u0301", 'a "b", c', "two\nlines", "日本", "𝄞", NOT_KNOWN]),
        st.sampled_from(["low", "high", NOT_KNOWN]),
        st.sampled_from([None, 0, 1]),
        st.sampled_from([None, 0.0, -0.0, 1.0, 7.5, -3.25]),
        st.just(1),
        st.sampled_from([None, "refused", NOT_KNOWN]),
    ),
    max_size=60,
)


def write(path: Path, drawn: list[Row], plan: Plan = PLAN, *, at_once: int = 7) -> Path:
    columns = list(zip(*drawn, strict=True)) if drawn else [()] * len(accepted_schema(plan))
    table = pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, accepted_schema(plan), strict=True)],
        schema=accepted_schema(plan),
    )
    pq.write_table(table, path, row_group_size=at_once)
    return path


def both(path: Path, plan: Plan = PLAN) -> tuple[Cube, Cube]:
    """Return the cube as it is counted, and as DuckDB counts it."""
    cube = build_cube(plan, path, data_sha256="0" * 64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube_building, "count_directly", lambda plan, accepted: None)
        return cube, build_cube(plan, path, data_sha256="0" * 64)


@given(rows, st.integers(1, 70))
@settings(max_examples=25, deadline=None)
def test_it_gives_the_cube_that_the_database_gives(drawn: list[Row], at_once: int) -> None:
    with TemporaryDirectory() as folder:
        directly, by_database = both(write(Path(folder) / "accepted.parquet", drawn, at_once=at_once))
    assert directly.digest() == by_database.digest()
    assert directly.axes == by_database.axes
    assert directly.reasons == by_database.reasons
    for part in PARTS:
        np.testing.assert_array_equal(getattr(directly, part), getattr(by_database, part))
    mine, theirs = directly.histograms["wait"], by_database.histograms["wait"]
    for part in ("codes", "value", "count"):
        np.testing.assert_array_equal(getattr(mine, part), getattr(theirs, part))


def row(group: str = "A", band: str = "low", passed: int | None = 1, wait: float | None = 1.0) -> Row:
    return (group, band, passed, wait, 1, None)


def test_it_needs_no_database(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(cube_building, "opened", None)
    plan = replace(PLAN, characteristics=(replace(GROUP, reasons={}), BAND))
    path = write(tmp_path / "a.parquet", [row()[:5], row("B")[:5]], plan)
    assert build_cube(plan, path, data_sha256="0" * 64).people.tolist() == [1, 1]


def test_a_level_that_comes_late_finds_its_place(tmp_path) -> None:
    drawn = [row(), row("B"), row("C", "high", None), row("B", "high", 0), row(), row("D")]
    directly, by_database = both(write(tmp_path / "a.parquet", drawn, at_once=1))
    assert directly.digest() == by_database.digest()


@pytest.mark.parametrize(
    "change",
    [
        {"measures": (Measure("pay", "mean", "pay"),)},
        {"input": Input(count=("n",))},
    ],
)
def test_means_and_files_of_counts_are_left_to_the_database(tmp_path, change) -> None:
    assert direct_counting.count_directly(replace(PLAN, **change), tmp_path / "not even there") is None


def test_more_cells_than_are_held_are_left_to_the_database(tmp_path, monkeypatch) -> None:
    path = write(tmp_path / "a.parquet", [row(), row("B"), row("C", "high")], at_once=1)
    monkeypatch.setattr(direct_counting, "MOST_CELLS", 3)
    assert direct_counting.count_directly(PLAN, path) is None
    assert direct_counting.count_values_directly(path, (("A", "B", "C"), ("low", "high")), 1) is None
    path = write(tmp_path / "b.parquet", [row(), row("B"), row("C", "high")])
    assert direct_counting.count_directly(PLAN, path) is None


@pytest.mark.parametrize("wrong", [(None, "low", 1, 1.0, 1, None), ("A", "low", 2, 1.0, 1, None)])
def test_a_file_that_is_not_as_accepted_rows_are_is_left_to_the_database(tmp_path, wrong) -> None:
    assert direct_counting.count_directly(PLAN, write(tmp_path / "a.parquet", [row(), wrong])) is None


def test_more_values_than_are_sorted_are_left_to_the_database(tmp_path, monkeypatch) -> None:
    path = write(tmp_path / "a.parquet", [row(), row("B")])
    monkeypatch.setattr(direct_counting, "MOST_ROWS", 1)
    directly, by_database = both(path)
    assert directly.digest() == by_database.digest()


def test_a_fault_in_one_thread_ends_the_others(tmp_path, monkeypatch) -> None:
    path = write(tmp_path / "a.parquet", [row()] * 40, at_once=2)

    def fault(batch: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        direct_counting._bring(path, 2, range(3), fault)
