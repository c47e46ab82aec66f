"""Parquet: the same values as text, and a plain refusal of what holds no single values."""

from __future__ import annotations

import datetime
import decimal
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from disparity import parquet_source
from disparity.checking import check, prepare
from disparity.errors import DataError
from disparity.plan import Characteristic, Measure, Plan
from tests.disparity.data_files import PLAN, refusals_of, write


def stored(directory, columns, name="data.parquet"):
    path = directory / name
    pq.write_table(pa.table(columns), path)
    return path


GOOD = {"sex": ["M", "F", None], "result": ["Pass", "Fail", None], "days": [3.5, 2.0, None]}


def levels_of(directory, values):
    """Return the levels that a column of values gives."""
    plan = Plan("t", "u", (Characteristic("a", "a"),), (Measure("m", "proportion", "a", ("x",)),))
    out = directory / "out"
    prepare(plan, stored(directory, {"a": values}), out)
    return pq.read_table(out / "accepted.parquet")["d0"].to_pylist()


def test_a_parquet_file_is_read_like_text(tmp_path):
    path = stored(tmp_path, GOOD)
    receipt = prepare(PLAN, path, tmp_path / "out")
    assert (receipt.rows_in, receipt.accepted, receipt.size) == (3, 3, path.stat().st_size)
    assert pq.read_table(tmp_path / "out" / "accepted.parquet").to_pydict() == {
        "d0": ["Male", "Female", "Not known"],
        "m0": [1, 0, None],
        "m1": [3.5, 2.0, None],
    }


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        (pa.array([True, False, None]), ["true", "false", "Not known"]),
        (pa.array([1, 20, None], pa.int8()), ["1", "20", "Not known"]),
        (pa.array([1.0, 2.5, None]), ["1", "2.5", "Not known"]),
        (pa.array([decimal.Decimal("1.50"), None]), ["1.50", "Not known"]),
        (pa.array(["a", "b", None]).dictionary_encode(), ["a", "b", "Not known"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([datetime.date(2024, 10, 20)]), ["2024-10-20"]),
        (pa.array([datetime.datetime(2024, 10, 20)], pa.timestamp("us")), ["2024-10-20"]),  # noqa: DTZ001
        (pa.nulls(2), ["Not known", "Not known"]),
    ],
)
def test_values_of_every_plain_type_become_their_text(tmp_path, values, levels):
    assert levels_of(tmp_path, values) == levels


@pytest.mark.parametrize(
    "values",
    [
        pa.array([["a"], ["b"]]),
        pa.array([{"x": "a"}, {"x": "b"}]),
        pa.array([b"a", b"b"]),
        pa.array([1, 2], pa.duration("s")),
        pa.array([[1.0], [2.0]], pa.list_(pa.float64(), 1)),
    ],
)
def test_a_column_without_single_values_is_refused_only_if_it_is_read(tmp_path, values):
    good = {key: column[:2] for key, column in GOOD.items()}
    assert check(PLAN, stored(tmp_path, {**good, "other": values})).accepted == 2
    problem = refusals_of(stored(tmp_path, {**good, "sex": values}))[0]
    assert problem.kind == "column-type"
    assert '"sex"' in problem.what


def test_numbers_that_cannot_be_added_are_refused(tmp_path):
    columns = {**GOOD, "days": [float("nan"), float("inf"), 1.0]}
    receipt = check(PLAN, stored(tmp_path, columns))
    assert [(p.kind, p.where) for p in receipt.problems] == [
        ("not-finite", 'column "days", row 1'),
        ("not-finite", 'column "days", row 2'),
    ]


def test_a_missing_and_a_doubled_column_are_told(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["M"])] * 3, names=["sex", "sex", "result"]), path)
    assert [problem.kind for problem in refusals_of(path)] == ["duplicate-column", "missing-column"]


def test_no_rows_are_refused(tmp_path):
    assert (
        refusals_of(stored(tmp_path, {key: pa.array([], pa.string()) for key in GOOD}))[0].kind == "no-rows"
    )


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_source, "MOST_ROWS", 2)
    assert refusals_of(stored(tmp_path, GOOD))[0].kind == "too-many-rows"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_breaks_off_is_refused(tmp_path, part):
    whole = stored(tmp_path, GOOD).read_bytes()
    path = write(tmp_path, whole[: int(len(whole) * part)], "cut.parquet")
    assert [problem.kind for problem in refusals_of(path)] == ["damaged"]


def test_damage_is_refused_wherever_it_is(tmp_path):
    whole = stored(tmp_path, {key: column * 400 for key, column in GOOD.items()}).read_bytes()
    for position in range(4, len(whole) - 8, max(1, len(whole) // 40)):
        damaged = whole[:position] + bytes(16) + whole[position + 16 :]
        path = write(tmp_path, damaged[: len(whole) - 4] + b"PAR1", "damaged.parquet")
        with suppress(DataError):
            receipt = check(PLAN, path)
            assert receipt.rows_in == 1_200


def test_text_that_is_not_utf_8_is_refused(tmp_path):
    bad = pa.StringArray.from_buffers(1, pa.array([0, 1], pa.int32()).buffers()[1], pa.py_buffer(b"\xff"))
    problem = refusals_of(stored(tmp_path, {"sex": bad, "result": ["Pass"], "days": [1]}))[0]
    assert problem.kind == "damaged"
