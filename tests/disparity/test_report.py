"""The folder of a report: what is written, that it can be read back, and that nothing else gets in."""

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from disparity.breakdown_table import CRUDE_AND_ADJUSTED, P_AND_Q
from disparity.errors import NotReleasable
from disparity.findings import COLUMNS, Completeness, Finding
from disparity.report import read_report, write_report
from disparity.report_page import INTERNAL, page
from figures import plain_text
from tests.disparity.example_reports import (
    HOSTILE,
    finding,
    report_of,
    safe_release,
    unprotected_release,
    without_figures,
)

FILES = {
    "findings.csv", "completeness.csv", "csv-metadata.json", "findings.json", "findings.xlsx", "findings.ods",
    "report.html", "release.json",
}  # fmt: skip
SEEN = re.compile(
    r"A gap of [\d.]+ percentage points or more would probably have shown\.|"
    r"A gap of [\d.]+ to [\d.]+ percentage points, depending on the group, would probably have shown\."
)
NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("reports") / "safe"
    write_report(safe_release(), directory)
    return directory


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("reports") / "internal"
    write_report(unprotected_release(), directory)
    return directory


class Page(HTMLParser):
    """Collects the words of a page by the kind of place they stand in, and counts its tags."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[tuple[str, str]] = []
        self.open: list[tuple[str, str]] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in {"meta", "br"}:
            self.open.append((tag, dict(attributes).get("class") or ""))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, words: str) -> None:
        if words.strip() and self.open[-1][0] != "style":
            self.words.append((".".join(filter(None, self.open[-1])), words))


def test_the_folder_holds_its_files(safe: Path) -> None:
    assert {path.name for path in safe.iterdir()} == FILES


def test_the_findings_are_the_published_columns(safe: Path, internal: Path) -> None:
    for directory, more in ((safe, []), (internal, ["protection"])):
        with (directory / "findings.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [*COLUMNS, *more]
        assert len(COLUMNS) == 27
        assert not more or {row[-1] for row in rows[1:]} == {"UNPROTECTED"}


def test_numbers_keep_their_full_precision(safe: Path) -> None:
    with (safe / "findings.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row, held in zip(rows, safe_release().findings, strict=True):
        assert row["value"] == ("" if held.value is None else repr(held.value))
        assert plain_text(row["group"]) == held.group
        if held.status in {"too-few", "hidden"}:
            assert not any(
                row[name] for name in ("n", "events", "value", "low", "high", "difference", "ratio")
            )


@pytest.mark.parametrize("make", [safe_release, unprotected_release])
def test_a_report_reads_back_as_it_was_written(make, tmp_path: Path) -> None:
    release = make()
    write_report(release, tmp_path)
    report = read_report(tmp_path)
    assert report.findings == release.findings
    assert report.completeness == release.completeness
    assert report.manifest == release.manifest
    for name in ("title", "unit", "is_internal", "characteristics", "slices"):
        assert getattr(report, name) == getattr(release, name)
    assert [(m.name, m.kind, m.better, m.unit) for m in report.measures] == [
        (m.name, m.kind, m.better, m.unit) for m in release.measures
    ]
    assert page(report) == page(release)


def test_the_same_release_gives_the_same_bytes(safe: Path, tmp_path: Path) -> None:
    write_report(safe_release(), tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (safe / name).read_bytes()


@pytest.mark.parametrize("wrong", [None, {}, report_of(finding()), "release", object()])
def test_nothing_but_a_release_is_written(wrong: object, tmp_path: Path) -> None:
    with pytest.raises(NotReleasable, match="make_release"):
        write_report(wrong, tmp_path / "out")  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_release_json_says_what_it_is_and_how_it_was_made(safe: Path) -> None:
    words = (safe / "release.json").read_text(encoding="utf-8")
    record = json.loads(words)
    assert list(record) == sorted(record)
    manifest = safe_release().manifest
    assert {name: record[name] for name in manifest} == manifest
    assert record["title"] == "A worked example"
    assert record["is_internal"] is False
    assert record["measures"][1] == {
        "name": "weeks to conclude", "kind": "mean", "better": "lower", "unit": "weeks",
    }  # fmt: skip
    assert set(record["files"]) == FILES - {"release.json"}
    assert words.startswith('{\n  "analysis"')


def test_every_number_of_a_safe_page_comes_from_its_findings(safe: Path) -> None:
    release = safe_release()
    allowed = {"95", "100", "1,000", "10,000", "10", "5", "0"}
    shares: set[float] = set()
    others: set[float] = set()
    for row in release.findings:
        allowed |= {f"{count:,}" for count in (row.n, row.events, row.comparator_n) if count is not None}
        allowed |= {f"{chance:.3f}" for chance in (row.p, row.q) if chance is not None} | {"0.001"}
        own = (row.value, row.low, row.high, row.comparator_value)
        gaps = (row.difference, row.difference_low, row.difference_high)
        (shares if row.kind == "proportion" else others).update(x for x in (*own, *gaps) if x is not None)
    for share in shares:
        allowed |= {f"{abs(share) * 100:.1f}", f"{abs(share) * 100:.2f}"}
        allowed |= {f"{int(abs(share) * base + 0.5):,}" for base in (100, 1_000, 10_000)}
    for value in others:
        allowed |= {f"{abs(value):,.{places}f}" for places in range(3)}
    for row in release.completeness:
        allowed |= {f"{count:,}" for count in (row.people, row.known) if count is not None}
        allowed |= {f"{int(row.share * 1000 + 1e-9) / 10:.1f}"} if row.share is not None else set()
    shown = Page((safe / "report.html").read_text(encoding="utf-8"))
    # The marks of axes, where shades begin, and the gap that could have been seen are worked out of these.
    derived = {"text.figure-tick", "p.figure-key", "dd", "desc"}
    prose = [SEEN.sub("", words) for place, words in shown.words if place not in derived]
    found = {number for words in prose for number in NUMBER.findall(words)}
    found -= {str(number) for number in range(1, 10)}  # how many groups are not shown
    assert len(found) > 50
    assert found <= allowed


def test_a_hidden_group_has_words_in_the_page() -> None:
    hidden = without_figures(finding("Traveller"), "too-few")
    kept = without_figures(finding("Roma"), "hidden")
    words = page(report_of(finding(), hidden, kept))
    for group, said in (("Traveller", "Too few to say"), ("Roma", "Hidden to protect others")):
        (row,) = re.findall(rf'<tr><th scope="row">{group}</th>(.*?)</tr>', words)
        assert said in row
        assert not re.search(r"\d", re.sub(r"<[^>]*>", "", row))


def test_the_page_needs_nothing_else_and_runs_nothing(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    shown = Page(words)
    assert not {"script", "link", "img", "iframe", "object", "form", "b"} & set(shown.tags)
    assert not [name for name, _ in shown.attributes if name.startswith("on") or name in {"style", "src"}]
    links = [value for name, value in shown.attributes if name == "href"]
    targets = {value for name, value in shown.attributes if name == "id"}
    assert links
    assert {link.removeprefix("#") for link in links if link} <= targets
    assert "url(" not in words
    assert "@import" not in words
    assert HOSTILE not in words


def test_the_page_is_in_order_for_those_who_hear_it(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    shown = Page(words)
    ids = [value for name, value in shown.attributes if name == "id"]
    assert '<html lang="en-GB">' in words
    assert len(ids) == len(set(ids))
    assert shown.tags.count("h1") == shown.tags.count("main") == 1
    assert shown.tags.count("table") == shown.tags.count("caption") > 10
    assert shown.tags.count("h4") == words.count('class="figure-heat"') > 0
    assert all(f'aria-labelledby="{name}"' in words for name in ids if re.fullmatch(r"table-\d+", str(name)))
    assert "@media print" in words


def test_only_completeness_and_the_tables_over_everyone_have_charts(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    assert words.count("<svg") == 7
    for folded in re.findall(r"<details>.*?</details>", words, flags=re.DOTALL):
        assert "<svg" not in folded
        assert "<table" in folded


def test_completeness_comes_first_with_bars_that_never_round_up_to_everyone(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    first = words.index("<section")
    assert words.index('<section id="completeness"') == first
    assert first < words.index('id="chart-completeness"') < words.index('<section id="measure-passed"')
    almost = replace(
        report_of(finding()), completeness=(Completeness("measure", "passed", 9000, 8999, 0.9999),)
    )
    bar = page(almost).split('id="chart-completeness"')[1].split("</svg>")[0]
    assert "99.9%" in bar
    assert "100.0%" not in bar


def test_two_characteristics_together_have_a_heat_table_after_what_it_says(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    section = words.split("<h3>Two characteristics together</h3>")[1].split("</section>")[0]
    assert "<h4>Passed by sex × ethnic group</h4>" in section
    assert section.index("The highest figure is") < section.index('<table class="figure-heat">')
    assert "Too few to say</td>" in section or "Hidden to protect others</td>" in section


def test_the_lines_on_p_q_and_adjustment_stand_only_where_there_are_such_figures() -> None:
    plain, full = finding(), finding(p=0.004, q=0.02, ratio=1.05, adjusted_ratio=1.01)
    for sentence in (P_AND_Q, CRUDE_AND_ADJUSTED):
        assert sentence not in page(report_of(plain))
        assert page(report_of(full)).count(sentence) == 1


def test_an_internal_page_says_so_everywhere(internal: Path) -> None:
    words = (internal / "report.html").read_text(encoding="utf-8")
    assert "<title>A worked example (internal: not protected)</title>" in words
    sections = re.findall(r"<section.*?</section>", words, flags=re.DOTALL)
    assert len(sections) == 5
    assert all(INTERNAL in section.split("<table")[0] for section in sections)
    for folded in re.findall(r"<details>.*?</details>", words, flags=re.DOTALL):
        assert INTERNAL in folded


def test_a_safe_page_does_not_call_itself_internal(safe: Path) -> None:
    assert "nternal:" not in (safe / "report.html").read_text(encoding="utf-8")


SHEETS = ["Cover", "Contents", "Notes", "Completeness", "Rates", "Means", "Medians", "About"]


def rows_below(sheet: Any, heading: str) -> list[dict[str, Any]]:
    """Return the rows of the table on a sheet whose first column has this heading."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if row[0] == heading)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def test_the_workbook_has_a_cover_contents_notes_and_a_sheet_for_each_kind_of_table(safe: Path) -> None:
    book = openpyxl.load_workbook(safe / "findings.xlsx")
    assert [name for name in book.sheetnames if name != "Trends"] == SHEETS
    assert book["Cover"]["A1"].value == "A worked example"
    listed = [row["Sheet"] for row in rows_below(book["Contents"], "Sheet")]
    assert listed == book.sheetnames[2:]
    findings = [row for row in safe_release().findings if row.kind == "proportion"]
    rows = rows_below(book["Rates"], "Outcome")
    assert len(rows) == len(findings)
    for row, held in zip(rows, findings, strict=True):
        assert (row["Outcome"], row["Within"]) == (held.measure, held.slice)
        assert plain_text(row["Group"]) == held.group
        kept = "[c]" if held.status in {"too-few", "hidden"} else "[x]"
        assert row["Rate"] == (kept if held.value is None else pytest.approx(held.value))
        assert row["With the outcome"] == (kept if held.events is None else held.events)
        against = "[z]" if held.comparator is None else "[x]"
        assert row["Ratio"] == (against if held.ratio is None else pytest.approx(held.ratio))


