"""The engine beside the usual way: pandas to group and statsmodels for each pair of groups."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import disparity
from benchmarks.row import Row, fastest, side_by_side

CHARACTERISTICS = {"sex": 2, "ethnicity": 5, "age": 6, "disability": 2, "religion": 8, "area": 19}
OUTCOMES = 8


def rows(*, smoke: bool) -> Iterator[Row]:
    """Yield one job (each characteristic and each pair, eight outcomes) beside pandas with statsmodels."""
    people = 20_000 if smoke else 200_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = _write_data(folder / "people.parquet", people)
        plan = disparity.read_plan(_plan().encode())
        (folder / "rows").mkdir()
        receipt = disparity.prepare(plan, data, folder / "rows")
        accepted = folder / "rows" / "accepted.parquet"

        def ours() -> None:
            disparity.internal_release(disparity.build_cube(plan, accepted, data_sha256=receipt.data_sha256))

        engine, usual = side_by_side(ours, lambda: _usual_way(data), times=1 if smoke else 3)
        yield Row(
            f"every group and pair of {people:,} people, {OUTCOMES} outcomes", engine,
            beside="pandas and statsmodels, without comparisons against everyone else", beside_seconds=usual,
        )  # fmt: skip
        cube = disparity.build_cube(plan, accepted, data_sha256=receipt.data_sha256)
        exact, safe = side_by_side(
            lambda: disparity.internal_release(cube),
            lambda: disparity.make_release(disparity.protect(cube)),
            times=1 if smoke else 3,
        )
        yield Row("the same from the cube, exact", exact, beside="hidden and rounded", beside_seconds=safe)
        release = disparity.make_release(disparity.protect(cube))
        yield Row(
            f"the report of {len(release.findings):,} findings",
            fastest(lambda: disparity.write_report(release, folder / "report"), times=1 if smoke else 3),
        )


def _plan() -> str:
    parts = ['format = "disparity/plan@1"', 'title = "Benchmark"', 'unit = "person"']
    for name in CHARACTERISTICS:
        parts.append(f'[[characteristic]]\nname = "{name}"\ncolumn = "{name}"\nreference = "{name} 0"')
    for number in range(OUTCOMES):
        parts.append(
            f'[[measure]]\nname = "outcome {number}"\nkind = "proportion"\ncolumn = "o{number}"\nevent = "yes"'
        )
    parts.append("[analysis]\nintersections = 2")
    return "\n".join(parts)


def _write_data(path: Path, people: int) -> Path:
    rng = np.random.default_rng(7)
    columns: dict[str, object] = {
        name: np.array([f"{name} {level}" for level in range(levels)])[rng.integers(0, levels, people)]
        for name, levels in CHARACTERISTICS.items()
    }
    for number in range(OUTCOMES):
        columns[f"o{number}"] = np.where(rng.random(people) < 0.3 + 0.05 * number, "yes", "no")
    pq.write_table(pa.table(columns), path)
    return path


def _usual_way(data: Path) -> int:
    """Group with pandas and ask statsmodels for the interval of each difference with the reference group."""
    import pandas as pd
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    frame = pd.read_parquet(data)
    outcomes = [f"o{number}" for number in range(OUTCOMES)]
    frame[outcomes] = frame[outcomes] == "yes"
    names = list(CHARACTERISTICS)
    done = 0
    for by in [[name] for name in names] + [list(pair) for pair in itertools.combinations(names, 2)]:
        grouped = frame.groupby(by)[outcomes].agg(["sum", "count"])
        reference = grouped.iloc[0]
        for _, row in grouped.iterrows():
            for outcome in outcomes:
                k, n = row[outcome, "sum"], row[outcome, "count"]
                proportion_confint(k, n, method="wilson")
                confint_proportions_2indep(
                    k,
                    n,
                    reference[outcome, "sum"],
                    reference[outcome, "count"],
                    compare="diff",
                    method="newcomb",
                )
                done += 1
    return done
