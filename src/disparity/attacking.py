"""The attack: what an intruder could work out of a release, from all its linked tables together.

For each hidden count the interval is sought that all published numbers leave open. A count is **broken** where the
interval holds fewer whole numbers than a rounded count that is shown does, or where it stays under the threshold
and does not hold all of 0 up to it: then it is known better than the rule of protection allows
(docs/adr/0012-the-first-attack.md).

The attack receives what is published and nothing else. That a cell has nobody in it is not told to the intruder
either, only to the judge, because such a cell tells about nobody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from disparity.attack_bounds import narrow_all
from disparity.attack_knowledge import gather, names_of, tables_in
from disparity.attack_rule import is_broken
from disparity.attack_search import intervals_of
from disparity.attack_system import FAR, System, systems_of
from disparity.cube import Integers
from disparity.errors import NotReleasable
from disparity.protection import ProtectedCube

if TYPE_CHECKING:
    from disparity.release import Release


@dataclass(frozen=True, slots=True)
class HiddenCount:
    """A count that is kept back, and the least and the most that it could be; None is no limit.

    `count` is ``people``, ``with`` or ``without`` (the event). Where the attack was not `tight`, the limits of a
    broken count are those it surely lies in, and those of another at least that far apart.
    """

    measure: str
    characteristic: str
    group: str
    slice: str
    count: str
    low: int
    high: int | None
    broken: bool

    def __str__(self) -> str:
        """Name it, without a number."""
        within = "" if self.slice == "all" else f" in {self.slice}"
        return f"{self.measure}: {self.characteristic} {self.group}{within} ({self.count})"


@dataclass(frozen=True)
class Attack:
    """What an attack found: every hidden count, and how many problems were put to the solver."""

    counts: tuple[HiddenCount, ...]
    solved: int

    @property
    def broken(self) -> tuple[HiddenCount, ...]:
        """The counts that could be worked out too closely."""
        return tuple(count for count in self.counts if count.broken)

    @property
    def cells(self) -> int:
        """How many hidden cells there are."""
        return len({(one.measure, one.characteristic, one.group, one.slice) for one in self.counts})

    @property
    def narrowest(self) -> int | None:
        """How many whole numbers are left open for the count that is known best; None if nothing is hidden."""
        widths = [one.high - one.low + 1 for one in self.counts if one.high is not None]
        return min(widths, default=None)


def attack(attacked: Release | ProtectedCube, *, tight: bool = False) -> Attack:
    """Attack a release, or what is to become one.

    Parameters
    ----------
    attacked
        A safe release, or protected numbers. Only what they publish is used.
    tight
        Whether to seek the tightest interval of every count. Else a count is let be as soon as its interval
        is known to be wide enough, which is far quicker.

    Raises
    ------
    NotReleasable
        If it is given an internal release, which hides nothing.
    """
    protected = attacked if isinstance(attacked, ProtectedCube) else getattr(attacked, "protected", None)
    if not isinstance(protected, ProtectedCube):
        raise NotReleasable(
            "Only a safe release, or protected numbers, can be attacked: nothing else hides any."
        )
    published = gather(protected)
    systems = systems_of(published)
    narrow_all(systems)
    named = names_of(published, tables_in(protected))
    counts: list[HiddenCount] = []
    solved = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the solver lets go of Python while it works
        found = [*pool.map(partial(intervals_of, tight=tight), systems)]
    for system, (least, most, problems) in zip(systems, found, strict=True):
        solved += problems
        counts += _counts(system, least, most, named)
    return Attack(tuple(counts), solved)


def _counts(
    system: System, least: Integers, most: Integers, named: Callable[[int], tuple[str, str, str]]
) -> Iterator[HiddenCount]:
    """Give the hidden counts of a system, with the names of their cells."""
    least, most = least.reshape(system.low.shape), most.reshape(system.low.shape)
    for position, count, block, cells in system.judged:
        measure = system.published.measures[position].name
        broken = is_broken(least[block], most[block], system.published.rules)
        for cell in np.flatnonzero(cells).tolist():
            high = int(most[block, cell])
            yield HiddenCount(
                measure,
                *named(cell),
                count,
                int(least[block, cell]),
                high if high < FAR else None,
                bool(broken[cell]),
            )
