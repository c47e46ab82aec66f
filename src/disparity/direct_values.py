"""Counting how often each value of a median occurs in the cells of a cross."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from math import prod
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from disparity.cube import Floats, Histogram, Integers
from disparity.lattice import Axes, codes_at


def places_of(column: Any, values: Floats) -> NDArray[np.int32]:
    """Return the number of each row's value among `values`; one more than the last where it is not known."""
    # Adding 0 makes a negative zero an ordinary one.
    places = pc.index_in(pc.add(column, 0.0), pa.array(values))
    found: NDArray[np.int32] = pc.fill_null(places, len(values)).to_numpy(zero_copy_only=False)
    return found


class CrossedValues(ABC):
    """Counts in one cross, one piece after the other: several threads bring them.

    `lengths` are those of the axes, and after them the number of values, and one more for those not known.
    """

    def __init__(self, axes: Axes, lengths: Sequence[int], values: Floats) -> None:
        self.axes, self.values = axes, values
        self.lengths = (*lengths, len(values) + 1)
        self._one_at_a_time = Lock()

    def add(self, numbers: Integers) -> None:
        """Count the rows of a piece by the numbers of their cell and value."""
        with self._one_at_a_time:
            self._add(numbers)

    def histogram(self) -> Histogram:
        """Return what was counted."""
        numbers, count = self._occupied()
        cell = numbers // self.lengths[-1]
        place = numbers - cell * self.lengths[-1]
        is_first = np.diff(cell, prepend=-1) > 0
        return Histogram(
            axes=self.axes,
            codes=codes_at(cell[is_first], self.lengths[:-1]),
            values=self.values,
            cell=np.cumsum(is_first, dtype=np.int32) - np.int32(1),
            place=place.astype(np.int32),
            count=count,
        )

    @abstractmethod
    def _add(self, numbers: Integers) -> None:
        """Count rows; one thread at a time does."""

    @abstractmethod
    def _occupied(self) -> tuple[Integers, Integers]:
        """Return the numbers with a known value that occur, ascending, and how often each does."""


class ValuesByPlace(CrossedValues):
    """Counts in an array of all values of all cells."""

    def __init__(self, axes: Axes, lengths: Sequence[int], values: Floats) -> None:
        super().__init__(axes, lengths, values)
        self._often = np.zeros(prod(self.lengths), np.uint32)

    def _add(self, numbers: Integers) -> None:
        np.add.at(self._often, numbers, np.uint32(1))

    def _occupied(self) -> tuple[Integers, Integers]:
        self._often.reshape(-1, self.lengths[-1])[:, -1] = 0
        numbers = np.flatnonzero(self._often)
        return numbers, self._often[numbers].astype(np.int64)


class ValuesInOrder(CrossedValues):
    """Keeps the number of each row, and sorts them: where there are hardly fewer values than rows."""

    def __init__(self, axes: Axes, lengths: Sequence[int], values: Floats) -> None:
        super().__init__(axes, lengths, values)
        self._found: list[Integers] = [np.zeros(0, np.int64)]

    def _add(self, numbers: Integers) -> None:
        self._found.append(numbers)

    def _occupied(self) -> tuple[Integers, Integers]:
        numbers = np.concatenate(self._found)
        self._found.clear()
        numbers = numbers[numbers % self.lengths[-1] != len(self.values)]
        numbers.sort()
        starts = np.flatnonzero(np.diff(numbers, prepend=-1))
        return numbers[starts], np.diff(starts, append=len(numbers))
