"""Completeness: how well each characteristic and each outcome is recorded. It is read first."""

from __future__ import annotations

from collections.abc import Iterator

from disparity.cells import ExactTables
from disparity.findings import Completeness
from disparity.plan import SHARES, Protection
from disparity.protection_rounding import rounded


def completeness_of(exact: ExactTables, rules: Protection | None = None) -> tuple[Completeness, ...]:
    """Return the completeness of the characteristics, then of the measures; protected if there are `rules`.

    What is recorded of everyone says so: it has no "Not known" to protect. Otherwise those who are
    known and those who are not must both reach the threshold, and the share is that of the rounded counts.
    """
    return tuple(
        Completeness(row.kind, row.name, row.people, row.known, _share(row.people, row.known))
        for row in (_protected(row, rules) if rules else row for row in _counts(exact))
    )


def _counts(exact: ExactTables) -> Iterator[Completeness]:
    cube = exact.cube
    people = int(exact.rolled(()).people)
    for characteristic in cube.plan.characteristics:
        axis = cube.axis(characteristic.name)
        by_level = exact.rolled((axis.name,)).people
        unknown = 0 if axis.unknown is None else int(by_level[axis.unknown])
        yield Completeness("characteristic", axis.name, people, people - unknown, None)
    for position, measure in enumerate(cube.plan.measures):
        if measure.kind in SHARES:
            continue  # everyone counts, so that there is nothing to record
        yield Completeness("measure", measure.name, people, int(exact.rolled(()).known[position]), None)


def _protected(row: Completeness, rules: Protection) -> Completeness:
    people, known = row.people or 0, row.known or 0
    if people < rules.threshold:
        return Completeness(row.kind, row.name, None, None, None)
    safe = rounded(people, rules.round)
    if known == people:
        return Completeness(row.kind, row.name, safe, safe, None)
    if min(known, people - known) < rules.threshold:
        return Completeness(row.kind, row.name, safe, None, None)
    return Completeness(row.kind, row.name, safe, min(rounded(known, rules.round), safe), None)


def _share(people: int | None, known: int | None) -> float | None:
    return known / people if people and known is not None else None
