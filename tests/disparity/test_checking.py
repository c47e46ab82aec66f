"""Every row is accepted or refused, the receipt accounts for each, and files appear whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from disparity import checking, values
from disparity.checking import Receipt, check, prepare
from disparity.errors import DataError
from disparity.plan import Characteristic, Measure, Plan
from disparity.plan_file import read_plan
from disparity.problems import Problem
from tests.disparity.data_files import GOOD, HEADER, OPEN, PLAN, receipt_of, refusal_of, write

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "open-university.toml"
OPEN_UNIVERSITY = ROOT.parent / "shared" / "data" / "oulad-studentInfo.csv"
needs_open_university = pytest.mark.skipif(
    not OPEN_UNIVERSITY.exists(), reason=f"the Open University's file is not in {OPEN_UNIVERSITY.parent}"
)


def told(receipt: Receipt) -> list[tuple[str, str, int]]:
    return [(problem.kind, problem.where, problem.count) for problem in receipt.problems]


def prepared(directory: Path, content: str, plan: Plan = PLAN) -> tuple[Receipt, Path]:
    out = directory / "out"
    return prepare(plan, write(directory, content), out), out


def test_accepted_rows_are_written_as_the_plan_means_them(tmp_path):
    receipt, out = prepared(
        tmp_path, HEADER + "1, M ,Pass,3\n2,Female,Fail,-1.5e1\n3,,,n/a\n4,Not known,,.5\n"
    )
    table = pq.read_table(out / "accepted.parquet")
    assert [str(field.type) for field in table.schema] == ["string", "int8", "double"]
    assert table.to_pydict() == {
        "d0": ["Male", "Female", "Not known", "Not known"],
        "m0": [1, 0, None, None],
        "m1": [3.0, -15.0, None, 0.5],
    }
    assert receipt.accepted == 4
    assert [path.name for path in out.iterdir()] == ["accepted.parquet"]


def test_refused_rows_are_listed_with_their_number_and_reasons(tmp_path):
    receipt, out = prepared(tmp_path, HEADER + "1,M,Pass,3\n2,X,Pas,1\n3,F\n4,=cmd(),Fail,x\n")
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (4, 1, 3)
    with (out / "refused.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["row", "reasons", "sex", "result", "days"]
    assert rows[1][0] == "3"
    assert rows[1][1].startswith('sex: "X" is not one of the levels of "sex"; result: "Pas" is not one')
    assert rows[1][2:] == ["X", "Pas", "1"]
    assert rows[2] == ["4", "the row has 2 values, but the header has 4", "", "", ""]
    assert rows[3][2:] == ["'=cmd()", "Fail", "x"]
    assert pq.read_table(out / "accepted.parquet").num_rows == 1


def test_a_second_check_replaces_the_first(tmp_path):
    _, out = prepared(tmp_path, HEADER + "2,X,Pass,1\n1,M,Pass,2\n")
    assert (out / "refused.csv").exists()
    receipt, _ = prepared(tmp_path, GOOD)
    assert [path.name for path in out.iterdir()] == ["accepted.parquet"]
    assert pq.read_table(out / "accepted.parquet").num_rows == receipt.accepted


def test_nothing_is_left_of_a_file_that_cannot_be_used(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(DataError):
        prepare(PLAN, write(tmp_path, GOOD.replace("sex", "x", 1)), out)
    assert not out.exists()
    with pytest.raises(DataError):
        prepare(PLAN, write(tmp_path, HEADER), out)
    assert list(out.iterdir()) == []


def test_a_failed_check_leaves_the_files_of_the_one_before(tmp_path, monkeypatch):
    _, out = prepared(tmp_path, GOOD)
    before = (out / "accepted.parquet").read_bytes()

    def full(*arguments, **named):
        raise OSError("the disk is full")

    monkeypatch.setattr(checking.CheckedFiles, "accept", full)
    with pytest.raises(OSError, match="full"):
        prepared(tmp_path, GOOD + "9,F,Pass,1\n")
    assert [path.name for path in out.iterdir()] == ["accepted.parquet"]
    assert (out / "accepted.parquet").read_bytes() == before


def test_check_says_the_same_and_writes_nothing(tmp_path):
    content = HEADER + "1,M,Pass,3\n2,X,Pass,1\n"
    receipt, _ = prepared(tmp_path, content)
    (tmp_path / "alone").mkdir()
    assert receipt_of(tmp_path / "alone", content) == receipt
    assert [path.name for path in (tmp_path / "alone").iterdir()] == ["data.csv"]


def test_equal_faults_are_told_once_with_their_first_rows(tmp_path):
    content = HEADER + "1,M,Pass,3\n" * 10 + "1,X,Pass,3\n" * 5 + "1,Y,Pass,3\n" * 2 + "1,Z,Pass,3\n"
    assert told(receipt_of(tmp_path, content)) == [
        ("unknown-level", 'column "sex", rows 12, 13, 14 and 2 more', 5),
        ("unknown-level", 'column "sex", rows 17 and 18', 2),
        ("unknown-level", 'column "sex", row 19', 1),
    ]


def test_many_different_values_are_told_together(tmp_path):
    receipt = receipt_of(tmp_path, HEADER + "".join(f"1,X{number},Pass,1\n" for number in range(500)))
    assert len(receipt.problems) == 21
    assert sum(problem.count for problem in receipt.problems) == receipt.refused == 500
    assert receipt.problems[0].count == 480
    assert receipt.problems[0].what == "other values have the same fault"


def test_an_error_in_a_column_that_two_measures_read_is_one_error(tmp_path):
    both = (
        Measure("a", "proportion", "result", event=("Pass",)),
        Measure("b", "proportion", "result", event=("Fail",)),
    )
    plan = Plan("t", "u", (Characteristic("sex", "sex"),), both)
    receipt = receipt_of(tmp_path, "sex,result\nM,#N/A\nM,Pass\nF,Fail\n", plan=plan)
    assert told(receipt) == [("spreadsheet-error", 'column "result", row 2', 1)]
    assert receipt.refused == 1


@pytest.mark.parametrize(
    ("text", "kind", "fix"),
    [
        ('"1,234"', "thousands-separator", "Write 1234"),
        ('"-1,234,567.5"', "thousands-separator", "Write -1234567.5"),
        ('"3,5"', "decimal-comma", "Write 3.5"),
        ("£3", "sign-in-number", "alone"),
        ("30%", "sign-in-number", "alone"),
        ("inf", "not-finite", "blank"),
        ("-Infinity", "not-finite", "blank"),
        ("NaN", "not-finite", "blank"),
        ("1e999", "too-large", "blank"),
        ("1e16", "too-large", "blank"),
        ("three", "not-a-number", "blank"),
        ("1 2", "not-a-number", "blank"),
        ("0x10", "not-a-number", "blank"),
        ("١", "not-a-number", "blank"),
        ("#DIV/0!", "spreadsheet-error", "formula"),
    ],
)
def test_a_text_that_is_no_number_is_refused(tmp_path, text, kind, fix):
    receipt = receipt_of(tmp_path, HEADER + f"1,M,Pass,3\n2,F,Fail,{text}\n3,M,Pass, 4 \n")
    assert told(receipt) == [(kind, 'column "days", row 3', 1)]
    assert fix in receipt.problems[0].fix


def test_a_number_may_be_mapped(tmp_path):
    days = Measure("days", "median", "days", map={"none": "0", "lost": "x"}, unknown=frozenset({"x"}))
    plan = Plan("t", "u", (Characteristic("sex", "sex"),), (days,))
    _, out = prepared(tmp_path, "sex,days\nM,none\nM,lost\nM,2\n", plan)
    assert pq.read_table(out / "accepted.parquet")["m0"].to_pylist() == [0.0, None, 2.0]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("All", "reserved"),
        ("everyone else", "reserved"),
        ("a × b", "reserved"),
        ("x" * 201, "long-text"),
        ("a\x1bb", "control-character"),
        ("#REF!", "spreadsheet-error"),
    ],
)
def test_a_value_that_cannot_be_a_level_is_refused(tmp_path, value, kind):
    receipt = receipt_of(tmp_path, f"sex,result\nM,Pass\n{value},Fail\n", plan=OPEN)
    assert told(receipt) == [(kind, 'column "sex", row 3', 1)]
    assert receipt.problems[0].what.isprintable()


def test_a_spreadsheet_error_can_be_declared_not_known(tmp_path):
    sex = Characteristic("sex", "sex", unknown=frozenset({"#N/A"}))
    receipt = receipt_of(
        tmp_path, "sex,result\nM,Pass\n#N/A,Pass\n", plan=Plan("t", "u", (sex,), OPEN.measures)
    )
    assert receipt.accepted == 2


def test_an_identifier_is_no_characteristic(tmp_path, monkeypatch):
    monkeypatch.setattr(values, "MOST_LEVELS", 50)
    content = "sex,result\n" + "".join(f"{number},Pass\n" for number in range(51))
    assert refusal_of(tmp_path, content, plan=OPEN).kind == "too-many-levels"
    assert receipt_of(tmp_path, content.removesuffix("50,Pass\n"), plan=OPEN).accepted == 50


def test_a_reference_that_nobody_has_is_refused_unless_the_levels_are_listed(tmp_path):
    content = "sex,result\nmale,Pass\nFemale,Pass\n"
    free = Plan("t", "u", (Characteristic("sex", "sex", reference="Male"),), OPEN.measures)
    problem = refusal_of(tmp_path, content, plan=free)
    assert (problem.kind, 'Did you mean "male"?' in problem.fix) == ("reference-never-seen", True)
    listed = Characteristic("sex", "sex", reference="Male", levels=("Male", "male", "Female"))
    receipt = receipt_of(tmp_path, content, plan=Plan("t", "u", (listed,), OPEN.measures))
    assert [note.kind for note in receipt.notes] == ["level-never-seen"]


def test_what_is_worth_knowing_refuses_nothing(tmp_path):
    content = "sex,result\nF,pass\nf,Fail\nnot known,Fail\n20-Oct,Fail\n"
    receipt = receipt_of(tmp_path, content, plan=OPEN)
    assert receipt.accepted == 4
    assert [note.kind for note in receipt.notes] == [
        "clash",
        "clash",
        "looks-like-a-date",
        "event-never-seen",
    ]
    assert 'Did you mean "pass"?' in receipt.notes[-1].fix


def test_a_receipt_that_loses_a_row_cannot_be_made():
    with pytest.raises(ValueError, match="loses rows"):
        Receipt("", 0, 3, 1, 1, (), ())
    with pytest.raises(ValueError, match="loses rows"):
        Receipt("", 0, 1, 2, -1, (), ())


def test_a_receipt_survives_being_stored_as_json():
    note = Problem("a", "b", "c", count=2, kind="d")
    receipt = Receipt("ab", 10, 3, 1, 2, (note, note), (note,))
    assert Receipt.from_dict(json.loads(json.dumps(receipt.as_dict()))) == receipt


@needs_open_university
def test_the_example_checks_clean():
    receipt = check(read_plan(EXAMPLE), OPEN_UNIVERSITY)
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (32_593, 32_593, 0)
    assert receipt.problems == receipt.notes == ()


@needs_open_university
def test_what_a_spreadsheet_did_to_a_band_is_reported_without_the_map():
    text = EXAMPLE.read_text(encoding="utf-8").replace('map = { "20-Oct" = "10-20%" }', "")
    receipt = check(read_plan(text.encode()), OPEN_UNIVERSITY)
    assert told(receipt) == [("unknown-level", 'column "imd_band", rows 20, 66, 76 and 3,513 more', 3_516)]
    assert 'looks like a date that a spreadsheet made of "10-20"' in receipt.problems[0].what
    assert 'map = { "20-Oct" = "10-20%" }' in receipt.problems[0].fix
