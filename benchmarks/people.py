"""Made-up people for the benchmarks: six characteristics and eight outcomes, as accepted rows, from a seed."""

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
ROWS_AT_ONCE = 1_000_000
SEED = 7


def plan() -> Plan:
    """Return the plan: every characteristic and every pair, with a reference group."""
    import disparity  # not where other ways are run, whose Python may not have what it needs

    parts = ['format = "disparity/plan@1"', 'title = "Benchmark"', 'unit = "person"']
    for name in CHARACTERISTICS:
        parts.append(f'[[characteristic]]\nname = "{name}"\ncolumn = "{name}"\nreference = "{name} 0"')
    for number in range(OUTCOMES):
        parts.append(
            f'[[measure]]\nname = "outcome {number}"\nkind = "proportion"\ncolumn = "o{number}"\nevent = "yes"'
        )
    parts.append("[analysis]\nintersections = 2")
    return disparity.read_plan("\n".join(parts).encode())


def write_people(path: Path, people: int) -> Path:
    """Write that many rows as `disparity.prepare` would have accepted them."""
    from disparity.checked_files import accepted_schema

    schema = accepted_schema(plan())
    rng = np.random.default_rng(SEED)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, people, ROWS_AT_ONCE):
            writer.write_table(_table(rng, min(ROWS_AT_ONCE, people - start), schema))
    return path


def _table(rng: np.random.Generator, people: int, schema: pa.Schema) -> pa.Table:
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
        texts = pa.array([*(f"{name} {level}" for level in range(levels)), NOT_KNOWN])
        columns.append(pa.DictionaryArray.from_arrays(drawn, texts).cast(pa.string()))
    for number in range(OUTCOMES):
        outcome = (rng.random(people) < chance + 0.03 * number).astype(np.int8)
        columns.append(pa.array(outcome, pa.int8(), mask=rng.random(people) < 0.02))
    return pa.Table.from_arrays(columns, schema=schema)
