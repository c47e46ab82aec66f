"""Excel workbooks: one sheet, as it is shown; bombs, passwords, errors and hollow formulas are refused."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile

import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from disparity import xlsx_source, xlsx_unpacking
from disparity.checking import check, prepare
from disparity.sources import OFFICE_97
from tests.disparity.data_files import OPEN, PLAN, receipt_of, refusal_of, repacked, workbook, write

HEADINGS = ["id", "sex", "result", "days"]
ROWS = [HEADINGS, [1, "M", "Pass", 3], [2, "F", "Fail", None], [3, None, None, "n/a"]]
SHEET = "xl/worksheets/sheet1.xml"


def receipt_of_rows(directory, rows, *, plan=PLAN):
    return receipt_of(directory, workbook({"Data": rows}), plan=plan, name="data.xlsx")


def test_a_workbook_is_read_like_text(tmp_path):
    receipt = receipt_of_rows(tmp_path, ROWS)
    assert (receipt.rows_in, receipt.accepted, receipt.problems, receipt.notes) == (3, 3, (), ())


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    for column, heading in enumerate(HEADINGS, start=3):
        sheet.cell(row=4, column=column, value=heading)
    for row, sex in ((5, "M"), (8, "X"), (9, "F")):
        for column, value in enumerate([row, sex, "Pass", 1], start=3):
            sheet.cell(row=row, column=column, value=value)
    sheet["F9"] = "=1/0"
    held = io.BytesIO()
    book.save(held)
    receipt = receipt_of(tmp_path, held.getvalue(), name="data.xlsx")
    assert receipt.rows_in == 3
    assert [(p.kind, p.where) for p in receipt.problems] == [
        ("unknown-level", 'column "sex", row 8'),
        ("formula-without-value", 'column "days", row 9'),
    ]


def test_cells_of_every_type_become_their_text(tmp_path):
    values = ["a", 1, 2.5, True, datetime.date(2024, 10, 20), datetime.datetime(2024, 1, 1, 3, 4)]  # noqa: DTZ001
    path = write(
        tmp_path, workbook({"Data": [["sex", "result"], *([value, "Pass"] for value in values)]}), "a.xlsx"
    )
    prepare(OPEN, path, tmp_path / "out")
    accepted = pq.read_table(tmp_path / "out" / "accepted.parquet")
    assert accepted["d0"].to_pylist() == ["a", "1", "2.5", "true", "2024-10-20", "2024-01-01T03:04:00"]


def test_a_date_where_a_level_should_be_is_recognised(tmp_path):
    rows = [*ROWS, [4, datetime.date(2024, 10, 20), "Pass", 1]]
    problem = receipt_of_rows(tmp_path, rows).problems[0]
    assert problem.kind == "unknown-level"
    assert 'a spreadsheet made of "10-20"' in problem.what


def test_an_error_in_a_cell_is_not_a_blank(tmp_path):
    rows = [*ROWS, [4, "#N/A", "Pass", "#DIV/0!"], [5, "M", "#REF!", 1]]
    receipt = receipt_of_rows(tmp_path, rows)
    assert [(p.kind, p.where) for p in receipt.problems] == [
        ("spreadsheet-error", 'column "sex", row 5'),
        ("spreadsheet-error", 'column "result", row 6'),
        ("spreadsheet-error", 'column "days", row 5'),
    ]
    assert receipt.accepted == 3


def test_only_the_first_sheet_with_anything_in_it_is_read(tmp_path):
    book = workbook({"Empty": [], "Data": ROWS, "Notes": [["something"]]})
    receipt = receipt_of(tmp_path, book, name="data.xlsx")
    assert receipt.accepted == 3
    assert [note.kind for note in receipt.notes] == ["several-sheets"]
    assert 'only the sheet "Data" is read; there is something in "Notes" too' in receipt.notes[0].what
    alone = workbook({"Data": ROWS, "Empty": []})
    assert receipt_of(tmp_path, alone, name="data.xlsx").notes == ()


def test_an_error_is_found_in_the_sheet_that_is_read(tmp_path):
    book = workbook({"Empty": [], "Data": [*ROWS, [4, "#N/A", "Pass", 1]], "Notes": [["x", "#REF!"]]})
    receipt = receipt_of(tmp_path, book, name="data.xlsx")
    assert [problem.where for problem in receipt.problems] == ['column "sex", row 5']


def test_merged_cells_are_refused_where_they_hide_values(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    held = io.BytesIO()
    book.save(held)
    assert refusal_of(tmp_path, held.getvalue(), name="data.xlsx").kind == "merged-cells"


CASES = {
    "an empty workbook": (lambda: workbook({"Data": []}), "empty-file", "empty"),
    "only a header": (lambda: workbook({"Data": [HEADINGS]}), "no-rows", "no rows"),
    "a missing column": (
        lambda: workbook({"Data": [["id", "sex", "results", "days"], [1]]}),
        "missing-column",
        "result",
    ),
    "a doubled column": (lambda: workbook({"Data": [[*HEADINGS, "sex"], [1]]}), "duplicate-column", "sex"),
    "another zip file": (
        lambda: zip_of({"a.txt": b"x"}),
        "unknown-format",
        "zip",
    ),
    "damage": (lambda: workbook({"Data": ROWS})[:-400], "damaged", "damaged"),
    "a bomb": (
        lambda: repacked(workbook({"D": ROWS}), {"xl/media/x.xml": b" " * 100_000_000}),
        "too-large",
        "100 MB",
    ),
}


def zip_of(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_a_workbook_is_refused_for(tmp_path, case):
    make, kind, what = CASES[case]
    problem = refusal_of(tmp_path, make(), name="data.xlsx")
    assert problem.kind == kind
    assert what in problem.what


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking(tmp_path, monkeypatch):
    book = repacked(workbook({"Data": ROWS}), {"xl/bomb.xml": b" " * 3_000_000})
    assert len(book) < 400_000
    monkeypatch.setattr(xlsx_unpacking, "MOST_UNPACKED", 1_000_000)
    lying = book.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 1_000))
    assert lying != book
    problem = refusal_of(tmp_path, lying, name="data.xlsx")
    # Python's zip reader stops where the size declared ends, and then finds the checksum wrong.
    assert problem.kind in ("too-large", "damaged")
    assert refusal_of(tmp_path, book, name="data.xlsx").kind == "too-large"


def cells(xml):
    return repacked(
        workbook({"Data": ROWS}),
        {SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b"<sheetData>" + xml + b"</sheetData></worksheet>"},
    )  # fmt: skip


def test_a_cell_in_the_last_corner_is_refused_before_room_is_made_for_it(tmp_path):
    xml = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    problem = refusal_of(tmp_path, cells(xml), name="data.xlsx")
    assert problem.kind == "too-large"
    assert "17,179,869,184 cells" in problem.what


def test_one_long_text_shown_in_every_cell_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_unpacking, "MOST_TEXT", 1_000_000)
    shared = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    xml = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 100))
    book = repacked(cells(xml), {"xl/sharedStrings.xml": shared})
    assert refusal_of(tmp_path, book, name="data.xlsx").kind == "too-large"


def test_a_workbook_with_a_password_and_an_old_one_are_told_apart(tmp_path):
    old = OFFICE_97 + bytes(2_000)
    assert refusal_of(tmp_path, old, name="data.xls").kind == "old-format"
    protected = old + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert refusal_of(tmp_path, protected, name="data.xlsx").kind == "encrypted"


def test_a_workbook_named_csv_is_refused(tmp_path):
    assert refusal_of(tmp_path, workbook({"Data": ROWS}), name="data.csv").kind == "wrong-ending"


def test_a_large_workbook_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_source, "LARGEST", 1_000)
    assert refusal_of(tmp_path, workbook({"Data": ROWS}), name="data.xlsx").kind == "too-large"


def test_a_text_formula_with_a_blank_result_is_a_blank(tmp_path):
    text = b'<c r="%b" t="inlineStr"><is><t>%b</t></is></c>'
    blank = b'<c r="A2" t="str"><f>IF(1,"","")</f><v></v></c>'
    xml = b'<row r="1">' + text % (b"A1", b"sex") + text % (b"B1", b"result") + b"</row>"
    xml += b'<row r="2">' + blank + text % (b"B2", b"Pass") + b"</row>"
    receipt = check(OPEN, write(tmp_path, cells(xml), "data.xlsx"))
    assert (receipt.rows_in, receipt.accepted) == (1, 1)
