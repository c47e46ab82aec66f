"""The ways to the same figures: for six characteristics and their fifteen pairs, eight outcomes in each group.

For each group: its people, its rate with Wilson's interval, the difference from the reference group with Newcombe's,
a p value, and Benjamini and Hochberg's q. Ours compares with everyone else as well, and gives ratios.

    python -m benchmarks.contenders NAME FILE     runs one, and prints its seconds and its memory as JSON

fairlearn and aequitas give neither intervals nor p values, and take so long that a part of the job is timed, and
multiplied by how many such parts the job has.
"""

import importlib
import itertools
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.people import CHARACTERISTICS, OUTCOMES, grown_plan, plan

COLUMNS = [f"d{index}" for index in range(len(CHARACTERISTICS))]
MEASURES = [f"m{index}" for index in range(OUTCOMES)]
STATISTICS = ("scipy.stats", "statsmodels.stats.multitest", "statsmodels.stats.proportion")


def groupings() -> Iterator[list[str]]:
    """Yield the columns of each characteristic and of each pair."""
    for ways in (1, 2):
        for columns in itertools.combinations(COLUMNS, ways):
            yield list(columns)


def bring_in(*modules: str) -> None:
    """Import what the work will import, so that this is not timed."""
    for name in modules:
        importlib.import_module(name)


def cube_alone() -> Callable[[Path], object]:
    """Ours, as far as the cube: every later figure is computed from it."""
    import disparity

    bring_in("disparity.cube_building", "disparity.direct_counting")
    read = plan()
    return lambda path: disparity.build_cube(read, path, data_sha256="0" * 64)


def by_database() -> Callable[[Path], object]:
    """Ours, as far as the cube, when DuckDB counts it: what is done where the levels do not fit an array."""
    bring_in("ibis.backends.duckdb", "disparity.engines_duckdb")
    import disparity.cube_building as building
    from disparity.direct_counting import Counted

    building.count_directly = lambda *_: Counted(None, {})  # so that DuckDB counts
    return cube_alone()


def ours() -> Callable[[Path], object]:
    """Ours, with every figure computed."""
    import disparity

    bring_in("scipy.special")
    build = cube_alone()
    return lambda path: disparity.internal_release(build(path))


def grown() -> Callable[[Path], object]:
    """Ours, with every figure, of the people who have a region, a period and a number of days as well."""
    import disparity

    bring_in("disparity.cube_building", "disparity.direct_counting", "scipy.special")
    read = grown_plan()
    return lambda path: disparity.internal_release(disparity.build_cube(read, path, data_sha256="0" * 64))


def rows() -> Callable[[Path], object]:
    """Ours, with a Python object for every row of the findings besides, as a report needs them."""
    release = ours()
    return lambda path: release(path).findings


def scan() -> Callable[[Path], object]:
    """The engine's own reading of the same columns, through Ibis: what no way with DuckDB can go below."""
    import ibis

    bring_in("ibis.backends.duckdb")

    def read(path: Path) -> object:
        connection = ibis.duckdb.connect()
        try:
            rows = connection.read_parquet(str(path))
            sums = {name: rows[name].count() for name in COLUMNS} | {
                name: rows[name].sum() for name in MEASURES
            }
            return rows.aggregate(**sums).to_pyarrow()
        finally:
            connection.disconnect()

    return read


def usual() -> Callable[[Path], object]:
    """pandas with categoricals to group, and statsmodels for all groups at once."""
    import pyarrow.parquet as pq

    bring_in("pandas", *STATISTICS)

    def compare(path: Path) -> object:
        frame = pq.read_table(path, read_dictionary=COLUMNS).to_pandas()
        grouped = (frame.groupby(columns, observed=True)[MEASURES] for columns in groupings())
        return _compared((each.sum().to_numpy(), each.count().to_numpy()) for each in grouped)

    return compare


