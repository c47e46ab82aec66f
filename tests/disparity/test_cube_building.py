"""The cube says what a plain count of the same rows says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disparity.checking import prepare
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.plan import NOT_KNOWN, Characteristic, Measure, Plan, Slice

SEX = Characteristic("sex", "sex", reference="Male", map={"M": "Male", "F": "Female"})
BAND = Characteristic("band", "band", levels=("low", "mid", "high"), unknown=frozenset({"?"}))
PASSED = Measure("passed", "proportion", "result", event=("Pass",))
DAYS = Measure("days", "median", "days")
HOURS = Measure("hours", "mean", "hours")
PLAN = Plan(
    "t", "u", (SEX, BAND), (PASSED, DAYS, HOURS), slices=(Slice("region", "region"), Slice("sex", "sex"))
)
COLUMNS = ("sex", "band", "region", "result", "days", "hours")

Row = tuple[str, ...]
MALE: Row = ("M", "low", "North", "Pass", "1", "2")


def cube_of(rows: list[Row], plan: Plan = PLAN) -> Cube:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    with TemporaryDirectory() as directory:
        data = Path(directory) / "data.csv"
        data.write_text(text.getvalue(), encoding="utf-8", newline="")
        receipt = prepare(plan, data, Path(directory) / "out")
        assert receipt.refused == 0
        return build_cube(plan, Path(directory) / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)


def labels_of(row: Row) -> tuple[str, ...]:
    return tuple(dimension.level_of(raw) or "" for dimension, raw in zip(PLAN.dimensions, row, strict=False))


def labels_in(cube: Cube, codes: np.ndarray) -> list[tuple[str, ...]]:
    """Return the labels of cells of all axes."""
    return [
        tuple(axis.levels[code] for axis, code in zip(cube.axes, row, strict=True)) for row in codes.tolist()
    ]


whole = st.integers(-50, 50).map(str)
rows = st.lists(
    st.tuples(
        st.sampled_from(["M", "F", "Female", "", " M "]),
        st.sampled_from(["low", "mid", "?", "Not known"]),
        st.sampled_from(["North", "Süd, Ost", 'a "b"', "line", ""]),
        st.sampled_from(["Pass", "Fail", ""]),
        st.one_of(whole, st.just("")),
        st.one_of(whole, st.just("")),
    ),
    max_size=40,
).map(lambda drawn: [MALE, *drawn])


@given(rows)
@settings(max_examples=15, deadline=None)
def test_the_cube_counts_as_plain_python_does(drawn: list[Row]) -> None:
    cube = cube_of(drawn)
    people = Counter(labels_of(row) for row in drawn)
    [counted] = cube.cuboids
    cells = labels_in(cube, counted.codes)
    assert dict(zip(cells, counted.people.tolist(), strict=True)) == people
    assert cube.rows == len(drawn)
    assert counted.codes.tolist() == sorted(counted.codes.tolist())
    for measure, column in enumerate((3, 4, 5)):
        known = [row for row in drawn if row[column]]
        assert dict(zip(cells, counted.known[:, measure].tolist(), strict=True)) == {
            **dict.fromkeys(cells, 0),
            **Counter(labels_of(row) for row in known),
        }
    passed = Counter(labels_of(row) for row in drawn if row[3] == "Pass")
    assert counted.events[:, 0].tolist() == [passed[cell] for cell in cells]
    assert not counted.events[:, 1:].any()
    assert not counted.total[:, :2].any()
    hours = [[float(row[5]) for row in drawn if row[5] and labels_of(row) == cell] for cell in cells]
    assert counted.total[:, 2].tolist() == [sum(numbers) for numbers in hours]
    assert counted.squares[:, 2].tolist() == [sum(x * x for x in numbers) for numbers in hours]
    [histogram] = cube.histograms["days"]
    values = histogram.values[histogram.place].tolist()
    entries = zip(labels_in(cube, histogram.codes[histogram.cell]), values, strict=True)
    assert dict(zip(entries, histogram.count.tolist(), strict=True)) == Counter(
        (labels_of(row), float(row[4])) for row in drawn if row[4]
    )


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None)
def test_the_order_of_the_rows_does_not_matter(drawn: list[Row], random) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)
    assert cube_of(shuffled).digest() == cube_of(drawn).digest()


def test_the_axes_are_the_characteristics_and_then_the_other_slices() -> None:
    cube = cube_of([MALE, ("F", "?", "10 to 11", "", "", ""), ("", "mid", "9 to 10", "", "", "")])
    sex, band, region = cube.axes
    assert (sex.levels, sex.unknown, sex.reference) == (("Female", "Male", NOT_KNOWN), 2, 1)
    assert (sex.is_slice, sex.is_characteristic) == (True, True)
    assert (band.levels, band.unknown, band.reference) == (("low", "mid", "high", NOT_KNOWN), 3, None)
    assert (band.is_slice, band.is_characteristic) == (False, True)
    assert (region.levels, region.unknown) == (("9 to 10", "10 to 11", "North"), None)
    assert (region.is_slice, region.is_characteristic) == (True, False)


def test_not_known_is_a_level_only_where_it_occurs() -> None:
    assert [axis.unknown for axis in cube_of([MALE]).axes] == [None, None, None]


def test_the_arrays_have_the_types_that_the_rest_relies_on() -> None:
    cube = cube_of([MALE, MALE])
    [counted] = cube.cuboids
    assert counted.codes.dtype == np.int32
    assert counted.people.dtype == counted.known.dtype == counted.events.dtype == np.int64
    assert counted.total.dtype == counted.squares.dtype == np.float64
    assert counted.known.shape == (1, 3)
    assert len(cube.data_sha256) == 64


def test_fractions_are_added_in_the_same_order_each_time() -> None:
    rows = [("M", "low", f"r{number % 7}", "Pass", "1", str(number / 7)) for number in range(3_000)]
    [first], [second] = cube_of(rows).cuboids, cube_of(rows).cuboids
    assert first.total.tolist() == second.total.tolist()
    assert first.squares.tolist() == second.squares.tolist()


@pytest.mark.parametrize("measures", [(PASSED,), (DAYS,), (HOURS, PASSED)])
def test_a_plan_may_have_any_kinds_of_measure(measures: tuple[Measure, ...]) -> None:
    plan = Plan("t", "u", (BAND,), measures)
    cube = cube_of([MALE], plan)
    assert cube.cuboids[0].known.tolist() == [[1] * len(measures)]
    assert set(cube.histograms) == {measure.name for measure in measures if measure.kind == "median"}


def test_a_file_without_accepted_rows_gives_an_empty_cube(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("sex,band,region,result,days,hours\nM,wrong,North,Pass,1,2\n")
    receipt = prepare(PLAN, data, tmp_path / "out")
    assert receipt.accepted == 0
    cube = build_cube(PLAN, tmp_path / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    assert cube.rows == 0
    assert cube.roll().people == 0
    assert cube.axes[0].levels == ("Male",)
