"""Solving: how far counts can go while all that is published stays true, by linear programming (HiGHS).

Of few unknown counts whole numbers are asked for, and of a cell that is too few to show that one of its two counts
be small: then a solution is a table that could be the true one. Of many, fractions are allowed and the choice is
left open: what comes out then is as wide as the truth or wider.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.attack_interior import Interior, not_finished
from disparity.attack_system import System
from disparity.cube import Floats

MOST_WHOLE = 600
"""Unknown counts that hang together, up to which whole numbers are asked for."""

NODES = 2_000
"""Branches that are tried for whole numbers before fractions are allowed. It is a number and not a time, so that
the same tables always get the same answer."""

HELD = 5
"""A count that may be no more than this many apart is as good as shown."""

HAIR = 1e-4
"""The room on a side of a solution is counted in these."""

LIMIT = 10_000_000
"""Where nothing bounds a count, the solver is told this, or ten times the largest least count: it needs a number."""

Numbers = NDArray[np.intp]


class Part:
    """Unknown counts that hang together, and what binds them.

    `numbers` are their places in the flattened (blocks × cells) of the system; a solution is an array like it.
    """

    def __init__(self, numbers: Numbers, low: Floats, high: Floats, rows: Any, right: Floats) -> None:
        self.numbers = numbers
        self.is_large = len(numbers) > MOST_WHOLE
        self._low, self._high = low, high
        self._rows, self._least, self._most = rows, right, right

    def furthest(self, positions: Numbers, weights: Floats, *, to_the_end: bool = False) -> Floats:
        """Return the solution in which the counts at `positions`, times their weights, add up to the least.

        Of a large part it is only nearly the least, unless it is sought `to_the_end`.
        """
        cost = np.zeros(len(self._low))
        cost[positions] = weights
        if not self.is_large:
            return _whole(self._rows, self._least, self._most, self._low, self._high, cost)[
                : len(self.numbers)
            ]
        if to_the_end:
            return _outermost(self._rows, self._least, self._low, self._high, cost)
        return self._interior.furthest(cost)

    @cached_property
    def _interior(self) -> Interior:
        return Interior(self._rows, self._least, self._low, self._high)

    def held(self, at: Floats) -> Held:
        """Return this part, large as it is, with all that is known to a rounded count held fast `at` a solution.

        It is solved for the way from there, so that the solution itself is exactly one, whatever was rounded in it.
        """
        free = self._high - self._low > HELD
        rows = self._rows[:, free]
        rows = rows[np.diff(rows.indptr) > 0]
        # A hair's breadth of room is none; with it the solver takes what is possible for impossible.
        low = -_but_a_hair(at[free] - self._low[free])
        high = _but_a_hair(self._high[free] - at[free])
        return Held(at, free, Interior(rows, np.zeros(rows.shape[0]), low, high))

    def choose(self, system: System) -> None:
        """Ask for whole numbers and, of each cell that is too few to show, that one of its counts be small."""
        import scipy.sparse as sp

        small, size = system.published.rules.threshold - 1, system.low.shape[1]
        place = {int(number): position for position, number in enumerate(self.numbers)}
        pairs = [
            (place[one * size + int(cell)], place[other * size + int(cell)])
            for one, other, cells in system.splits
            for cell in np.flatnonzero(cells & (system.high[one] > small) & (system.high[other] > small))
            # A count that is known leaves no choice, or none that matters.
            if one * size + int(cell) in place and other * size + int(cell) in place
        ]
        if not pairs:
            return
        width, number = len(self._low), len(pairs)
        every = np.arange(number)
        rows, most = [], []
        for side in (0, 1):
            chosen = np.array([pair[side] for pair in pairs])
            # Small where the choice is 1, for the one, or 0, for the other; else as large as it can be.
            room = np.minimum(self._high[chosen], 1e6) - small
            rows.append(
                sp.csr_array(
                    (
                        np.append(np.ones(number), room if side == 0 else -room),
                        (np.tile(every, 2), np.append(chosen, width + every)),
                    ),
                    shape=(number, width + number),
                )
            )
            most.append(small + (room if side == 0 else np.zeros(number)))
        wider = sp.hstack([self._rows, sp.csr_array((self._rows.shape[0], number))])
        self._rows = sp.vstack([wider, *rows], format="csr")
        self._least = np.append(self._least, np.full(2 * number, -np.inf))
        self._most = np.concatenate([self._most, *most])
        self._low = np.append(self._low, np.zeros(number))
        self._high = np.append(self._high, np.ones(number))


class Held:
    """A part of which much is held fast; a solution is one of the whole part."""

    def __init__(self, at: Floats, free: NDArray[np.bool_], interior: Interior) -> None:
        self._at, self._free, self._interior = at, free, interior

    def furthest(self, positions: Numbers, weights: Floats, *, to_the_end: bool = False) -> Floats:
        """Return the solution, nearly, in which the counts at `positions`, times their weights, add up to the least."""
        cost = np.zeros(len(self._at))
        cost[positions] = weights
        solution = self._at.copy()
        solution[self._free] += self._interior.furthest(cost[self._free])
        return solution


def _but_a_hair(room: Floats) -> Floats:
    return np.maximum(np.floor(room / HAIR) * HAIR, 0.0)


def _whole(rows: Any, least: Floats, most: Floats, low: Floats, high: Floats, cost: Floats) -> Floats:
    """Solve in whole numbers, or, where that takes too many branches, in fractions."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    for whole in (1, 0):
        found = milp(
            cost,
            integrality=np.full(len(cost), whole),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(rows, least, most),
            options={"node_limit": NODES, "mip_rel_gap": 0.0},
        )
        if found.status == 0:
            return np.asarray(found.x, dtype=np.float64)
    raise not_finished(found.message)


