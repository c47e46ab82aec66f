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

from disparity import accepted_rows, cube_building, cuboids, direct_counting
from disparity.checked_files import accepted_schema
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.direct_counting import Counted
from disparity.plan import NOT_KNOWN, Characteristic, Input, Measure, Plan, Slice

GROUP = Characteristic("group", "group", reference="A", reasons={"refused": frozenset({"9"})})
BAND = Characteristic("band", "band", levels=("low", "high"))
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
SHARE = Measure("share", "share")
WAIT = Measure("wait", "median", "wait")
PLAN = Plan("t", "person", (GROUP, BAND), (PASSED, WAIT, SHARE))
PARTS = ("codes", "people", "known", "events", "total", "squares")
OF_HISTOGRAMS = ("codes", "values", "cell", "place", "count")

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
        patch.setattr(cube_building, "count_directly", lambda *_: Counted(None, {}))
        return cube, build_cube(plan, path, data_sha256="0" * 64)


def same(one: Cube, other: Cube) -> None:
    assert one.digest() == other.digest()
    assert one.axes == other.axes
    assert one.reasons == other.reasons
    for mine, theirs in zip(one.cuboids, other.cuboids, strict=True):
        assert mine.axes == theirs.axes
        for part in PARTS:
            np.testing.assert_array_equal(getattr(mine, part), getattr(theirs, part))
    for mine, theirs in zip(one.histograms["wait"], other.histograms["wait"], strict=True):
        assert mine.axes == theirs.axes
        for part in OF_HISTOGRAMS:
            np.testing.assert_array_equal(getattr(mine, part), getattr(theirs, part))


@given(rows, st.integers(1, 70), st.sampled_from([1, cuboids.MOST_NUMBERS]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_it_gives_the_cube_that_the_database_gives(
    drawn: list[Row], at_once: int, most: int, in_order: bool
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuboids, "MOST_NUMBERS", most)
        if in_order:
            patch.setattr(direct_counting, "MOST_NUMBERS", 0)
        same(*both(write(Path(folder) / "accepted.parquet", drawn, at_once=at_once)))


def row(group: str = "A", band: str = "low", passed: int | None = 1, wait: float | None = 1.0) -> Row:
    return (group, band, passed, wait, 1, None)


def test_it_needs_no_database(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(cube_building, "opened", None)
    plan = replace(PLAN, characteristics=(replace(GROUP, reasons={}), BAND))
    path = write(tmp_path / "a.parquet", [row()[:5], row("B")[:5]], plan)
    assert build_cube(plan, path, data_sha256="0" * 64).cuboids[0].people.tolist() == [1, 1]


def test_a_level_that_comes_late_finds_its_place(tmp_path) -> None:
    drawn = [row(), row("B"), row("C", "high", None), row("B", "high", 0), row(), row("D")]
    directly, by_database = both(write(tmp_path / "a.parquet", drawn, at_once=1))
    assert directly.digest() == by_database.digest()


@pytest.mark.parametrize("most", [1, cuboids.MOST_NUMBERS])
def test_a_level_that_no_dictionary_names_is_found(tmp_path, monkeypatch, most) -> None:
    """A dictionary that grows too large ends, and what comes after it is written out."""
    monkeypatch.setattr(cuboids, "MOST_NUMBERS", most)
    drawn = [row(f"{number:05} {'x' * 90}") for number in range(300)]
    path = write(tmp_path / "a.parquet", drawn)
    table = pq.read_table(path)
    pq.write_table(table, path, dictionary_pagesize_limit=1_000, data_page_size=1_000, write_batch_size=5)
    assert len(accepted_rows.first_levels(PLAN, path)[0]) < 300  # so there is something to find
    directly, by_database = both(path)
    assert len(directly.axes[0].levels) == 301
    same(directly, by_database)


def test_a_level_that_a_dictionary_names_and_nobody_has_is_not_shown(tmp_path) -> None:
    path = write(tmp_path / "a.parquet", [row(), row("B")])
    table = pq.read_table(path)
    named = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), ["A", "B", "nobody"])
    pq.write_table(table.set_column(0, "d0", named), path, store_schema=False)
    assert accepted_rows.first_levels(PLAN, path)[0] == {"A", "B", "nobody"}
    directly, by_database = both(path)
    assert directly.axes[0].levels == ("A", "B")
    same(directly, by_database)


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"measures": (Measure("pay", "mean", "pay"),)}, [["A"], ["low"], [1.0], [None]]),
        ({"input": Input(count=("n",))}, [["A"], ["low"], [1], [2.0], [1], [None], [5]]),
    ],
)
def test_means_and_files_of_counts_are_left_to_the_database(tmp_path, change, columns) -> None:
    plan = replace(PLAN, **change)
    path = write(tmp_path / "a.parquet", list(zip(*columns, strict=True)), plan)
    assert counted(plan, path) == Counted(None, {})


