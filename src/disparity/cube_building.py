"""Counting the accepted rows into a cube: one grouping over everything, and one for each median."""

from __future__ import annotations

import re
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from disparity.checked_files import COUNT
from disparity.cube import Axis, Codes, Cube, Floats, Histogram, Integers
from disparity.direct_counting import count_directly, count_values_directly
from disparity.engines import Engine, opened
from disparity.exact_sums import cells_of
from disparity.lattice import flat_index
from disparity.plan import NOT_KNOWN, PERIOD, RATES, Characteristic, Plan

DUCKDB = Engine()
AMOUNTS = ("total", "squares")


def build_cube(plan: Plan, accepted: Path, *, data_sha256: str, engine: Engine = DUCKDB) -> Cube:
    """Return the cube of the rows that `disparity.checking.prepare` accepted.

    Parameters
    ----------
    plan
        The plan the rows were checked against.
    accepted
        The file ``accepted.parquet``.
    data_sha256
        The hash of the file of data as it came, for the manifest.
    engine
        Where it is counted; the digest of the cube does not depend on it.

    Raises
    ------
    EngineNotAvailable
        If the engine is not installed or does not answer.
    """
    direct = count_directly(plan, accepted) if engine.name == "duckdb" else None
    cells, reasons = _query(plan, accepted, engine, direct)
    axes = tuple(_axis(plan, index, cells[f"d{index}"]) for index in range(len(plan.dimensions)))
    codes = _codes(axes, cells)
    order = _order(axes, codes)
    codes = codes[order]
    measures = range(len(plan.measures))

    def whole(names: list[str]) -> Integers:
        columns = [cells[name].to_numpy().astype(np.int64) for name in names]
        matrix: Integers = np.column_stack(columns)[order]
        return matrix

    people = whole(["people"])[:, 0]
    histograms = _histograms(plan, accepted, engine, axes, is_direct=direct is not None)
    if direct is not None:
        total, squares = (_added(plan, axes, codes, histograms, power) for power in (1, 2))
    else:
        total, squares = (_matrix(cells, [f"{name}{index}" for index in measures], order) for name in AMOUNTS)
    return Cube(
        plan=plan,
        axes=axes,
        codes=codes,
        people=people,
        known=whole([f"known{index}" for index in measures]),
        events=whole([f"events{index}" for index in measures]),
        total=total,
        squares=squares,
        histograms=histograms,
        data_sha256=data_sha256,
        rows=int(people.sum()),
        reasons={
            name: dict(zip(*table.to_pydict().values(), strict=True)) for name, table in reasons.items()
        },
    )


def _query(plan: Plan, accepted: Path, engine: Engine, direct: Any) -> tuple[Any, dict[str, Any]]:
    """Return the cells of all dimensions crossed, or those that are there, and why what is not known."""
    unknown = [index for index, dimension in enumerate(plan.dimensions) if dimension.reasons]
    if direct is not None and not unknown:
        return direct, {}
    may_be_fractions = [index for index, measure in enumerate(plan.measures) if measure.kind not in RATES]
    with opened(engine, accepted) as found:
        cells = direct
        if cells is None:
            query = _count(plan, found.rows)
            cells = cells_of(query, found, by=_dimensions(plan), measures=may_be_fractions)
        return cells, {
            plan.dimensions[index].name: found.ask(_count_reasons(plan, found.rows, index))
            for index in unknown
        }


def _histograms(
    plan: Plan, accepted: Path, engine: Engine, axes: tuple[Axis, ...], *, is_direct: bool
) -> dict[str, Histogram]:
    """Return the values of each median in every cell."""
    histograms = {}
    medians = {index: each.name for index, each in enumerate(plan.measures) if each.kind == "median"}
    for index, name in medians.items():
        counted = (
            count_values_directly(accepted, tuple(axis.levels for axis in axes), index) if is_direct else None
        )
        if counted is not None:
            histograms[name] = Histogram(*counted)
            continue
        with opened(engine, accepted) as found:
            histograms[name] = _histogram(axes, found.ask(_count_values(plan, found.rows, index)))
    return histograms


def _count(plan: Plan, rows: Any) -> Any:
    """Return the query that counts people and outcomes in every combination of levels that occurs."""
    import ibis

    nothing = ibis.literal(0)
    if plan.input.count:
        return _count_counts(plan, rows)
    sums = {"people": rows.count()}
    for index, measure in enumerate(plan.measures):
        value = rows[f"m{index}"]
        is_count = measure.kind in RATES
        sums[f"known{index}"] = value.count()
        sums[f"events{index}"] = value.cast("int64").sum().fill_null(0) if is_count else nothing
        sums[f"total{index}"] = nothing if is_count else value.sum().fill_null(0.0)
        sums[f"squares{index}"] = nothing if is_count else (value * value).sum().fill_null(0.0)
    return rows.group_by(_dimensions(plan)).aggregate(**sums)