def test_no_cell_of_a_table_in_the_workbook_is_blank(safe: Path, internal: Path) -> None:
    for directory in (safe, internal):
        for sheet in openpyxl.load_workbook(directory / "findings.xlsx").worksheets:
            for table in sheet.tables.values():
                blank = [cell.coordinate for row in sheet[table.ref] for cell in row if cell.value is None]
                assert not blank, (sheet.title, blank)


def test_the_two_workbooks_hold_the_same(safe: Path) -> None:
    one, other = (CalamineWorkbook.from_path(safe / f"findings.{end}") for end in ("xlsx", "ods"))
    assert one.sheet_names == other.sheet_names
    for name in one.sheet_names:
        first, second = (book.get_sheet_by_name(name).to_python() for book in (one, other))
        assert len(first) == len(second) > 1
        for row, same in zip(first, second, strict=True):
            assert [pytest.approx(cell) if isinstance(cell, float) else cell for cell in row] == same


def test_an_internal_workbook_says_so_on_every_sheet_and_row(internal: Path) -> None:
    book = openpyxl.load_workbook(internal / "findings.xlsx")
    for name in ("Rates", "Means", "Medians"):
        assert {row["Protection"] for row in rows_below(book[name], "Outcome")} == {"UNPROTECTED"}
    for sheet in book.worksheets:
        if sheet.title not in {"Contents", "Notes"}:
            assert "internal: not protected" in sheet["A1"].value


