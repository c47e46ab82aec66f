"""The disclosure rules on tables that one can check by hand, and what a protected cube refuses."""

import copy
import dataclasses
import gc
import pickle
import types
from itertools import product

import numpy as np
import pytest

from disparity import protection, release
from disparity.cells import SHOWN, Cells, ExactTables
from disparity.cube import Cube
from disparity.errors import NotReleasable
from disparity.plan import Characteristic, Measure, Protection
from disparity.protection import Hidden, ProtectedCube, Shown, protect
from disparity.protection_lattice import Lattice
from disparity.protection_rounding import rounded
from disparity.release import make_release
from disparity.steps import default_step, nearest
from disparity.tables import tables_of
from tests.disparity.leaks import leaks
from tests.disparity.reference import cube_of, plan_of

TEAM = Characteristic("team", "team", reference="A")
SEX = Characteristic("sex", "sex", reference="Male")
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
PAY = Measure("pay", "mean", "pay", step=100.0)
DAYS = Measure("days", "median", "days", step=5.0)


def group(events, n, **levels):
    """Return `n` people of whom `events` passed."""
    return [{**levels, "passed": number < events} for number in range(n)]


def protected(rows, *characteristics, **plan):
    return protect(cube_of(plan_of(characteristics or [TEAM], [PASSED], **plan), rows))


def teams(rows, **plan):
    """Return what is shown of each team."""
    cube = protected(rows, TEAM, **plan)
    return {level: cube.cell("passed", {"team": level}) for level in cube.axes[0].levels}


def test_a_small_count_is_too_few_and_the_next_smallest_is_hidden_with_it():
    shown = teams([*group(25, 51, team="A"), *group(4, 20, team="B"), *group(12, 32, team="C")])
    assert shown == {"A": Shown(50, 25), "B": Hidden("too-few"), "C": Hidden("hidden")}


@pytest.mark.parametrize(("events", "n"), [(9, 40), (31, 40), (0, 40), (40, 40), (4, 9)])
def test_few_without_the_event_and_nobody_and_everyone_are_too_few(events, n):
    shown = teams([*group(40, 90, team="A"), *group(events, n, team="B"), *group(30, 60, team="C")])
    assert shown["B"] == Hidden("too-few")


def test_ten_with_and_ten_without_are_shown():
    shown = teams([*group(40, 90, team="A"), *group(10, 20, team="B")])
    assert shown["B"] == Shown(20, 10)


def test_hidden_counts_that_are_few_even_together_need_another():
    rows = [
        *group(30, 60, team="A"),
        *group(4, 20, team="B"),
        *group(5, 21, team="C"),
        *group(20, 40, team="D"),
    ]
    assert teams(rows)["D"] == Hidden("hidden")
    rows += group(5, 5, team="C")
    assert teams(rows)["D"] == Shown(40, 20)


def test_a_team_of_nobody_protects_nothing():
    team = Characteristic("team", "team", levels=("A", "B", "C", "Empty"))
    rows = [*group(30, 60, team="A"), *group(5, 20, team="B"), *group(20, 40, team="C")]
    cube = protected(rows, team)
    assert cube.cell("passed", {"team": "Empty"}) == Hidden("too-few")
    assert cube.cell("passed", {"team": "C"}) == Hidden("hidden")


def test_nobody_in_a_group_hides_nobody_else():
    rows = [
        *group(25, 51, team="A", region="North"), *group(20, 42, team="B", region="North"),
        *group(25, 50, team="A", region="South"), *group(20, 40, team="B", region="South"),
        *group(15, 30, team="", region="South"),
    ]  # fmt: skip
    cube = protected(rows, TEAM, slices=["region"])

    def shown(team, region):
        return cube.cell("passed", {"team": team}, slice=f"region: {region}")

    assert isinstance(shown("Not known", "North"), Hidden)
    assert all(isinstance(shown(team, region), Shown) for team in "AB" for region in ("North", "South"))


