"""Solving: how far counts can go while all that is published stays true, by linear programming (HiGHS).

Of few unknown counts whole numbers are asked for, and of a cell that is too few to show that one of its two counts
be small: then a solution is a table that could be the true one. Of many, fractions are allowed and the choice is
left open: what comes out then is as wide as the truth or wider.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disparity.attack_system import System
from disparity.cube import Floats
from disparity.errors import NotReleasable

MOST_WHOLE = 600
"""Unknown counts that hang together, up to which whole numbers are asked for."""

NODES = 2_000
"""Branches that are tried for whole numbers before fractions are allowed. It is a number and not a time, so that
the same tables always get the same answer."""

MANY = 2_000
"""Unknown counts from which the interior-point method is the faster one."""

LIMIT = 10_000_000
"""Where nothing bounds a count, the solver is told this, or ten times the largest least count: it needs a number."""

Numbers = NDArray[np.intp]


class Part:
    """Unknown counts that hang together, and what binds them.

    `numbers` are their places in the flattened (blocks × cells) of the system; a solution is an array like it.
    `solved` counts the problems that were put to the solver.
    """

    def __init__(self, numbers: Numbers, low: Floats, high: Floats, rows: Any, right: Floats) -> None:
        self.numbers = numbers
        self.solved = 0
        self._low, self._high = low, high
        self._rows, self._least, self._most = rows, right, right
        self._is_whole = False

    def furthest(self, positions: Numbers, weights: Floats) -> Floats:
        """Return the solution in which the counts at `positions`, times their weights, add up to the least."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        self.solved += 1
        cost = np.zeros(len(self._low))
        cost[positions] = weights
        if len(self._low) > MANY:
            found = self._by_interior_point(cost)
        else:
            for whole in (1, 0) if self._is_whole else (0,):
                found = milp(
                    cost,
                    integrality=np.full(len(cost), whole),
                    bounds=Bounds(self._low, self._high),
                    constraints=LinearConstraint(self._rows, self._least, self._most),
                    options={"node_limit": NODES, "mip_rel_gap": 0.0},
                )
                if found.status == 0:
                    break
        if found.status != 0 or found.x is None:
            raise NotReleasable(f"The attack on the release could not be finished. {found.message}")
        return np.asarray(found.x[: len(self.numbers)], dtype=np.float64)

    def _by_interior_point(self, cost: Floats) -> Any:
        from scipy.optimize import linprog

        for method in ("highs-ipm", "highs-ds"):
            found = linprog(
                cost,
                A_eq=self._rows,
                b_eq=self._least,
                bounds=np.column_stack([self._low, self._high]),
                method=method,
            )
            if found.status == 0:
                break
        return found

    def choose(self, system: System) -> None:
        """Ask for whole numbers and, of each cell that is too few to show, that one of its counts be small."""
        import scipy.sparse as sp

        self._is_whole = True
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
        if len(mine) <= MOST_WHOLE:
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
