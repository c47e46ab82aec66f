"""The counts an intruder does not know, and all that binds them: bounds, lines of tables, and parts of people.

Measures that count the same people make one system. Every cell then has one number of people, and each proportion
among them splits it into those with the event and those without. Each of these counts is a *block*: an array over
all cells of the lattice, in which the lines of every table add up.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np

from disparity.attack_knowledge import UNLISTED, Mask, Published
from disparity.cells import TOO_FEW
from disparity.cube import Integers
from disparity.plan import SHARES, Measure
from disparity.tables import Table

FAR = 1 << 40
"""Stands for "no upper bound": more people than there are."""

PEOPLE, WITH, WITHOUT = "people", "with", "without"
"""The counts of a cell: all whose outcome is known, those with the event, and those without."""


@dataclass(eq=False)
class System:
    """The counts of measures that count the same people; `low` and `high` are (blocks, cells).

    `sums` are (whole, parts): blocks that add up in every cell. `splits` are (with, without, cells): where a
    cell is too few to show, one of its two counts is under the threshold. `judged` are the counts that are kept
    back, as (position of the measure, count, block, cells).
    """

    published: Published
    low: Integers
    high: Integers
    sums: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    splits: list[tuple[int, int, Mask]] = field(default_factory=list)
    judged: list[tuple[int, str, int, Mask]] = field(default_factory=list)


def systems_of(published: Published) -> list[System]:
    """Return the systems of what is published, none of them solved; the one of everyone comes first."""
    by_people: dict[Hashable, list[int]] = {}
    for position, measure in enumerate(published.measures):
        by_people.setdefault(_who(published, measure), []).append(position)
    order = sorted(by_people.items(), key=lambda item: item[0] != _EVERYONE)
    return [_System(published, positions, is_everyone=who == _EVERYONE).made for who, positions in order]


_EVERYONE = "everyone"


def _who(published: Published, measure: Measure) -> Hashable:
    """Say whom a measure counts: two measures with the same answer count the same people in every cell."""
    if measure.kind in SHARES:
        return _EVERYONE
    for row in published.completeness:
        if row.kind == "measure" and row.name == measure.name and row.share == 1:
            return _EVERYONE
    return (*_column(measure), measure.kind == "proportion")


class _Column(NamedTuple):
    """A column as a measure reads it: two measures with the same one have the same answers."""

    name: str
    unknown: frozenset[str]
    levels: tuple[str, ...] | None
    map: tuple[tuple[str, str], ...]


def _column(measure: Measure) -> _Column:
    return _Column(measure.column, measure.unknown, measure.levels, tuple(sorted(measure.map.items())))


class _System:
    """Builds one system, block by block; block 0 is the people."""

    def __init__(self, published: Published, positions: Sequence[int], *, is_everyone: bool) -> None:
        self._published = published
        size = published.lattice.size
        self._low, self._high = [np.zeros(size, dtype=np.int64)], [np.full(size, FAR)]
        self.made = System(published, self._low[0][np.newaxis], self._high[0][np.newaxis])
        blocks = {position: self._measure(position) for position in positions}
        self._relate([position for position in positions if position in blocks], blocks)
        self._completeness(positions, is_everyone=is_everyone)
        self._judge(positions, blocks)
        self.made.low, self.made.high = np.stack(self._low), np.stack(self._high)

    def _block(self, most: int = FAR) -> int:
        self._low.append(np.zeros_like(self._low[0]))
        self._high.append(np.full_like(self._high[0], most))
        return len(self._low) - 1

    def _measure(self, position: int) -> tuple[int, int] | None:
        """Take in what a measure shows, and return its blocks: those with the event and those without."""
        published, least = self._published, self._published.rules.threshold
        label, seen = published.label[position], published.seen[position]
        enough = seen | ((label != UNLISTED) & (label != TOO_FEW))
        self._see(0, seen, published.n[position])
        if published.measures[position].kind != "proportion":
            self._at_least(0, enough, least)
            self._at_most(0, label == TOO_FEW, least - 1)
            return None
        those, others = self._block(), self._block()
        self._see(those, seen, published.events[position])
        for block in (those, others):
            self._at_least(block, enough, least)
        self.made.sums.append((0, (those, others)))
        self.made.splits.append((those, others, label == TOO_FEW))
        return those, others

    def _see(self, block: int, cells: Mask, rounded: Integers) -> None:
        """Take in rounded counts: a half is rounded upwards."""
        base = self._published.rules.round
        self._at_least(block, cells, rounded - base // 2)
        self._at_most(block, cells, rounded + (base - 1) // 2)

    def _at_least(self, block: int, cells: Mask, count: Integers | int) -> None:
        self._low[block] = np.where(cells, np.maximum(self._low[block], count), self._low[block])

    def _at_most(self, block: int, cells: Mask, count: Integers | int) -> None:
        self._high[block] = np.where(cells, np.minimum(self._high[block], count), self._high[block])

    def _relate(self, positions: Sequence[int], blocks: dict[int, tuple[int, int] | None]) -> None:
        """Link the measures of one column: their events may be the same, apart, or within one another."""
        columns: dict[_Column, dict[frozenset[str], int]] = {}
        for position in positions:
            measure, parts = self._published.measures[position], blocks[position]
            if parts is None:
                continue
            known = columns.setdefault(_column(measure), {})
            events = frozenset(measure.event)
            if events in known:
                self.made.sums.append((known[events], (parts[0],)))
            else:
                known[events] = parts[0]
        for column, known in columns.items():
            self._relate_events(known, column.levels)

    def _relate_events(self, known: dict[frozenset[str], int], levels: tuple[str, ...] | None) -> None:
        if len(known) < 2:
            return
        pairs = list(combinations(known, 2))
        if all(one.isdisjoint(other) for one, other in pairs):
            groups: list[tuple[frozenset[str], ...]] = [tuple(known)]
        else:
            groups = [pair for pair in pairs if pair[0].isdisjoint(pair[1])]
        for apart in groups:
            left = levels is None or bool(set(levels) - set().union(*apart))
            rest = self._block(FAR if left else 0)
            self.made.sums.append((0, (*(known[events] for events in apart), rest)))
        for one, other in (pair[::turn] for pair in pairs for turn in (1, -1)):
            if one < other:
                self.made.sums.append((known[other], (known[one], self._block())))

    def _completeness(self, positions: Sequence[int], *, is_everyone: bool) -> None:
        """Take in how many people there are, and for how many a measure or a characteristic is known."""
        published, lattice = self._published, self._published.lattice
        names = {published.measures[position].name for position in positions}
        axes = {axis.name: axis for axis in published.axes}
        for row in published.completeness:
            if row.known is None:
                continue
            cell = np.zeros(lattice.size, dtype=bool)
            if row.kind == "measure" and row.name in names:
                cell[lattice.everyone] = True
            elif row.kind == "characteristic" and is_everyone and row.name in axes:
                cell[lattice.everyone_known(Table((axes[row.name],), None))] = True
            self._see(0, cell, np.full(lattice.size, row.known))

    def _judge(self, positions: Sequence[int], blocks: dict[int, tuple[int, int] | None]) -> None:
        """List the counts that are kept back; how many people there are may be shown by another measure."""
        shown = self._published.seen[list(positions)].any(axis=0)
        for position in positions:
            hidden, parts = self._published.hidden[position], blocks[position]
            self.made.judged.append((position, PEOPLE, 0, hidden & ~shown))
            if parts is not None:
                self.made.judged.append((position, WITH, parts[0], hidden))
                self.made.judged.append((position, WITHOUT, parts[1], hidden))
