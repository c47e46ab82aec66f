"""The plans for published tables of counts, on the tables themselves: the figures are those that were published.

The files are real and not part of the repository: they are looked for beside it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from disparity.command import main
from tests.browsing import leave_out
from tests.disparity.published_outputs import rows_of

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
A4 = DATA / "dfe-children-in-need" / "a4_cin_by_ethnicity_and_age_gender_2018_to_2024.csv"
A7 = DATA / "dfe-children-in-need" / "a7_cin_by_age_gender_ethnicity_2015_to_2024.csv"
SEARCHES = DATA / "uk-police-stop-and-search-by-ethnicity-2006-2018.csv"
MARK = "file of counts"


def table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name.strip(): value.strip() for name, value in row.items()}


def report_of(directory: Path, plan: str, data: Path, *more: str) -> list[dict[str, str]]:
    if not data.exists():
        leave_out(f"{data.name} is not beside the repository, in ../shared/data.")
    example = str(ROOT / "examples" / plan)
    assert main(["check", example, str(data), *more]) == 0
    assert main(["analyse", example, str(data), *more, "--out", str(directory / "report")]) == 0
    assert MARK in (directory / "report" / "report.html").read_text(encoding="utf-8")
    return rows_of(directory / "report" / "findings.csv")


def test_the_shares_of_children_in_need_are_those_that_were_published(tmp_path: Path) -> None:
    findings = report_of(tmp_path, "children-in-need-by-ethnic-group.toml", A7)
    shares = {(f["period"], f["group"]): float(f["value"]) for f in findings if f["period"] != "all"}
    totals = {"Total White": "White", "Total mixed": "Mixed"}
    totals |= {f"Total {name}": name for name in ("Asian or Asian British", "Black or Black British")}
    compared = 0
    for row in table(A7):
        if row["characteristic"] == "Ethnicity" and row["characteristic_type"] != "Known ethnicity":
            group = totals.get(row["characteristic_type"], row["characteristic_type"])
            # Published to a tenth of a percent, from counts that were not yet rounded to the nearest 10.
            assert 100 * shares[row["time_period"], group] == pytest.approx(
                float(row["percent"]), abs=0.055
            ), row
            compared += 1
    assert compared == 10 * 21
    words = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "They are approximate: the source is rounded to the nearest 10." in words
    for name in ("findings.xlsx", "findings.ods"):
        workbook = CalamineWorkbook.from_path(tmp_path / "report" / name)
        for sheet in ("Cover", "Completeness", "Shares", "Trends"):
            first = [row[0] for row in workbook.get_sheet_by_name(sheet).to_python()[:4]]
            assert any("They are approximate: the source is rounded" in str(line) for line in first), sheet


def test_the_ages_of_children_in_need_are_those_of_the_wide_table(tmp_path: Path) -> None:
    findings = report_of(tmp_path, "children-in-need-age-and-sex.toml", A4)
    counted: dict[tuple[str, str], list[int]] = {}
    for row in table(A4):
        if row["characteristic"].startswith(("Female Aged", "Male Aged")):
            for heading, group in (("White", "White"), ("Other_group", "Other"), ("Mixed", "Mixed")):
                sums = counted.setdefault((row["time_period"], group), [0, 0])
                sums[0] += int(row[heading])
                sums[1] += int(row[heading]) * row["characteristic"].endswith("16 years and over")
    for finding in findings:
        key = finding["period"], finding["group"]
        if finding["measure"] == "aged 16 and over" and key in counted:
            assert [int(finding["n"]), int(finding["events"])] == counted[key]
            counted[key] = [int(finding["n"]), int(finding["events"])]
    assert len(counted) == 7 * 3
    trends = json.loads((tmp_path / "report" / "release.json").read_text(encoding="utf-8"))["trends"]
    older = {row["group"]: row["statistic"] for row in trends if row["measure"] == "aged 16 and over"}
    assert set(older) == {"White", "Mixed", "Asian or Asian British", "Black or Black British", "Other"}
    assert min(older.values()) > 10, "in each group the share of the older children rose"


def test_the_shares_of_stop_and_search_are_those_that_were_published(tmp_path: Path) -> None:
    findings = report_of(tmp_path, "stop-and-search.toml", SEARCHES, "--population", str(SEARCHES))
    shares = {
        (f["period"], f["group"]): f["value"] for f in findings if f["characteristic"] == "ethnic group"
    }
    population = {}
    compared = 0
    for row in table(SEARCHES):
        if (row["Ethnicity_type"], row["Geography"]) != ("ONS 2001 16+1", "All - excluding BTP"):
            continue
        if row["Ethnicity"] == "Unreported":
            continue
        published = next(value for name, value in row.items() if name.startswith("Proportion of total"))
        share = 100 * float(shares[row["Time"], row["Ethnicity"]])
        assert share == pytest.approx(float(published.rstrip("%")), abs=0.51), row
        population[row["Ethnicity"]] = int(row["Population by ethnicity"].replace(",", ""))
        compared += 1
    assert compared == 12 * 16
    everyone = sum(population.values())
    for finding in findings:
        if finding["period"] == "all" and finding["group"] in population:
            assert finding["comparator"] == "the population"
            assert float(finding["comparator_value"]) == pytest.approx(
                population[finding["group"]] / everyone
            )


def test_the_search_for_published_figures_would_notice_a_wrong_one(tmp_path: Path) -> None:
    """Without the choice of rows the totals are counted with their parts, and the shares are wrong."""
    plan = (ROOT / "examples" / "stop-and-search.toml").read_text(encoding="utf-8")
    everywhere = plan.replace('Geography = "All - excluding BTP"\n', 'Time = "2017/18"\n', 1)
    assert everywhere != plan
    changed = tmp_path / "plan.toml"
    changed.write_text(everywhere, encoding="utf-8")
    if not SEARCHES.exists():
        leave_out(f"{SEARCHES.name} is not beside the repository, in ../shared/data.")
    out = str(tmp_path / "wrong")
    assert main(["analyse", str(changed), str(SEARCHES), "--population", str(SEARCHES), "--out", out]) == 0
    wrong = {f["group"]: f for f in rows_of(tmp_path / "wrong" / "findings.csv") if f["period"] == "2017/18"}
    one = next(
        row
        for row in table(SEARCHES)
        if (row["Time"], row["Ethnicity"], row["Geography"])
        == ("2017/18", "White British", "All - excluding BTP")
    )
    counted = int(one["Number of stop and searches"].replace(",", ""))
    assert int(wrong["White British"]["events"]) > 2 * counted
