"""What a database is asked for a cube, as Ibis expressions: counts, sums and groups alone."""

from __future__ import annotations

from typing import Any

from disparity.checked_files import COUNT
from disparity.lattice import Axes
from disparity.plan import RATES, Plan


def dimensions_of(axes: Axes) -> list[str]:
    """Return the columns of the accepted rows that hold the levels of these axes."""
    return [f"d{axis}" for axis in axes]


def cells_query(plan: Plan, rows: Any, axes: Axes) -> Any:
    """Return the query that counts people and outcomes in every combination of levels that occurs."""
    import ibis

    nothing = ibis.literal(0)
    if plan.input.count:
        return _cells_of_counts(plan, rows, axes)
    sums = {"people": rows.count()}
    for index, measure in enumerate(plan.measures):
        value = rows[f"m{index}"]
        is_count, is_mean = measure.kind in RATES, measure.kind == "mean"
        sums[f"known{index}"] = value.count()
        sums[f"events{index}"] = value.cast("int64").sum().fill_null(0) if is_count else nothing
        sums[f"total{index}"] = value.sum().fill_null(0.0) if is_mean else nothing
        sums[f"squares{index}"] = (value * value).sum().fill_null(0.0) if is_mean else nothing
    return rows.group_by(dimensions_of(axes)).aggregate(**sums)


def _cells_of_counts(plan: Plan, rows: Any, axes: Axes) -> Any:
    """Return the same query for rows that each stand for several people; rows for nobody say nothing."""
    import ibis

    nothing = ibis.literal(0)
    rows = rows.filter(rows[COUNT] > 0)
    people = rows[COUNT]
    sums = {"people": people.sum()}
    for index, measure in enumerate(plan.measures):
        value = rows[f"m{index}"]
        is_count, is_mean = measure.kind in RATES, measure.kind == "mean"
        sums[f"known{index}"] = people.sum(where=value.notnull()).fill_null(0)
        sums[f"events{index}"] = (value.cast("int64") * people).sum().fill_null(0) if is_count else nothing
        sums[f"total{index}"] = (value * people).sum().fill_null(0.0) if is_mean else nothing
        sums[f"squares{index}"] = (value * value * people).sum().fill_null(0.0) if is_mean else nothing
    return rows.group_by(dimensions_of(axes)).aggregate(**sums)


def values_query(plan: Plan, rows: Any, axes: Axes, index: int) -> Any:
    """Return the query that counts how often each known value of a measure occurs in each combination."""
    known = rows.filter(rows[f"m{index}"].notnull())
    if plan.input.count:
        known = known.filter(known[COUNT] > 0)
    value = known[f"m{index}"].name("value")
    people = known[COUNT].sum() if plan.input.count else known.count()
    return known.group_by([*dimensions_of(axes), value]).aggregate(count=people)


def reasons_query(plan: Plan, rows: Any, index: int) -> Any:
    """Return the query that counts for how many people a dimension is not known, by reason."""
    unknown = rows.filter(rows[f"u{index}"].notnull())
    if plan.input.count:
        unknown = unknown.filter(unknown[COUNT] > 0)
    people = unknown[COUNT].sum() if plan.input.count else unknown.count()
    return unknown.group_by(unknown[f"u{index}"].name("reason")).aggregate(people=people)
