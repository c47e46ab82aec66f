"""Every way a CSV file goes wrong is told with its place and what to do; none is taken for data."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from disparity import csv_scan, csv_source
from disparity.checking import prepare
from disparity.csv_scan import unclosed_quote
from disparity.errors import DataError
from disparity.headings import MOST_COLUMNS
from disparity.sources import open_source
from tests.disparity.data_files import (
    GOOD,
    HEADER,
    OPEN,
    PLAN,
    receipt_of,
    refusal_of,
    refusals_of,
    write,
)


def counts(receipt):
    return receipt.rows_in, receipt.accepted, receipt.refused


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "end"])
def test_any_line_end_and_the_mark_of_utf_8_are_accepted(tmp_path, line_end, mark, last):
    text = mark + GOOD.replace("\n", line_end)
    receipt = receipt_of(tmp_path, text if last else text.rstrip("\r\n"))
    assert counts(receipt) == (3, 3, 0)
    assert receipt.problems == receipt.notes == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blank", ["", ",,,", "  "])
def test_blank_lines_are_no_rows_and_are_counted_in_the_row_numbers(tmp_path, line_end, blank):
    text = HEADER + f"1,M,Pass,3\n{blank}\n{blank}\n2,X,Fail,4\n3,,,\n4,M,Pass,5\n{blank}\n{blank}"
    receipt = receipt_of(tmp_path, text.replace("\n", line_end))
    assert counts(receipt) == (4, 3, 1)
    assert receipt.problems[0].where == 'column "sex", row 5'
    assert "line-breaks" not in {note.kind for note in receipt.notes}


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("a,b\n1,2\n", False),
        ("a,b\r\n1,2\r\n", False),
        ("a,b\r1,2\r", False),
        ("a,b\n1,2\n,", True),
        ("a,b\n1,2\n\n", True),
        ("a,b\r\n\r\n1,2", True),
        ("a,b\r\r1,2", True),
    ],
)
def test_the_other_columns_are_read_only_where_lines_are_blank(tmp_path, text, blank):
    assert csv_scan.scan(write(tmp_path, text)).blank_lines is blank


def test_a_row_that_lacks_all_the_plan_reads_is_still_a_row(tmp_path):
    assert counts(receipt_of(tmp_path, HEADER + "1,M,Pass,3\n\n2,F,Fail,1\n7,,,\n")) == (3, 3, 0)


def test_a_value_may_hold_commas_quotes_and_line_breaks(tmp_path):
    plan_text = 'id,sex,result,days\n"a ""b"", c\nd",M,Pass,3\n2,F,"Fail",4\n3,X,Pass,1\n'
    receipt = receipt_of(tmp_path, plan_text)
    assert counts(receipt) == (3, 2, 1)
    assert receipt.problems[0].where == 'column "sex", row 4'
    assert [(note.kind, "1 line break" in note.what) for note in receipt.notes] == [("line-breaks", True)]


def test_rows_of_another_length_are_refused_with_their_number(tmp_path):
    receipt = receipt_of(
        tmp_path, HEADER + "1,M,Pass,3\n2,M,Pass\n3,M,Pass,1,1\n4,M,Pass,2\n5,M\n6,Q,Pass,1\n"
    )
    assert counts(receipt) == (6, 2, 4)
    assert [(p.kind, p.where, p.count) for p in receipt.problems] == [
        ("wrong-length", "row 3", 1),
        ("wrong-length", "row 4", 1),
        ("wrong-length", "row 6", 1),
        ("unknown-level", 'column "sex", row 7', 1),
    ]
    assert receipt.problems[0].what == "the row has 3 values, but the header has 4"


def test_row_numbers_hold_across_the_pieces_a_file_is_read_in(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_source, "BLOCK", 64)
    lines = ["1,M,Pass,3"] * 200
    lines[50], lines[51], lines[150] = "short", "", "1,Z,Pass,3"
    receipt = receipt_of(tmp_path, HEADER + "\n".join(lines))
    assert counts(receipt) == (199, 197, 2)
    assert [problem.where for problem in receipt.problems] == ["row 52", 'column "sex", row 152']


def test_a_file_of_another_shape_is_refused_as_a_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_source, "MOST_MALFORMED", 5)
    problem = refusal_of(tmp_path, HEADER + "1,M\n" * 7)
    assert problem.kind == "wrong-length"
    assert "row 2" in problem.what


CASES = {
    "empty": ("", "empty-file", "empty"),
    "only a header": (HEADER, "no-rows", "no rows"),
    "only a header without a line end": (HEADER.strip(), "no-rows", "no rows"),
    "a header and blank lines": (HEADER + "\n\n,,,\n", "no-rows", "no rows"),
    "blank first line": ("\n" + GOOD, "no-heading", "blank"),
    "semicolons": (GOOD.replace(",", ";"), "wrong-separator", "semicolons"),
    "tabs": (GOOD.replace(",", "\t"), "wrong-separator", "tabs"),
    "upright bars": (GOOD.replace(",", "|"), "wrong-separator", "upright bars"),
    "semicolons and decimal commas": ("id;sex;result;days\n1;M;Pass;3,5\n", "wrong-separator", "semicolons"),
    "missing column": (GOOD.replace("result", "results", 1), "missing-column", 'no column called "result"'),
    "duplicate column": (GOOD.replace("id", "sex", 1), "duplicate-column", '2 columns are called "sex"'),
    "NUL bytes": (GOOD + "4,M\0,Pass,1\n", "nul-bytes", "line 5"),
    "UTF-16 with a mark": (GOOD.encode("utf-16"), "utf-16", "UTF-16"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "utf-16", "UTF-16"),
    "UTF-16 big-endian": (GOOD.encode("utf-16-be"), "utf-16", "UTF-16"),
    "Windows-1252": (GOOD.encode() + b"4,M,Pa\x92ss,1\n", "not-utf-8", "line 5"),
    "UTF-8 that breaks off": (GOOD.encode() + b"4,M,Pass,\xe2\x82", "not-utf-8", "line 5"),
    "quote never closed": (GOOD + '4,"M,Pass,1\n5,F,Fail,2\n', "unclosed-quote", "line 5"),
    "quote never closed in the header": (GOOD.replace("id", '"id', 1), "unclosed-quote", "line 1"),
    "a web page": ("<html><table><tr><td>sex</td></tr></table></html>", "unknown-format", "web page"),
    "a PDF": ("%PDF-1.7 ...", "unknown-format", "PDF"),
    "compressed": (b"\x1f\x8b\x08\x00 ...", "unknown-format", "compressed"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_for(tmp_path, case):
    content, kind, what = CASES[case]
    problem = refusals_of(write(tmp_path, content))[0]
    assert problem.kind == kind
    assert what in problem.what


def test_advice_names_the_column_that_was_meant(tmp_path):
    problem = refusal_of(tmp_path, GOOD.replace("result", "Result", 1))
    assert 'Did you mean "Result"?' in problem.fix


def test_a_duplicate_of_a_column_the_plan_does_not_read_does_no_harm(tmp_path):
    assert receipt_of(tmp_path, GOOD.replace("id,sex", "a,sex").replace("days\n", "days\n", 1)).accepted == 3
    assert receipt_of(tmp_path, "id,id,sex,result,days\n1,1,M,Pass,3\n2,2,F,Fail,2\n").accepted == 2


def test_a_byte_of_windows_is_shown_as_what_it_was(tmp_path):
    problem = refusal_of(tmp_path, GOOD.encode() + b"4,M,Pass \xa3,1\n")
    assert 'in Windows-1252 it would be "£"' in problem.what
    assert f"byte {len(GOOD) + 10}," in problem.what


def test_a_letter_across_two_pieces_is_not_taken_for_damage(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_scan, "PIECE", 7)
    text = "id,sex,result,days\n" + "é€😀,M,Pass,1\n" * 20
    assert receipt_of(tmp_path, text).accepted == 20
    problem = refusal_of(tmp_path, text.encode() + b"\xe9,M,Pass,1\n")
    assert f"byte {len(text.encode()) + 1:,}, in line 22" in problem.what


def test_the_line_of_an_unclosed_quote_is_that_where_its_row_starts(tmp_path):
    assert unclosed_quote(write(tmp_path, 'a\n"b\nc"\nd,"e\nf\n')) == 4
    assert unclosed_quote(write(tmp_path, 'a\n"b\nc"\nd,e 5"\nf\n')) is None
    assert unclosed_quote(write(tmp_path, 'a\n"b' + "\nc" * 100_000)) == 2


def test_a_quotation_mark_inside_a_value_is_not_an_open_one(tmp_path):
    assert receipt_of(tmp_path, HEADER + '5" pipe,M,Pass,3\n2,F,Fail,1\n').accepted == 2


def test_a_row_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_source, "BLOCK", 1_000)
    problem = refusal_of(tmp_path, HEADER + '1,"' + "x\n" * 2_000 + '",Pass,3\n')
    assert problem.kind == "unclosed-quote"


def test_a_million_columns_are_refused_from_the_first_bytes(tmp_path):
    path = write(tmp_path, ",".join(f"column {number}" for number in range(1_000_000)) + "\n")
    tracemalloc.start()
    problem = refusals_of(path)[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problem.kind == "too-many-columns"
    assert "more than" in problem.what
    assert peak < 20_000_000


def test_the_most_columns_are_read_and_one_more_is_not(tmp_path):
    names = ["sex", "result", "days"] + [f"c{number}" for number in range(MOST_COLUMNS - 3)]
    row = "M,Pass,1" + "," * (MOST_COLUMNS - 3)
    assert receipt_of(tmp_path, f"{','.join(names)}\n{row}\n").accepted == 1
    problem = refusal_of(tmp_path, f"{','.join(names)},more\n{row},\n")
    assert problem.kind == "too-many-columns"
    assert "2,001 columns" in problem.what


def test_a_first_row_without_an_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_scan, "HEAD", 100)
    assert refusal_of(tmp_path, '"' + "x" * 200 + GOOD).kind == "no-heading"


@pytest.mark.parametrize("name", ["data.txt", "data.CSV", "data"])
def test_text_may_have_these_endings(tmp_path, name):
    assert receipt_of(tmp_path, GOOD, name=name).accepted == 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [("data.xlsx", "wrong-ending"), ("data.parquet", "wrong-ending"), ("data.doc", "unknown-format")],
)
def test_a_name_that_says_something_else_is_refused(tmp_path, name, kind):
    assert refusal_of(tmp_path, GOOD, name=name).kind == kind


def test_a_path_that_is_no_file_is_refused(tmp_path):
    for path, kind in {
        tmp_path: "not-a-file",
        tmp_path / "x.csv": "missing-file",
        Path("/dev/zero"): "not-a-file",
    }.items():
        with pytest.raises(DataError) as refused:
            open_source(path, PLAN.columns)
        assert [problem.kind for problem in refused.value.problems] == [kind]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = write(tmp_path, GOOD)
    whole = csv_source.CsvSource.batches

    def meddling(self):
        yield from whole(self)
        path.write_text(GOOD + "9,M,Pass,3\n")

    monkeypatch.setattr(csv_source.CsvSource, "batches", meddling)
    assert refusals_of(path)[0].kind == "changed"
    out = tmp_path / "out"
    with pytest.raises(DataError):
        prepare(PLAN, path, out)
    assert list(out.iterdir()) == []


def test_a_line_break_swallowed_by_stray_quotes_is_no_level(tmp_path):
    receipt = receipt_of(tmp_path, 'sex,result\n"M\nF",Pass\nM,Fail\n', plan=OPEN)
    assert [problem.kind for problem in receipt.problems] == ["control-character"]
