"""The crosses that a cube is counted in hold all that is asked together, and are no larger than need be."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disparity import cuboids
from disparity.cube import Axis
from disparity.cuboids import MOST_NUMBERS, crosses_of, crosses_of_values, together, weight
from disparity.errors import PlanError
from disparity.plan import PERIOD, Characteristic, Measure, Periods, Plan, Slice
from disparity.tables import strata_of, tables_of

MANY = 10_000_000
LENGTHS = {
    "sex": 3,
    "ethnicity": 20,
    "age": 7,
    "religion": 10,
    "region": 40,
    "office": 60,
    "case": 5,
    PERIOD: 12,
}
CHARACTERISTICS = ("sex", "ethnicity", "age", "religion")
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
PLAN = Plan(
    "t",
    "u",
    tuple(Characteristic(name, name) for name in CHARACTERISTICS),
    (PASSED, Measure("wait", "median", "wait")),
    slices=(Slice("region", "region"), Slice("office", "office")),
    intersections=2,
    adjust_for=("region", "case", "age"),
    periods=Periods("started"),
)


def axes_of(plan: Plan, lengths: dict[str, int] = LENGTHS) -> tuple[Axis, ...]:
    return tuple(
        Axis(
            each.name,
            tuple(f"{each.name} {level}" for level in range(lengths[each.name])),
            None,
            None,
            each.name in {"region", "office"},
            each.name in CHARACTERISTICS,
            is_period=each.name == PERIOD,
        )
        for each in plan.dimensions
    )


AXES = axes_of(PLAN)


def holds(crosses: tuple[tuple[int, ...], ...], names: tuple[str, ...]) -> bool:
    numbers = {index for index, axis in enumerate(AXES) if axis.name in names}
    return any(numbers <= set(cross) for cross in crosses)


def test_every_table_and_its_strata_are_counted_together() -> None:
    crosses = crosses_of(PLAN, AXES, rows=MANY)
    assert len(crosses) > 1
    strata = strata_of(PLAN, AXES)
    assert strata
    for table in [*tables_of(PLAN, AXES), *strata.values()]:
        assert holds(crosses, table.names), table.names
    for axis in AXES:
        assert holds(crosses, (axis.name,)), axis.name
    assert not holds(crosses, ("region", "office"))


def test_medians_are_counted_together_with_what_their_tables_need_and_with_no_strata() -> None:
    crosses = crosses_of_values(PLAN, AXES, rows=MANY, values=300)
    for table in tables_of(PLAN, AXES):
        assert holds(crosses, table.names), table.names
    assert not holds(crosses, ("case",))


def test_no_cross_is_larger_than_need_be() -> None:
    asked = {frozenset(table.names) for table in [*tables_of(PLAN, AXES), *strata_of(PLAN, AXES).values()]}
    lengths = [LENGTHS[axis.name] for axis in AXES]
    for values in (1, 300):
        for cross in together(
            [frozenset(AXES.index(a) for a in AXES if a.name in one) for one in asked],
            lengths,
            rows=MANY,
            values=values,
        ):
            names = frozenset(AXES[axis].name for axis in cross)
            size = prod(lengths[axis] for axis in cross) * values
            assert size <= MOST_NUMBERS or names in asked, (names, size)


def test_plans_that_adjust_nothing_need_no_strata() -> None:
    """Only proportions are adjusted."""
    plan = replace(PLAN, measures=(Measure("pay", "mean", "pay"),))
    assert not holds(crosses_of(plan, AXES, rows=MANY), ("region", "case", "age", "ethnicity"))
    assert holds(crosses_of(PLAN, AXES, rows=MANY), ("region", "case", "age", "ethnicity"))


@pytest.mark.parametrize("rows", [0, 1, 1_000, MOST_NUMBERS // cuboids.OF_A_ROW])
def test_few_rows_are_counted_in_one_cross(rows: int) -> None:
    assert crosses_of(PLAN, AXES, rows=rows) == (tuple(range(len(AXES))),)
    assert len(crosses_of(PLAN, AXES, rows=MOST_NUMBERS)) > 1


def test_few_combinations_are_counted_in_one_cross_however_many_rows() -> None:
    axes = axes_of(PLAN, dict.fromkeys(LENGTHS, 2))
    assert crosses_of(PLAN, axes, rows=10**12) == (tuple(range(len(axes))),)


def test_more_than_everything_crossed_is_never_counted(monkeypatch) -> None:
    """A thousand crosses, each small, may be more than the people there are."""
    asked = [frozenset(pair) for pair in combinations(range(12), 2)]
    lengths = [900] * 12
    assert len(together(asked, lengths, rows=1_000_000)) == 1
    assert len(together(asked, lengths, rows=100_000_000)) == len(asked)
    monkeypatch.setattr(cuboids, "MOST_IN_ALL", 66 * 900 * 900)
    assert len(together(asked, lengths, rows=1_000_000)) == len(asked)


def test_too_many_strata_are_refused_as_soon_as_they_would_be_counted() -> None:
    plan = replace(PLAN, adjust_for=("region", "office", "case"))
    with pytest.raises(PlanError, match="strata"):
        crosses_of(plan, AXES, rows=MANY)


sets = st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=4), min_size=1, max_size=12)
lengths = st.lists(st.integers(1, 60), min_size=7, max_size=7)


@given(sets, lengths, st.integers(0, 10**6), st.integers(1, 50), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_for_is_held_the_same_in_whatever_order(
    asked, lengths, rows, values, random
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuboids, "MOST_NUMBERS", 5_000)
        patch.setattr(cuboids, "MOST_IN_ALL", 100_000)
        crosses = together(asked, lengths, rows=rows, values=values)
        for one in asked:
            assert any(one <= set(cross) for cross in crosses)
        assert all(list(cross) == sorted(set(cross)) for cross in crosses)
        shuffled = [*asked, asked[0]]
        random.shuffle(shuffled)
        assert together(shuffled, lengths, rows=rows, values=values) == crosses
        if len(crosses) > 1:
            weights = [
                weight([lengths[axis] for axis in cross], rows=rows, values=values) for cross in crosses
            ]
            assert sum(weights) <= max(100_000, weight(lengths, rows=rows, values=values))


def test_thousands_of_sets_are_chosen_from_in_seconds() -> None:
    asked = [frozenset(some) for some in combinations(range(18), 3)]
    crosses = together(asked, [20] * 18, rows=10**9)
    assert all(any(one <= set(cross) for cross in crosses) for one in asked)
