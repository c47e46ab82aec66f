"""The search for intervals: how far apart the possible values of each hidden count are, over all of them at once."""

from __future__ import annotations

import numpy as np

from disparity.attack_rule import is_broken
from disparity.attack_solver import LIMIT, Held, Numbers, Part, parts_of
from disparity.attack_system import FAR, System
from disparity.cube import Floats, Integers
from disparity.plan import Protection

_SPECK = 1e-5
"""How far from a whole number a solution may be and still stand for it."""

_SOONER = 6
"""How many times sooner, about, a solution comes while what is shown is held fast."""


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
    solved = 0
    if wanted.any():
        for part in parts_of(system):
            mine = np.flatnonzero(wanted[part.numbers])
            if len(mine):
                search = _Search(part, rules)
                if tight:
                    search.tightest(mine)
                else:
                    search.enough(mine)
                least[part.numbers[mine]] = search.least[mine]
                most[part.numbers[mine]] = search.most[mine]
                solved += search.solved
    most = np.where(most >= LIMIT, FAR, most)
    # A count that nothing binds is as free as its bounds are.
    loose = wanted & (most < 0)
    return np.where(loose, low, least), np.where(loose, high, most), solved


class _Search:
    """The search for solutions that are far enough apart, in the counts of one part."""

    def __init__(self, part: Part, rules: Protection) -> None:
        self._part, self._rules = part, rules
        self.solved = 0
        # Any directions will do; a seed makes them the same ones each time.
        self._chance = np.random.default_rng(0)
        self.least, self.most = np.full(len(part.numbers), FAR), np.full(len(part.numbers), -1)

    def enough(self, positions: Numbers) -> None:
        """Seek until each interval is wide enough, or is the tightest.

        Each solution is one for all counts. So some of those that are left are made small and others large, and
        the other way round, as long as that settles any; then they are looked at one by one. In a large part what
        is shown is held fast between whiles, where the solutions so far have it on average: a solution of
        what is left is one of the whole, and comes much sooner.
        """
        left, before = positions, len(positions) + 1
        average, seen = np.zeros(len(self._part.numbers)), 0
        while 1 < len(left) < before:
            before = len(left)
            for solution in self._both_ways(self._part, left):
                average, seen = (average * seen + solution) / (seen + 1), seen + 1
            left = self._too_close(left)
            if self._part.is_large and len(left) > 1:
                left = self._held(left, average, before - len(left))
        for position in left:
            self.tightest(np.array([position]))

    def tightest(self, positions: Numbers) -> None:
        """Seek the least and the most of each count."""
        for position in positions:
            self._both_ways(self._part, np.array([position]), to_the_end=True)

    def _held(self, left: Numbers, average: Floats, settled: int) -> Numbers:
        """Go on with what is shown held fast while that settles more in the same time, if the whole settled so many."""
        held = self._part.held(average)
        while len(left) > 1:
            before = len(left)
            self._both_ways(held, left)
            left = self._too_close(left)
            if (before - len(left)) * _SOONER <= settled:
                break
        return left

    def _both_ways(self, part: Part | Held, positions: Numbers, *, to_the_end: bool = False) -> list[Floats]:
        size = len(positions)
        turns = self._chance.uniform(0.5, 1.0, size) * self._chance.choice([-1.0, 1.0], size)
        solutions = []
        for turned in (turns, -turns):
            solution = part.furthest(positions, turned, to_the_end=to_the_end)
            self._see(solution)
            solutions.append(solution)
        self.solved += len(solutions)
        return solutions

    def _too_close(self, positions: Numbers) -> Numbers:
        return positions[is_broken(self.least[positions], self.most[positions], self._rules)]

    def _see(self, solution: Floats) -> None:
        """Take in a solution: each of its counts is possible."""
        np.minimum(self.least, np.ceil(solution - _SPECK).astype(np.int64), out=self.least)
        np.maximum(self.most, np.floor(solution + _SPECK).astype(np.int64), out=self.most)
