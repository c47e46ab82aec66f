"""Comparing many tables at once: what is said of each is what would be said of it alone."""

from itertools import chain

import numpy as np
import pytest

from disparity import comparing
from disparity.cells import ExactTables, sums_of_others
from disparity.comparing import Asked, compare
from disparity.families import q_of
from disparity.intervals import newcombe, ratio, wilson
from disparity.plan import Characteristic, Measure
from disparity.significance import two_proportions
from disparity.tables import tables_of
from tests.disparity.reference import cube_of, plan_of

MEASURES = [
    Measure("passed", "proportion", "passed", event=("yes",)),
    Measure("cases", "share", "cases"),
    Measure("pay", "mean", "pay"),
    Measure("seen", "proportion", "seen", event=("yes",)),
    Measure("days", "median", "days"),
]
REFERENCE = Characteristic("sex", "sex", reference="Male")
NO_REFERENCE = Characteristic("team", "team")
ROWS = [
    {
        "sex": ("Female", "Male", None)[n % 3],
        "team": "ABC"[n * 7 % 11 % 3],
        "region": "North" if n % 5 < 2 else "South",
        "cases": True,
        "passed": n * 37 % 100 < (55 if n % 3 else 65),
        "seen": None if n % 13 == 0 else n * 41 % 100 < 50,
        "pay": 100.0 + n % 17,
        "days": float(n * 11 % 23),
    }
    for n in range(400)
]


@pytest.fixture
def asked() -> list[Asked]:
    """Ask for every table of tables with and without a reference, by measures of every kind."""
    plan = plan_of([REFERENCE, NO_REFERENCE], MEASURES, slices=["region"], intersections=2)
    cube = cube_of(plan, ROWS)
    exact = ExactTables(cube)
    tables = list(tables_of(plan, cube.axes))
    return [
        Asked(measure, table, exact.cells(measure, table), step=5.0 if measure.kind == "mean" else None)
        for measure in plan.measures
        for table in tables
    ]


def findings_of(compared):
    q = q_of(compared, "measure")
    return [list(table.findings(of_table)) for table, of_table in zip(compared, q, strict=True)]


@pytest.mark.parametrize("cells", [1, 7, 1 << 20])
def test_it_makes_no_difference_how_many_cells_are_compared_at_once(asked, monkeypatch, cells) -> None:
    expected = findings_of(compare(asked))
    monkeypatch.setattr(comparing, "CELLS_AT_ONCE", cells)
    assert findings_of(compare(asked)) == expected


def test_what_is_said_of_a_table_does_not_depend_on_the_others(asked) -> None:
    together = [list(table.findings()) for table in compare(asked)]
    assert together == [list(compare([each])[0].findings()) for each in asked]


def test_the_tables_come_in_the_order_in_which_they_were_asked_for(asked) -> None:
    mixed = asked[::-2] + asked[::2]
    assert [(each.measure, each.table) for each in compare(mixed)] == [
        (each.measure, each.table) for each in mixed
    ]


def test_nothing_asked_gives_nothing() -> None:
    assert compare([]) == []


def test_the_figures_of_rates_are_those_of_the_public_functions_bit_by_bit(asked) -> None:
    rates = [each for each in asked if each.measure.kind == "proportion"]
    names = set()
    for each, table in zip(rates, compare(rates), strict=True):
        own = each.cells.own
        for against in table.comparators:
            names.add(against.name)
            other = each.cells.others
            if against.name != "everyone else":
                other = own.group(each.table.groups.index(against.name))
            counts = (own.events, own.n, other.events, other.n)
            pairs = [
                (against.value, np.broadcast_to(wilson(other.events, other.n).value, own.n.shape)),
                (against.difference, newcombe(*counts)),
                (against.ratio, ratio(*counts)),
                (against.p[against.applies], two_proportions(*counts).p[against.applies]),
            ]
            for found, expected in chain.from_iterable(map(parts, pairs)):
                assert np.array_equal(found, expected, equal_nan=True)
    assert names == {"Male", "everyone else"}


def parts(pair):
    """Give an array beside an array, or the three parts of an interval beside those of another."""
    found, expected = pair
    if isinstance(found, np.ndarray):
        return [pair]
    return [(getattr(found, part), getattr(expected, part)) for part in ("value", "low", "high")]


@pytest.mark.parametrize("shape", [(4,), (4, 3), (4, 3, 2)])
def test_everyone_else_is_the_other_known_groups(shape) -> None:
    numbers = np.arange(np.prod(shape)).reshape(shape) + 1
    known = np.array([True, True, False, True])
    expected = [
        sum((numbers[other] for other in range(4) if known[other] and other != group), np.zeros(shape[1:]))
        for group in range(4)
    ]
    whole = sums_of_others(numbers, known)
    assert whole.dtype == numbers.dtype
    assert whole.tolist() == np.array(expected).tolist()
    assert sums_of_others(numbers.astype(float), known).tolist() == np.array(expected).tolist()


def test_the_others_of_a_large_group_keep_their_fractions() -> None:
    numbers = np.array([[1e17], [0.1], [0.2]])
    assert sums_of_others(numbers, np.ones(3, dtype=bool))[0, 0] == 0.1 + 0.2
