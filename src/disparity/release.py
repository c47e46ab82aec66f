"""The release: the only thing that leaves the engine, with a manifest that says how it was made.

`make_release` takes safe numbers and nothing else; `internal_release` takes the exact ones and marks what
comes out as internal. Nothing else makes a `Release`, and the same numbers always make the same one.
"""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from disparity.cells import ExactTables
from disparity.comparisons import findings_of
from disparity.completeness import completeness_of
from disparity.cube import Cube
from disparity.errors import NotReleasable
from disparity.findings import Completeness, Finding
from disparity.plan import Better, Kind, Plan
from disparity.protection import Hidden, ProtectedCube, ProtectedTable
from disparity.tables import tables_of

FORMAT = "disparity/release@1"

ATTACK = (
    "Small counts were hidden, the counts that would reveal them were hidden too, and the rest were rounded. "
    "This version does not also test the release with a solver."
)
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

    `manifest` records the hashes of the plan, the data and the cells, the rules, and the versions.
    """

    title: str
    unit: str
    is_internal: bool
    measures: tuple[ReleasedMeasure, ...]
    characteristics: tuple[str, ...]
    slices: tuple[str, ...]
    findings: tuple[Finding, ...]
    completeness: tuple[Completeness, ...]
    manifest: dict[str, Any]
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        """Refuse to be made by anything but the two functions of this module."""
        if made_by is not _MADE_HERE:
            raise NotReleasable("A release was made by hand. Call make_release(protect(cube)).")

    def __repr__(self) -> str:
        """Say what it is, without its numbers."""
        kind = "internal" if self.is_internal else "safe"
        return f"<Release of {self.title!r}: {kind}, {len(self.findings)} findings>"


def make_release(protected: ProtectedCube) -> Release:
    """Return the release of safe numbers.

    Raises
    ------
    NotReleasable
        If it is given anything but what `protect` returned.
    """
    if type(protected) is not ProtectedCube:
        raise NotReleasable(
            f"A release is made from protected numbers, not from a {type(protected).__name__}. "
            "Call make_release(protect(cube))."
        )
    rules = protected.protection
    return _release(
        protected.plan,
        is_internal=False,
        findings=(finding for table in protected.tables for finding in table.findings()),
        completeness=protected.completeness,
        data_sha256=protected.data_sha256,
        cube_sha256=_published_digest(protected.tables),
        rules={"threshold": rules.threshold, "round": rules.round, "zeros": ZEROS},
        reason=ATTACK,
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


def internal_release(cube: Cube) -> Release:
    """Return the exact numbers, marked as internal. They must not leave the people who may see the data."""
    exact = ExactTables(cube)
    crossed = [
        (measure, table) for measure in cube.plan.measures for table in tables_of(cube.plan, cube.axes)
    ]
    return _release(
        cube.plan,
        is_internal=True,
        findings=(
            finding
            for measure, table in crossed
            for finding in findings_of(measure, table, exact.cells(measure, table))
        ),
        completeness=completeness_of(exact),
        data_sha256=cube.data_sha256,
        cube_sha256=cube.digest(),
        rules={"threshold": None, "round": None, "zeros": "Everything is shown."},
        reason=NO_ATTACK_INTERNAL,
        tables=[
            _row(
                measure.name,
                table.characteristic,
                table.slice_name,
                Counter(shown=table.shape[0] * table.shape[1]),
            )
            for measure, table in crossed
        ],
    )


def _release(
    plan: Plan,
    *,
    is_internal: bool,
    findings: Iterable[Finding],
    completeness: tuple[Completeness, ...],
    data_sha256: str,
    cube_sha256: str,
    rules: dict[str, Any],
    reason: str,
    tables: list[dict[str, Any]],
) -> Release:
    return Release(
        title=plan.title,
        unit=plan.unit,
        is_internal=is_internal,
        measures=tuple(ReleasedMeasure(m.name, m.kind, m.better, m.unit) for m in plan.measures),
        characteristics=tuple(characteristic.name for characteristic in plan.characteristics),
        slices=tuple(column.name for column in plan.slices),
        findings=tuple(findings),
        completeness=completeness,
        manifest={
            "format": FORMAT,
            "plan_sha256": plan.sha256,
            "data_sha256": data_sha256,
            "cube_sha256": cube_sha256,
            "rules": rules,
            "attack": {"ran": False, "reason": reason},
            "versions": _versions(),
            "tables": tables,
        },
        made_by=_MADE_HERE,
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
