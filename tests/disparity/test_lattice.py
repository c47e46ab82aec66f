"""Sums made from other sums are those made from the cells."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from disparity import lattice
from disparity.cube import Axis, Cube, Histogram
from disparity.lattice import Lattice
from disparity.plan import Characteristic, Measure, Plan

LENGTHS = (3, 2, 5, 4)
NAMES = ("a", "b", "c", "d")


@pytest.fixture
def cube() -> Cube:
    drawn = np.random.default_rng(3)
    dense = drawn.integers(0, 4, (*LENGTHS, 3))
    codes = np.argwhere(dense[..., 0] > 0).astype(np.int32)
    people, known, events = dense[tuple(codes.T)].T
    values = drawn.integers(0, 6, len(codes)).astype(float)
    none, wait = np.zeros(len(codes)), drawn.random(len(codes))
    return Cube(
        plan=Plan(
            "t",
            "u",
            tuple(Characteristic(name, name) for name in NAMES),
            (Measure("passed", "proportion", "p", event=("yes",)), Measure("wait", "median", "w")),
        ),
        axes=tuple(
            Axis(name, tuple(f"{name}{level}" for level in range(length)), None, None, False, True)
            for name, length in zip(NAMES, LENGTHS, strict=True)
        ),
        codes=codes,
        people=people,
        known=np.column_stack([known, people]),
        events=np.column_stack([events, 0 * events]),
        total=np.column_stack([none, wait]),
        squares=np.column_stack([none, wait**2]),
        histograms={"wait": Histogram(codes, values, people)},
        data_sha256="",
        rows=int(people.sum()),
    )


def plainly(cube: Cube, names: tuple[str, ...], numbers: np.ndarray) -> np.ndarray:
    places = [NAMES.index(name) for name in names]
    sums = np.zeros((*(LENGTHS[place] for place in places), *numbers.shape[1:]), numbers.dtype)
    for code, number in zip(cube.codes[:, places].tolist(), numbers, strict=True):
        sums[tuple(code)] += number
    return sums


@pytest.mark.parametrize("most", [0, 40, lattice.MOST_NUMBERS])
def test_every_sum_is_that_of_the_cells(cube, monkeypatch, most) -> None:
    monkeypatch.setattr(lattice, "MOST_NUMBERS", most)
    sums = Lattice(cube)
    for size in range(len(NAMES) + 1):
        for chosen in combinations(NAMES, size):
            for names in permutations(chosen):
                rolled = sums.rolled(names)
                assert [axis.name for axis in rolled.axes] == list(names)
                for part in ("people", "known", "events"):
                    np.testing.assert_array_equal(
                        getattr(rolled, part), plainly(cube, names, getattr(cube, part))
                    )
                for part in ("total", "squares"):
                    np.testing.assert_allclose(
                        getattr(rolled, part), plainly(cube, names, getattr(cube, part)), rtol=1e-12
                    )


def test_every_histogram_is_that_of_the_cells(cube) -> None:
    sums = Lattice(cube)
    histogram = cube.histograms["wait"]
    for names in [*combinations(NAMES, 2), ("c", "a"), (), NAMES]:
        values, counts = sums.values("wait", names)
        one_hot = (histogram.value[:, np.newaxis] == values) * histogram.count[:, np.newaxis]
        np.testing.assert_array_equal(counts, plainly(cube, names, one_hot))


def test_sums_of_fractions_do_not_depend_on_what_else_was_asked(cube) -> None:
    sums = Lattice(cube)
    sums.rolled(NAMES)
    sums.rolled(("a", "b"))
    assert sums.rolled(("a",)).total.tolist() == Lattice(cube).rolled(("a",)).total.tolist()


def test_no_axis_of_that_name(cube) -> None:
    with pytest.raises(KeyError, match="no axis is called 'e'"):
        cube.roll(["e"])
