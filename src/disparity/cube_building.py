"""Counting the accepted rows into a cube: straight from their file, or by a grouping of a database for each cross."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from disparity.accepted_rows import (
    Levels,
    LevelsDiffer,
    every_level,
    first_levels,
    number_of_rows,
    values_of,
)
from disparity.cube import Axis, Codes, Cube, Cuboid, Floats, Histogram
from disparity.cube_queries import cells_query, dimensions_of, reasons_query, values_query
from disparity.cuboids import crosses_of, crosses_of_values
from disparity.direct_counting import Counted, Crosses, count_directly
from disparity.engines import Engine, Opened, opened
from disparity.exact_sums import are_whole, cells_of
from disparity.lattice import Axes, flat_index
from disparity.plan import NOT_KNOWN, PERIOD, Characteristic, Plan

DUCKDB = Engine()


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
    PlanError
        If the plan adjusts for too many strata, and everything crossed is too much.
    """
    try:
        levels, is_direct = first_levels(plan, accepted), engine.name == "duckdb"
        return _build(plan, accepted, data_sha256, engine, levels, is_direct=is_direct)
    except LevelsDiffer:
        # Its dictionaries cannot be gone by, which counting directly does, too.
        levels = every_level(plan, accepted)
        return _build(plan, accepted, data_sha256, engine, levels, is_direct=False)


def _build(
    plan: Plan, accepted: Path, data_sha256: str, engine: Engine, levels: Levels, *, is_direct: bool
) -> Cube:
    axes = tuple(_axis(plan, index, found) for index, found in enumerate(levels))
    crosses = _crosses(plan, accepted, axes)
    counted = count_directly(plan, accepted, axes, crosses) if is_direct else Counted(None, {})
    with ExitStack() as ending:

        @cache
        def database() -> Opened:
            return ending.enter_context(opened(engine, accepted))

        cuboids = counted.cuboids or _cuboids(plan, axes, crosses.cells, database())
        histograms = {
            plan.measures[index].name: counted.histograms.get(index)
            or tuple(
                _histogram(plan, axes, cross, index, values, database())
                for cross in crosses.histograms[index]
            )
            for index, values in crosses.values.items()
        }
        reasons = {
            dimension.name: _reasons(plan, index, database())
            for index, dimension in enumerate(plan.dimensions)
            if dimension.reasons
        }
    _refuse_other_levels(axes, levels, cuboids)
    return Cube(
        plan=plan,
        axes=axes,
        cuboids=cuboids,
        histograms=histograms,
        data_sha256=data_sha256,
        rows=int(cuboids[0].people.sum()),
        reasons=reasons,
    )


def _crosses(plan: Plan, accepted: Path, axes: tuple[Axis, ...]) -> Crosses:
    rows = number_of_rows(accepted)
    medians = [index for index, measure in enumerate(plan.measures) if measure.kind == "median"]
    values = {index: values_of(plan, accepted, index) for index in medians}
    return Crosses(
        cells=crosses_of(plan, axes, rows=rows),
        values=values,
        histograms={
            index: crosses_of_values(plan, axes, rows=rows, values=len(values[index])) for index in medians
        },
    )


def _axis(plan: Plan, index: int, found: frozenset[str]) -> Axis:
    dimension = plan.dimensions[index]
    levels = _levels(dimension, found)
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


def _levels(dimension: Characteristic, found: frozenset[str]) -> tuple[str, ...]:
    """Return the levels in the order they are shown; a reference that nobody has is still one of them."""
    known = set(found - {NOT_KNOWN})
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


def _cuboids(
    plan: Plan, axes: tuple[Axis, ...], crosses: tuple[Axes, ...], database: Opened
) -> tuple[Cuboid, ...]:
    """Return the cells of each cross, as a database counts them."""
    means = [index for index, measure in enumerate(plan.measures) if measure.kind == "mean"]
    whole = database.in_order is not None and are_whole(database, means)
    return tuple(
        _cuboid(
            plan,
            axes,
            cross,
            cells_of(
                cells_query(plan, database.rows, cross),
                database,
                by=dimensions_of(cross),
                measures=means,
                whole=whole,
            ),
        )
        for cross in crosses
    )


def _cuboid(plan: Plan, axes: tuple[Axis, ...], cross: Axes, cells: Any) -> Cuboid:
    codes = _codes(axes, cross, cells)
    order = _order(axes, cross, codes)

    def matrix(name: str, kind: type) -> NDArray[Any]:
        columns = [cells[f"{name}{index}"].to_numpy().astype(kind) for index in range(len(plan.measures))]
        return np.column_stack(columns)[order]

    return Cuboid(
        axes=cross,
        codes=codes[order],
        people=cells["people"].to_numpy().astype(np.int64)[order],
        known=matrix("known", np.int64),
        events=matrix("events", np.int64),
        total=matrix("total", np.float64),
        squares=matrix("squares", np.float64),
    )


def _histogram(
    plan: Plan, axes: tuple[Axis, ...], cross: Axes, index: int, values: Floats, database: Opened
) -> Histogram:
    found = database.ask(values_query(plan, database.rows, cross, index))
    codes = _codes(axes, cross, found)
    # Adding 0 makes a negative zero an ordinary one.
    place = np.searchsorted(values, found["value"].to_numpy().astype(np.float64) + 0.0).astype(np.int32)
    order = _order(axes, cross, codes, place)
    codes, count = codes[order], found["count"].to_numpy().astype(np.int64)
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = (codes[1:] != codes[:-1]).any(axis=1)
    return Histogram(
        axes=cross,
        codes=codes[is_first],
        values=values,
        cell=np.cumsum(is_first, dtype=np.int32) - np.int32(1),
        place=place[order],
        count=count[order],
    )


def _reasons(plan: Plan, index: int, database: Opened) -> dict[str, int]:
    found = database.ask(reasons_query(plan, database.rows, index))
    return dict(zip(*found.to_pydict().values(), strict=True))


def _codes(axes: tuple[Axis, ...], cross: Axes, cells: Any) -> Codes:
    columns = [_code(cells[name], axes[axis]) for name, axis in zip(dimensions_of(cross), cross, strict=True)]
    return np.column_stack(columns).astype(np.int32).reshape(cells.num_rows, len(cross))


def _code(column: Any, axis: Axis) -> NDArray[Any]:
    codes = pc.index_in(column, pa.array(axis.levels, pa.string()))
    if codes.null_count:
        raise LevelsDiffer
    return np.asarray(codes.to_numpy())


def _order(axes: tuple[Axis, ...], cross: Axes, codes: Codes, *then: Codes) -> NDArray[np.intp]:
    """Return the order by code, the first axis first, then by what else is given."""
    lengths = [len(axes[axis].levels) for axis in cross]
    if prod(lengths) >= 2**62:
        return np.lexsort((*then, *codes.T[::-1]))
    flat = flat_index(codes.T, lengths, rows=len(codes))
    keys: tuple[NDArray[Any], ...] = (*then, flat)
    return np.lexsort(keys) if then else np.argsort(flat, kind="stable")


def _refuse_other_levels(axes: tuple[Axis, ...], levels: Levels, cuboids: tuple[Cuboid, ...]) -> None:
    """Refuse levels that the file names and nobody has: they would be shown."""
    for number, (axis, found) in enumerate(zip(axes, levels, strict=True)):
        cuboid = next(each for each in cuboids if number in each.axes)
        people = np.bincount(cuboid.codes[:, cuboid.axes.index(number)], minlength=len(axis.levels))
        if not all(people[axis.levels.index(level)] for level in found):
            raise LevelsDiffer
