"""The release: the only thing that leaves the engine, with a manifest that says how it was made.

`make_release` takes safe numbers and nothing else; `internal_release` takes the exact ones and marks what
comes out as internal. Nothing else makes a `Release`, and the same numbers always make the same one.
"""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, asdict, dataclass, field
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from disparity.adjustment import Strata
from disparity.attacking import attack
from disparity.cells import ExactTables
from disparity.comparing import Asked, compare
from disparity.comparisons import Compared
from disparity.completeness import completeness_of
from disparity.cube import Cube
from disparity.errors import NotReleasable
from disparity.families import Findings, analysis_of, findings_of, q_of
from disparity.findings import Completeness, Finding
from disparity.period_tests import trends_of
from disparity.plan import Better, Kind, Measure, Plan
from disparity.protection import Hidden, ProtectedCube, ProtectedTable
from disparity.reasons import NotKnown, not_known_of
from disparity.source_words import source_of
from disparity.tables import Table, strata_of, tables_of

FORMAT = "disparity/release@1"

ATTACKED = (
    "Small counts were hidden, the counts that would reveal them were hidden too, and the rest were rounded. "
    "Then the hidden counts were attacked with a solver, from all linked tables together, and none was found "
    "to be known too well."
)
NOTHING_TO_ATTACK = "Nothing that tells about anybody is hidden, so that there is nothing to attack."
NO_ATTACK_INTERNAL = "The numbers are exact and for internal use only. No protection was applied."

ZEROS = (
    "Nobody, and everyone, in a group is hidden as a small count is, "
    "because it tells about each person in it."
)

_VERSIONS = {
    "disparity": "due-regard",
    "duckdb": "duckdb",
    "ibis": "ibis-framework",
    "numpy": "numpy",
    "scipy": "scipy",
}

_NAMED = 20
"""How many broken counts a refusal names."""

_MADE_HERE = object()


@dataclass(frozen=True)
class ReleasedMeasure:
    """What a reader must know of a measure: its name and kind, which way is better, and its unit."""

    name: str
    kind: Kind
    better: Better | None
    unit: str | None


@dataclass(frozen=True, repr=False)
class Release:
    """Numbers that may be published or, where `is_internal`, exact numbers that may not.

    `manifest` records the hashes of the plan, the data and the cells, the rules, and the versions. `protected`
    are the numbers that a safe release was made from, for whoever attacks it again. `found` are the findings, which
    exact figures become only when somebody asks for `findings`.
    """

    title: str
    unit: str
    is_internal: bool
    measures: tuple[ReleasedMeasure, ...]
    characteristics: tuple[str, ...]
    slices: tuple[str, ...]
    found: Findings | tuple[Finding, ...]
    completeness: tuple[Completeness, ...]
    manifest: dict[str, Any]
    made_by: InitVar[object] = None
    protected: ProtectedCube | None = field(default=None, compare=False)

    def __post_init__(self, made_by: object) -> None:
        """Refuse to be made by anything but the two functions of this module."""
        if made_by is not _MADE_HERE:
            raise NotReleasable("A release was made by hand. Call make_release(protect(cube)).")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The rows of the published file, in their order."""
        return self.found if isinstance(self.found, tuple) else self.found.rows

    def __repr__(self) -> str:
        """Say what it is, without its numbers."""
        kind = "internal" if self.is_internal else "safe"
        return f"<Release of {self.title!r}: {kind}, {len(self.findings)} findings>"


def make_release(protected: ProtectedCube) -> Release:
    """Return the release of safe numbers.

    Raises
    ------
    NotReleasable
        If it is given anything but what `protect` returned, or if an attack on it works out too closely what
        a hidden count is; the error names the cells.
    """
    if type(protected) is not ProtectedCube:
        raise NotReleasable(
            f"A release is made from protected numbers, not from a {type(protected).__name__}. "
            "Call make_release(protect(cube))."
        )
    attacked = _withstood(protected)
    rules = protected.protection
    return _release(
        protected.plan,
        is_internal=False,
        compared=compare([table.asked(minimum=protected.plan.minimum) for table in protected.tables]),
        completeness=protected.completeness,
        not_known=protected.not_known,
        data_sha256=protected.data_sha256,
        cube_sha256=_published_digest(protected.tables),
        rules={"threshold": rules.threshold, "round": rules.round, "zeros": ZEROS},
        attacked=attacked,
        protected=protected,
        tables=[
            _row(
                table.measure.name,
                table.table.characteristic,
                table.table.slice_name,
                Counter(
                    counts.reason if isinstance(counts, Hidden) else "shown"
                    for _, _, counts in table.published()
                ),
            )
            for table in protected.tables
        ],
    )


def _withstood(protected: ProtectedCube) -> dict[str, Any]:
    """Attack the numbers, and return what the manifest says of it; refuse them if a hidden count is broken."""
    found = attack(protected)
    if found.broken:
        named = list(dict.fromkeys(map(str, found.broken)))
        more = f" And {len(named) - _NAMED} more." if len(named) > _NAMED else ""
        raise NotReleasable(
            f"The release is refused: {len(named)} hidden counts could be worked out, exactly or too closely, "
            f"from the numbers that would be shown. They are: {'; '.join(named[:_NAMED])}.{more}"
        )
    if not found.counts:
        return {"ran": True, "reason": NOTHING_TO_ATTACK, "cells": 0, "narrowest": None}
    return {"ran": True, "reason": ATTACKED, "cells": found.cells, "narrowest": found.narrowest}


def internal_release(cube: Cube) -> Release:
    """Return the exact numbers, marked as internal. They must not leave the people who may see the data."""
    exact = ExactTables(cube)
    strata = strata_of(cube.plan, cube.axes)
    tables = list(tables_of(cube.plan, cube.axes))
    compared = compare(
        [
            _exactly(exact, measure, table, strata.get(table) if measure.kind == "proportion" else None)
            for measure in cube.plan.measures
            for table in tables
        ]
    )
    return _release(
        cube.plan,
        is_internal=True,
        compared=compared,
        completeness=completeness_of(exact),
        not_known=not_known_of(exact),
        data_sha256=cube.data_sha256,
        cube_sha256=cube.digest(),
        rules={"threshold": None, "round": None, "zeros": "Everything is shown."},
        attacked={"ran": False, "reason": NO_ATTACK_INTERNAL},
        tables=[
            _row(
                each.measure.name,
                each.table.characteristic,
                each.table.slice_name,
                Counter(shown=each.table.shape[0] * each.table.shape[1]),
            )
            for each in compared
        ],
    )


def _exactly(exact: ExactTables, measure: Measure, table: Table, within: Table | None) -> Asked:
    """Ask for a table's exact groups; also `within` the strata that are adjusted for, if there are any."""
    return Asked(
        measure,
        table,
        exact.cells(measure, table),
        strata=None if within is None else Strata(within, exact.cells(measure, within)),
        minimum=exact.cube.plan.minimum,
    )