def counted(plan: Plan, path: Path) -> Counted:
    """Return what is counted directly, and count the rest as well."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        real = direct_counting.count_directly
        patch.setattr(cube_building, "count_directly", lambda *asked: found.append(real(*asked)) or found[-1])
        build_cube(plan, path, data_sha256="0" * 64)
    return found[-1]


def test_the_median_of_a_plan_with_means_is_counted_all_the_same(tmp_path) -> None:
    plan = replace(PLAN, measures=(WAIT, Measure("pay", "mean", "pay")))
    path = write(tmp_path / "a.parquet", [("A", "low", 7.0, 2.0, None), ("B", "low", 7.0, None, None)], plan)
    found = counted(plan, path)
    assert found.cuboids is None
    assert [each.count.tolist() for each in found.histograms[0]] == [[1, 1]]
    same(*both(path, plan))


def test_more_cells_than_are_held_are_left_to_the_database(tmp_path, monkeypatch) -> None:
    path = write(tmp_path / "a.parquet", [row(), row("B"), row("C", "high")], at_once=1)
    assert counted(PLAN, path).cuboids is not None
    monkeypatch.setattr(direct_counting, "MOST_CELLS", 5)
    assert counted(PLAN, path).cuboids is None
    same(*both(path))


@pytest.mark.parametrize("wrong", [(None, "low", 1, 1.0, 1, None), ("A", "low", 2, 1.0, 1, None)])
def test_a_file_that_is_not_as_accepted_rows_are_is_not_counted(tmp_path, wrong) -> None:
    """No database would say more of a row without a level than that something is wrong."""
    path = write(tmp_path / "a.parquet", [row(), row("B"), wrong])
    axes = build_cube(PLAN, write(tmp_path / "b.parquet", [row(), row("B")]), data_sha256="").axes
    crosses = direct_counting.Crosses(((0, 1),), {}, {})
    assert direct_counting.count_directly(PLAN, path, axes, crosses) == Counted(None, {})


def test_more_values_than_are_sorted_are_left_to_the_database(tmp_path, monkeypatch) -> None:
    path = write(tmp_path / "a.parquet", [row(), row("B")])
    assert list(counted(PLAN, path).histograms) == [1]
    monkeypatch.setattr(direct_counting, "MOST_NUMBERS", 0)
    assert list(counted(PLAN, path).histograms) == [1]
    monkeypatch.setattr(direct_counting, "MOST_ROWS", 1)
    assert list(counted(PLAN, path).histograms) == []
    same(*both(path))


def test_a_fault_in_one_thread_ends_the_others(tmp_path) -> None:
    path = write(tmp_path / "a.parquet", [row()] * 40, at_once=2)

    def fault(batch: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        accepted_rows.bring(path, ["d0", "d1", "m0"], fault)


def test_however_many_crosses_there_are_the_rows_are_read_once(tmp_path, monkeypatch) -> None:
    plan = Plan(
        "t", "person", (GROUP, BAND), (PASSED,), slices=(Slice("place", "place"), Slice("team", "team"))
    )
    drawn = [(f"A{n % 7}", ["low", "high"][n % 2], f"N{n % 5}", f"{n % 3}", 1, None) for n in range(40)]
    path = write(tmp_path / "a.parquet", drawn, plan)
    monkeypatch.setattr(cuboids, "MOST_NUMBERS", 1)
    brought = []
    real = accepted_rows.bring
    monkeypatch.setattr(
        direct_counting, "bring", lambda *asked, **how: brought.append(1) or real(*asked, **how)
    )
    assert len(build_cube(plan, path, data_sha256="").cuboids) == 4
    assert brought == [1]
