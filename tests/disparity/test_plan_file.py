"""A plan is read whole, and everything wrong with it is said at once, each with its place and what to do."""

from __future__ import annotations

import os
import pickle
from hashlib import sha256
from pathlib import Path

import pytest

from disparity.errors import PlanError
from disparity.plan import Characteristic, Measure, Plan, Protection, Slice
from disparity.plan_file import LARGEST_PLAN, read_plan
from disparity.problems import Problem

PLAN = """\
format = "disparity/plan@1"
title = "Leave"
unit = "request"

[[characteristic]]
name = "sex"
column = "gender"
reference = "Male"
map = { F = "Female", M = "Male" }

[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = "Agreed"
"""


def plan_of(text: str) -> Plan:
    return read_plan(text.encode())


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as refused:
        plan_of(text)
    return refused.value.problems


def only_problem(text: str) -> Problem:
    problems = problems_of(text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_every_key_of_a_plan_is_read() -> None:
    text = """\
format = "disparity/plan@1"
title = " Leave "
unit = "request"
[[characteristic]]
name = "sex"
column = "gender"
reference = "Male"
levels = ["Male", "Female"]
map = { F = "Female", " M " = "Male", 9 = "Not known" }
unknown = [0, "refused"]
[[characteristic]]
name = "grade"
column = "grade"
[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = [true, 1, "Yes"]
better = "higher"
[[measure]]
name = "days"
kind = "median"
column = "days"
step = 0.5
unit = "days"
better = "lower"
unknown = ["n/a"]
[analysis]
slices = ["grade", "region"]
intersections = 2
[protect]
threshold = 20
round = 10
"""
    plan = plan_of(text)
    sex = Characteristic(
        "sex",
        "gender",
        reference="Male",
        levels=("Male", "Female"),
        map={"F": "Female", "M": "Male", "9": "Not known"},
        unknown=frozenset({"0", "refused"}),
    )
    assert plan == Plan(
        title="Leave",
        unit="request",
        characteristics=(sex, Characteristic("grade", "grade")),
        measures=(
            Measure("agreed", "proportion", "outcome", event=("true", "1", "Yes"), better="higher"),
            Measure(
                "days", "median", "days", better="lower", step=0.5, unit="days", unknown=frozenset({"n/a"})
            ),
        ),
        slices=(Slice("grade", "grade"), Slice("region", "region")),
        intersections=2,
        protection=Protection(20, 10),
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
    )
    assert [dimension.name for dimension in plan.dimensions] == ["sex", "grade", "region"]


def test_what_is_left_out_has_its_default() -> None:
    plan = plan_of(PLAN)
    assert plan.intersections == 1
    assert plan.slices == ()
    assert plan.protection == Protection(threshold=10, round=5)
    assert plan.measures[0].event == ("Agreed",)


def test_a_slice_with_the_name_of_a_characteristic_reads_its_column() -> None:
    plan = plan_of(PLAN + '[analysis]\nslices = ["sex"]\n')
    assert plan.slices == (Slice("sex", "gender"),)
    assert len(plan.dimensions) == 1


def test_a_plan_is_read_from_a_file_as_from_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAN.encode())
    assert read_plan(path).title == "Leave"


def test_a_plan_can_be_stored() -> None:
    plan = plan_of(PLAN)
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_every_problem_is_told_at_once() -> None:
    text = PLAN.replace("event =", "evnt =").replace('unit = "request"\n', "")
    text += '[analysis]\nslices = ["Sex"]\nintersections = 4\n[protect]\nthreshold = 9\nround = 7\n'
    assert sorted(problem.kind for problem in problems_of(text)) == sorted(
        ["unknown-key", "missing", "missing", "clash", "out-of-range", "loosened", "loosened"]
    )