def test_a_few_people_whose_team_is_not_known_hide_the_total_of_the_others():
    rows = [*group(30, 60, team="A"), *group(20, 40, team="B"), *group(25, 50, team="C")]
    release = make_release(protected([*rows, *group(1, 3, team=None)]))
    found = {(f.group, f.comparator): f for f in release.findings}
    assert found["Not known", None].status == "too-few"
    assert found["A", "everyone else"].status == "not-comparable"
    assert found["A", "everyone else"].comparator_n is None
    assert found["B", "A"].status == "hidden"
    # With enough people not known, everything is shown.
    release = make_release(protected([*rows, *group(15, 30, team=None)]))
    assert {f.status for f in release.findings} == {"ok"}


def test_a_cell_hidden_in_a_slice_cannot_be_had_from_the_other_slices():
    rows = []
    for region, events in (("North", 4), ("South", 20), ("West", 30)):
        rows += group(events, 60, team="A", region=region) + group(40, 90, team="B", region=region)
    cube = protected(rows, TEAM, slices=["region"])
    hidden = [
        (team, region)
        for team in "AB"
        for region in ("North", "South", "West")
        if isinstance(cube.cell("passed", {"team": team}, slice=f"region: {region}"), Hidden)
    ]
    assert hidden == [("A", "North"), ("A", "South"), ("B", "North"), ("B", "South")]


def test_a_slice_and_an_intersection_of_the_same_cell_agree():
    region = Characteristic("region", "region")
    rows = []
    for name, events in (("North", 4), ("South", 20), ("West", 30)):
        rows += group(events, 60, team="A", region=name) + group(40, 90, team="B", region=name)
    cube = protected(rows, TEAM, region, slices=["region"], intersections=2)
    for team in "AB":
        for name in ("North", "South", "West"):
            sliced = cube.cell("passed", {"team": team}, slice=f"region: {name}")
            assert cube.cell("passed", {"team": team, "region": name}) == sliced


def test_everyone_else_is_the_rounded_total_without_the_rounded_group():
    release = make_release(protected([*group(23, 48, team="A"), *group(21, 43, team="B")]))
    first = release.findings[0]
    assert (first.n, first.events, first.comparator_n) == (50, 25, 40)
    # 91 people and 44 events are shown as 90 and 45.
    assert first.comparator_value == 20 / 40


def test_every_figure_comes_from_the_rounded_counts():
    first, second = (
        make_release(protected([*group(a, n, team="A"), *group(60, 120, team="B")])).findings
        for a, n in ((23, 48), (27, 52))
    )
    assert first == second


def test_without_the_hiding_of_what_reveals_there_is_a_leak(monkeypatch):
    rows = [*group(25, 51, team="A"), *group(4, 20, team="B"), *group(12, 32, team="C")]
    plan = plan_of([TEAM], [PASSED])
    assert leaks(make_release(protect(cube_of(plan, rows))), plan, rows) == []
    for step in ("hide_what_reveals", "hide_what_bounds"):
        monkeypatch.setattr(protection, step, lambda reasons, *_, **__: reasons)
    monkeypatch.setattr(release, "_withstood", lambda protected: {"ran": False, "reason": ""})
    assert leaks(make_release(protect(cube_of(plan, rows))), plan, rows)


def crossed_lattice():
    """Return an intersection of two teams by sex, with people not known, in slices; its lattice and counts."""
    rows = [
        row
        for number, (team, sex, region) in enumerate(
            product(("A", "B", None), ("Female", "Male", None), ("North", "South", None))
        )
        for row in group(number % 4, 3 + number, team=team, sex=sex, region=region)
    ]
    cube = cube_of(plan_of([TEAM, SEX], [PASSED], slices=["region"], intersections=2), rows)
    tables = list(tables_of(cube.plan, cube.axes))
    lattice = Lattice(cube.axes, tables)
    return tables, lattice, lattice.fill(ExactTables(cube).rolled, "known", 0)