def test_the_metadata_explains_every_column_of_the_csv_files_in_their_order(
    safe: Path, internal: Path
) -> None:
    for directory in (safe, internal):
        described = json.loads((directory / "csv-metadata.json").read_bytes())
        assert [table["url"] for table in described["tables"]] == ["findings.csv", "completeness.csv"]
        for table in described["tables"]:
            with (directory / table["url"]).open(newline="", encoding="utf-8") as file:
                heading = next(csv.reader(file))
            columns = table["tableSchema"]["columns"]
            assert [column["name"] for column in columns] == heading
            assert all(column["dc:description"].endswith(".") and column["datatype"] for column in columns)


def test_the_datatypes_of_the_metadata_hold_for_every_cell(safe: Path) -> None:
    read = {"string": str, "nonNegativeInteger": int, "number": float}
    for table in json.loads((safe / "csv-metadata.json").read_bytes())["tables"]:
        types = {column["name"]: read[column["datatype"]] for column in table["tableSchema"]["columns"]}
        with (safe / table["url"]).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                assert all(types[name](cell) is not None for name, cell in row.items() if cell)


def test_the_findings_in_json_are_the_findings(safe: Path, internal: Path) -> None:
    for directory, release in ((safe, safe_release()), (internal, unprotected_release())):
        held = json.loads((directory / "findings.json").read_bytes())
        assert held["is_internal"] is release.is_internal
        assert [Finding(**(dict.fromkeys(COLUMNS) | row)) for row in held["findings"]] == list(
            release.findings
        )


def test_a_hidden_group_has_no_figure_in_any_file(safe: Path) -> None:
    held = json.loads((safe / "findings.json").read_bytes())["findings"]
    hidden = [row for row in held if row["status"] in {"too-few", "hidden"}]
    assert hidden
    words = {"measure", "kind", "characteristic", "group", "slice", "period", "comparator", "status"}
    assert all(set(row) <= words for row in hidden)


def test_a_page_shows_charts_for_everyone_and_says_what_it_leaves_to_the_file() -> None:
    rows = [
        finding(
            f"Group {n % 20}",
            characteristic=f"c{n // 20 % 5}",
            slice="all" if n < 100 else f"region: {n // 100}",
        )
        for n in range(2000)
    ]
    report = report_of(*rows, characteristics=tuple(f"c{n}" for n in range(5)), slices=("region",))
    words = page(report)
    assert words.count("<svg") == 6
    assert "35 more or longer tables are in findings.csv" in words


def test_a_report_without_findings_is_still_a_page() -> None:
    words = page(replace(report_of(), completeness=()))
    assert "The data do not show a difference" in words
    Page(words)
