"""Counting people and their outcomes in the cells of a cross: an outcome is 0 or 1, so that four are added at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from threading import Lock
from typing import Any

import numpy as np

from disparity.accepted_rows import NotAsAccepted
from disparity.cube import Cuboid, Integers
from disparity.lattice import Axes, codes_at
from disparity.packed_counts import Bits, Packed, PackedCounts, Packing


class Outcomes:
    """Packs the outcomes of pieces of a file; what is not an outcome, as a median, is known or not."""

    def __init__(self, are_outcomes: Sequence[bool]) -> None:
        self._are_outcomes = are_outcomes
        self._packing = Packing(len(are_outcomes))

    def pack(self, columns: Sequence[Any]) -> Iterator[Packed]:
        """Give the rows of a piece, packed."""
        unknown = [_unknown(column) for column in columns]
        events = [
            _events(column, none) if is_outcome else None
            for column, none, is_outcome in zip(columns, unknown, self._are_outcomes, strict=True)
        ]
        return self._packing.pack(len(columns[0]), events, unknown)


class CrossedOutcomes:
    """Counts in one cross, one piece after the other: several threads bring them."""

    def __init__(self, axes: Axes, lengths: Sequence[int], measures: int) -> None:
        self.axes = axes
        self.lengths, self._measures = lengths, measures
        self._counts = PackedCounts(prod(lengths), Packing(measures))
        self._one_at_a_time = Lock()

    def add(self, cells: Integers, packed: Sequence[Packed]) -> None:
        """Count a piece; `cells` has the cell of each of its rows."""
        with self._one_at_a_time:
            for rows in packed:
                self._counts.add(cells, rows)

    def cuboid(self) -> Cuboid:
        """Return what was counted."""
        occupied, counts = self._counts.occupied()
        people, events, known = np.split(counts, [1, 1 + self._measures], axis=1)
        np.subtract(people, known, out=known)  # until now it was those not known
        nothing = np.zeros((len(occupied), self._measures))
        return Cuboid(
            axes=self.axes,
            codes=codes_at(occupied, self.lengths),
            people=people[:, 0],
            known=known,
            events=events,
            total=nothing,
            squares=nothing,
        )


def _unknown(column: Any) -> Bits | None:
    """Return 1 for each row whose value is not known; None if all are known."""
    if not column.null_count:
        return None
    start, end = column.offset, column.offset + len(column)
    valid = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    known = np.unpackbits(valid, count=end, bitorder="little")[start:]
    return known ^ np.uint8(1)


def _events(column: Any, unknown: Bits | None) -> Bits:
    """Return 1 for each row that has the event."""
    start, end = column.offset, column.offset + len(column)
    events: Bits = np.frombuffer(column.buffers()[1], dtype=np.uint8)[start:end]
    if unknown is not None:
        events = events * (unknown ^ np.uint8(1))  # what stands where nothing is known may be anything
    if len(events) and events.max() > 1:
        raise NotAsAccepted
    return events
