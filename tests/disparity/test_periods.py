"""Periods: every finding for each of them and for all, in the order that the plan declares or the dates have."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from disparity import (
    Finding,
    PlanError,
    Release,
    build_cube,
    internal_release,
    make_release,
    prepare,
    protect,
    trend,
)
from disparity.charts import like_in_size
from disparity.dates import period_of
from disparity.plan_file import read_plan
from disparity.problems import Problem
from disparity.trends import OWN_SCALE, trend_charts
from tests.disparity.data_files import write
from tests.disparity.example_reports import PASSED, finding

HEAD = 'format = "disparity/plan@1"\ntitle = "Leave"\nunit = "request"\n'
REST = """
[[characteristic]]
name = "sex"
column = "sex"
[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = "yes"
"""
ORDERED = f'{HEAD}{REST}[periods]\ncolumn = "year"\norder = ["before", "during", "after"]\n'
DATED = f'{HEAD}{REST}[periods]\ncolumn = "day"\nby = "financial year"\n'


COUNTS = {
    ("F", "before"): (20, 80), ("F", "during"): (40, 60), ("F", "after"): (70, 30),
    ("M", "before"): (50, 50), ("M", "during"): (50, 50), ("M", "after"): (50, 50),
}  # fmt: skip


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(PlanError) as refused:
        read_plan(text.encode())
    return list(refused.value.problems)


def release_of(directory: Path, text: str, rows: str, *, internal: bool = True) -> Release:
    plan = read_plan(text.encode())
    receipt = prepare(plan, write(directory, rows), directory / "out")
    assert not receipt.refused, receipt.problems
    cube = build_cube(plan, directory / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    return internal_release(cube) if internal else make_release(protect(cube))


def ordered_rows(counts: dict[tuple[str, str], tuple[int, int]] = COUNTS) -> str:
    lines = ["sex,year,outcome\n"]
    for (sex, year), (yes, no) in counts.items():
        lines += [f"{sex},{year},yes\n"] * yes + [f"{sex},{year},no\n"] * no
    return "".join(lines)


def of(release: Release, group: str) -> dict[str, Finding]:
    return {f.period: f for f in release.findings if f.group == group and f.comparator == "everyone else"}


def test_every_period_and_all_in_the_declared_order(tmp_path: Path) -> None:
    found = of(release_of(tmp_path, ORDERED, ordered_rows()), "F")
    assert {period: (f.events, f.n, f.slice) for period, f in found.items()} == {
        "all": (130, 300, "all"), "before": (20, 100, "all"), "during": (40, 100, "all"), "after": (70, 100, "all"),
    }  # fmt: skip
    assert list(found) == ["all", "before", "during", "after"]
    assert found["after"].comparator_n == 100


def test_a_row_whose_period_is_not_known_is_in_all_and_in_none_of_them(tmp_path: Path) -> None:
    release = release_of(tmp_path, ORDERED, ordered_rows() + "F,,yes\n")
    found = of(release, "F")
    assert (found["all"].n, found["Not known"].n, found["after"].n) == (301, 1, 100)
    assert [row["group"] for row in release.manifest["trends"]] == ["F", "M"]


@pytest.mark.parametrize("internal", [False, True])
def test_the_manifest_says_of_each_group_whether_it_rises_or_falls(tmp_path: Path, internal: bool) -> None:
    rising, level = release_of(tmp_path, ORDERED, ordered_rows(), internal=internal).manifest["trends"]
    statistic, p = trend([20, 40, 70], [100, 100, 100])
    assert rising == {
        "measure": "agreed", "characteristic": "sex", "group": "F", "first": "before", "last": "after",
        "statistic": float(statistic), "p": float(p),
    }  # fmt: skip
    assert (level["group"], level["statistic"], level["p"]) == ("M", 0.0, 1.0)


def test_a_trend_is_computed_from_the_rounded_counts_alone(tmp_path: Path) -> None:
    exact = COUNTS | {("F", "before"): (22, 79)}
    safe = release_of(tmp_path, ORDERED, ordered_rows(exact), internal=False)
    assert safe.manifest["trends"][0]["statistic"] == float(trend([20, 40, 70], [100, 100, 100]).statistic)
    assert internal_statistic(tmp_path, exact) == float(trend([22, 40, 70], [101, 100, 100]).statistic)


def internal_statistic(directory: Path, counts: dict[tuple[str, str], tuple[int, int]]) -> float:
    return float(release_of(directory, ORDERED, ordered_rows(counts)).manifest["trends"][0]["statistic"])


def test_a_group_with_a_hidden_period_has_no_trend(tmp_path: Path) -> None:
    small = COUNTS | {("F", "before"): (3, 60)}
    safe = release_of(tmp_path, ORDERED, ordered_rows(small), internal=False)
    assert of(safe, "F")["before"].status == "too-few"
    assert "F" not in [row["group"] for row in safe.manifest["trends"]]


def test_groups_of_like_size_share_a_chart_and_the_largest_come_first() -> None:
    sizes = {"A": 0.05, "B": 0.6, "C": 0.03, "D": 0.002, "E": 0.04}
    assert like_in_size(sizes) == [["B"], ["A", "E", "C"], ["D"]]
    assert like_in_size({}) == []
    shares = {f"G{n}": 0.01 + n / 1000 for n in range(8)} | {"Giant": 0.9}
    rows = [
        finding(group, value=value, low=value, high=value, period=period)
        for period in ("2024", "2025")
        for group, value in shares.items()
    ]
    charts = trend_charts("chart", "Passed", rows, PASSED)
    assert [chart.count("<polyline") for chart in charts] == [1, 6, 2]
    assert all(OWN_SCALE in chart for chart in charts)
    assert OWN_SCALE not in trend_charts("chart", "Passed", rows[:3] + rows[9:12], PASSED)[0]
    assert trend_charts("chart", "Passed", rows[:9], PASSED) == ()


def test_two_periods_are_no_trend(tmp_path: Path) -> None:
    two = ORDERED.replace('"before", ', "")
    rows = ordered_rows({key: counts for key, counts in COUNTS.items() if key[1] != "before"})
    assert release_of(tmp_path, two, rows).manifest["trends"] == []


def test_a_hidden_count_cannot_be_taken_from_all_periods(tmp_path: Path) -> None:
    small = COUNTS | {("F", "before"): (3, 60)}
    statuses = {
        period: f.status
        for period, f in of(release_of(tmp_path, ORDERED, ordered_rows(small), internal=False), "F").items()
    }
    assert statuses["before"] == "too-few"
    hidden = [period for period in ("all", "during", "after") if statuses[period] == "hidden"]
    assert hidden, "the other periods and all of them together would tell the hidden one"


def test_dates_are_read_as_the_period_they_lie_in(tmp_path: Path) -> None:
    rows = "sex,outcome,day\nF,yes,2024-03-31\nF,yes,31/03/2024 23:59\nF,no,2024-04-01T00:00:00Z\nM,no,\n"
    found = of(release_of(tmp_path, DATED, rows), "F")
    assert {period: f.n for period, f in found.items()} == {
        "all": 3,
        "2023/24": 2,
        "2024/25": 1,
        "Not known": 0,
    }


@pytest.mark.parametrize(
    "written", ["2024-02-30", "03/31/2024", "45382", "March 2024", "2024-W10-1", "20240331", "31/03/24"]
)
def test_what_is_no_date_refuses_its_row(tmp_path: Path, written: str) -> None:
    plan = read_plan(DATED.encode())
    receipt = prepare(
        plan, write(tmp_path, f"sex,outcome,day\nF,yes,2024-03-31\nF,yes,{written}\n"), tmp_path / "out"
    )
    (problem,) = receipt.problems
    assert (problem.kind, problem.what) == ("not-a-date", f'"{written}" is not a date')
    assert "2024-03-31" in problem.fix


def test_a_period_outside_the_declared_order_refuses_its_row(tmp_path: Path) -> None:
    plan = read_plan(ORDERED.encode())
    receipt = prepare(plan, write(tmp_path, ordered_rows() + "F,since,yes\n"), tmp_path / "out")
    (problem,) = receipt.problems
    assert problem.what == '"since" is not one of the levels of "period"'


def test_periods_follow_one_another_as_texts_do() -> None:
    days = [date(2019, 1, 1) + timedelta(days=7 * week) for week in range(300)]
    for unit in ("month", "quarter", "year", "financial year"):
        periods = [period_of(day.isoformat(), unit) or "" for day in days]
        assert periods == sorted(periods)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ('column = "year"', "nothing says how the periods follow"),
        ('column = "year"\norder = ["a"]\nby = "year"', "the periods have both an order and dates"),
        ('column = "year"\nby = "week"', '"week" is not one of the choices'),
        ('by = "year"', '"column" is missing'),
        ('column = "year"\norder = ["all", "2024"]', '"all" cannot be a level'),
        ('column = "year"\norder = ["a", "A"]', '"a" differs from another level only in capital letters'),
        ('column = "year"\norder = ["a", "b"]\nmap = { c = "d" }', '"d" is not one of the levels'),
        ('column = "year"\nordre = ["a"]\nby = "year"', 'there is no key called "ordre" here'),
    ],
)
def test_mistakes_in_the_periods_are_said(lines: str, what: str) -> None:
    problems = problems_of(f"{HEAD}{REST}[periods]\n{lines}\n")
    assert any(problem.what.startswith(what) for problem in problems), problems
    assert all(problem.where.startswith("periods") and problem.fix for problem in problems)


def test_nothing_else_may_be_called_period() -> None:
    named = ORDERED.replace('name = "sex"', 'name = "Period"')
    assert any("only in capital letters" in problem.what for problem in problems_of(named))
    (problem,) = problems_of(ORDERED + '[analysis]\nslices = ["period"]\n')
    assert (problem.where, problem.kind) == ("analysis → slices (line 17)", "clash")
