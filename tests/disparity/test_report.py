"""The folder of a report: what is written, that it can be read back, and that nothing else gets in."""

import csv
import json
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from disparity.errors import DisparityError, NotReleasable
from disparity.findings import COLUMNS
from disparity.report import ReportDamaged, read_report, write_report
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

FILES = {"findings.csv", "completeness.csv", "findings.xlsx", "report.html", "release.json"}
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


def test_the_folder_holds_five_files(safe: Path) -> None:
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
    assert words.startswith('{\n  "attack"')


def test_every_number_of_a_safe_page_comes_from_its_findings(safe: Path) -> None:
    release = safe_release()
    allowed = {"95", "100", "1,000", "10,000", "10", "5", "0"}
    shares: set[float] = set()
    others: set[float] = set()
    for row in release.findings:
        allowed |= {f"{count:,}" for count in (row.n, row.events, row.comparator_n) if count is not None}
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
    prose = [words for place, words in shown.words if place not in {"text.figure-tick", "dd", "desc"}]
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
    assert all(f'aria-labelledby="{name}"' in words for name in ids if re.fullmatch(r"table-\d+", str(name)))
    assert "@media print" in words


def test_only_the_tables_over_everyone_have_charts(safe: Path) -> None:
    words = (safe / "report.html").read_text(encoding="utf-8")
    assert words.count("<svg") == 6
    for folded in re.findall(r"<details>.*?</details>", words, flags=re.DOTALL):
        assert "<svg" not in folded
        assert "<table" in folded


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


def test_the_workbook_has_a_cover_findings_completeness_and_about(safe: Path, internal: Path) -> None:
    book = openpyxl.load_workbook(safe / "findings.xlsx")
    assert book.sheetnames == ["Contents", "Findings", "Completeness", "About"]
    rows = [list(row) for row in book["Findings"].iter_rows(values_only=True)]
    start = rows.index(list(COLUMNS)) + 1
    assert len(rows) - start == len(safe_release().findings)
    for row, held in zip(rows[start:], safe_release().findings, strict=True):
        own = dict(zip(COLUMNS, row, strict=True))
        assert own["value"] == (pytest.approx(held.value) if held.value is not None else own["value"])
        if held.status in {"too-few", "hidden"}:
            assert own["n"] == own["value"] == "[c]"
    inside = openpyxl.load_workbook(internal / "findings.xlsx")
    last = [row[-1] for row in inside["Findings"].iter_rows(values_only=True) if row[-1]]
    assert last == ["protection", *["UNPROTECTED"] * len(unprotected_release().findings)]
    for sheet in inside.worksheets:
        assert "internal: not protected" in sheet["A1"].value


def break_file(directory: Path, name: str, before: str, after: str, *, mend_hash: bool = True) -> None:
    path = directory / name
    words = path.read_text(encoding="utf-8")
    assert before in words
    path.write_text(words.replace(before, after, 1), encoding="utf-8")
    if mend_hash and name != "release.json":
        record = json.loads((directory / "release.json").read_bytes())
        record["files"][name] = sha256(path.read_bytes()).hexdigest()
        (directory / "release.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize("name", ["findings.csv", "completeness.csv", "release.json"])
def test_a_missing_file_is_damage(name: str, safe: Path, tmp_path: Path) -> None:
    shutil.copytree(safe, tmp_path / "r")
    (tmp_path / "r" / name).unlink()
    with pytest.raises(ReportDamaged, match=rf"{name} is missing.*Run the analysis again"):
        read_report(tmp_path / "r")


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        ("findings.csv", "measure,kind", "kind,measure", "columns are not measure"),
        ("findings.csv", "proportion", "share", "row 2: it has the kind 'share'"),
        ("findings.csv", ",ok\n", ",fine\n", "status 'fine'"),
        ("findings.csv", ",565,", ",many,", "row 2, column n: 'many' is not a number"),
        ("findings.csv", ",565,", ",565.5,", "column n: '565.5' is not a number"),
        ("findings.csv", ",ok\n", "\n", "does not fit the headings"),
        ("findings.csv", "\npassed,", "\nfailed,", "a measure that release.json does not"),
        ("completeness.csv", "characteristic,", "trait,", "kind 'trait'"),
        ("completeness.csv", ",1150,", ",x,", "'x' is not a number"),
        ("release.json", "disparity/release@1", "disparity/release@9", "its format is not"),
        ("release.json", '"is_internal": false', '"is_internal": "no"', "does not say whether"),
        ("release.json", '"title":', '"name":', "does not hold what a report holds"),
        ("release.json", '"better":', '"best":', "does not hold what a report holds"),
        ("release.json", "{", "", "is not whole"),
    ],
)
def test_a_damaged_file_is_refused_and_the_place_is_named(
    name: str, before: str, after: str, words: str, safe: Path, tmp_path: Path
) -> None:
    shutil.copytree(safe, tmp_path / "r")
    break_file(tmp_path / "r", name, before, after)
    with pytest.raises(ReportDamaged, match=words) as caught:
        read_report(tmp_path / "r")
    assert isinstance(caught.value, DisparityError)
    assert name in str(caught.value) or "release.json" in str(caught.value)


@pytest.mark.parametrize("words", ["nan", "inf", "-inf"])
def test_a_number_that_is_not_finite_is_refused(words: str, safe: Path, tmp_path: Path) -> None:
    shutil.copytree(safe, tmp_path / "r")
    break_file(tmp_path / "r", "findings.csv", repr(safe_release().findings[0].value), words)
    with pytest.raises(ReportDamaged, match=f"column value: '{words}' is not a number"):
        read_report(tmp_path / "r")


def test_a_file_that_was_changed_afterwards_is_refused(safe: Path, tmp_path: Path) -> None:
    shutil.copytree(safe, tmp_path / "r")
    break_file(tmp_path / "r", "findings.csv", ",565,", ",570,", mend_hash=False)
    with pytest.raises(ReportDamaged, match=r"findings\.csv: it was changed"):
        read_report(tmp_path / "r")


def test_an_internal_report_cannot_lose_its_mark(internal: Path, tmp_path: Path) -> None:
    shutil.copytree(internal, tmp_path / "r")
    break_file(tmp_path / "r", "release.json", '"is_internal": true', '"is_internal": false')
    with pytest.raises(ReportDamaged, match="columns are not"):
        read_report(tmp_path / "r")


def test_a_report_that_was_only_half_written_is_none(
    safe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "r"
    shutil.copytree(safe, directory)

    def fail(report: object) -> str:
        raise OSError("The disk is full.")

    monkeypatch.setattr("disparity.report.page", fail)
    with pytest.raises(OSError, match="full"):
        write_report(safe_release(), directory)
    with pytest.raises(ReportDamaged, match=r"release\.json is missing"):
        read_report(directory)


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
    assert words.count("<svg") == 5
    assert "35 more or longer tables are in findings.csv" in words


def test_a_report_without_findings_is_still_a_page() -> None:
    words = page(replace(report_of(), completeness=()))
    assert "The data do not show a difference" in words
    Page(words)
