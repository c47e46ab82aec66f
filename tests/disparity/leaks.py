"""What an intruder could do with a release, a table and a pencil: an account that shares nothing with the engine.

It reads the published findings only, and the data to see whether a sum it can form is a small one.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from disparity.cells import SHOWN
from disparity.plan import NOT_KNOWN
from disparity.protection import Hidden
from tests.disparity.reference import axes_of, level_of, outcomes


def leaks(release, plan, rows, strata=()):
    """Return every line of published tables that tells what a hidden cell holds.

    `strata` are protected tables that are not published, though figures are computed from them: here the
    intruder has them all the same.
    """
    axes = {axis.name: axis for axis in axes_of(plan, rows)}
    published = {}
    totals = set()
    for finding in release.findings:
        cell = cell_of(finding)
        published[finding.measure, cell] = finding.status not in ("too-few", "hidden")
        if finding.comparator == "everyone else" and finding.comparator_n is not None:
            totals.add((finding.measure, finding.characteristic, finding.slice))
    for table in strata:
        characteristic = table.table.characteristic
        for group, within, counts in table.published():
            cell = placed(characteristic, group, within)
            published[table.measure.name, cell] = not isinstance(counts, Hidden)
        for (_, place), reason in np.ndenumerate(table.cells.others.reason):
            if reason == SHOWN:
                totals.add((table.measure.name, characteristic, table.table.slices[place]))
    found = []
    for measure in plan.measures:
        for members, margin, is_shown in lines(measure, plan, axes, published, totals):
            hidden = [
                cell
                for cell in members
                if not published[measure.name, cell] and has_anybody(measure, cell, rows)
            ]
            if is_shown and hidden and (len(hidden) == 1 or together(measure, hidden, rows) < 10):
                found.append((measure.name, margin, hidden))
            if is_shown is False and not hidden and has_anybody(measure, margin, rows):
                found.append((measure.name, margin, [margin]))
    return found


def cell_of(finding):
    """Return a finding's group and slice as a set of (axis, level)."""
    return placed(finding.characteristic, finding.group, finding.slice)


def placed(characteristic, group, within):
    """Return a group of a table and its slice, or stratum, as a set of (axis, level)."""
    cell = set(zip(characteristic.split(" × "), group.split(" × "), strict=True))
    return frozenset(cell | fixed_by(within))


def fixed_by(within):
    """Return what a slice or a stratum holds constant, as a set of (axis, level)."""
    return set() if within == "all" else {tuple(each.split(": ")) for each in within.split(" × ")}


def lines(measure, plan, axes, published, totals):
    """Give the cells that add up, what they add up to, and whether that is shown (None: it has no row)."""
    cells = [cell for name, cell in published if name == measure.name]
    for cell in cells:
        for name, level in cell:
            rest = cell - {(name, level)}
            members = [rest | {(name, other)} for other in axes[name].levels]
            # Each line is taken once, at the first of its cells.
            if level == axes[name].levels[0] and all((measure.name, one) in published for one in members):
                shown = published.get((measure.name, rest))
                if shown is not None:
                    yield members, rest, shown
    for _, characteristic, within in (total for total in totals if total[0] == measure.name):
        names = characteristic.split(" × ")
        fixed = fixed_by(within)
        known = [[level for level in axes[name].levels if level != NOT_KNOWN] for name in names]
        members = [frozenset(fixed | set(zip(names, levels, strict=True))) for levels in product(*known)]
        yield members, (characteristic, within, "everyone known"), True


def has_anybody(measure, cell, rows):
    """Say whether the measure is known for anybody in the cell; a group of nobody gives nobody away."""
    return bool(outcomes([r for r in rows if all(level_of(r, n) == level for n, level in cell)], measure))


def together(measure, cells, rows):
    """Return the smallest count that the cells hold together: with the event, without it, or people."""
    counts = []
    for cell in cells:
        values = outcomes([r for r in rows if all(level_of(r, n) == level for n, level in cell)], measure)
        if measure.kind == "proportion":
            counts.append((sum(values), len(values) - sum(values)))
        else:
            counts.append((len(values),))
    return min(sum(part) for part in zip(*counts, strict=True))