def test_in_every_line_the_cells_add_up_to_the_last():
    _, lattice, counts = crossed_lattice()
    assert len(lattice.lines) >= 6
    for members in lattice.lines:
        assert (counts[members[:, :-1]].sum(axis=1) == counts[members[:, -1]]).all()


def test_every_cell_of_every_table_is_in_a_line_as_a_cell():
    tables, lattice, _ = crossed_lattice()
    within = set(np.concatenate([members[:, :-1].reshape(-1) for members in lattice.lines]))
    for table in tables:
        assert within.issuperset(lattice.groups(table).reshape(-1))
        assert within.issuperset(lattice.everyone_known(table).reshape(-1))


def test_the_known_groups_of_an_intersection_are_a_line_with_everyone_in_them():
    """Else "everyone else" could be a few people that no row and no column gives away."""
    tables, lattice, _ = crossed_lattice()
    lines = {frozenset(line) for members in lattice.lines for line in members.tolist()}
    for table in tables:
        groups, everyone = lattice.groups(table)[table.known], lattice.everyone_known(table)
        for place in range(groups.shape[1]):
            assert frozenset([*groups[:, place].tolist(), int(everyone[0, place])]) in lines


def test_counts_are_rounded_to_the_nearest_a_half_upwards():
    counts = np.array([0, 2, 3, 7, 8, 12, 13, 100])
    assert rounded(counts, 5).tolist() == [0, 0, 5, 5, 10, 10, 15, 100]
    assert rounded(np.array([14, 15, 25]), 10).tolist() == [10, 20, 30]


def test_a_rounding_above_the_threshold_raises_the_threshold():
    rows = [*group(40, 90, team="A"), *group(15, 40, team="B"), *group(45, 90, team="C")]
    cube = protected(rows, protection=Protection(threshold=10, round=20))
    assert cube.protection.threshold == 20
    assert cube.cell("passed", {"team": "B"}) == Hidden("too-few")


@pytest.mark.parametrize("rules", [(9, 5), (10, 1), (10, 7), (10, 0), (10, -5)])
def test_rules_looser_than_the_public_rule_are_refused(rules):
    with pytest.raises(NotReleasable, match="looser than the public rule"):
        teams(group(20, 50, team="A"), protection=Protection(*rules))


def with_pay(number, values, **levels):
    return [
        {**levels, "pay": values[i % len(values)], "days": values[i % len(values)]} for i in range(number)
    ]


def test_means_and_medians_are_rounded_to_their_step_and_their_limits_outward():
    rows = with_pay(33, [1010, 2020, 3130], team="A") + with_pay(47, [1000, 1555], team="B")
    plan = plan_of([TEAM], [PAY, dataclasses.replace(DAYS, step=250.0)])
    exact = [row["pay"] for row in rows if row["team"] == "A"]
    for finding in make_release(protect(cube_of(plan, rows))).findings:
        step = 100 if finding.measure == "pay" else 250
        assert finding.n % 5 == 0
        for number in (
            finding.value,
            finding.low,
            finding.high,
            finding.comparator_value,
            finding.difference,
        ):
            assert number % step == 0
        if finding.group == "A":
            middle = np.mean(exact) if finding.measure == "pay" else np.median(exact)
            assert abs(finding.value - middle) <= step / 2
            assert finding.low <= middle <= finding.high


def test_a_mean_of_few_people_is_too_few_whatever_they_earn():
    rows = with_pay(60, [1, 2], team="A") + with_pay(9, [5], team="B") + with_pay(30, [3], team="C")
    found = {f.group: f for f in make_release(protect(cube_of(plan_of([TEAM], [PAY]), rows))).findings}
    assert (found["B"].status, found["C"].status, found["A"].status) == ("too-few", "hidden", "ok")
    assert (found["B"].n, found["B"].value, found["B"].high) == (None, None, None)


