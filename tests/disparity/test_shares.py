"""Shares of all people, and whether they are those of the population."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disparity import (
    DataError,
    Finding,
    Hidden,
    Interval,
    PlanError,
    Release,
    breakdown,
    build_cube,
    check,
    internal_release,
    key_findings,
    make_release,
    newcombe,
    outline,
    prepare,
    protect,
    ratio,
    read_plan,
    read_report,
    two_proportions,
    wilson,
    with_population,
    write_report,
)
from disparity.problems import Problem
from disparity.signal_words import SIGNALS
from tests.disparity.data_files import write

HEAD = """\
format = "disparity/plan@1"
title = "Caseload"
unit = "child"
[[characteristic]]
name = "ethnic group"
column = "eth"
unknown = ["?"]
[characteristic.rollup]
name = "broad group"
map = { "Indian" = "Asian", "Chinese" = "Asian", "African" = "Black", "British" = "White" }
[[measure]]
name = "share of cases"
"""
SHARE = HEAD + 'kind = "share"\n[analysis]\nslices = ["region"]\n'
AGAINST = HEAD + (
    'kind = "representation"\n[analysis]\nslices = ["region"]\n'
    '[population]\ncount = "people"\ncolumns = { "ethnic group" = "Group" }\n'
    'unknown = ["n/a"]\nonly = { "Year" = "2021" }\n'
)
COUNTS = {"British": (300, 100), "Indian": (40, 20), "Chinese": (30, 10), "African": (60, 40), "?": (20, 15)}
POPULATION = (
    'Group,Year,people\nBritish,2021," 8,000 "\nIndian,2021,900\nChinese,2021,600\nAfrican,2021,500\n'
    "?,2021,70\nIndian,2011,1\nAfrican,2021,n/a\n"
)


def rows_of(counts: dict[str, tuple[int, int]] = COUNTS) -> str:
    lines = ["eth,region\n"]
    for level, (north, south) in counts.items():
        lines += [f"{level},N\n"] * north + [f"{level},S\n"] * south
    return "".join(lines)


def release_of(
    directory: Path, text: str, counts: dict[str, tuple[int, int]] = COUNTS, *, internal: bool = True
) -> Release:
    plan = read_plan(text.encode())
    if plan.population is not None:
        plan = with_population(plan, write(directory, POPULATION, "population.csv"))
    receipt = prepare(plan, write(directory, rows_of(counts)), directory / "out")
    assert not receipt.refused, receipt.problems
    cube = build_cube(plan, directory / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    return internal_release(cube) if internal else make_release(protect(cube))


def limits(interval: Interval) -> tuple[float, float, float]:
    return float(interval.value), float(interval.low), float(interval.high)


def found(release: Release, group: str, within: str = "all") -> Finding:
    (finding,) = [f for f in release.findings if (f.group, f.slice) == (group, within)]
    return finding


def test_a_share_is_a_group_among_all_whose_level_is_known(tmp_path: Path) -> None:
    release = release_of(tmp_path, SHARE)
    indian = found(release, "Indian")
    assert (indian.events, indian.n, indian.comparator, indian.status) == (60, 600, None, "ok")
    assert (indian.value, indian.low, indian.high) == limits(wilson(60, 600))
    assert found(release, "Asian").events == 100
    south = found(release, "Indian", "region: S")
    assert (south.events, south.n) == (20, 170)


@pytest.mark.parametrize("characteristic", ["ethnic group", "broad group"])
@pytest.mark.parametrize("within", ["all", "region: N", "region: S"])
def test_the_exact_shares_of_the_known_groups_add_up_to_one(
    tmp_path: Path, characteristic: str, within: str
) -> None:
    shares = [
        f.value
        for f in release_of(tmp_path, SHARE).findings
        if (f.characteristic, f.slice) == (characteristic, within) and f.group != "Not known"
    ]
    assert sum(filter(None, shares)) == pytest.approx(1, abs=1e-12)


def test_those_who_are_not_known_are_left_out_of_the_shares(tmp_path: Path) -> None:
    release = release_of(tmp_path, SHARE)
    unknown = [f for f in release.findings if f.group == "Not known" and f.slice == "all"]
    assert [(f.n, f.events, f.value, f.status) for f in unknown] == [(35, None, None, "ok")] * 2
    assert [row.kind for row in release.completeness] == ["characteristic", "characteristic"]


def test_a_representation_compares_the_share_with_that_of_the_population(tmp_path: Path) -> None:
    african = found(release_of(tmp_path, AGAINST), "African")
    assert (african.events, african.n) == (100, 600)
    assert (african.comparator, african.comparator_n, african.comparator_value) == (
        "the population", 10_000, 0.05,
    )  # fmt: skip
    gap, part = newcombe(100, 600, 500, 10_000), ratio(100, 600, 500, 10_000)
    assert (african.difference, african.difference_low, african.difference_high) == limits(gap)
    assert (african.ratio, african.ratio_low, african.ratio_high) == pytest.approx(limits(part))
    assert african.p == float(two_proportions(100, 600, 500, 10_000).p)


def test_a_rollup_is_compared_with_the_population_too(tmp_path: Path) -> None:
    asian = found(release_of(tmp_path, AGAINST), "Asian")
    assert (asian.comparator_n, asian.comparator_value) == (10_000, 0.15)


def test_a_slice_has_no_population_of_its_own(tmp_path: Path) -> None:
    assert found(release_of(tmp_path, AGAINST), "African", "region: S").comparator is None


@pytest.mark.parametrize("text", [SHARE, AGAINST])
def test_safe_shares_are_computed_from_rounded_counts(tmp_path: Path, text: str) -> None:
    counts = COUNTS | {"Indian": (41, 22)}
    indian = found(release_of(tmp_path, text, counts, internal=False), "Indian")
    # 63 is shown as 65, everyone known, 603, as 605.
    assert (indian.events, indian.n, indian.value) == (65, 605, 65 / 605)


@pytest.mark.parametrize("text", [SHARE, AGAINST])
def test_a_group_that_is_too_few_has_no_share_and_cannot_be_worked_out(tmp_path: Path, text: str) -> None:
    release = release_of(tmp_path, text, COUNTS | {"Chinese": (3, 2)}, internal=False)
    chinese = found(release, "Chinese")
    assert (chinese.status, chinese.n, chinese.events, chinese.value) == ("too-few", None, None, None)
    others = [f for f in release.findings if f.characteristic == "ethnic group" and f.slice == "all"]
    assert sum(f.events or 0 for f in others) < max(f.n or 0 for f in others) - 5
    assert [f.status for f in others].count("hidden") >= 1


def test_where_the_sum_of_the_known_is_hidden_so_is_every_share(tmp_path: Path) -> None:
    """Five people are not known, so that all the known together would tell them from everyone."""
    counts = {"British": (200, 100), "African": (40, 30), "?": (3, 2)}
    release = release_of(tmp_path, SHARE, counts, internal=False)
    assert {f.status for f in release.findings if f.slice == "all"} == {"hidden", "too-few"}
    assert all(f.n is None and f.value is None for f in release.findings if f.slice == "all")


def test_the_protected_cells_are_the_people_of_the_groups(tmp_path: Path) -> None:
    plan = read_plan(SHARE.encode())
    receipt = prepare(plan, write(tmp_path, rows_of(COUNTS | {"Chinese": (3, 2)})), tmp_path / "out")
    cube = build_cube(plan, tmp_path / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    protected = protect(cube)
    assert isinstance(protected.cell("share of cases", {"ethnic group": "Chinese"}), Hidden)
    shown = protected.cell("share of cases", {"ethnic group": "British"})
    assert not isinstance(shown, Hidden)
    assert (shown.n, shown.events) == (400, None)


def test_a_report_says_shares_in_words(tmp_path: Path) -> None:
    write_report(release_of(tmp_path, AGAINST, internal=False), tmp_path / "report")
    report = read_report(tmp_path / "report")
    (measure,) = outline(report)
    assert measure.characteristics == ("ethnic group", "broad group")
    assert set(key_findings(report, "share of cases")[:2]) == {
        "British children are 66.7% of those whose ethnic group is known, and 80.0% of the population. "
        "That is 13.3 percentage points less (likely between 9.6 and 17.3 less).",
        "White children are 66.7% of those whose broad group is known, and 80.0% of the population. "
        "That is 13.3 percentage points less (likely between 9.6 and 17.3 less).",
    }
    assert SIGNALS in key_findings(report, "share of cases")
    shown = breakdown(report, measure="share of cases", characteristic="ethnic group")
    assert [column.name for column in shown.table.columns][:7] == [
        "Group", "Known in all", "In the group", "Share", "95% interval", "Share of the population",
        "Compared with the population",
    ]  # fmt: skip
    assert shown.table.rows[-1][:4] == ("Not known", "–", "–", "Left out of the shares")
    assert {len(row) for row in shown.table.rows} == {len(shown.table.columns)}


def test_each_group_is_drawn_beside_its_own_share_of_the_population(tmp_path: Path) -> None:
    write_report(release_of(tmp_path, AGAINST, internal=False), tmp_path / "report")
    shown = breakdown(
        read_report(tmp_path / "report"), measure="share of cases", characteristic="ethnic group"
    )
    drawn = re.findall(r'<line class="figure-reference" x1="([\d.]+)"', shown.chart)
    compared = [row[5] for row in shown.table.rows if row[5] != "–"]
    assert len(drawn) == len(compared) > 1
    assert len(set(drawn)) == len(set(compared)) > 1
    assert "Dashed line in each row" in shown.chart
    assert "a line at" not in shown.chart_caption


def test_a_report_of_shares_alone_compares_nothing(tmp_path: Path) -> None:
    write_report(release_of(tmp_path, SHARE, internal=False), tmp_path / "report")
    report = read_report(tmp_path / "report")
    assert key_findings(report, "share of cases")[0] == (
        "British children are 66.7% of those whose ethnic group is known."
    )
    shown = breakdown(report, measure="share of cases", characteristic="ethnic group")
    assert [column.name for column in shown.table.columns][-1] == "95% interval"
    assert {len(row) for row in shown.table.rows} == {len(shown.table.columns)}
    assert "shares" in {cell for row in shown.table.rows for cell in row[3].split()}


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(PlanError) as refused:
        read_plan(text.encode())
    return list(refused.value.problems)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (SHARE.replace('kind = "share"', 'kind = "share"\ncolumn = "eth"'), "a share has no column"),
        (SHARE.replace('kind = "share"', 'kind = "share"\nevent = "x"'), "a share has no event"),
        (SHARE.replace('"share"', '"representation"'), "a representation needs a population to compare with"),
        (AGAINST.replace('count = "people"\n', ""), '"count" is missing'),
        (AGAINST.replace('columns = { "ethnic group" = "Group" }\n', ""), '"columns" is missing'),
        (AGAINST.replace('{ "ethnic group"', '{ "broad group"'), '"broad group" is not a characteristic'),
        (
            AGAINST.replace('count = "people"', 'counts = "people"\ncount = "people"'),
            'no key called "counts"',
        ),
    ],
)
def test_mistakes_in_shares_and_populations_are_said(text: str, what: str) -> None:
    problems = problems_of(text)
    assert any(what in problem.what and problem.fix for problem in problems), problems


def test_a_representation_without_its_population_counts_nothing(tmp_path: Path) -> None:
    plan = read_plan(AGAINST.encode())
    data = write(tmp_path, rows_of())
    for refused_by in (lambda: check(plan, data), lambda: with_population(plan, None)):
        with pytest.raises(DataError) as refused:
            refused_by()
        (problem,) = refused.value.problems
        assert (problem.what, problem.kind) == ("the population is missing", "population")


def test_a_population_that_is_not_needed_is_refused(tmp_path: Path) -> None:
    plan = read_plan(SHARE.encode())
    assert with_population(plan, None) is plan
    with pytest.raises(DataError, match="no measure of the plan needs a population"):
        with_population(plan, write(tmp_path, POPULATION))


def test_a_population_with_unknown_groups_is_refused_with_its_rows(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        with_population(read_plan(AGAINST.encode()), write(tmp_path, POPULATION + "Martian,2021,3\n"))
    assert '"Martian" belongs to no group' in refused.value.problems[0].what