def polars() -> Callable[[Path], object]:
    """Polars, streaming, to group, and statsmodels for all groups at once."""
    import polars as pl

    bring_in(*STATISTICS)

    def compare(path: Path) -> object:
        rows = pl.scan_parquet(path)
        figures = [pl.col(name).cast(pl.Int64).sum().alias(f"k{name}") for name in MEASURES]
        figures += [pl.col(name).count().alias(f"n{name}") for name in MEASURES]
        plans = [rows.group_by(columns).agg(figures) for columns in groupings()]
        found = pl.collect_all(plans, engine="streaming")
        return _compared(
            (
                table.select([f"k{name}" for name in MEASURES]).to_numpy(),
                table.select([f"n{name}" for name in MEASURES]).to_numpy(),
            )
            for table in found
        )

    return compare


def fairlearn() -> tuple[Callable[[Path], object], int]:
    """fairlearn's MetricFrame: counts and rates for one outcome, and two characteristics and five pairs of 21."""
    import pyarrow.parquet as pq
    from fairlearn.metrics import MetricFrame, count, selection_rate

    chosen = [columns for number, columns in enumerate(groupings()) if number % 3 == 0]

    def compare(path: Path) -> object:
        frame = pq.read_table(path).to_pandas().dropna(subset=["m0"])
        outcome = frame["m0"].astype(int)
        metrics = {"n": count, "rate": selection_rate}
        frames = [
            MetricFrame(metrics=metrics, y_true=outcome, y_pred=outcome, sensitive_features=frame[columns])
            for columns in chosen
        ]
        return [(each.by_group, each.ratio()) for each in frames]

    return compare, OUTCOMES * len(list(groupings())) // len(chosen)


def aequitas() -> tuple[Callable[[Path], object], int]:
    """aequitas: counts, rates and their ratios to a reference for one outcome, with a column made for each pair."""
    import pyarrow.parquet as pq
    from aequitas.bias import Bias
    from aequitas.group import Group

    def compare(path: Path) -> object:
        frame = pq.read_table(path, columns=[*COLUMNS, "m0"]).to_pandas().dropna()
        names = []
        for columns in groupings():
            names.append(" x ".join(columns))
            if len(columns) > 1:
                frame[names[-1]] = frame[columns[0]] + " x " + frame[columns[1]]
        frame["score"] = frame["label_value"] = frame.pop("m0").astype(int)
        table, _ = Group().get_crosstabs(frame, attr_cols=names)
        largest = {name: frame[name].mode()[0] for name in names}
        return Bias().get_disparity_predefined_groups(
            table, original_df=frame, ref_groups_dict=largest, check_significance=False
        )

    return compare, OUTCOMES


def _compared(counts: Iterator[tuple[Any, Any]]) -> int:
    """Ask statsmodels for every figure of every group, each call for all groups of a grouping."""
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    tails: list[Any] = []
    for events, known in counts:
        proportion_confint(events, known, method="wilson")
        confint_proportions_2indep(events, known, events[0], known[0], compare="diff", method="newcomb")
        pooled = (events + events[0]) / (known + known[0])
        error = np.sqrt(pooled * (1 - pooled) * (1 / known + 1 / known[0]))
        tails.append(((events / known - events[0] / known[0]) / error)[1:].ravel())
    from scipy.stats import norm

    values = 2 * norm.sf(np.abs(np.concatenate(tails)))
    multipletests(values, method="fdr_bh")
    return len(values)


CONTENDERS: dict[str, Callable[[], Any]] = {
    "scan": scan,
    "cube": cube_alone,
    "database": by_database,
    "ours": ours,
    "grown": grown,
    "rows": rows,
    "pandas": usual,
    "polars": polars,
    "aequitas": aequitas,
    "fairlearn": fairlearn,
}


def main() -> None:
    name, path = sys.argv[1], Path(sys.argv[2])
    made = CONTENDERS[name]()
    # What is extrapolated is slow, and runs once; of the others, the first run compiles and opens what the second has.
    work, parts = made if isinstance(made, tuple) else (made, 1)
    runs = [_timed(lambda: work(path)) for _ in range(1 if parts > 1 else 2)]
    best = min(runs, key=lambda run: run["seconds"])
    print(
        json.dumps(
            {name: parts * spent for name, spent in best.items()} | {"parts": parts, "peak_mb": _peak_mb()}
        )
    )


def _timed(work: Callable[[], object]) -> dict[str, float]:
    began, spent = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - spent}


def _peak_mb() -> float:
    """Return the most memory this process has held, as Linux counts it for the program alone."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
