"""Many comparisons at once: the family they are controlled in, and what the manifest says of them.

Of a thousand comparisons of groups that do not differ, about fifty have a p below 0.05. Benjamini and Hochberg's
q is the share of false ones to expect among all whose q is as small; over which comparisons it is taken has
to be declared beforehand, and is the plan's `family`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from disparity.adjustment import LEAST_COVER, Adjusted
from disparity.comparisons import Against, Compared
from disparity.cube import Floats
from disparity.findings import Finding
from disparity.plan import Family, Plan
from disparity.significance import benjamini_hochberg


class Findings:
    """The findings of all tables of a report: every figure is there, and becomes a row when it is asked for.

    Two are equal if their rows are.

    Parameters
    ----------
    compared
        The tables, with all their figures.
    q
        What `q_of` gave for them.
    """

    def __init__(self, compared: Sequence[Compared], q: Sequence[Sequence[Floats]]) -> None:
        self._figures = tuple(zip(compared, q, strict=True))

    @cached_property
    def rows(self) -> tuple[Finding, ...]:
        """The findings, table by table."""
        return tuple(finding for table, of_table in self._figures for finding in table.findings(of_table))

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same rows."""
        return self.rows == other.rows if isinstance(other, Findings) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of the rows."""
        return hash(self.rows)


def findings_of(compared: Sequence[Compared], family: Family) -> tuple[Finding, ...]:
    """Return the findings of all tables of a report, with the q of each within its family."""
    return Findings(compared, q_of(compared, family)).rows


def q_of(compared: Sequence[Compared], family: Family) -> list[list[Floats]]:
    """Return for each table, and each of its comparators, an array like its p with the q of each.

    A family has every comparison with a p, the intersections and slices included. What is hidden, has nobody
    to compare with, or has fewer people than the plan's minimum, was not tested and is not in it.
    """
    q: dict[tuple[int, int], Floats] = {}
    for members in families(compared, family).values():
        p = [compared[table].comparators[number].p for table, number in members]
        if not p:  # nothing but shares, which are compared with nobody
            continue
        found = benjamini_hochberg(np.concatenate([each.reshape(-1) for each in p]))
        start = 0
        for member, each in zip(members, p, strict=True):
            q[member] = found[start : start + each.size].reshape(each.shape)
            start += each.size
    return [
        [q[number, each] for each in range(len(table.comparators))] for number, table in enumerate(compared)
    ]


def families(compared: Sequence[Compared], family: Family) -> dict[str, list[tuple[int, int]]]:
    """Return the members of each family, as the numbers of their table and of its comparator."""
    members: dict[str, list[tuple[int, int]]] = {}
    for number, table in enumerate(compared):
        name = table.measure.name if family == "measure" else "report"
        members.setdefault(name, []).extend((number, each) for each in range(len(table.comparators)))
    return members


def analysis_of(plan: Plan, compared: Sequence[Compared], *, is_internal: bool) -> dict[str, Any]:
    """Return what the manifest says of the analysis: family, minimum, and what each figure is adjusted for.

    ``strata`` says for each characteristic what it is adjusted for. ``adjusted`` has, by measure and
    characteristic, a row for each group against a comparator: whether the adjusted figures are `given`, how many
    strata were `used`, and the share of both groups' people whom those cover. The strata that only one of the
    two is in (`not_overlapping`) are counted in an internal report alone: a safe one may not tell nobody from a
    few.
    """
    adjusted: dict[str, dict[str, list[dict[str, Any]]]] = {}
    strata: dict[str, list[str]] = {}
    for table in compared:
        for against in table.comparators:
            if against.adjusted is not None:
                strata[table.table.characteristic] = list(against.adjusted.by)
                of_measure = adjusted.setdefault(table.measure.name, {})
                rows = of_measure.setdefault(table.table.characteristic, [])
                rows += _rows(table, against, against.adjusted, is_internal=is_internal)
    return {
        "family": plan.family,
        "tests": {
            name: sum(
                int(np.isfinite(compared[table].comparators[number].p).sum()) for table, number in members
            )
            for name, members in families(compared, plan.family).items()
        },
        "minimum": plan.minimum,
        "strata": strata,
        "least_cover": None if is_internal else LEAST_COVER,
        "adjusted": adjusted,
    }


def _rows(
    table: Compared, against: Against, adjusted: Adjusted, *, is_internal: bool
) -> Iterator[dict[str, Any]]:
    for number, group in enumerate(table.table.groups):
        if against.applies[number] and against.possible[number, 0]:
            row: dict[str, Any] = {
                "group": group,
                "comparator": against.name,
                "given": bool(np.isfinite(adjusted.difference[number, 0])),
                "used": int(adjusted.used[number, 0]),
                "covered": round(float(adjusted.covered[number, 0]), 3),
            }
            yield row | ({"not_overlapping": int(adjusted.apart[number, 0])} if is_internal else {})
