"""Counts of many things in many cells, four of them in each number of 64 bits, so that they are added at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LANES, WIDTH = 4, 16
"""Counts in one number of 64 bits, and the bits of each."""

FULL = 1 << (WIDTH - 1)
"""Rows that are added at a time, and people after whom a cell is emptied: together they just fit a lane."""

Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Bits = NDArray[np.uint8]
Columns = tuple[int | None, ...]
"""The columns of the counts that a word holds, the first in its lowest bits; None is left empty."""

_SPREAD = np.array(
    [sum((four >> lane & 1) << (WIDTH * lane) for lane in range(LANES)) for four in range(1 << LANES)],
    np.uint64,
)
"""What four things add to a word, by which of them occur: 1 in the lane of each that does."""


@dataclass(frozen=True, eq=False)
class Packed:
    """Some rows, at most `FULL`, as what each of them adds to the words of its cell.

    `events` has an array for each word of every row. Most outcomes are known, so that `unknown` has for each word
    the numbers of the rows that add something to it, and what they add.
    """

    rows: slice
    events: tuple[Words, ...]
    unknown: tuple[tuple[NDArray[np.intp], Words], ...]


class Packing:
    """How the counts of so many measures lie in words.

    The columns of the counts are people, then the events of each measure, then its unknown outcomes. The people
    are in the highest lane of the first word, so that this word, read as a number with a sign, is below 0 when
    the cell is getting full.
    """

    def __init__(self, measures: int) -> None:
        people, *events = range(1 + measures)
        self.events: tuple[Columns, ...] = (
            (*events[: LANES - 1], *[None] * (LANES - 1 - measures), people),
            *_fours(events[LANES - 1 :]),
        )
        self.unknown = tuple(_fours(range(1 + measures, 1 + 2 * measures)))
        self.columns = 1 + 2 * measures

    def pack(
        self, rows: int, events: Sequence[Bits | None], unknown: Sequence[Bits | None]
    ) -> Iterator[Packed]:
        """Give rows as words: for each measure 1 for the event, and 1 for an outcome that is not known.

        `events` and `unknown` are uint8 (rows,), or None where there are none.
        """
        nobody = np.zeros(min(rows, FULL), np.uint8)
        everybody = nobody + np.uint8(1)
        for start in range(0, rows, FULL):
            here = slice(start, min(start + FULL, rows))
            size = here.stop - here.start
            columns: list[Bits | None] = [everybody[:size]]
            columns += [None if each is None else each[here] for each in (*events, *unknown)]
            some = []
            for word in self.unknown:
                fours = _which(word, columns, nobody[:size])
                adding = np.flatnonzero(fours != 0)
                some.append((adding, _SPREAD.take(fours[adding])))
            yield Packed(
                here,
                tuple(_SPREAD.take(_which(word, columns, nobody[:size])) for word in self.events),
                tuple(some),
            )


class PackedCounts:
    """People, those with each event, and those whose outcome is not known, in `size` cells.

    A cell that is getting full is emptied into whole numbers.
    """

    def __init__(self, size: int, packing: Packing) -> None:
        self._packing = packing
        self._events = [np.zeros(size, np.uint64) for _ in packing.events]
        self._unknown = [np.zeros(size, np.uint64) for _ in packing.unknown]
        self._emptied: list[tuple[Integers, Integers]] = []

    def add(self, cells: Integers, packed: Packed) -> None:
        """Count rows: `cells`, int64, has the cell of each of those that were packed together."""
        here = cells[packed.rows]
        for words, adding in zip(self._events, packed.events, strict=True):
            np.add.at(words, here, adding)
        for words, (some, adding) in zip(self._unknown, packed.unknown, strict=True):
            if len(some):
                np.add.at(words, here[some], adding)
        with_sign = self._events[0].view(np.int64)
        if (with_sign if len(with_sign) < len(here) else with_sign.take(here)).min(initial=0) < 0:
            self._empty(np.flatnonzero(with_sign < 0))

    def occupied(self) -> tuple[Integers, Integers]:
        """Return the cells with people, (cells,), and their counts, (cells, 1 + 2 for each measure).

        The counts are those of people, then of events, then of unknown outcomes, by measure.
        """
        occupied = np.flatnonzero(self._events[0])
        if self._emptied:
            occupied = np.union1d(occupied, np.concatenate([cells for cells, _ in self._emptied]))
        counts = self._counts(occupied)
        for cells, before in self._emptied:
            counts[np.searchsorted(occupied, cells)] += before
        return occupied, counts

    def _empty(self, cells: Integers) -> None:
        """Put the counts of cells aside. It takes thousands of people to fill one, so that there are few."""
        self._emptied.append((cells, self._counts(cells)))
        for words in (*self._events, *self._unknown):
            words[cells] = 0

    def _counts(self, cells: Integers) -> Integers:
        counts = np.zeros((len(cells), self._packing.columns), np.int64, order="F")
        layout = (*self._packing.events, *self._packing.unknown)
        for columns, words in zip(layout, (*self._events, *self._unknown), strict=True):
            of_cells = words[cells]
            for lane, column in enumerate(columns):
                if column is not None:
                    counts[:, column] = of_cells >> np.uint64(WIDTH * lane) & np.uint64(2**WIDTH - 1)
        return counts


def _which(word: Columns, columns: Sequence[Bits | None], nothing: Bits) -> Bits:
    """Return for each row which of the four things of a word occur, one bit for each."""
    fours = nothing.copy()
    for column in reversed(word):
        fours += fours
        bits = None if column is None else columns[column]
        if bits is not None:
            fours += bits
    return fours


def _fours(columns: Sequence[int]) -> Iterator[Columns]:
    for start in range(0, len(columns), LANES):
        yield tuple(columns[start : start + LANES])
