"""A slow, obvious account of the engine's numbers: plain loops over the rows of the data.

Nothing here is shared with the engine but the plan and the form of a cube. `cube_of` makes a cube of rows, and
`findings_of` says what the exact findings must be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from math import sqrt
from statistics import mean, median, stdev
from typing import Any

import numpy as np

from disparity.cube import Axis, Cube, Cuboid, Histogram
from disparity.plan import NOT_KNOWN, Characteristic, Measure, Plan, Protection, Slice

Row = dict[str, object]
Z = 1.959963984540054


def plan_of(
    characteristics: Sequence[Characteristic],
    measures: Sequence[Measure],
    *,
    slices: Sequence[str] = (),
    intersections: int = 1,
    protection: Protection | None = None,
    **analysis: Any,
) -> Plan:
    """Make a plan whose columns are called as its characteristics, slices and measures are.

    `analysis` is whatever else a plan has, such as ``adjust_for``.
    """
    return Plan(
        title="A worked example",
        unit="person",
        characteristics=tuple(characteristics),
        measures=tuple(measures),
        slices=tuple(Slice(name, name) for name in slices),
        intersections=intersections,
        protection=protection or Protection(),
        sha256="0" * 64,
        **analysis,
    )


def axes_of(plan: Plan, rows: Sequence[Row]) -> tuple[Axis, ...]:
    """Name the levels of each dimension: the plan's, or those that occur; "Not known" last if it occurs."""
    axes = []
    for dimension in plan.dimensions:
        occurring = {level_of(row, dimension.name) for row in rows}
        levels = list(dimension.levels or sorted(occurring - {NOT_KNOWN}))
        if NOT_KNOWN in occurring:
            levels.append(NOT_KNOWN)
        axes.append(
            Axis(
                name=dimension.name,
                levels=tuple(levels),
                unknown=levels.index(NOT_KNOWN) if NOT_KNOWN in levels else None,
                reference=levels.index(dimension.reference) if dimension.reference in levels else None,
                is_slice=dimension.name in {column.name for column in plan.slices},
                is_characteristic=dimension in plan.characteristics,
            )
        )
    return tuple(axes)


def level_of(row: Row, name: str) -> str:
    """Return the level of a row; a blank is not known."""
    return str(row.get(name) or NOT_KNOWN)


def cube_of(plan: Plan, rows: Sequence[Row]) -> Cube:
    """Count rows into a cube. An outcome is True, False, a number, or None where it is not known."""
    axes = axes_of(plan, rows)
    cells: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    for row in rows:
        cells[tuple(axis.levels.index(level_of(row, axis.name)) for axis in axes)].append(row)
    codes = sorted(cells)

    def table(number: object) -> np.ndarray:
        return np.array(
            [[number(measure, outcomes(cells[code], measure)) for measure in plan.measures] for code in codes]
        ).reshape(len(codes), len(plan.measures))

    def added(power: int) -> np.ndarray:
        return table(lambda m, values: sum(v**power for v in values) if m.kind == "mean" else 0).astype(
            np.float64
        )

    everything = tuple(range(len(axes)))
    matrix = np.array(codes, dtype=np.int32).reshape(-1, len(axes))
    return Cube(
        plan=plan,
        axes=axes,
        cuboids=(
            Cuboid(
                axes=everything,
                codes=matrix,
                people=np.array([len(cells[code]) for code in codes], dtype=np.int64),
                known=table(lambda _, values: len(values)).astype(np.int64),
                events=table(lambda m, values: sum(values) if m.kind == "proportion" else 0).astype(np.int64),
                total=added(1),
                squares=added(2),
            ),
        ),
        histograms={
            measure.name: (_histogram(everything, matrix, [cells[code] for code in codes], measure),)
            for measure in plan.measures
            if measure.kind == "median"
        },
        data_sha256="1" * 64,
        rows=len(rows),
    )


