"""Made-up people for the benchmarks: six characteristics and eight outcomes, as accepted rows, from a seed.

The grown job has the same people with a region, a case type, a quarter and a number of days each.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from disparity import Plan

CHARACTERISTICS = {"sex": 2, "disability": 2, "ethnicity": 19, "age": 7, "religion": 9, "orientation": 4}
UNKNOWN = {
    "sex": 0.01,
    "disability": 0.06,
    "ethnicity": 0.08,
    "age": 0.0,
    "religion": 0.2,
    "orientation": 0.15,
}
OUTCOMES = 8
REGIONS, CASE_TYPES = 20, 5
QUARTERS = tuple(f"{year} Q{quarter}" for year in (2023, 2024) for quarter in (1, 2, 3, 4))
DAYS = 300
"""Distinct numbers of days; medians are read from how often each occurs."""

ROWS_AT_ONCE = 1_000_000
SEED = 7


def plan() -> Plan:
    """Return the plan: every characteristic and every pair, with a reference group."""
    return _read([*_parts(), "[analysis]\nintersections = 2"])


def grown_plan() -> Plan:
    """Return the same plan with regions, periods, adjustment and a median."""
    days = '[[measure]]\nname = "days"\nkind = "median"\ncolumn = "days"'
    analysis = 'intersections = 2\nslices = ["region"]\nadjust_for = ["region", "case type", "age"]'
    periods = '[periods]\ncolumn = "started"\nby = "quarter"'
    return _read([*_parts(), days, periods, f"[analysis]\n{analysis}"])


def write_people(path: Path, people: int) -> Path:
    """Write that many rows as `disparity.prepare` would have accepted them."""
    from disparity.checked_files import accepted_schema

    schema = accepted_schema(plan())
    rng = np.random.default_rng(SEED)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _pieces(people):
            writer.write_table(pa.Table.from_arrays(_columns(rng, rows), schema=schema))
    return path


def write_grown_people(path: Path, people: int) -> Path:
    """Write the same people as the grown plan would have accepted them."""
    from disparity.checked_files import accepted_schema

    schema = accepted_schema(grown_plan())
    rng, rng_of_more = np.random.default_rng(SEED), np.random.default_rng(SEED + 1)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _pieces(people):
            columns = _columns(rng, rows)
            more, days = _more_columns(rng_of_more, rows)
            own = len(CHARACTERISTICS)
            table = pa.Table.from_arrays([*columns[:own], *more, *columns[own:], days], schema=schema)
            writer.write_table(table)
    return path


def _parts() -> list[str]:
    parts = ['format = "disparity/plan@1"', 'title = "Benchmark"', 'unit = "person"']
    for name in CHARACTERISTICS:
        parts.append(f'[[characteristic]]\nname = "{name}"\ncolumn = "{name}"\nreference = "{name} 0"')
    for number in range(OUTCOMES):
        parts.append(
            f'[[measure]]\nname = "outcome {number}"\nkind = "proportion"\ncolumn = "o{number}"\nevent = "yes"'
        )
    return parts


def _read(parts: list[str]) -> Plan:
    import disparity  # not where other ways are run, whose Python may not have what it needs

    return disparity.read_plan("\n".join(parts).encode())


def _pieces(people: int) -> list[int]:
    return [min(ROWS_AT_ONCE, people - start) for start in range(0, people, ROWS_AT_ONCE)]


def _columns(rng: np.random.Generator, people: int) -> list[pa.Array]:
    """Draw the characteristics, then the outcomes."""
    from disparity.plan import NOT_KNOWN

    columns: list[pa.Array] = []
    chance = np.full(people, 0.3)
    for name, levels in CHARACTERISTICS.items():
        weights = 1.0 / np.arange(
            1, levels + 1
        )  # the first level is the largest, and the last ones are small
        drawn = rng.choice(levels, people, p=weights / weights.sum())
        chance += 0.1 * drawn / levels - 0.05
        drawn[rng.random(people) < UNKNOWN[name]] = levels
        columns.append(_texts(drawn, [*(f"{name} {level}" for level in range(levels)), NOT_KNOWN]))
    for number in range(OUTCOMES):
        outcome = (rng.random(people) < chance + 0.03 * number).astype(np.int8)
        columns.append(pa.array(outcome, pa.int8(), mask=rng.random(people) < 0.02))
    return columns


def _more_columns(rng: np.random.Generator, people: int) -> tuple[list[pa.Array], pa.Array]:
    """Draw the region, the case type and the quarter, and the days."""
    regions = rng.integers(0, REGIONS, people)
    case_types = rng.integers(0, CASE_TYPES, people)
    quarters = rng.integers(0, len(QUARTERS), people)
    days = np.minimum(np.floor(rng.gamma(4.0, 20.0 + case_types)), DAYS - 1)
    return [
        _texts(regions, [f"region {number}" for number in range(REGIONS)]),
        _texts(case_types, [f"case type {number}" for number in range(CASE_TYPES)]),
        _texts(quarters, QUARTERS),
    ], pa.array(days, pa.float64(), mask=rng.random(people) < 0.02)


def _texts(drawn: np.ndarray, levels: list[str] | tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(drawn, pa.array(levels)).cast(pa.string())
