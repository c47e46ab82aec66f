"""Table files: numbers stay numbers, words never run, and what was written can be read back."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from figures import (
    Column,
    Cover,
    FigureError,
    Table,
    csv_text,
    plain_text,
    safe_text,
    write_csv,
    write_ods,
    write_xlsx,
)

DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://example.invalid")',
    "+44 20 7946 0000",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u200b=1",
    "\ufeff@x",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "\n=1",
]
HARMLESS = [
    "Female",
    "Don't know",
    "'tis",
    "10-20%",
    "a=b",
    "£5",
    "",
    "Ynys Môn",
    "−1.5",
    "x" * 300,
    "👩🏽‍🦽",
]
COLUMNS = (Column("Group"), Column("People", "count"), Column("Rate", "percent"), Column("Weeks", "decimal"))
ROWS = [
    ("Female", 1200, 0.712, 34.25),
    ("=cmd", -5, -0.031, -1.5),
    ("  two  blanks\tand a tab", None, None, None),
    ("Welsh & <b>bold</b> ]]>", "[c]", "[c]", 0.1 + 0.2),
]
Write = Callable[..., None]


def table(rows: Sequence[Sequence[object]] = ROWS, **changes: object) -> Table:
    return Table(
        **{"title": "Rates by sex", "columns": COLUMNS, "rows": rows, "name": "Rates", **changes}  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("words", DANGEROUS)
def test_dangerous_words_are_disarmed_and_come_back(words: str) -> None:
    safe = safe_text(words)
    assert safe.startswith("'")
    assert plain_text(safe) == words


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_words_are_left_alone(words: str) -> None:
    assert safe_text(words) == words == plain_text(words)


def test_csv_numbers_keep_full_precision_and_words_are_safe() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(table()))))
    assert rows[0] == ["Group", "People", "Rate", "Weeks"]
    assert rows[2] == ["'=cmd", "-5", "-0.031", "-1.5"]
    assert rows[3][1:] == ["", "", ""]
    assert float(rows[4][3]) == 0.1 + 0.2


def test_csv_is_written_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert write_csv(path, ["=a", "b"], ((n, "@x") for n in range(3)), bom=True) == 3
    assert path.read_bytes() == b"\xef\xbb\xbf'=a,b\n0,'@x\n1,'@x\n2,'@x\n"


def test_xlsx_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_xlsx(path, [table(notes=("Rounded to 5.",), source="Case files")], title="A book")
    book = openpyxl.load_workbook(path)
    sheet = book["Rates"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows[:4]] == [
        "Rates by sex", "This sheet has one table.", "Rounded to 5.", "Source: Case files",
    ]  # fmt: skip
    assert rows[4] == ["Group", "People", "Rate", "Weeks"]
    assert rows[5] == ["Female", 1200, 0.712, 34.25]
    assert rows[6] == ["'=cmd", -5, -0.031, -1.5]
    assert rows[7][1:] == [None, None, None]
    # Excel itself keeps sixteen digits.
    assert rows[8] == ["Welsh & <b>bold</b> ]]>", "[c]", "[c]", pytest.approx(0.3, abs=1e-15)]
    assert sheet.freeze_panes is None
    assert sheet.tables["Table_1"].ref == "A5:D9"
    assert sheet["C6"].number_format == "0.0%"
    assert sheet["B6"].number_format == "#,##0"
    assert book.properties.title == "A book"
    assert book.properties.language == "en-GB"
    # The clock has no part in the file, so that the same tables give the same bytes on another day.
    assert book.properties.created == book.properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_ods_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"
    write_ods(path, [table(notes=("Rounded to 5.",), source="Case files")], title="A book & more")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Rates").to_python()
    assert [row[0] for row in rows[:4]] == [
        "Rates by sex", "This sheet has one table.", "Rounded to 5.", "Source: Case files",
    ]  # fmt: skip
    assert rows[4] == ["Group", "People", "Rate", "Weeks"]
    assert rows[5] == ["Female", 1200, 0.712, 34.25]
    assert rows[6] == ["'=cmd", -5, -0.031, -1.5]
    assert rows[8][0] == "Welsh & <b>bold</b> ]]>"
    assert rows[8][3] == 0.1 + 0.2


def test_ods_keeps_to_its_standard(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"
    write_ods(path, [table()], title="A book")
    with zipfile.ZipFile(path) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        listed = package.read("META-INF/manifest.xml").decode()
        for name in set(package.namelist()) - {"mimetype", "META-INF/manifest.xml"}:
            assert f'"{name}"' in listed
            ElementTree.fromstring(package.read(name))
        content = package.read("content.xml").decode()
        meta = package.read("meta.xml").decode()
        assert 'fo:country="GB"' in package.read("styles.xml").decode()
    assert "<table:table-header-rows>" in content
    assert 'table:target-range-address="&#x27;Rates&#x27;.A3:&#x27;Rates&#x27;.D7"' in content
    assert "<dc:language>en-GB</dc:language>" in meta
    assert 'office:value-type="percentage" office:value="0.712"' in content
    assert '<text:s text:c="2"/>two<text:s text:c="2"/>blanks<text:tab/>and' in content


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
@pytest.mark.parametrize("words", [*DANGEROUS, *HARMLESS])
def test_no_cell_of_a_spreadsheet_can_run(write: Write, words: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    sheet = Table(
        words or "t", (Column(words or "c"), Column("n", "count")), [(words, -3)], (words,), words, "S"
    )
    write(path, [sheet], title=words)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    everything = "".join(parts.values())
    assert "<f>" not in everything
    assert "<hyperlink" not in everything
    assert "table:formula" not in everything
    cells = [parts[name] for name in ("content.xml", "xl/sharedStrings.xml") if name in parts]
    for cell in cells:
        for node in ElementTree.fromstring(cell).iter():
            is_cell = node.tag.endswith(("}si", "}table-cell"))
            held = "".join(node.itertext()).strip() if is_cell else ""
            assert held[:1] not in set("=+@＝＋－＠"), held


@pytest.mark.parametrize(("write", "end"), [(write_xlsx, "xlsx"), (write_ods, "ods")])
def test_the_same_tables_give_the_same_bytes(write: Write, end: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / f"{name}.{end}", [table(), table(name="Other")], title="A book")
    assert (tmp_path / f"one.{end}").read_bytes() == (tmp_path / f"two.{end}").read_bytes()


@pytest.mark.parametrize(("write", "end"), [(write_xlsx, "xlsx"), (write_ods, "ods")])
def test_several_tables_stand_behind_a_cover_contents_and_notes(
    write: Write, end: str, tmp_path: Path
) -> None:
    path = tmp_path / f"t.{end}"
    tables = [table(), table(name="Bob's [odd]: name/with*signs? and a long tail"), table((), name="Empty")]
    cover = Cover(("What it is.",), (("Who made it", "=We did"),), ("Rounded.", "Not adjusted."))
    write(path, tables, title="A book", cover=cover)
    book = CalamineWorkbook.from_path(path)
    names = ["Cover", "Contents", "Notes", "Rates", "Bob's odd name with signs and a", "Empty"]
    assert book.sheet_names == names
    words = [row[0] for row in book.get_sheet_by_name("Cover").to_python()]
    assert words == ["A book", "What it is.", "Who made it", "'=We did"]
    contents = book.get_sheet_by_name("Contents").to_python()
    assert contents[:3] == [
        ["Contents", "", ""], ["This sheet has one table.", "", ""], ["Sheet", "What is on it", "Rows"],
    ]  # fmt: skip
    assert [row[0] for row in contents[3:]] == names[2:]
    assert [row[2] for row in contents[3:]] == [2, 4, 4, 0]
    assert book.get_sheet_by_name("Notes").to_python()[2:] == [
        ["Note", "What it says"], ["note 1", "Rounded."], ["note 2", "Not adjusted."],
    ]  # fmt: skip
    assert book.get_sheet_by_name("Rates").to_python()[1][0] == (
        "This sheet has one table. Notes are on the sheet Notes."
    )


@pytest.mark.parametrize(("write", "end"), [(write_xlsx, "xlsx"), (write_ods, "ods")])
def test_no_sheet_has_a_blank_row_above_or_within_its_table(write: Write, end: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{end}"
    notes = Cover(notes=("A note.",))
    write(path, [table(notes=("One.",), source="S"), table(name="Other")], title="A book", cover=notes)
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        assert all(any(cell != "" for cell in row) for row in book.get_sheet_by_name(name).to_python()), name


def test_each_table_of_an_xlsx_is_marked_and_nothing_is_merged_frozen_or_filtered(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "t.xlsx", [table(), table(name="Other")], title="A book", cover=Cover(notes=("N.",))
    )
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for sheet in book.worksheets:
        assert sheet.freeze_panes is None
        assert not sheet.merged_cells.ranges
        assert all(marked.autoFilter is None for marked in sheet.tables.values())
        assert len(sheet.tables) == (0 if sheet.title == "Cover" else 1)


@pytest.mark.parametrize("links", [("Bob's", "Other")])
def test_the_links_of_the_contents_lead_to_their_sheets(links: tuple[str, ...], tmp_path: Path) -> None:
    tables = [table(name=name) for name in links]
    write_xlsx(tmp_path / "t.xlsx", tables, title="A book")
    contents = openpyxl.load_workbook(tmp_path / "t.xlsx")["Contents"]
    found = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert found == ["'Bob''s'!A1", "'Other'!A1"]
    write_ods(tmp_path / "t.ods", tables, title="A book")
    with zipfile.ZipFile(tmp_path / "t.ods") as package:
        root = ElementTree.fromstring(package.read("content.xml"))
    targets = [
        node.get("{http://www.w3.org/1999/xlink}href") for node in root.iter() if node.tag.endswith("}a")
    ]
    assert targets == ["#'Bob''s'.A1", "#'Other'.A1"]


@pytest.mark.parametrize(("write", "end"), [(write_xlsx, "xlsx"), (write_ods, "ods")])
def test_two_sheets_of_one_name_are_refused(write: Write, end: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{end}"
    with pytest.raises(FigureError, match="Two sheets are called 'RATES'"):
        write(path, [table(), table(name="RATES")], title="A book")
    for name in ("contents", "cover"):
        with pytest.raises(FigureError, match="Two sheets"):
            write(path, [table(), table(name=name)], title="A book")
    with pytest.raises(FigureError, match="Two sheets"):
        write(path, [table(name="NOTES")], title="A book", cover=Cover(notes=("A note.",)))
    with pytest.raises(FigureError, match="at least one table"):
        write(path, [], title="A book")
    assert not path.exists()


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_cell_longer_than_a_spreadsheet_holds_is_cut(write: Write, tmp_path: Path) -> None:
    write(tmp_path / "t", [table([("👩" * 40_000, 1, 0.1, 1.0)])], title="A book")
    book = CalamineWorkbook.from_filelike(io.BytesIO((tmp_path / "t").read_bytes()))
    row = book.get_sheet_by_index(0).to_python()[-1]
    assert str(row[0]).endswith("👩…")
    assert row[1] == 1


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), True, object(), b"bytes"])
def test_a_cell_that_no_file_can_hold_is_refused(cell: object, tmp_path: Path) -> None:
    wrong = table([("Female", cell, 0.1, 1.0)])
    with pytest.raises(FigureError, match="A cell is text, a finite number or None"):
        csv_text(wrong)
    for write in (write_xlsx, write_ods):
        with pytest.raises(FigureError, match="A cell is text"):
            write(tmp_path / "t", [wrong], title="A book")


@pytest.mark.parametrize(
    ("columns", "rows"),
    [((), []), ((Column(" "),), []), ((Column("a"), Column("A ")), []), (COLUMNS, [("Female", 1)])],
)
def test_a_table_that_does_not_fit_its_headings_is_refused(
    columns: tuple[Column, ...], rows: list[tuple[object, ...]]
) -> None:
    with pytest.raises(FigureError):
        Table("t", columns, rows)  # type: ignore[arg-type]
