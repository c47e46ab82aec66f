"""Bounds by going round: each count of a line from the others, again and again until nothing gets narrower.

Every step is one that an intruder with a pencil could take, so what comes out is never narrower than the truth
allows; it may be wider than what a solver finds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from disparity.attack_system import FAR, System
from disparity.cube import Integers
from disparity.errors import NotReleasable
from disparity.protection_lattice import Lines

ROUNDS = 1_000
"""How often the lines are gone round at most; a bound that still creeps then is wide enough."""


def narrow_all(systems: Sequence[System]) -> None:
    """Narrow the bounds of all systems, and of each by those of everyone: no measure knows more people."""
    for system in systems:
        narrow(system)
    first, *others = systems
    is_everyone = any(row.share == 1 and row.kind == "measure" for row in first.published.completeness)
    if is_everyone and others:
        for system in others:
            np.minimum(system.high[0], first.high[0], out=system.high[0])
            np.maximum(first.low[0], system.low[0], out=first.low[0])
        for system in systems:
            narrow(system)


def narrow(system: System) -> None:
    """Narrow the bounds of a system in place.

    Raises
    ------
    NotReleasable
        If no counts at all agree with what is published: it contradicts itself.
    """
    for _ in range(ROUNDS):
        before = system.low.copy(), system.high.copy()
        _parts(system)
        for lines in system.published.lattice.lines:
            _line(system.low, system.high, lines)
        if (before[0] == system.low).all() and (before[1] == system.high).all():
            break
    if (system.low > system.high).any():
        raise NotReleasable("The numbers contradict one another: no counts of people agree with all of them.")


def _parts(system: System) -> None:
    """Narrow a whole by its parts and each part by the others; then settle which count is the small one."""
    low, high, small = system.low, system.high, system.published.rules.threshold - 1
    for whole, parts in system.sums:
        chosen = list(parts)
        least, most = low[chosen].sum(axis=0), high[chosen].sum(axis=0)
        low[whole] = np.maximum(low[whole], least)
        high[whole] = np.minimum(high[whole], most)
        low[chosen] = np.maximum(low[chosen], low[whole] - (most - high[chosen]))
        high[chosen] = np.minimum(high[chosen], high[whole] - (least - low[chosen]))
    for one, other, cells in system.splits:
        for this, that in ((one, other), (other, one)):
            surely = cells & (low[that] > small)
            high[this] = np.where(surely, np.minimum(high[this], small), high[this])


def _line(low: Integers, high: Integers, lines: Lines) -> None:
    """Narrow the total of each line by its members, and each member by the others; all blocks at once."""
    members, total = lines[:, :-1], lines[:, -1]
    every = np.arange(len(low))[:, np.newaxis]
    least, most = low[:, members].sum(axis=2), high[:, members].sum(axis=2)
    np.maximum.at(low, (every, total), least)
    np.minimum.at(high, (every, total), most)
    others_most = most[..., np.newaxis] - high[:, members]
    others_least = least[..., np.newaxis] - low[:, members]
    each = every[..., np.newaxis]
    np.maximum.at(low, (each, members), low[:, total][..., np.newaxis] - others_most)
    np.minimum.at(high, (each, members), high[:, total][..., np.newaxis] - others_least)
    np.minimum(high, FAR, out=high)