def _histogram(
    axes: tuple[int, ...], codes: np.ndarray, cells: list[list[Row]], measure: Measure
) -> Histogram:
    often = [Counter(outcomes(rows, measure)) for rows in cells]
    values = sorted({value for each in often for value in each})
    entries = sorted(
        (cell, values.index(value), count) for cell, each in enumerate(often) for value, count in each.items()
    )
    cell, place, count = (np.array([entry[part] for entry in entries], dtype=np.int32) for part in range(3))
    return Histogram(axes, codes, np.array(values, dtype=np.float64), cell, place, count.astype(np.int64))


def outcomes(rows: Iterable[Row], measure: Measure) -> list:
    """Return the known outcomes of the rows."""
    return [row[measure.name] for row in rows if row.get(measure.name) is not None]


def findings_of(plan: Plan, rows: Sequence[Row]) -> dict[tuple, dict[str, object]]:
    """Return what each exact finding must say, by measure, characteristic, group, slice and comparator."""
    axes = {axis.name: axis for axis in axes_of(plan, rows)}
    expected = {}
    for measure, size in product(plan.measures, range(1, plan.intersections + 1)):
        for names in combinations([c.name for c in plan.characteristics], size):
            places = [("all", rows)]
            for column in plan.slices:
                if column.name not in names:
                    places += [
                        (f"{column.name}: {level}", [r for r in rows if level_of(r, column.name) == level])
                        for level in axes[column.name].levels
                    ]
            for place, within in places:
                for levels in product(*(axes[name].levels for name in names)):
                    expected.update(_of_group(measure, axes, names, levels, place, within))
    return expected


def _of_group(measure, axes, names, levels, place, within):
    def group(wanted):
        return [row for row in within if tuple(level_of(row, name) for name in names) == wanted]

    own = outcomes(group(levels), measure)
    key = (measure.name, " × ".join(names), " × ".join(levels), place)
    if NOT_KNOWN in levels:
        yield (*key, None), {**one(measure, own), "status": "ok" if own else "not-comparable"}
        return
    references = [axes[name].reference for name in names]
    if None not in references:
        reference = tuple(axes[name].levels[i] for name, i in zip(names, references, strict=True))
        if reference != levels:
            other = outcomes(group(reference), measure)
            yield (*key, " × ".join(reference)), two(measure, own, other)
    others = []
    for row in within:
        theirs = tuple(level_of(row, name) for name in names)
        if NOT_KNOWN not in theirs and theirs != levels:
            others.append(row)
    yield (*key, "everyone else"), two(measure, own, outcomes(others, measure))


def one(measure: Measure, values: list) -> dict[str, object]:
    """Describe one group; limits of means and medians are left to the tests of the intervals."""
    said: dict[str, object] = {"n": len(values)}
    if measure.kind == "proportion":
        said["events"] = sum(values)
        if values:
            said["value"], said["low"], said["high"] = wilson(sum(values), len(values))
    elif values:
        said["value"] = mean(values) if measure.kind == "mean" else median(values)
    return said


def two(measure: Measure, own: list, other: list) -> dict[str, object]:
    """Describe one group against a comparator."""
    said = {**one(measure, own), "comparator_n": len(other)}
    said["status"] = "ok" if own and other else "not-comparable"
    against = one(measure, other)
    if other:
        said["comparator_value"] = against["value"]
    if own and other:
        said["difference"] = said["value"] - against["value"]
        if measure.kind == "proportion":
            p1, low1, high1 = wilson(sum(own), len(own))
            p2, low2, high2 = wilson(sum(other), len(other))
            said["difference_low"] = p1 - p2 - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
            said["difference_high"] = p1 - p2 + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
            if sum(own) and sum(other):
                said["ratio"] = p1 / p2
        if measure.kind == "mean" and len(own) > 1 and len(other) > 1:
            said["welch_error"] = sqrt(stdev(own) ** 2 / len(own) + stdev(other) ** 2 / len(other))
    return said


def wilson(k: int, n: int) -> tuple[float, float, float]:
    """Solve |p - k/n| = z sqrt(p (1 - p) / n) for p: what the score interval is."""
    p = k / n
    a, b, c = 1 + Z * Z / n, -2 * p - Z * Z / n, p * p
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    return p, (-b - root) / (2 * a), (-b + root) / (2 * a)
