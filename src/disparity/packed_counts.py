"""Counts of many things in many cells, four of them in each number of 64 bits, so that they are added at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LANES, WIDTH = 4, 16
"""Counts in one number of 64 bits, and the bits of each."""

FULL = 1 << (WIDTH - 1)
"""Rows that are added at a time, and people after whom a cell is emptied: together they just fit a lane."""

Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Bits = NDArray[np.uint8]

_SPREAD = np.array(
    [sum((four >> lane & 1) << (WIDTH * lane) for lane in range(LANES)) for four in range(1 << LANES)],
    np.uint64,
)
"""What four things add to a word, by which of them occur: 1 in the lane of each that does."""


class PackedCounts:
    """People, those with each event, and those whose outcome is not known, in `size` cells.

    The people of a cell are in the highest lane of its first word, so that this word, read as a number with a
    sign, is below 0 when the cell is getting full. Then it is emptied into whole numbers.
    """

    def __init__(self, size: int, measures: int) -> None:
        people, *events = range(1 + measures)
        self._first = _Lanes(size, [*events[: LANES - 1], *[None] * (LANES - 1 - measures), people])
        self._events = [self._first, *_lanes(size, events[LANES - 1 :])]
        self._unknown = _lanes(size, range(1 + measures, 1 + 2 * measures))
        self._columns = 1 + 2 * measures
        self._emptied: list[tuple[Integers, Integers]] = []

    def add(self, cells: Integers, events: Sequence[Bits | None], unknown: Sequence[Bits | None]) -> None:
        """Count rows.

        Parameters
        ----------
        cells
            int64 (rows,): the cell that each row is in.
        events, unknown
            For each measure uint8 (rows,): 1 for the event, and 1 for an outcome that is not known; None where
            there are none.
        """
        nobody = np.zeros(min(len(cells), FULL), np.uint8)
        everybody = nobody + np.uint8(1)
        for start in range(0, len(cells), FULL):
            here = cells[start : start + FULL]
            columns: list[Bits | None] = [everybody[: len(here)]]
            columns += [None if each is None else each[start : start + FULL] for each in (*events, *unknown)]
            for lanes in self._events:
                lanes.add(here, lanes.fours(columns, nobody[: len(here)]))
            for lanes in self._unknown:
                if any(columns[column] is not None for column in lanes.columns if column is not None):
                    fours = lanes.fours(columns, nobody[: len(here)])
                    some = np.flatnonzero(fours != 0)  # most outcomes are known
                    lanes.add(here[some], fours[some])
            with_sign = self._first.words.view(np.int64)
            if with_sign.min(initial=0) < 0:
                self._empty(np.flatnonzero(with_sign < 0))

    def occupied(self) -> tuple[Integers, Integers]:
        """Return the cells with people, (cells,), and their counts, (cells, 1 + 2 for each measure).

        The counts are those of people, then of events, then of unknown outcomes, by measure.
        """
        occupied = np.flatnonzero(self._first.words)
        occupied = np.union1d(
            occupied, np.concatenate([occupied[:0], *(cells for cells, _ in self._emptied)])
        )
        counts = self._counts(occupied)
        for cells, before in self._emptied:
            counts[np.searchsorted(occupied, cells)] += before
        return occupied, counts

    def _empty(self, cells: Integers) -> None:
        """Put the counts of cells aside. It takes thousands of people to fill one, so that there are few."""
        self._emptied.append((cells, self._counts(cells)))
        for lanes in (*self._events, *self._unknown):
            lanes.words[cells] = 0

    def _counts(self, cells: Integers) -> Integers:
        counts = np.zeros((len(cells), self._columns), np.int64)
        for lanes in (*self._events, *self._unknown):
            lanes.unpack(cells, counts)
        return counts


class _Lanes:
    """The words that hold four columns of the counts, the first column in their lowest bits; None is left empty."""

    def __init__(self, size: int, columns: Sequence[int | None]) -> None:
        self.columns = columns
        self.words: Words = np.zeros(size, np.uint64)

    def fours(self, columns: Sequence[Bits | None], nothing: Bits) -> Bits:
        """Return for each row which of the four occur, one bit for each."""
        fours = nothing.copy()
        for column in reversed(self.columns):
            fours += fours
            bits = None if column is None else columns[column]
            if bits is not None:
                fours += bits
        return fours

    def add(self, cells: Integers, fours: Bits) -> None:
        """Add to the words of some rows' cells."""
        np.add.at(self.words, cells, _SPREAD.take(fours))

    def unpack(self, cells: Integers, into: Integers) -> None:
        """Write the counts of some cells into the columns that they belong to."""
        words = self.words[cells]
        for lane, column in enumerate(self.columns):
            if column is not None:
                into[:, column] = words >> np.uint64(WIDTH * lane) & np.uint64(2**WIDTH - 1)


def _lanes(size: int, columns: Sequence[int]) -> list[_Lanes]:
    return [_Lanes(size, columns[start : start + LANES]) for start in range(0, len(columns), LANES)]
