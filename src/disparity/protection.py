"""Protection: from exact numbers to numbers that give nobody away.

The rule, in order. **Too few**: a count under the threshold is hidden, nobody included, and so is one that
leaves fewer than the threshold without the event. **Hidden**: what would let anyone work out a hidden count
from the totals of any linked table is hidden as well. **Rounding**: what is left is rounded, and every rate,
interval and comparison is computed from the rounded counts alone.

Only `protect` makes a `ProtectedCube`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import InitVar, dataclass
from typing import Literal, NoReturn

import numpy as np

from disparity.cells import HIDDEN, SHOWN, TOO_FEW, ExactTables, TableCells
from disparity.comparisons import findings_of
from disparity.completeness import completeness_of
from disparity.cube import Axis, Cube, Integers
from disparity.errors import NotReleasable
from disparity.findings import Completeness, Finding
from disparity.plan import Measure, Plan, Protection
from disparity.protection_hiding import hide_what_reveals, ranks, too_few
from disparity.protection_lattice import Lattice
from disparity.protection_rounding import conceal, reason_of_others, rounded
from disparity.steps import default_step
from disparity.tables import Table, tables_of

_MADE_BY_PROTECT = object()


@dataclass(frozen=True)
class Hidden:
    """A number that is not shown, and why. It is not 0, not None and not NaN, and has no truth value."""

    reason: Literal["too-few", "hidden"]

    def __bool__(self) -> bool:
        """Refuse: a hidden number is neither nothing nor something."""
        raise NotReleasable("A hidden number was asked whether it is 0. Ask whether it is `Hidden` first.")


@dataclass(frozen=True)
class Shown:
    """The rounded counts of a cell; `events` is None for means and medians."""

    n: int
    events: int | None


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """One measure over one table, with safe numbers only; `step` is what means and medians are rounded to."""

    measure: Measure
    table: Table
    cells: TableCells
    step: float | None

    def findings(self) -> Iterator[Finding]:
        """Give the table's findings, computed from its safe numbers."""
        return findings_of(self.measure, self.table, self.cells, step=self.step)

    def published(self) -> Iterator[tuple[str, str, Shown | Hidden]]:
        """Give the group, the slice and the counts of each cell."""
        own = self.cells.own
        for number, group in enumerate(self.table.groups):
            for place, within in enumerate(self.table.slices):
                reason = own.reason[number, place]
                if reason == SHOWN:
                    events = int(own.events[number, place]) if self.measure.kind == "proportion" else None
                    yield group, within, Shown(int(own.n[number, place]), events)
                else:
                    yield group, within, Hidden("too-few" if reason == TOO_FEW else "hidden")


@dataclass(frozen=True, eq=False, repr=False)
class ProtectedCube:
    """The safe numbers of every table. It holds no exact count of anything, and no way back to the cube."""

    plan: Plan
    axes: tuple[Axis, ...]
    data_sha256: str
    protection: Protection
    tables: tuple[ProtectedTable, ...]
    completeness: tuple[Completeness, ...]
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        """Refuse to be made by anything but `protect`."""
        if made_by is not _MADE_BY_PROTECT:
            raise NotReleasable("A protected cube was made by hand. Call protect(cube).")

    def __repr__(self) -> str:
        """Say what it is, without a number of anybody."""
        return f"<ProtectedCube of {self.plan.title!r}: {len(self.tables)} tables>"

    def __reduce__(self) -> NoReturn:
        """Refuse to be copied or stored: what is read back would not have come from `protect`."""
        raise NotReleasable(
            "A protected cube cannot be copied or stored. Keep the release that is made of it."
        )

    def cell(self, measure: str, levels: Mapping[str, str], *, slice: str = "all") -> Shown | Hidden:
        """Return the counts of one group; a KeyError says that there is no such cell.

        Such as ``cell("passed", {"sex": "Female"}, slice="region: London")``.
        """
        for table in self.tables:
            names = [axis.name for axis in table.table.characteristics]
            if table.measure.name == measure and set(names) == set(levels) and slice in table.table.slices:
                wanted = " × ".join(levels[name] for name in names)
                for group, place, counts in table.published():
                    if (group, place) == (wanted, slice):
                        return counts
        raise KeyError(f"no cell of {measure!r} for {dict(levels)} in the slice {slice!r}")


def protect(cube: Cube) -> ProtectedCube:
    """Apply the plan's disclosure rules to a cube, and return the numbers that may be seen.

    Parameters
    ----------
    cube : Cube
        The exact counts. Nothing of them is kept.

    Returns
    -------
    ProtectedCube
        What `disparity.release.make_release` takes.

    Raises
    ------
    NotReleasable
        If the plan's rules are looser than the public rule.
    """
    rules = _rules(cube.plan)
    exact = ExactTables(cube)
    tables = tuple(tables_of(cube.plan, cube.axes))
    lattice = Lattice(cube.axes, tables)
    return ProtectedCube(
        plan=cube.plan,
        axes=cube.axes,
        data_sha256=cube.data_sha256,
        protection=rules,
        tables=tuple(
            protected
            for position in range(len(cube.plan.measures))
            for protected in _protect_measure(exact, position, tables, lattice, rules)
        ),
        completeness=completeness_of(exact, rules),
        made_by=_MADE_BY_PROTECT,
    )


def _rules(plan: Plan) -> Protection:
    """Return the rules that are applied: were the threshold below the rounding, a count could become 0."""
    threshold, base = plan.protection.threshold, plan.protection.round
    least = Protection()
    if threshold < least.threshold or base < least.round or base % least.round:
        raise NotReleasable(
            f"The plan's rules are looser than the public rule: threshold {threshold}, rounding {base}. "
            f"Make the threshold {least.threshold} or more, and the rounding a multiple of {least.round}."
        )
    return Protection(threshold=max(threshold, base), round=base)


def _protect_measure(
    exact: ExactTables, position: int, tables: tuple[Table, ...], lattice: Lattice, rules: Protection
) -> Iterator[ProtectedTable]:
    measure = exact.cube.plan.measures[position]
    n = lattice.fill(exact.rolled, "known", position)
    events = lattice.fill(exact.rolled, "events", position)
    parts = np.stack([events, n - events] if measure.kind == "proportion" else [n])
    reasons = hide_what_reveals(
        too_few(parts, threshold=rules.threshold),
        parts,
        lattice.lines,
        ranks(parts, lattice.depth, lattice.everyone),
        threshold=rules.threshold,
    )
    safe_n, safe_events = rounded(n, rules.round), rounded(events, rules.round)
    step = _step(exact, position)
    for table in tables:
        own, everyone = lattice.groups(table), lattice.everyone_known(table)
        cells = exact.cells(measure, table, people=safe_n[own])
        others_n: Integers = safe_n[everyone] - safe_n[own]
        others_events: Integers = safe_events[everyone] - safe_events[own]
        without = reason_of_others(
            reasons[own],
            reasons[everyone],
            others_n,
            others_events,
            measure.kind,
            threshold=rules.threshold,
        )
        without = np.where(table.known[:, np.newaxis], without, HIDDEN).astype(np.int8)
        yield ProtectedTable(
            measure,
            table,
            TableCells(
                conceal(cells.own, measure.kind, reasons[own], safe_n[own], safe_events[own], step),
                conceal(cells.others, measure.kind, without, others_n, others_events, step),
            ),
            None if measure.kind == "proportion" else step,
        )


def _step(exact: ExactTables, position: int) -> float:
    """Return the step of a mean or median: the plan's, or one from the spread of the whole data."""
    measure = exact.cube.plan.measures[position]
    if measure.step is not None:
        return measure.step
    whole = exact.rolled(())
    n = max(int(whole.known[position]), 1)
    total, squares = float(whole.total[position]), float(whole.squares[position])
    return default_step(max(squares / n - (total / n) ** 2, 0.0) ** 0.5)
