"""Four counts in one number stay four counts, however many people there are."""

from __future__ import annotations

import numpy as np
import pytest

from disparity.packed_counts import FULL, PackedCounts, Packing


class Counts(PackedCounts):
    """Counts that are packed as they come."""

    def __init__(self, size: int, measures: int) -> None:
        self.packing = Packing(measures)
        super().__init__(size, self.packing)

    def count(self, cells, events, unknown) -> None:
        for packed in self.packing.pack(len(cells), events, unknown):
            self.add(cells, packed)


def counted_plainly(size: int, cells, events, unknown) -> np.ndarray:
    columns = [np.ones_like(cells), *(events), *(0 * cells if each is None else each for each in unknown)]
    return np.column_stack([np.bincount(cells, column, minlength=size) for column in columns]).astype(int)


@pytest.mark.parametrize("measures", [1, 2, 3, 4, 8, 9])
@pytest.mark.parametrize("size", [1, 50])
def test_it_counts_as_a_plain_count_does(measures: int, size: int) -> None:
    drawn = np.random.default_rng(measures)
    counts, expected = Counts(size, measures), 0
    for rows in (0, 5, FULL, 3 * FULL + 1):
        cells = drawn.integers(0, size, rows)
        events = [drawn.integers(0, 2, rows).astype(np.uint8) for _ in range(measures)]
        unknown = [
            None if number % 3 == 1 else drawn.integers(0, 2, rows).astype(np.uint8)
            for number in range(measures)
        ]
        counts.count(cells, events, unknown)
        expected = expected + counted_plainly(size, cells, events, unknown)
    occupied, found = counts.occupied()
    assert occupied.tolist() == list(range(size))
    assert found.tolist() == expected.tolist()


def test_cells_with_nobody_are_not_occupied() -> None:
    counts = Counts(9, 1)
    counts.count(np.array([7, 3, 7]), [np.array([1, 0, 1], np.uint8)], [None])
    occupied, found = counts.occupied()
    assert occupied.tolist() == [3, 7]
    assert found.tolist() == [[1, 0, 0], [2, 2, 0]]


def test_a_cell_that_was_just_emptied_is_still_occupied() -> None:
    counts = Counts(2, 1)
    everybody = np.ones(FULL, np.uint8)
    counts.count(np.zeros(FULL, np.int64), [everybody], [everybody])
    assert [part.tolist() for part in counts.occupied()] == [[0], [[FULL, FULL, FULL]]]
