"""Drawing by chance and sharing out by weight."""

import numpy as np
import pytest

from dueregard.demo.drawing import BLANK, labelled, pick, table_of, yes_or_no
from dueregard.demo.scales import FULL, SMALL, shares
from dueregard.demo.streams import stream


def test_streams_of_different_names_or_seeds_differ_and_the_same_repeat():
    draws = {key: stream(*key).random(3).tolist() for key in [(1, "a"), (1, "b"), (2, "a")]}
    assert len({tuple(values) for values in draws.values()}) == 3
    assert stream(1, "a").random(3).tolist() == draws[1, "a"]


def test_pick_never_draws_what_has_no_chance_and_draws_the_rest_in_proportion():
    rows = np.repeat([0, 1], 20_000)
    drawn = pick(stream(1, "pick"), table_of([(3, 0, 1), (0, 1, 0)]), rows)
    assert set(drawn[rows == 1].tolist()) == {1}
    assert set(drawn[rows == 0].tolist()) == {0, 2}
    assert (drawn[rows == 0] == 0).mean() == pytest.approx(0.75, abs=0.02)


def test_blank_codes_become_nulls():
    assert labelled(np.array([1, BLANK, 0]), ("a", "b")).to_pylist() == ["b", None, "a"]
    column = yes_or_no(np.array([True, False, True]), known=np.array([True, True, False]))
    assert column.to_pylist() == ["Yes", "No", None]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, (1, 1, 1), (4, 3, 3)), (5, (0, 1), (0, 5)), (7, (2, 1, 1), (3, 2, 2)), (0, (1, 2), (0, 0))],
)
def test_shares_add_up_exactly(total, weights, parts):
    assert shares(total, weights) == parts


@pytest.mark.parametrize(
    "name", ["children", "new_children", "new_cases", "existing_cases", "staff", "leavers"]
)
def test_small_is_a_twentieth_of_full(name):
    assert abs(getattr(SMALL, name) - getattr(FULL, name) / 20) <= 0.5
