"""Several kinds of "unknown" are counted apart, compared with nobody, and protected together."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from disparity import (
    PlanError,
    Release,
    build_cube,
    internal_release,
    make_release,
    prepare,
    protect,
    read_plan,
    read_report,
    write_report,
)
from disparity.plan import NOT_KNOWN
from disparity.reasons import kept_back
from tests.disparity.data_files import write

PLAN = """\
format = "disparity/plan@1"
title = "Leave"
unit = "request"
[[characteristic]]
name = "religion"
column = "religion"
map = { "99" = "REFU" }
unknown = { "Refused" = "REFU", "Not asked" = ["NOBT", 8] }
[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = "yes"
"""


def release_of(
    directory: Path, counts: dict[str, int], *, internal: bool = False, text: str = PLAN
) -> Release:
    lines = "".join(
        f"{code},{outcome}\n" * half for code, half in counts.items() for outcome in ("yes", "no")
    )
    plan = read_plan(text.encode())
    receipt = prepare(plan, write(directory, "religion,outcome\n" + lines), directory / "out")
    assert not receipt.refused, receipt.problems
    cube = build_cube(plan, directory / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    return internal_release(cube) if internal else make_release(protect(cube))


def reasons_in(release: Release) -> dict[str, int | None]:
    return {row["reason"]: row["people"] for row in release.manifest["not_known"]}


COUNTS = {"Sikh": 40, "Hindu": 50, "REFU": 11, "99": 5, " NOBT ": 20, "8": 2, "": 13, "Not known": 1}


def test_each_reason_is_counted_and_blanks_have_none(tmp_path: Path) -> None:
    release = release_of(tmp_path, COUNTS, internal=True)
    assert reasons_in(release) == {"Refused": 32, "Not asked": 44, NOT_KNOWN: 28}
    assert (release.completeness[0].people, release.completeness[0].known) == (284, 180)


def test_none_of_them_is_compared(tmp_path: Path) -> None:
    release = release_of(tmp_path, COUNTS, internal=True)
    assert {f.group: f.comparator for f in release.findings} == {
        "Hindu": "everyone else", "Sikh": "everyone else", NOT_KNOWN: None,
    }  # fmt: skip


def test_a_file_of_counts_counts_its_people(tmp_path: Path) -> None:
    plan = read_plan(PLAN.replace("[[characteristic]]", '[input]\ncount = "n"\n[[characteristic]]').encode())
    rows = "religion,outcome,n\nSikh,yes,70\nREFU,yes,30\n8,no,0\n,no,5\n"
    receipt = prepare(plan, write(tmp_path, rows), tmp_path / "out")
    cube = build_cube(plan, tmp_path / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    assert cube.reasons == {"religion": {"Refused": 30, NOT_KNOWN: 5}}


def test_a_list_of_codes_tells_no_reasons_apart(tmp_path: Path) -> None:
    text = PLAN.replace('{ "Refused" = "REFU", "Not asked" = ["NOBT", 8] }', '["REFU", "NOBT", 8]')
    release = release_of(tmp_path, COUNTS, internal=True, text=text)
    assert release.manifest["not_known"] == []
    assert release.completeness[0].known == 180


def test_a_reason_that_few_have_is_kept_back_with_another(tmp_path: Path) -> None:
    safe = reasons_in(release_of(tmp_path, COUNTS | {"REFU": 1, "99": 1}))
    assert safe == {"Refused": None, "Not asked": 45, NOT_KNOWN: None}


def test_where_few_are_known_no_reason_is_shown(tmp_path: Path) -> None:
    safe = reasons_in(release_of(tmp_path, COUNTS | {"Sikh": 2, "Hindu": 1}))
    assert safe == {"Refused": None, "Not asked": None, NOT_KNOWN: None}


@pytest.mark.parametrize("seed", range(50))
def test_the_sum_tells_no_small_count(seed: int) -> None:
    chance = random.Random(seed)
    counts = {name: chance.choice([0, 0, 1, 4, 9, 10, 12, 60]) for name in "abcdef"[: chance.randint(1, 6)]}
    hidden = kept_back(counts, threshold=10)
    assert all(reason in hidden for reason, people in counts.items() if people < 10)
    together = [counts[reason] for reason in hidden if counts[reason]]
    everything = hidden == set(counts)
    assert not together or everything or (len(together) >= 2 and sum(together) >= 10)


def test_reports_say_why(tmp_path: Path) -> None:
    release = release_of(tmp_path, COUNTS | {"REFU": 1, "99": 1})
    write_report(release, tmp_path / "report")
    assert read_report(tmp_path / "report").manifest["not_known"] == release.manifest["not_known"]
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "Why characteristics are not known" in page
    assert page.index("Not asked") < page.index("About these figures</h2>")


@pytest.mark.parametrize(
    ("unknown", "what"),
    [
        ('{ "Refused" = "R", "Not asked" = ["N", "R"] }', '"R" stands under both "Refused" and "Not asked"'),
        ('{ "Not known" = "R" }', '"Not known" cannot be a reason'),
        ('{ "all" = "R" }', '"all" cannot be a reason'),
        ('{ "Refused" = [] }', "this list is empty"),
        ('{ "Refused" = 1.5 }', "this must be text"),
        ('"REFU"', "this must be a list"),
    ],
)
def test_mistakes_in_reasons_are_said(unknown: str, what: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(PLAN.replace('{ "Refused" = "REFU", "Not asked" = ["NOBT", 8] }', unknown).encode())
    problems = refused.value.problems
    assert any(problem.what.startswith(what) and "unknown" in problem.where for problem in problems), problems


def test_a_level_may_not_be_a_reason_code() -> None:
    with pytest.raises(PlanError, match='"REFU" is both a level and not known'):
        read_plan(PLAN.replace("map = {", 'levels = ["Sikh", "REFU"]\nmap = {').encode())
