"""Adjusting: a group and its comparator within each stratum, and one figure over the strata together.

Ages differ between groups, and so may outcomes; comparing children of one age with children of the same age
takes that out. Only strata in which both groups are found can say anything, so each figure comes with the share
of the people that such strata cover.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from disparity.cells import SHOWN, Cells, TableCells
from disparity.cube import Floats, Integers
from disparity.intervals import Interval
from disparity.stratified import mantel_haenszel
from disparity.tables import Table

LEAST_COVER = 0.8
"""A safe figure is given only where the strata that may be used cover this share of both groups' people."""


@dataclass(frozen=True, eq=False)
class Strata:
    """The cells of a table within its strata: (groups, strata); safe ones have lost what is not shown."""

    table: Table
    cells: TableCells


@dataclass(frozen=True, eq=False)
class Adjusted:
    """What is adjusted of each group of a table against one comparator; all arrays are (groups, 1).

    `ratio` is the Mantel-Haenszel ratio of rates with its interval, `difference` their difference; NaN where it
    is not defined or not given. `covered` is the share of the people of both groups, known or not by stratum,
    who are in the `used` strata; `apart` counts the strata with people of one of the two groups only. `by` names
    what it is adjusted for.
    """

    by: tuple[str, ...]
    ratio: Interval
    difference: Floats
    covered: Floats
    used: Integers
    apart: Integers

    def only(self, shown: NDArray[np.bool_]) -> Adjusted:
        """Return it without the figures of groups that are not `shown`."""
        ratio = (
            np.where(shown, part, np.nan) for part in (self.ratio.value, self.ratio.low, self.ratio.high)
        )
        difference = np.where(shown, self.difference, np.nan)
        return replace(self, ratio=Interval(*ratio), difference=difference)


def adjust(strata: Strata, other: Cells, *, people: Floats) -> Adjusted:
    """Compare each group with `other` within the strata; `people` are those of both, over everyone.

    Strata of a level that is not known are left out, as are those in which either side is absent or hidden.
    """
    own, held = strata.cells.own, strata.table.held
    here, there = (own.reason == SHOWN) & (own.n > 0), (other.reason == SHOWN) & (other.n > 0)
    used = here & there & held
    k1, n1, k2, n2 = (np.where(used, part, 0) for part in (own.events, own.n, other.events, other.n))
    pooled = mantel_haenszel(k1, n1, k2, n2)
    ratio = pooled.risk_ratio
    # Without events on both sides there is no interval, and a bare 0 would claim more than is known.
    bounded = np.isfinite(ratio.value) & np.isfinite(ratio.low) & np.isfinite(ratio.high)
    covered = (n1 + n2).sum(axis=-1, keepdims=True) / np.maximum(people, 1)
    return Adjusted(
        by=tuple(axis.name for axis in strata.table.strata),
        ratio=Interval(
            *(np.where(bounded, part, np.nan)[:, np.newaxis] for part in (ratio.value, ratio.low, ratio.high))
        ),
        difference=pooled.risk_difference.value[:, np.newaxis],
        # Rounded strata may add up to more than the rounded whole.
        covered=np.minimum(covered, 1.0),
        used=used.sum(axis=-1, keepdims=True),
        apart=((here != there) & held).sum(axis=-1, keepdims=True),
    )