def _release(
    plan: Plan,
    *,
    is_internal: bool,
    compared: Sequence[Compared],
    completeness: tuple[Completeness, ...],
    not_known: tuple[NotKnown, ...],
    data_sha256: str,
    cube_sha256: str,
    rules: dict[str, Any],
    attacked: dict[str, Any],
    tables: list[dict[str, Any]],
    protected: ProtectedCube | None = None,
) -> Release:
    if is_internal:
        found: Findings | tuple[Finding, ...] = Findings(compared, q_of(compared, plan.family))
    else:  # a safe release keeps the rows that are shown, and nothing that they were made from
        found = findings_of(compared, plan.family)
    return Release(
        title=plan.title,
        unit=plan.unit,
        is_internal=is_internal,
        measures=tuple(ReleasedMeasure(m.name, m.kind, m.better, m.unit) for m in plan.measures),
        characteristics=tuple(characteristic.name for characteristic in plan.characteristics),
        slices=tuple(column.name for column in plan.slices),
        found=found,
        completeness=completeness,
        manifest={
            "format": FORMAT,
            "plan_sha256": plan.sha256,
            "data_sha256": data_sha256,
            "cube_sha256": cube_sha256,
            "rules": rules,
            "input": source_of(plan.input),
            "trends": trends_of(compared),
            "not_known": [asdict(each) for each in not_known],
            "analysis": analysis_of(plan, compared, is_internal=is_internal),
            "attack": attacked,
            "versions": _versions(),
            "tables": tables,
        },
        made_by=_MADE_HERE,
        protected=protected,
    )


def _row(measure: str, characteristic: str, slice: str, cells: Counter[str]) -> dict[str, Any]:
    return {
        "measure": measure,
        "characteristic": characteristic,
        "slice": slice,
        "cells": cells.total(),
        "shown": cells["shown"],
        "too_few": cells["too-few"],
        "hidden": cells["hidden"],
    }


def _published_digest(tables: Iterable[ProtectedTable]) -> str:
    """Return the SHA-256 of the published cells, sorted.

    Not that of the exact cells: with it anyone could test a guess at the hidden ones.
    """
    lines = [
        json.dumps(
            [table.measure.name, table.table.characteristic, group, within]
            + ([counts.reason] if isinstance(counts, Hidden) else [counts.n, counts.events])
        )
        for table in tables
        for group, within, counts in table.published()
    ]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for name, distribution in _VERSIONS.items():
        try:
            versions[name] = version(distribution)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions
