"""Protection: from exact numbers to numbers that give nobody away.

The rule, in order. **Too few**: a count under the threshold is hidden, nobody included, and so is one that
leaves fewer than the threshold without the event. **Hidden**: what would let anyone work out a hidden count
from the totals of any linked table is hidden as well. **Rounding**: what is left is rounded, and every rate,
interval and comparison is computed from the rounded counts alone.

Only `protect` makes a `ProtectedCube`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass
from itertools import chain
from typing import Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from disparity.adjustment import LEAST_COVER, Strata
from disparity.attack_knowledge import Published
from disparity.cells import HIDDEN, SHOWN, TOO_FEW, ExactTables, Reasons, TableCells
from disparity.comparing import Asked, compare
from disparity.completeness import completeness_of
from disparity.cube import Axis, Cube, Integers
from disparity.errors import NotReleasable
from disparity.findings import Completeness, Finding
from disparity.plan import Measure, Plan, Protection
from disparity.protection_bounding import hide_what_bounds
from disparity.protection_hiding import hide_what_reveals, ranks, too_few
from disparity.protection_lattice import Lattice
from disparity.protection_rounding import conceal, reason_of_others, rounded
from disparity.reasons import NotKnown, not_known_of
from disparity.steps import default_step
from disparity.tables import Table, strata_of, tables_of

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
    """One measure over one table, with safe numbers only; `step` is what means and medians are rounded to.

    `strata` is the same table within the strata that are adjusted for, hidden and rounded as it is itself.
    `nobody` says which cells have nobody in them: the attack lets those be, for they tell about nobody.
    """

    measure: Measure
    table: Table
    cells: TableCells
    step: float | None
    strata: ProtectedTable | None = None
    nobody: NDArray[np.bool_] | None = None

    def asked(self, *, minimum: int = 0) -> Asked:
        """Return what is to be compared: its safe numbers, and nothing else."""
        return Asked(
            self.measure,
            self.table,
            self.cells,
            step=self.step,
            strata=None if self.strata is None else Strata(self.strata.table, self.strata.cells),
            least_cover=LEAST_COVER,
            minimum=minimum,
        )

    def findings(self) -> Iterator[Finding]:
        """Give the table's findings, without what depends on other tables."""
        return compare([self.asked()])[0].findings()

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
    not_known: tuple[NotKnown, ...] = ()
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
    strata = strata_of(cube.plan, cube.axes)
    completeness = completeness_of(exact, rules)
    kinds = [measure.kind == "proportion" for measure in cube.plan.measures]
    # Only proportions are adjusted, so that only their cells are linked with those of the strata.
    linked = {True: (*tables, *strata.values()), False: tables} if strata else {True: tables}
    protected: dict[int, Iterator[ProtectedTable]] = {}
    for adjusted, listed in linked.items():
        positions = [number for number, kind in enumerate(kinds) if not strata or kind is adjusted]
        lattice = Lattice(cube.axes, listed)
        for position, reasons in _hide(exact, positions, lattice, listed, rules, completeness).items():
            within = strata if adjusted and kinds[position] else {}
            protected[position] = _protect_measure(exact, position, tables, within, lattice, reasons, rules)
    return ProtectedCube(
        plan=cube.plan,
        axes=cube.axes,
        data_sha256=cube.data_sha256,
        protection=rules,
        tables=tuple(chain.from_iterable(protected[position] for position in range(len(kinds)))),
        completeness=completeness,
        not_known=not_known_of(exact, rules),
        made_by=_MADE_BY_PROTECT,
    )


def _hide(
    exact: ExactTables,
    positions: Sequence[int],
    lattice: Lattice,
    tables: Sequence[Table],
    rules: Protection,
    completeness: tuple[Completeness, ...],
) -> dict[int, Reasons]:
    """Return why each cell of the lattice is not shown, by the position of the measure."""
    if not positions:
        return {}
    measures = tuple(exact.cube.plan.measures[position] for position in positions)
    n = np.stack([lattice.fill(exact.rolled, "known", position) for position in positions])
    events = np.stack([lattice.fill(exact.rolled, "events", position) for position in positions])
    parts = [
        np.stack(
            [events[number], n[number] - events[number]] if measure.kind == "proportion" else [n[number]]
        )
        for number, measure in enumerate(measures)
    ]
    rankings = [ranks(part, lattice.depth, lattice.everyone) for part in parts]
    reasons = np.stack(
        [
            hide_what_reveals(
                too_few(part, threshold=rules.threshold),
                part,
                lattice.lines,
                ranking,
                threshold=rules.threshold,
            )
            for part, ranking in zip(parts, rankings, strict=True)
        ]
    )
    listed = np.zeros(lattice.size, dtype=bool)
    for table in tables:
        listed[lattice.groups(table)] = True
    published = Published(
        axes=exact.cube.axes,
        lattice=lattice,
        measures=measures,
        rules=rules,
        completeness=completeness,
        label=reasons,
        seen=reasons == SHOWN,
        n=rounded(n, rules.round),
        events=rounded(events, rules.round),
        nobody=n == 0,
    )
    reasons = hide_what_bounds(reasons, parts, rankings, published, listed)
    return dict(zip(positions, reasons, strict=True))


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
    exact: ExactTables,
    position: int,
    tables: tuple[Table, ...],
    strata: Mapping[Table, Table],
    lattice: Lattice,
    reasons: Reasons,
    rules: Protection,
) -> Iterator[ProtectedTable]:
    measure = exact.cube.plan.measures[position]
    n = lattice.fill(exact.rolled, "known", position)
    events = lattice.fill(exact.rolled, "events", position)
    safe_n, safe_events = rounded(n, rules.round), rounded(events, rules.round)
    step = _step(exact, position)

    def protected(table: Table) -> ProtectedTable:
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
        return ProtectedTable(
            measure,
            table,
            TableCells(
                conceal(cells.own, measure.kind, reasons[own], safe_n[own], safe_events[own], step),
                conceal(cells.others, measure.kind, without, others_n, others_events, step),
            ),
            None if measure.kind == "proportion" else step,
            protected(strata[table]) if table in strata else None,
            n[own] == 0,
        )

    return map(protected, tables)


def _step(exact: ExactTables, position: int) -> float:
    """Return the step of a mean or median: the plan's, or one from the spread of the whole data."""
    measure = exact.cube.plan.measures[position]
    if measure.step is not None:
        return measure.step
    whole = exact.rolled(())
    n = max(int(whole.known[position]), 1)
    if measure.kind == "median":
        values, often = exact.cube.roll_values(measure.name)
        total, squares = float((values * often).sum()), float((values**2 * often).sum())
    else:
        total, squares = float(whole.total[position]), float(whole.squares[position])
    return default_step(max(squares / n - (total / n) ** 2, 0.0) ** 0.5)
