"""What a plan says of adjusting, of many comparisons and of too few people for a statement."""

import pytest

from disparity.errors import PlanError
from disparity.plan_file import read_plan
from tests.disparity.test_plan_file import PLAN


def plan_of(analysis):
    return read_plan(f"{PLAN}[analysis]\n{analysis}\n".encode())


def test_without_them_nothing_is_adjusted_and_the_family_is_the_report():
    plan = read_plan(PLAN.encode())
    assert (plan.adjust_for, plan.family, plan.minimum) == ((), "report", 0)


def test_they_are_read():
    plan = plan_of('adjust_for = ["region", "sex"]\nfamily = "measure"\nminimum = 30')
    assert (plan.adjust_for, plan.family, plan.minimum) == (("region", "sex"), "measure", 30)
    assert [dimension.name for dimension in plan.dimensions] == ["sex", "region"]
    assert plan.columns == ("gender", "region", "outcome")


def test_what_is_sliced_and_adjusted_for_is_counted_once():
    plan = plan_of('slices = ["region"]\nadjust_for = ["region"]')
    assert [dimension.name for dimension in plan.dimensions] == ["sex", "region"]


@pytest.mark.parametrize(
    ("analysis", "kind", "what"),
    [
        ('family = "tables"', "unknown-choice", "not one of the choices"),
        ("minimum = -1", "out-of-range", "cannot be below 0"),
        ('minimum = "30"', "wrong-type", "whole number"),
        ('adjust_for = "region"', "wrong-type", "must be a list"),
        ('adjust_for = ["all"]', "reserved", "cannot be adjusted for"),
        ('adjust_for = ["Agreed", "agreed"]', "clash", "differ only in capital letters"),
        ('adjust_fro = ["region"]', "unknown-key", "no key called"),
    ],
)
def test_a_mistake_in_them_is_said(analysis, kind, what):
    with pytest.raises(PlanError) as refused:
        plan_of(analysis)
    problem = refused.value.problems[0]
    assert problem.kind == kind
    assert what in problem.what
