"""A characteristic with several levels at once: what the plan may say of it, and what is wrong in the data."""

import pytest

from disparity import PlanError, check, read_plan

PLAN = """format = "disparity/plan@1"
title = "Conditions"
unit = "person"
[[characteristic]]
name = "condition"
column = "condition"
several = ";"
levels = ["Mobility", "Hearing"]
{more}
[[measure]]
name = "agreed"
kind = "proportion"
column = "agreed"
event = "yes"
{analysis}
"""


def plan(more="", analysis=""):
    return read_plan(PLAN.format(more=more, analysis=analysis).encode())


def refused(more="", analysis="", **changed):
    text = PLAN.format(more=more, analysis=analysis)
    for old, new in changed.values():
        text = text.replace(old, new)
    with pytest.raises(PlanError) as error:
        read_plan(text.encode())
    return str(error.value)


def test_each_level_is_a_characteristic_with_two_levels():
    assert [(each.name, each.levels) for each in plan().characteristics] == [
        ("condition: Mobility", ("Mobility", "Not Mobility")),
        ("condition: Hearing", ("Hearing", "Not Hearing")),
    ]


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        ("Mobility", "Mobility"),
        (" Hearing ; Mobility", "Mobility"),
        ("Hearing", "Not Mobility"),
        ("Hearing;", "Not Mobility"),
        ("", "Not known"),
        (";", "Not known"),
        ("Sight;Mobility", None),
    ],
)
def test_whoever_has_a_level_among_others_is_in_it(raw, level):
    assert plan().characteristics[0].level_of(raw) == level


def test_why_nothing_is_known_is_told_apart():
    mobility = plan('unknown = { "Refused" = ["9"], "Not asked" = ["8"] }').characteristics[0]
    assert [mobility.reason_of(raw) for raw in ("9", "8;", "", "Hearing;9")] == [
        "Refused", "Not asked", "Not known", None,
    ]  # fmt: skip


def test_a_part_that_the_plan_does_not_know_is_told_once_by_its_own_name(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("condition,agreed\nMobility;Sigth,yes\nHearing,no\n")
    receipt = check(plan(), data)
    assert receipt.refused == 1
    [problem] = receipt.problems
    assert '"Sigth"' in str(problem)
    assert "Mobility;" not in str(problem)


def test_the_levels_must_be_listed_and_may_not_hold_what_stands_between_them():
    assert "must be listed" in refused(a=('levels = ["Mobility", "Hearing"]\n', ""))
    assert 'holds ";"' in refused(a=('"Hearing"]', '"Hearing; any"]'))


def test_a_reference_and_a_roll_up_are_refused():
    assert "has no reference" in refused('reference = "Mobility"')
    roll_up = '[characteristic.rollup]\nname = "wide"\nmap = { "Mobility" = "A", "Hearing" = "A" }'
    assert "has no rollup" in refused(roll_up)


@pytest.mark.parametrize("key", ["slices", "adjust_for"])
def test_nothing_is_sliced_by_it_or_adjusted_for_it(key):
    assert "has several levels at once" in refused(analysis=f'[analysis]\n{key} = ["condition"]')
