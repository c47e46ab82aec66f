"""The search for intervals: how far apart the possible values of each hidden count are, over all of them at once."""

from __future__ import annotations

import numpy as np

from disparity.attack_knowledge import Mask
from disparity.attack_rule import is_broken
from disparity.attack_solver import LIMIT, Numbers, Part, parts_of
from disparity.attack_system import FAR, System
from disparity.cube import Floats, Integers
from disparity.plan import Protection

_SPECK = 1e-5
"""How far from a whole number a solution may be and still stand for it."""


def intervals_of(system: System, *, tight: bool = False) -> tuple[Integers, Integers, int]:
    """Return the least and the most of every judged count, flattened, and how many problems it took."""
    rules = system.published.rules
    low, high = system.low.reshape(-1), system.high.reshape(-1)
    judged = np.zeros(system.low.shape, dtype=bool)
    for _, _, block, cells in system.judged:
        judged[block] |= cells
    # What the lines alone break is broken; a solver could only make it worse.
    wanted = judged.reshape(-1) & (tight | ~is_broken(low, high, rules))
    least, most = np.where(wanted & (high > low), FAR, low), np.where(wanted & (high > low), -1, high)
    wholes = np.zeros(system.low.shape, dtype=bool)
    wholes[[whole for whole, _ in system.sums]] = True
    is_whole = wholes.reshape(-1)
    solved = 0
    if wanted.any():
        for part in parts_of(system):
            mine = np.flatnonzero(wanted[part.numbers])
            if len(mine):
                search = _Search(part, rules)
                if tight:
                    search.tightest(mine)
                else:
                    search.enough(mine, ~is_whole[part.numbers[mine]])
                least[part.numbers[mine]] = search.least[mine]
                most[part.numbers[mine]] = search.most[mine]
                solved += part.solved
    most = np.where(most >= LIMIT, FAR, most)
    # A count that nothing binds is as free as its bounds are.
    loose = wanted & (most < 0)
    return np.where(loose, low, least), np.where(loose, high, most), solved


class _Search:
    """The search for solutions that are far enough apart, in the counts of one part."""

    def __init__(self, part: Part, rules: Protection) -> None:
        self._part, self._rules = part, rules
        # Any directions will do; a seed makes them the same ones each time.
        self._chance = np.random.default_rng(0)
        self.least, self.most = np.full(len(part.numbers), FAR), np.full(len(part.numbers), -1)

    def enough(self, positions: Numbers, first: Mask) -> None:
        """Seek until each interval is wide enough, or is the tightest.

        Each solution is one for all counts. So some of those that are left are made small and others large, and
        the other way round, as long as that settles any; then they are looked at one by one. Those that are not
        `first` wait until the others are settled: people follow those with and without the event, and would
        only pull against them.
        """
        self._many(positions[first])
        self._many(positions[self._too_close(positions)])
        for position in positions:
            if self._too_close(one := np.array([position])):
                self.tightest(one)

    def _many(self, left: Numbers) -> None:
        before = len(left) + 1
        while 1 < len(left) < before:
            before = len(left)
            self._both_ways(left, self._turns(left))
            left = left[self._too_close(left)]

    def _turns(self, positions: Numbers) -> Floats:
        size = len(positions)
        turns: Floats = self._chance.uniform(0.5, 1.0, size) * self._chance.choice([-1.0, 1.0], size)
        return turns

    def tightest(self, positions: Numbers) -> None:
        """Seek the least and the most of each count."""
        for position in positions:
            self._both_ways(np.array([position]), np.ones(1))

    def _both_ways(self, positions: Numbers, weights: Floats) -> None:
        for turned in (weights, -weights):
            self._see(self._part.furthest(positions, turned))

    def _too_close(self, positions: Numbers) -> Mask:
        return is_broken(self.least[positions], self.most[positions], self._rules)

    def _see(self, solution: Floats) -> None:
        """Take in a solution: each of its counts is possible."""
        np.minimum(self.least, np.ceil(solution - _SPECK).astype(np.int64), out=self.least)
        np.maximum(self.most, np.floor(solution + _SPECK).astype(np.int64), out=self.most)