CASES = {
    "unknown key": ("reference =", "refrence =", "unknown-key", 'Did you mean "reference"?'),
    "missing format": ('format = "disparity/plan@1"', "", "format", "disparity/plan@1"),
    "another format": ("plan@1", "plan@2", "format", "disparity/plan@1"),
    "number for a text": ('title = "Leave"', "title = 7", "wrong-type", "quotation marks"),
    "blank text": ('title = "Leave"', 'title = " "', "blank-text", "Write something"),
    "long text": ('title = "Leave"', f'title = "{"x" * 201}"', "long-text", "200"),
    "line break": ('title = "Leave"', 'title = "a\\nb"', "control-character", "one line"),
    "missing column": ('column = "gender"\n', "", "missing", 'column = "…"'),
    "unknown kind": ('"proportion"', '"proportoin"', "unknown-choice", 'Did you mean "proportion"?'),
    "no event": ('event = "Agreed"\n', "", "missing", "event"),
    "event of a mean": ('"proportion"', '"mean"', "unknown-key", "change the kind"),
    "step of a proportion": ('event = "Agreed"', 'event = "Agreed"\nstep = 1', "unknown-key", "Remove"),
    "fraction as an event": ('"Agreed"', "1.5", "wrong-type", "quotation marks"),
    "empty list": ('"Agreed"', "[]", "missing", "at least one"),
    "a value twice": ('"Agreed"', '["a", "a"]', "duplicate", "Remove one"),
    "levels not a list": ('reference = "Male"', 'levels = "Male"', "wrong-type", "square brackets"),
    "map not a table": ('{ F = "Female", M = "Male" }', '"x"', "wrong-type", "Female"),
    "map of a blank": ("{ F =", '{ " " = "x", F =', "blank-text", "Not known"),
    "map of a value twice": ("{ F =", '{ "F " = "x", F =', "duplicate", "Remove one"),
    "reserved name": ('name = "sex"', 'name = "All"', "reserved", "another name"),
    "crossed name": ('name = "sex"', 'name = "sex × age"', "reserved", "another name"),
    "reserved level": ('F = "Female"', 'F = "everyone else"', "reserved", "another name"),
    "crossed level": ('F = "Female"', 'F = "a × b"', "reserved", "another name"),
    "raw value as reference": ('"Male"\n', '"M"\n', "unknown-level", 'Write "Male"'),
    "reference in other letters": ('reference = "Male"', 'reference = "male"', "unknown-level", 'Write "Male"'),
    "reference not a level": (
        'reference = "Male"', 'reference = "Man"\nlevels = ["Male", "Female"]', "unknown-level", "Male",
    ),
    "reference not known": ('reference = "Male"', 'reference = "x"\nunknown = ["x"]', "unknown-level", "another"),
    "map to no level": ('M = "Male" }', 'M = "Male", X = "Femal" }\nlevels = ["Male", "Female"]',
                        "unknown-level", 'Did you mean "Female"?'),
    "level and not known": ('M = "Male" }', 'M = "Male" }\nlevels = ["Male", "Female", "x"]\nunknown = ["x"]',
                            "unknown-level", "Not known"),
    "Not known as a level": ('M = "Male" }', 'M = "Male" }\nlevels = ["Male", "Female", "Not known"]',
                             "unknown-level", "by itself"),
    "event not a level": ('"Agreed"', '"Agreed"\nlevels = ["agreed", "Refused"]', "unknown-level", "agreed"),
    "clash of a measure": ('name = "agreed"', 'name = "SEX"', "clash", "name of its own"),
    "the same name twice": ('name = "agreed"', 'name = "sex"', "clash", "name of its own"),
    "better of another word": ('event = "Agreed"', 'event = "Agreed"\nbetter = "up"', "unknown-choice", "higher"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_plan_is_refused_for(case: str) -> None:
    old, new, kind, fix = CASES[case]
    assert old in PLAN
    problem = only_problem(PLAN.replace(old, new, 1))
    assert problem.kind == kind
    assert fix in problem.fix
    assert problem.where
    assert problem.what


@pytest.mark.parametrize("step", ["0", "-1", "true", "inf", "nan", '"1"'])
def test_a_step_is_a_number_above_0(step: str) -> None:
    text = PLAN.replace('kind = "proportion"', f'kind = "mean"\nstep = {step}').replace(
        'event = "Agreed"', ""
    )
    assert only_problem(text).kind == "wrong-type"


@pytest.mark.parametrize("one", ['"a"', '"é"'])
def test_a_name_used_twice_is_seen_however_short(one: str) -> None:
    assert only_problem(PLAN.replace('"sex"', one).replace('"agreed"', one)).kind == "clash"


@pytest.mark.parametrize(
    "rule", ["threshold = 9", "threshold = 0", "round = 0", "round = 7", "round = -5", "threshold = -10"]
)
def test_the_public_rule_cannot_be_loosened(rule: str) -> None:
    problem = only_problem(f"{PLAN}[protect]\n{rule}\n")
    assert problem.kind == "loosened"
    assert "can be tightened, not loosened" in problem.what


@pytest.mark.parametrize("value", ["true", "10.0", '"10"'])
def test_a_threshold_is_a_whole_number(value: str) -> None:
    assert only_problem(f"{PLAN}[protect]\nthreshold = {value}\n").kind == "wrong-type"


def test_the_place_names_the_table_the_key_and_the_line() -> None:
    problem = only_problem(PLAN.replace('reference = "Male"', 'reference = "M"'))
    assert problem.where == 'characteristic 1 ("sex") → reference (line 8)'


def test_a_second_table_is_told_from_the_first() -> None:
    text = PLAN + '[[measure]]\nname = "days"\nkind = "mean"\ncolumn = "days"\nstep = 0\n'
    assert only_problem(text).where == 'measure 2 ("days") → step (line 20)'


@pytest.mark.parametrize(
    "values", ["characteristic = 1", "measure = [1]", "analysis = 1", "protect = [1]", "[measure]\nname = 1"]
)
def test_a_table_of_another_type_is_refused(values: str) -> None:
    text = f'format = "disparity/plan@1"\ntitle = "a"\nunit = "b"\n{values}\n'
    assert "wrong-type" in {problem.kind for problem in problems_of(text)}


def test_toml_that_is_not_well_formed_has_its_line_and_column() -> None:
    problem = only_problem('format = "disparity/plan@1"\ntitle = "a\n')
    assert problem.where == "the plan, line 2, column 11"
    assert problem.kind == "not-toml"
    assert only_problem("a = [").where == "the end of the plan"


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "9" * 10_000, "\0"])
def test_toml_made_to_break_a_reader_is_refused(text: str) -> None:
    assert only_problem(text).kind == "not-toml"


def test_a_plan_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(PLAN.replace("Leave", "Congé").encode("latin-1"))
    assert [(p.kind, p.where) for p in refused.value.problems] == [("not-utf-8", "the plan, line 2")]


def test_a_path_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    large, pipe = tmp_path / "large", tmp_path / "pipe"
    large.write_bytes(b"#" * (LARGEST_PLAN + 1))
    os.mkfifo(pipe)
    places = {tmp_path: "not-a-file", tmp_path / "x": "missing-file", large: "too-large", pipe: "not-a-file"}
    places[Path("a\0b")] = "unreadable"
    for path, kind in places.items():
        with pytest.raises(PlanError) as refused:
            read_plan(path)
        assert [problem.kind for problem in refused.value.problems] == [kind]