def _count_counts(plan: Plan, rows: Any) -> Any:
    """Return the same query for rows that each stand for several people; rows for nobody say nothing."""
    import ibis

    nothing = ibis.literal(0)
    rows = rows.filter(rows[COUNT] > 0)
    people = rows[COUNT]
    sums = {"people": people.sum()}
    for index, measure in enumerate(plan.measures):
        value = rows[f"m{index}"]
        is_count = measure.kind in RATES
        sums[f"known{index}"] = people.sum(where=value.notnull()).fill_null(0)
        sums[f"events{index}"] = (value.cast("int64") * people).sum().fill_null(0) if is_count else nothing
        sums[f"total{index}"] = nothing if is_count else (value * people).sum().fill_null(0.0)
        sums[f"squares{index}"] = nothing if is_count else (value * value * people).sum().fill_null(0.0)
    return rows.group_by(_dimensions(plan)).aggregate(**sums)


def _count_values(plan: Plan, rows: Any, index: int) -> Any:
    """Return the query that counts how often each known value of a measure occurs in each combination."""
    known = rows.filter(rows[f"m{index}"].notnull())
    if plan.input.count:
        known = known.filter(known[COUNT] > 0)
    value = known[f"m{index}"].name("value")
    people = known[COUNT].sum() if plan.input.count else known.count()
    return known.group_by([*_dimensions(plan), value]).aggregate(count=people)


def _count_reasons(plan: Plan, rows: Any, index: int) -> Any:
    """Return the query that counts for how many people a dimension is not known, by reason."""
    unknown = rows.filter(rows[f"u{index}"].notnull())
    if plan.input.count:
        unknown = unknown.filter(unknown[COUNT] > 0)
    people = unknown[COUNT].sum() if plan.input.count else unknown.count()
    return unknown.group_by(unknown[f"u{index}"].name("reason")).aggregate(people=people)


def _dimensions(plan: Plan) -> list[str]:
    return [f"d{index}" for index in range(len(plan.dimensions))]


def _axis(plan: Plan, index: int, found: Any) -> Axis:
    dimension = plan.dimensions[index]
    levels = _levels(dimension, set(pc.unique(found).to_pylist()))
    return Axis(
        name=dimension.name,
        levels=levels,
        unknown=levels.index(NOT_KNOWN) if NOT_KNOWN in levels else None,
        reference=None if dimension.reference is None else levels.index(dimension.reference),
        is_slice=dimension.name in {each.name for each in plan.slices},
        is_characteristic=index < len(plan.characteristics),
        is_period=dimension.name == PERIOD and plan.periods is not None,
        rolls_up=None if dimension.parent is None else dimension.parent.name,
        groups=tuple(dimension.groups.items()),
        one_of=None if dimension.one_of is None else dimension.one_of.whole.name,
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
    columns = [_code(cells[f"d{index}"].combine_chunks(), axis) for index, axis in enumerate(axes)]
    return np.column_stack(columns).astype(np.int32).reshape(cells.num_rows, len(axes))


def _code(column: Any, axis: Axis) -> np.ndarray[Any, Any]:
    """Return the number of each level of a column: of texts, or of numbers of texts."""
    levels = pa.array(axis.levels, pa.string())
    if pa.types.is_dictionary(column.type):
        code: np.ndarray[Any, Any] = _code(column.dictionary, axis)[column.indices.to_numpy()]
        return code
    return np.asarray(pc.index_in(column, levels).to_numpy(zero_copy_only=False))


def _order(axes: tuple[Axis, ...], codes: Codes, *then: Floats) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return the order by code, the first axis first, then by what else is given."""
    lengths = [len(axis.levels) for axis in axes]
    if prod(lengths) >= 2**62:
        return np.lexsort((*then, *codes.T[::-1]))
    flat = flat_index(codes, lengths)
    return np.lexsort((*then, flat)) if then else np.argsort(flat, kind="stable")


def _added(
    plan: Plan, axes: tuple[Axis, ...], codes: Codes, histograms: dict[str, Histogram], power: int
) -> Floats:
    """Return for each cell the sum of the values, or of their squares, of what has a histogram; 0 for the others."""
    lengths = [len(axis.levels) for axis in axes]
    added = np.zeros((len(codes), len(plan.measures)))
    for index, measure in enumerate(plan.measures):
        if measure.name in histograms:
            histogram = histograms[measure.name]
            cells = np.searchsorted(flat_index(codes, lengths), flat_index(histogram.codes, lengths))
            amounts = histogram.value**power * histogram.count
            added[:, index] = np.bincount(cells, amounts, minlength=len(codes))
    return added


def _matrix(cells: Any, names: list[str], order: Any) -> Floats:
    columns = [cells[name].to_numpy().astype(np.float64) for name in names]
    matrix: Floats = np.column_stack(columns)[order]
    return matrix


def _histogram(axes: tuple[Axis, ...], table: Any) -> Histogram:
    codes = _codes(axes, table)
    value = table["value"].to_numpy().astype(np.float64) + 0.0  # and a negative zero is an ordinary one
    order = _order(axes, codes, value)
    return Histogram(codes[order], value[order], table["count"].to_numpy().astype(np.int64)[order])
