"""Sums made from other sums are those made from the cells."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from disparity import lattice
from disparity.cube import Axis, Cube, Cuboid, Histogram
from disparity.errors import NotCountedTogether
from disparity.lattice import Lattice, codes_at, flat_index
from disparity.plan import Characteristic, Measure, Plan

LENGTHS = (3, 2, 5, 4)
NAMES = ("a", "b", "c", "d")


EVERYTHING = (0, 1, 2, 3)
CROSSES = [(0, 1), (0, 2, 3), (1, 2)]
"""Crosses that hold every pair but b and d."""


def cube_of(crosses: list[tuple[int, ...]]) -> Cube:
    """Return a cube of the same people in other crosses."""
    drawn = np.random.default_rng(3)
    dense = drawn.integers(0, 4, (*LENGTHS, 3))
    codes = np.argwhere(dense[..., 0] > 0).astype(np.int32)
    numbers = dense[tuple(codes.T)]
    place = drawn.integers(0, 6, len(codes)).astype(np.int32)
    wait = drawn.random(len(codes))
    return Cube(
        plan=Plan(
            "t",
            "u",
            tuple(Characteristic(name, name) for name in NAMES),
            (
                Measure("passed", "proportion", "p", event=("yes",)),
                Measure("wait", "median", "w"),
                Measure("pay", "mean", "w"),
            ),
        ),
        axes=tuple(
            Axis(name, tuple(f"{name}{level}" for level in range(length)), None, None, False, True)
            for name, length in zip(NAMES, LENGTHS, strict=True)
        ),
        cuboids=tuple(cuboid(cross, codes, numbers, wait) for cross in crosses),
        histograms={"wait": tuple(histogram(cross, codes, place, numbers[:, 0]) for cross in crosses)},
        data_sha256="",
        rows=int(numbers[:, 0].sum()),
    )


def cuboid(axes: tuple[int, ...], codes: np.ndarray, numbers: np.ndarray, wait: np.ndarray) -> Cuboid:
    cells, cell = np.unique(codes[:, axes], axis=0, return_inverse=True)
    added = np.zeros((len(cells), 3), np.int64)
    np.add.at(added, cell.reshape(-1), numbers)
    amounts = np.zeros((len(cells), 2))
    np.add.at(amounts, cell.reshape(-1), np.column_stack([wait, wait**2]))
    people, known, events = added.T
    none = np.zeros(len(cells))
    return Cuboid(
        axes=axes,
        codes=cells,
        people=people,
        known=np.column_stack([known, people, people]),
        events=np.column_stack([events, 0 * events, 0 * events]),
        total=np.column_stack([none, none, amounts[:, 0]]),
        squares=np.column_stack([none, none, amounts[:, 1]]),
    )


def histogram(axes: tuple[int, ...], codes: np.ndarray, place: np.ndarray, often: np.ndarray) -> Histogram:
    cells, cell = np.unique(codes[:, axes], axis=0, return_inverse=True)
    entries, number = np.unique(np.column_stack([cell.reshape(-1), place]), axis=0, return_inverse=True)
    count = np.bincount(number.reshape(-1), often).astype(np.int64)
    of_entries = entries.astype(np.int32).T
    return Histogram(axes, cells, np.arange(6.0) / 2, of_entries[0], of_entries[1], count)


@pytest.fixture
def cube() -> Cube:
    return cube_of([EVERYTHING])


def plainly(cube: Cube, names: tuple[str, ...], numbers: np.ndarray) -> np.ndarray:
    return added_plainly(cube.cuboids[0].codes, names, numbers)


def added_plainly(codes: np.ndarray, names: tuple[str, ...], numbers: np.ndarray) -> np.ndarray:
    places = [NAMES.index(name) for name in names]
    sums = np.zeros((*(LENGTHS[place] for place in places), *numbers.shape[1:]), numbers.dtype)
    for code, number in zip(codes[:, places].tolist(), numbers, strict=True):
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
                        getattr(rolled, part), plainly(cube, names, getattr(cube.cuboids[0], part))
                    )
                for part in ("total", "squares"):
                    np.testing.assert_allclose(
                        getattr(rolled, part),
                        plainly(cube, names, getattr(cube.cuboids[0], part)),
                        rtol=1e-12,
                    )


def test_every_histogram_is_that_of_the_cells(cube) -> None:
    sums = Lattice(cube)
    [histogram] = cube.histograms["wait"]
    for names in [*combinations(NAMES, 2), ("c", "a"), (), NAMES]:
        values, counts = sums.values("wait", names)
        one_hot = (histogram.values[histogram.place][:, np.newaxis] == values) * histogram.count[
            :, np.newaxis
        ]
        np.testing.assert_array_equal(counts, added_plainly(histogram.codes[histogram.cell], names, one_hot))


@pytest.mark.parametrize("most", [0, 40, lattice.MOST_NUMBERS])
def test_several_crosses_have_the_sums_of_everything_crossed(cube, monkeypatch, most) -> None:
    monkeypatch.setattr(lattice, "MOST_NUMBERS", most)
    several, whole = Lattice(cube_of(CROSSES)), Lattice(cube)
    for names in [("d", "a", "c"), *permutations("ab", 2), ("b", "c"), ("c", "d"), *NAMES, ()]:
        mine, theirs = several.rolled(names), whole.rolled(names)
        assert mine.axes == theirs.axes
        for part in ("people", "known", "events"):
            np.testing.assert_array_equal(getattr(mine, part), getattr(theirs, part))
        for part in ("total", "squares"):
            np.testing.assert_allclose(getattr(mine, part), getattr(theirs, part), rtol=1e-12)
        for one, other in zip(several.values("wait", names), whole.values("wait", names), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("names", [("b", "d"), ("a", "b", "c")])
def test_what_was_not_counted_together_is_refused_by_name(names) -> None:
    several = cube_of(CROSSES)
    with pytest.raises(NotCountedTogether, match=" and ".join(names)):
        several.roll(names)
    with pytest.raises(NotCountedTogether, match=" and ".join(names)):
        several.roll_values("wait", names)


@pytest.mark.parametrize("lengths", [(5,), (3, 4, 2), (70_000, 3, 70_000)])
def test_one_number_for_each_row_has_its_codes_again(lengths) -> None:
    drawn = np.random.default_rng(2)
    codes = np.column_stack([drawn.integers(0, length, 50) for length in lengths]).astype(np.int32)
    flat = flat_index(codes.T, lengths, rows=50)
    assert codes_at(flat, lengths).tolist() == codes.tolist()
    assert flat.tolist() == np.ravel_multi_index(tuple(codes.T), lengths).tolist()


def test_sums_of_fractions_do_not_depend_on_what_else_was_asked(cube) -> None:
    sums = Lattice(cube)
    sums.rolled(NAMES)
    sums.rolled(("a", "b"))
    assert sums.rolled(("a",)).total.tolist() == Lattice(cube).rolled(("a",)).total.tolist()


def test_no_axis_of_that_name(cube) -> None:
    with pytest.raises(KeyError, match="no axis is called 'e'"):
        cube.roll(["e"])