def _outermost(rows: Any, right: Floats, low: Floats, high: Floats, cost: Floats) -> Floats:
    """Solve in fractions, to the very corner."""
    from scipy.optimize import linprog

    for method in ("highs-ipm", "highs-ds"):
        found = linprog(cost, A_eq=rows, b_eq=right, bounds=np.column_stack([low, high]), method=method)
        if found.status == 0:
            return np.asarray(found.x, dtype=np.float64)
    raise not_finished(found.message)


def parts_of(system: System) -> Iterator[Part]:
    """Give the parts of a system that hang together: counts that are known already part them."""
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    rows, right = _rows(system)
    low = system.low.reshape(-1)
    free = system.high.reshape(-1) > low
    right = right - rows @ np.where(free, 0, low)
    numbers = np.flatnonzero(free)
    rows = rows[:, numbers]
    used = np.diff(rows.indptr) > 0
    rows, right = rows[used], right[used]
    count = rows.shape[0]
    graph = sp.block_array([[None, rows], [rows.T, None]], format="csr")
    _, which = connected_components(graph, directed=False)
    for part in np.unique(which[count:]):
        inside, lines = which[count:] == part, which[:count] == part
        mine = numbers[inside]
        high = np.minimum(system.high.reshape(-1)[mine], max(LIMIT, 10 * int(low.max())))
        part = Part(
            mine,
            low[mine].astype(np.float64),
            high.astype(np.float64),
            rows[lines][:, inside],
            right[lines],
        )
        if not part.is_large:
            part.choose(system)
        yield part


def _rows(system: System) -> tuple[Any, Floats]:
    """Return what adds up to 0: each line of each block that is not itself a sum, and each sum of blocks."""
    import scipy.sparse as sp

    blocks, size = system.low.shape
    wholes = {whole for whole, _ in system.sums}
    rows, columns, values = [], [], []
    count = 0
    for block in set(range(blocks)) - wholes:
        for lines in system.published.lattice.lines:
            every = np.arange(len(lines)) + count
            for member in range(lines.shape[1]):
                rows.append(every)
                columns.append(block * size + lines[:, member])
                values.append(np.full(len(lines), 1.0 if member < lines.shape[1] - 1 else -1.0))
            count += len(lines)
    for whole, parts in system.sums:
        every = np.arange(size) + count
        for block, sign in ((whole, -1.0), *((part, 1.0) for part in parts)):
            rows.append(every)
            columns.append(block * size + np.arange(size))
            values.append(np.full(size, sign))
        count += size
    matrix = sp.csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
        shape=(count, blocks * size),
    )
    matrix.eliminate_zeros()
    return matrix, np.zeros(count)
