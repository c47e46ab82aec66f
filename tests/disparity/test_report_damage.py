"""A report that was damaged, changed or only half written is refused, and the place is named."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from disparity.errors import DisparityError
from disparity.report import ReportDamaged, read_report, write_report
from tests.disparity.example_reports import (
    safe_release,
    unprotected_release,
)


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    write_report(safe_release(), directory := tmp_path_factory.mktemp("reports") / "safe")
    return directory


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    write_report(unprotected_release(), directory := tmp_path_factory.mktemp("reports") / "internal")
    return directory


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
        ("findings.csv", "proportion", "portion", "row 2: it has the kind 'portion'"),
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
