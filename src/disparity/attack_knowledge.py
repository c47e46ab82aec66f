"""What an intruder gathers from published tables: every cell of all of them once, with what is on show of it.

Nothing here has been near an exact count. A shown cell has its rounded counts; the counts of everyone known are had
from a group and its "everyone else"; and a cell that is not shown says at least why, which tells something too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from disparity.cells import HIDDEN, SHOWN, TOO_FEW
from disparity.cube import Axis, Integers
from disparity.findings import Completeness
from disparity.plan import Measure, Protection
from disparity.protection_lattice import Lattice
from disparity.tables import Table

if TYPE_CHECKING:
    from disparity.protection import ProtectedCube, ProtectedTable

UNLISTED = -1
"""The label of a cell that is in no table of the measure, such as everyone in a slice."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Published:
    """What is on show of the cells of `lattice`; the arrays are (measures, cells).

    `label` is why a cell is not shown, 0 where it is, and `UNLISTED`. Where `seen`, `n` and `events` are its
    rounded counts (0 elsewhere). `nobody` marks cells without anybody in them: they are not judged, because they
    tell about nobody, but the intruder is not told which they are.
    """

    axes: tuple[Axis, ...]
    lattice: Lattice
    measures: tuple[Measure, ...]
    rules: Protection
    completeness: tuple[Completeness, ...]
    label: NDArray[np.int8]
    seen: Mask
    n: Integers
    events: Integers
    nobody: Mask

    @property
    def hidden(self) -> Mask:
        """The cells that are in a table, are not shown, and have somebody in them."""
        return np.isin(self.label, (TOO_FEW, HIDDEN)) & ~self.nobody


def gather(protected: ProtectedCube) -> Published:
    """Return what the tables of a protected cube show; of each table within strata too, as if it were shown."""
    measures = protected.plan.measures
    every = [*_tables_in(protected)]
    lattice = Lattice(protected.axes, tuple(dict.fromkeys(each.table for each in every)))
    shape = (len(measures), lattice.size)
    label = np.full(shape, UNLISTED, dtype=np.int8)
    seen, nobody = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    n, events = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for each in every:
        position = measures.index(each.measure)
        places, own, others = lattice.groups(each.table), each.cells.own, each.cells.others
        everyone = np.broadcast_to(lattice.everyone_known(each.table), places.shape)
        label[position, places] = own.reason
        if each.nobody is not None:
            nobody[position, places] |= each.nobody
        for cells, shown, people, those in (
            (places, own.reason == SHOWN, own.n, own.events),
            (everyone, others.reason == SHOWN, own.n + others.n, own.events + others.events),
        ):
            seen[position, cells[shown]] = True
            n[position, cells[shown]] = people[shown]
            events[position, cells[shown]] = those[shown]
    return Published(
        protected.axes,
        lattice,
        measures,
        protected.protection,
        protected.completeness,
        label,
        seen,
        n,
        events,
        nobody,
    )


def _tables_in(protected: ProtectedCube) -> Iterator[ProtectedTable]:
    for each in protected.tables:
        yield each
        if each.strata is not None:
            yield each.strata


def names_of(published: Published, tables: tuple[Table, ...]) -> Callable[[int], tuple[str, str, str]]:
    """Return what tells the characteristic, the group and the slice of a cell, as the first table has it."""
    where: dict[int, tuple[Table, int]] = {}
    for table in tables:
        for place, cell in enumerate(published.lattice.groups(table).reshape(-1).tolist()):
            where.setdefault(cell, (table, place))

    def named(cell: int) -> tuple[str, str, str]:
        table, place = where[cell]
        group, within = divmod(place, table.shape[1])
        return table.characteristic, table.groups[group], table.slices[within]

    return named


def tables_in(protected: ProtectedCube) -> tuple[Table, ...]:
    """Return every table of a protected cube once, those within strata included."""
    return tuple(dict.fromkeys(each.table for each in _tables_in(protected)))