@pytest.mark.parametrize(
    ("deviation", "step"), [(20, 1), (21, 2), (40, 2), (41, 5), (101, 10), (0.3, 0.02), (0, 1), (8_000, 500)]
)
def test_the_step_is_at_least_a_twentieth_of_the_spread(deviation, step):
    assert default_step(deviation) == step


def test_a_step_leaves_no_speck_of_floating_point():
    assert nearest(np.array([0.29, 0.31, -0.02]), 0.1).tolist() == [0.3, 0.3, 0.0]


def test_completeness_is_protected_as_well():
    def known(number):
        rows = [*group(30, 60, team="A"), *group(20, 41, team="B"), *group(number // 2, number, team=None)]
        return protected(rows).completeness[0]

    assert known(0) == dataclasses.replace(known(0), people=100, known=100, share=1.0)
    assert known(4) == dataclasses.replace(known(4), people=105, known=None, share=None)
    assert known(33) == dataclasses.replace(known(33), people=135, known=100, share=100 / 135)


def test_only_protect_makes_a_protected_cube():
    cube = protected(group(20, 50, team="A"))
    fields = {field.name: getattr(cube, field.name) for field in dataclasses.fields(cube)}
    with pytest.raises(NotReleasable, match="made by hand"):
        ProtectedCube(**fields)
    with pytest.raises(NotReleasable, match="made by hand"):
        dataclasses.replace(cube, completeness=())
    for store in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(NotReleasable, match="copied or stored"):
            store(cube)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cube.tables = ()


def test_a_hidden_number_is_neither_nothing_nor_something():
    with pytest.raises(NotReleasable):
        bool(Hidden("hidden"))
    assert Hidden("hidden") not in (0, None)


def test_a_cell_that_there_is_not_is_a_key_error():
    with pytest.raises(KeyError, match="no cell"):
        protected(group(20, 50, team="A")).cell("passed", {"team": "Z"})


def reachable(thing):
    """Give every object that can be reached from a value, but for types, modules and functions."""
    found, waiting = {}, [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in found or isinstance(one, type | types.ModuleType | types.FunctionType):
            continue
        found[id(one)] = one
        waiting += gc.get_referents(one)
        if isinstance(one, np.ndarray) and one.base is not None:
            waiting.append(one.base)
    return found.values()


def test_a_protected_cube_holds_no_exact_number():
    rows = [
        *group(1_103, 2_207, team="A", sex="Female"),
        *group(509, 1_013, team="B", sex="Male"),
        *group(3, 7, team="B", sex="Female"),
        *group(21, 47, team="A", sex="Male"),
        *group(22, 46, team=None, sex="Male"),
    ]
    for number, row in enumerate(rows):
        row["pay"] = row["days"] = 1_000.0 + number % 613
    plan = plan_of([TEAM, SEX], [PASSED, PAY, DAYS], slices=["sex"], intersections=2)
    cube = protect(cube_of(plan, rows))
    everything = list(reachable(cube))
    assert not [one for one in everything if isinstance(one, Cube)]
    arrays = [one for one in everything if isinstance(one, Cells)]
    assert arrays
    for cells in arrays:
        for counts in (cells.n, cells.events):
            assert not np.any(counts % 5)
            assert not np.any((counts > 0) & (counts < 10))
        for numbers in (
            cells.n,
            cells.events,
            cells.total,
            cells.squares,
            cells.value,
            cells.low,
            cells.high,
        ):
            assert numbers.base is None
            assert not np.any(numbers[cells.reason != SHOWN])
        assert not np.any(cells.value % 5)
    levels = {index for axis in cube.axes for index in (axis.unknown, axis.reference)}
    integers = {one for one in everything if type(one) is int} - levels
    assert all(number % 5 == 0 or number <= 2 for number in integers)
    assert not any(str(number) in repr(cube) for number in (2_207, 1_013, 3_320))
