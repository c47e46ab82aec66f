"""Shares: which part of all people each group is, and whether that is its part of the population.

A share is computed from the number of people in a group and of those in the other known groups, both of which a
table has anyway. So nothing more has to be protected: what is hidden of them hides the share.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from disparity.cells import HIDDEN, SHOWN, Cells, TableCells
from disparity.cube import Floats, Integers
from disparity.plan import Measure
from disparity.tables import Table


def as_shares(table: Table, cells: TableCells) -> Cells:
    """Return cells whose events are the people of the group, and whose n is everyone in the known groups.

    Where the others are hidden the share would tell them, so that it is hidden as well. Those whose level is not
    known are no part of anything: their n is their own number, without events.
    """
    known = np.broadcast_to(table.known[:, np.newaxis], cells.own.n.shape)
    shown = (cells.own.reason == SHOWN) & ((cells.others.reason == SHOWN) | ~known)
    reason = np.where(shown | (cells.own.reason != SHOWN), cells.own.reason, HIDDEN).astype(np.int8)
    n = np.where(known, cells.own.n + cells.others.n, cells.own.n)
    return replace(
        Cells.of(np.where(shown, n, 0), events=np.where(shown & known, cells.own.n, 0)), reason=reason
    )


def population_of(measure: Measure, table: Table) -> Cells | None:
    """Return what each group of a table is of the population; None where the plan's population does not say.

    It speaks of one characteristic over everyone: no slice and no period has a population of its own.
    """
    if measure.kind != "representation" or table.within or len(table.characteristics) != 1:
        return None
    (axis,) = table.characteristics
    counts = measure.population.get(axis.name)
    if counts is None:
        return None
    events: Integers = np.array([[counts.get(level, 0)] for level in axis.levels], dtype=np.int64)
    everyone = int(events[table.known].sum())
    known = table.known[:, np.newaxis] & np.array([[level in counts] for level in axis.levels])
    n = np.where(known, everyone, 0)
    return replace(
        Cells.of(n, events=np.where(known, events, 0)), reason=np.where(known, SHOWN, HIDDEN).astype(np.int8)
    )


def only_known(table: Table, numbers: Floats) -> Floats:
    """Return numbers with NaN for the groups whose level is not known."""
    return np.where(table.known[:, np.newaxis], numbers, np.nan)
