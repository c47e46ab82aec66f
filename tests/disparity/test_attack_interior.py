"""The solver of large attacks: nearly the furthest, silent, the same each time, and honest when there is no answer."""

import numpy as np
import pytest
import scipy.sparse as sp

from disparity.attack_interior import Interior
from disparity.attack_solver import MOST_WHOLE, Part
from disparity.errors import NotReleasable

LINE = sp.csr_array(np.array([[1.0, 1.0, -1.0]]))
"""Two counts and their sum."""


def line(low, high):
    return Interior(LINE, np.zeros(1), np.array(low, float), np.array(high, float))


def test_it_goes_nearly_as_far_as_the_bounds_allow_and_prints_nothing(capfd):
    found = line([0, 0, 18], [50, 12, 22]).furthest(np.array([1.0, 0.0, 0.0]))
    assert found[0] == pytest.approx(6, abs=1e-4)
    assert found[0] + found[1] == pytest.approx(found[2], abs=1e-6)
    assert capfd.readouterr() == ("", "")


def test_an_answer_does_not_depend_on_the_questions_before_it():
    cost = np.array([1.0, -0.7, 0.0])
    asked_before = line([0, 0, 18], [50, 12, 22])
    asked_before.furthest(-cost)
    first, second = asked_before.furthest(cost), line([0, 0, 18], [50, 12, 22]).furthest(cost)
    assert first.tolist() == second.tolist()


def test_counts_that_cannot_be_are_said_to_be_so():
    with pytest.raises(NotReleasable, match="could not be finished"):
        line([10, 10, 0], [20, 20, 5]).furthest(np.ones(3))


def test_a_solution_with_what_is_shown_held_fast_is_one_of_the_whole():
    """Lines of two hidden counts and a shown total each, more of them than whole numbers are asked for."""
    lines = MOST_WHOLE
    rows = sp.block_diag([LINE] * lines, format="csr")
    low, high = np.tile([0.0, 0.0, 28.0], lines), np.tile([60.0, 60.0, 32.0], lines)
    part = Part(np.arange(3 * lines), low, high, rows, np.zeros(lines))
    everything = np.arange(3 * lines)
    weights = np.random.default_rng(1).uniform(-1, 1, 3 * lines)
    average = (part.furthest(everything, weights) + part.furthest(everything, -weights)) / 2
    found = part.held(average).furthest(everything, weights)
    assert np.abs(rows @ found).max() < 1e-5
    assert (found > low - 1e-5).all()
    assert (found < high + 1e-5).all()
    assert found[2::3] == pytest.approx(average[2::3])
    assert np.ptp(found[0::3]) > 20
