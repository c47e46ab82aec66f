"""Counting the accepted rows into a cube: one grouping over everything, and one for each median."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disparity.cube import Axis, Codes, Cube, Floats, Histogram, Integers
from disparity.plan import NOT_KNOWN, Characteristic, Plan


def build_cube(plan: Plan, accepted: Path, *, data_sha256: str) -> Cube:
    """Return the cube of the rows that `disparity.checking.prepare` accepted.

    Parameters
    ----------
    plan
        The plan the rows were checked against.
    accepted
        The file ``accepted.parquet``.
    data_sha256
        The hash of the file of data as it came, for the manifest.
    """
    cells, values = _query(plan, accepted)
    axes = tuple(_axis(plan, index, cells[f"d{index}"]) for index in range(len(plan.dimensions)))
    codes = _codes(axes, cells)
    order = _order(codes)
    measures = range(len(plan.measures))

    def whole(names: list[str]) -> Integers:
        return _matrix(cells, names, order).astype(np.int64)

    people = whole(["people"])[:, 0]
    return Cube(
        plan=plan,
        axes=axes,
        codes=codes[order],
        people=people,
        known=whole([f"known{index}" for index in measures]),
        events=whole([f"events{index}" for index in measures]),
        total=_matrix(cells, [f"total{index}" for index in measures], order),
        squares=_matrix(cells, [f"squares{index}" for index in measures], order),
        histograms={name: _histogram(axes, table) for name, table in values.items()},
        data_sha256=data_sha256,
        rows=int(people.sum()),
    )


def _query(plan: Plan, accepted: Path) -> tuple[Any, dict[str, Any]]:
    """Return the cells of all dimensions crossed, and the values of each median in them."""
    import ibis  # takes most of a second, and only this needs it

    # Sums of fractions depend on the order of adding, and with one thread the order is that of the file.
    fractions = any(measure.kind != "proportion" for measure in plan.measures)
    with warnings.catch_warnings():
        # Ibis still calls DuckDB by a name that DuckDB has given up; nothing of ours is meant.
        warnings.filterwarnings("ignore", message="fetch_arrow_table", category=DeprecationWarning)
        connection = ibis.duckdb.connect(**({"threads": 1} if fractions else {}))
        try:
            rows = connection.read_parquet(str(accepted))
            cells = _count(plan, rows).to_pyarrow()
            values = {
                measure.name: _count_values(plan, rows, index).to_pyarrow()
                for index, measure in enumerate(plan.measures)
                if measure.kind == "median"
            }
        finally:
            connection.disconnect()
    return cells, values


def _count(plan: Plan, rows: Any) -> Any:
    """Return the query that counts people and outcomes in every combination of levels that occurs."""
    import ibis

    nothing = ibis.literal(0)
    sums = {"people": rows.count()}
    for index, measure in enumerate(plan.measures):
        value = rows[f"m{index}"]
        is_count = measure.kind == "proportion"
        sums[f"known{index}"] = value.count()
        sums[f"events{index}"] = value.cast("int64").sum().fill_null(0) if is_count else nothing
        sums[f"total{index}"] = nothing if is_count else value.sum().fill_null(0.0)
        sums[f"squares{index}"] = nothing if is_count else (value * value).sum().fill_null(0.0)
    return rows.group_by(_dimensions(plan)).aggregate(**sums)


def _count_values(plan: Plan, rows: Any, index: int) -> Any:
    """Return the query that counts how often each known value of a measure occurs in each combination."""
    known = rows.filter(rows[f"m{index}"].notnull())
    value = known[f"m{index}"].name("value")
    return known.group_by([*_dimensions(plan), value]).aggregate(count=known.count())


def _dimensions(plan: Plan) -> list[str]:
    return [f"d{index}" for index in range(len(plan.dimensions))]


def _axis(plan: Plan, index: int, found: Any) -> Axis:
    dimension = plan.dimensions[index]
    levels = _levels(dimension, set(found.to_pylist()))
    return Axis(
        name=dimension.name,
        levels=levels,
        unknown=levels.index(NOT_KNOWN) if NOT_KNOWN in levels else None,
        reference=None if dimension.reference is None else levels.index(dimension.reference),
        is_slice=dimension.name in {each.name for each in plan.slices},
        is_characteristic=index < len(plan.characteristics),
    )


def _levels(dimension: Characteristic, found: set[str]) -> tuple[str, ...]:
    """Return the levels in the order they are shown; a reference that nobody has is still one of them."""
    known = found - {NOT_KNOWN}
    if dimension.levels is not None:
        known_in_order = list(dimension.levels)
    else:
        if dimension.reference is not None:
            known.add(dimension.reference)
        known_in_order = sorted(known, key=_natural)
    return (*known_in_order, *([NOT_KNOWN] if NOT_KNOWN in found else []))


def _natural(level: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return a key that puts "9 to 10" before "10 to 11"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", level.casefold())
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts], level


def _codes(axes: tuple[Axis, ...], cells: Any) -> Codes:
    columns = [
        pc.index_in(cells[f"d{index}"].combine_chunks(), pa.array(axis.levels, pa.string())).to_numpy(
            zero_copy_only=False
        )
        for index, axis in enumerate(axes)
    ]
    return np.column_stack(columns).astype(np.int32).reshape(cells.num_rows, len(axes))


def _order(codes: Codes, *then: Floats) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return the order by code, the first axis first, then by what else is given."""
    return np.lexsort((*then, *codes.T[::-1]))


def _matrix(cells: Any, names: list[str], order: Any) -> Floats:
    columns = [cells[name].to_numpy().astype(np.float64) for name in names]
    matrix: Floats = np.column_stack(columns)[order]
    return matrix


def _histogram(axes: tuple[Axis, ...], table: Any) -> Histogram:
    codes = _codes(axes, table)
    value = table["value"].to_numpy().astype(np.float64)
    order = _order(codes, value)
    return Histogram(codes[order], value[order], table["count"].to_numpy().astype(np.int64)[order])
