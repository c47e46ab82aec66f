"""A roll-up is a characteristic of its own, and is protected together with the one whose levels it joins."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from disparity import (
    Hidden,
    PlanError,
    ProtectedCube,
    build_cube,
    internal_release,
    make_release,
    prepare,
    protect,
)
from disparity.plan import NOT_KNOWN, Characteristic
from disparity.plan_file import read_plan
from disparity.problems import Problem
from disparity.protection_lattice import Lattice
from tests.disparity.data_files import write

PLAN = """\
format = "disparity/plan@1"
title = "Leave"
unit = "request"
[[characteristic]]
name = "ethnic group"
column = "ethnicity"
map = { "Afr" = "African" }
unknown = ["Refused"]
[characteristic.rollup]
name = "broad group"
reference = "Asian"
map = { "African" = "Black", "Caribbean" = "Black", "Indian" = "Asian", "Chinese" = "Asian", "Arab" = "Other" }
[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = "yes"
[analysis]
slices = ["region"]
"""
BROAD = {"African": "Black", "Caribbean": "Black", "Indian": "Asian", "Chinese": "Asian", "Arab": "Other"}


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(PlanError) as refused:
        read_plan(text.encode())
    return list(refused.value.problems)


def test_a_rollup_is_a_second_characteristic_with_its_own_name_and_reference() -> None:
    parent, broad = read_plan(PLAN.encode()).characteristics
    assert (parent.name, parent.reference) == ("ethnic group", None)
    assert broad == Characteristic(
        "broad group",
        "ethnicity",
        reference="Asian",
        levels=("Black", "Asian", "Other"),
        parent=parent,
        groups=BROAD,
    )
    assert [broad.level_of(raw) for raw in ("Afr", " Chinese ", "", "Refused", "Martian")] == [
        "Black", "Asian", NOT_KNOWN, NOT_KNOWN, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "instead", "what"),
    [
        ('"Arab" = "Other"', '"Arab" = "everyone else"', "has a meaning of its own"),
        ('"Arab" = "Other"', '"Arab" = "Not known"', "has a meaning of its own"),
        ('"Arab" = "Other"', '"Arab" = "asian"', "only in capital letters"),
        ('"Arab" = "Other"', '"Refused" = "Other"', '"Refused" is not known'),
        ('"Arab" = "Other"', '"Afr" = "Other"', '"Afr" never occurs'),
        ('reference = "Asian"', 'reference = "Asia"', '"Asia" is not one of the groups'),
        ('reference = "Asian"', 'referense = "Asian"', 'no key called "referense"'),
        ('name = "broad group"', 'name = "Agreed"', "differ only in capital letters"),
        ('name = "broad group"\n', "", '"name" is missing'),
        (
            'unknown = ["Refused"]',
            'levels = ["African", "Caribbean", "Indian", "Chinese"]',
            '"Arab" is not one',
        ),
    ],
)
def test_mistakes_in_a_rollup_are_said(written: str, instead: str, what: str) -> None:
    assert written in PLAN
    problems = problems_of(PLAN.replace(written, instead))
    assert any(what in problem.what for problem in problems), problems
    assert all(problem.fix for problem in problems)


def test_every_listed_level_needs_a_group() -> None:
    levels = 'levels = ["African", "Caribbean", "Indian", "Chinese", "Arab", "Irish", "Roma"]'
    (problem,) = problems_of(PLAN.replace('unknown = ["Refused"]', levels))
    assert problem.what == '"Irish", "Roma" belong to no group'
    assert problem.where.startswith('characteristic 1 ("ethnic group") → rollup → map')


@pytest.mark.parametrize("rollup", ['rollup = "broad"', 'rollup = { name = "broad" }'])
def test_a_rollup_without_a_map_is_refused(rollup: str) -> None:
    assert problems_of(PLAN[: PLAN.index("[characteristic.")] + rollup + PLAN[PLAN.index("\n[[measure") :])


def test_a_value_without_a_group_refuses_its_row_once(tmp_path: Path) -> None:
    plan = read_plan(PLAN.encode())
    rows = "ethnicity,outcome,region\nIndian,yes,N\nIrish,yes,N\nIrish,no,N\n"
    problem = refusal_like(tmp_path, rows)
    assert (problem.count, problem.what) == (2, '"Irish" belongs to no group of "broad group"')
    assert '"Irish"' in problem.fix
    assert plan.columns == ("ethnicity", "region", "outcome")


def test_a_value_that_the_list_refuses_is_told_once(tmp_path: Path) -> None:
    levels = 'levels = ["African", "Caribbean", "Indian", "Chinese", "Arab"]'
    rows = "ethnicity,outcome,region\nIndian,yes,N\nIrish,yes,N\n"
    problem = refusal_like(tmp_path, rows, PLAN.replace('unknown = ["Refused"]', levels))
    assert problem.what == '"Irish" is not one of the levels of "ethnic group"'


def refusal_like(tmp_path: Path, rows: str, text: str = PLAN) -> Problem:
    receipt = prepare(read_plan(text.encode()), write(tmp_path, rows), tmp_path / "out")
    (problem,) = receipt.problems
    return problem


def protected_of(tmp_path: Path, counts: dict[tuple[str, str, str], int], text: str = PLAN) -> ProtectedCube:
    lines = [f"{level},{outcome},{region}\n" * count for (level, region, outcome), count in counts.items()]
    plan = read_plan(text.encode())
    receipt = prepare(plan, write(tmp_path, "ethnicity,outcome,region\n" + "".join(lines)), tmp_path / "out")
    assert not receipt.refused
    cube = build_cube(plan, tmp_path / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    assert {finding.characteristic for finding in internal_release(cube).findings} == {
        "ethnic group", "broad group", *(["region"] if 'name = "region"' in text else []),
    }  # fmt: skip
    return protect(cube)


def revealed(protected: ProtectedCube) -> Iterator[tuple[str, str]]:
    """Give each group that is shown, while just one of the levels it is made of is hidden, and the reverse."""
    for region in ("all", "region: N", "region: S"):
        for group in ("Black", "Asian", "Other"):
            whole = protected.cell("agreed", {"broad group": group}, slice=region)
            parts = [
                protected.cell("agreed", {"ethnic group": level}, slice=region)
                for level, of in BROAD.items()
                if of == group
            ]
            hidden = sum(isinstance(part, Hidden) for part in parts)
            if hidden == (0 if isinstance(whole, Hidden) else 1):
                yield region, group


def made_up(seed: int) -> dict[tuple[str, str, str], int]:
    """Return counts in which some levels are small, and nobody's is 0, since nobody needs no protection."""
    chance = random.Random(seed)
    return {
        (level, region, outcome): chance.choice([3, 8, 11, 40, 90])
        for level in BROAD
        for region in "NS"
        for outcome in ("yes", "no")
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_level_can_be_taken_from_its_group(tmp_path: Path, seed: int) -> None:
    assert list(revealed(protected_of(tmp_path, made_up(seed)))) == []


def test_without_the_lines_of_the_rollup_levels_could_be_taken_from_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lattice, "_roll_up_lines", lambda _: [])
    assert any(list(revealed(protected_of(tmp_path, made_up(seed)))) for seed in range(12))


def test_a_rollup_is_neither_crossed_with_its_parent_nor_sliced_by_it(tmp_path: Path) -> None:
    text = PLAN.replace(
        'slices = ["region"]', 'slices = ["region", "broad group"]\nintersections = 2'
    ).replace("[[measure]]", '[[characteristic]]\nname = "region"\ncolumn = "region"\n[[measure]]')
    lines = "".join(f"{level},{o},{r}\n" * 20 for level in BROAD for o in ("yes", "no") for r in "NS")
    plan = read_plan(text.encode())
    receipt = prepare(plan, write(tmp_path, "ethnicity,outcome,region\n" + lines), tmp_path / "out")
    cube = build_cube(plan, tmp_path / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    release = make_release(protect(cube))
    found = {(finding.characteristic, finding.slice.partition(":")[0]) for finding in release.findings}
    assert found == {
        ("ethnic group", "all"), ("ethnic group", "region"),
        ("broad group", "all"), ("broad group", "region"),
        ("region", "all"), ("region", "broad group"),
        ("ethnic group × region", "all"), ("broad group × region", "all"),
    }  # fmt: skip
