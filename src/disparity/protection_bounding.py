"""Hiding what bounds: cells that would leave an intruder with too narrow an interval for a hidden count.

`hide_what_reveals` sees to each line alone. Here all lines of all linked tables are gone round as an intruder would,
with what the public rule itself tells (a cell hidden to protect others is not too few), and where a hidden count
comes out too narrow, more is hidden in the lines that bound it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from disparity.attack_bounds import narrow_all
from disparity.attack_knowledge import UNLISTED, Mask, Published
from disparity.attack_rule import is_broken
from disparity.attack_search import intervals_of
from disparity.attack_system import System, systems_of
from disparity.cells import HIDDEN, SHOWN, Reasons
from disparity.cube import Integers
from disparity.protection_hiding import Ranks, hide_what_reveals
from disparity.protection_lattice import Lines

ROUNDS = 40
"""How often more is hidden at most. What is left then, the attack on the release finds and refuses."""

MOST_SOLVED = 2_000
"""Unknown counts up to which a solver is asked as well. Of more, only the attack on the release asks it, once."""


def hide_what_bounds(
    reasons: NDArray[np.int8],
    parts: Sequence[Integers],
    rankings: Sequence[Ranks],
    published: Published,
    listed: Mask,
) -> NDArray[np.int8]:
    """Hide more cells until no hidden count is bounded too closely by all lines together.

    `reasons` is (measures, cells); `parts` and `rankings` are as `hide_what_reveals` takes them, one for each
    measure. `published` has the rounded counts of every cell; `listed` says which are in a table.
    """
    rules, lines = published.rules, published.lattice.lines
    for _ in range(ROUNDS):
        seen = reasons == SHOWN
        systems = systems_of(
            replace(published, label=np.where(listed, reasons, UNLISTED).astype(np.int8), seen=seen)
        )
        narrow_all(systems)
        before = reasons.copy()
        for system in systems:
            _hide_broken(reasons, system, system.low, system.high, rankings)
        if (reasons == before).all():
            for system in systems:
                if (system.high > system.low).sum() <= MOST_SOLVED:
                    least, most, _ = intervals_of(system)
                    shape = system.low.shape
                    _hide_broken(reasons, system, least.reshape(shape), most.reshape(shape), rankings)
        if (reasons == before).all():
            break
        reasons = np.stack(
            [
                hide_what_reveals(each, part, lines, ranking, threshold=rules.threshold)
                for each, part, ranking in zip(reasons, parts, rankings, strict=True)
            ]
        )
    return reasons


def _hide_broken(
    reasons: NDArray[np.int8], system: System, low: Integers, high: Integers, rankings: Sequence[Ranks]
) -> None:
    """Hide, in place, what bounds the counts that are broken if they are known to lie from `low` to `high`."""
    lines = system.published.lattice.lines
    for position, _, block, cells in system.judged:
        broken = cells & is_broken(low[block], high[block], system.published.rules)
        if not broken.any():
            continue
        before = reasons.copy()
        _hide_near(reasons[position], broken, low[block], high[block], rankings[position], lines)
        if (reasons == before).all():
            # No line bounds it: then another measure does, whose people are the same or among whom these are.
            reasons[broken & (reasons == SHOWN)] = HIDDEN
        if (reasons == before).all():
            # Several lines together bound it: any of its own will do.
            nothing = np.zeros_like(low[block])
            _hide_near(reasons[position], broken, nothing, nothing, rankings[position], lines)


def _hide_near(
    reasons: Reasons, broken: Mask, low: Integers, high: Integers, ranking: Ranks, lines: Sequence[Lines]
) -> None:
    """Hide, in place, the smallest shown cell of each line that bounds a broken count.

    Where such a line shows nothing, what bounds its other cells is looked for in their lines, and so on.
    """
    looked_at = np.zeros_like(broken)
    while (broken & ~looked_at).any():
        looked_at |= broken
        chosen, others = [], []
        for members in lines:
            bounding = members[_bounds(members, broken, low, high)]
            shown = reasons[bounding] == SHOWN
            some = shown.any(axis=1)
            place = np.where(shown[some], ranking[bounding[some]], len(ranking)).argmin(axis=1)
            chosen.append(np.take_along_axis(bounding[some], place[:, np.newaxis], axis=1).reshape(-1))
            others.append(bounding[~some].reshape(-1))
        if found := [cells for cells in chosen if len(cells)]:
            reasons[np.concatenate(found)] = HIDDEN
            return
        broken = np.zeros_like(broken)
        broken[np.concatenate(others)] = True


def _bounds(members: Lines, broken: Mask, low: Integers, high: Integers) -> Mask:
    """Say which lines are what bounds a broken count of theirs, from above or from below."""
    inner, total = members[:, :-1], members[:, -1]
    least, most = low[inner].sum(axis=1), high[inner].sum(axis=1)
    above = high[inner] == (high[total] - least)[:, np.newaxis] + low[inner]
    below = (low[inner] > 0) & (low[inner] == (low[total] - most)[:, np.newaxis] + high[inner])
    within = (broken[inner] & (above | below)).any(axis=1)
    return np.asarray(within | (broken[total] & ((high[total] == most) | (low[total] == least))), dtype=bool)
