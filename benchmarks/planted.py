"""Are planted gaps found, and only they? The invented casework of many seeds, looked at as an analyst would.

Each seed makes a year of casework in which the same differences are planted (`dueregard.demo.truth`). Of each planted
difference it is asked how often it is found (q at most 5%), how often the 95% interval among like children holds the
true difference, and, where age and law type alone make a plain gap, how often adjusting makes it vanish. Then the
outcomes are dealt out anew among the children, so that there is no gap anywhere, and what is still found is false.

Brothers and sisters share a case, and intervals speak of independent rows: one child of each case is looked at.
"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import disparity
from dueregard.demo.casework import casework
from dueregard.demo.codes import ETHNICITY
from dueregard.demo.truth import PLANTED, Planted

SEEDS = 200
LEVEL = 0.05
OUTCOMES = ("seen_alone", "wishes_recorded", "report_on_time", "weeks_to_conclude")
LOOKED_FOR = [each for each in PLANTED if each.file == "casework.parquet" and each.measure in OUTCOMES]

# Three standard errors of a share of 95% and of 5% over 200 seeds.
LEAST_COVERED, MOST_FALSE = 0.904, 0.096


@dataclass(frozen=True)
class Share:
    """In what share of the seeds something held, and what is promised of it."""

    name: str
    share: float
    least: float = 0.0
    most: float = 1.0

    @property
    def is_kept(self) -> bool:
        """Whether the share is within what is promised."""
        return self.least <= self.share <= self.most

    def __str__(self) -> str:
        promise = f"at least {self.least:.1%}" if self.least else f"at most {self.most:.1%}"
        return f"{self.name}: {self.share:.1%} ({promise}: {'kept' if self.is_kept else 'NOT KEPT'})"


def rows(*, smoke: bool, seeds: int = SEEDS) -> Iterator[Share]:
    """Yield what was found, covered, vanished and false."""
    with ProcessPoolExecutor() as pool:
        looked = [*pool.map(_look, range(1, 3 if smoke else seeds + 1))]
    for planted in LOOKED_FOR:
        found, covers, adjusted = (
            np.mean([each[planted.name][place] for each in looked]) for place in range(3)
        )
        if planted.size:
            yield Share(f"{planted.name}, found", found, least=0.95)
        elif _is_confounded(planted):
            yield Share(f"{planted.name}, a plain gap seen", found, least=0.95)
            yield Share(f"{planted.name}, still a gap when adjusted", adjusted, most=MOST_FALSE)
        yield Share(f"{planted.name}, true difference in the interval", covers, least=LEAST_COVERED)
    false = [each["no gap"] for each in looked]
    yield Share(
        "no gap anywhere: comparisons with p at most 5%", np.mean([each[0] for each in false]), most=0.06
    )
    yield Share(
        "no gap anywhere: seeds with any signal", np.mean([each[1] for each in false]), most=MOST_FALSE
    )


def _is_confounded(planted: Planted) -> bool:
    least, most = planted.unadjusted
    return not planted.size and not least < 0 < most


def _look(seed: int) -> dict[str, tuple[float, float, float]]:
    """Return for each planted difference whether it was found, covered, and found when adjusted."""
    table = _one_of_each_case(casework(seed, "full"))
    looked = {}
    analysed: dict[str, tuple[disparity.Cube, disparity.Release]] = {}
    for planted in LOOKED_FOR:
        among = str(dict(planted.among))
        if among not in analysed:
            analysed[among] = _analyse(_only(table, planted))
        looked[planted.name] = _outcome(planted, *analysed[among])
    _, release = _analyse(_dealt_anew(table, seed))
    tested = [each for each in release.findings if each.p is not None]
    looked["no gap"] = (
        float(np.mean([each.p <= LEVEL for each in tested])),
        float(any(each.q <= LEVEL for each in tested)),
        0.0,
    )
    return looked


def _one_of_each_case(table: pa.Table) -> pa.Table:
    _, first = np.unique(table["case"].to_numpy(zero_copy_only=False), return_index=True)
    return table.take(pa.array(np.sort(first)))


def _only(table: pa.Table, planted: Planted) -> pa.Table:
    for column, values in planted.among.items():
        table = table.filter(pc.is_in(table[column], pa.array(values)))
    return table


def _dealt_anew(table: pa.Table, seed: int) -> pa.Table:
    """Return the table with the outcomes, together, of other children: chance alone is left."""
    order = pa.array(np.random.default_rng(seed).permutation(table.num_rows))
    for column in OUTCOMES:
        table = table.set_column(table.schema.get_field_index(column), column, table[column].take(order))
    return table


def _analyse(table: pa.Table) -> tuple[disparity.Cube, disparity.Release]:
    plan = disparity.read_plan(_plan().encode())
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "casework.parquet"
        pq.write_table(table, data)
        receipt = disparity.prepare(plan, data, Path(folder))
        cube = disparity.build_cube(plan, Path(folder) / "accepted.parquet", data_sha256=receipt.data_sha256)
    return cube, disparity.internal_release(cube)


def _outcome(
    planted: Planted, cube: disparity.Cube, release: disparity.Release
) -> tuple[float, float, float]:
    group = _level_of(planted, planted.group)
    [finding] = [
        each
        for each in release.findings
        if (each.measure, each.characteristic, each.group) == (planted.measure, planted.characteristic, group)
        and each.slice == "all"
        and each.comparator == _level_of(planted, planted.reference)
    ]
    is_signal = finding.q is not None and finding.q <= LEVEL
    right_way = finding.difference is not None and finding.difference * (planted.size or 1) > 0
    low, high = _interval_among_alike(planted, cube)
    is_gap = not low <= 0 <= high
    return (
        float(is_signal and (right_way or not planted.size)),
        float(low <= planted.size <= high),
        float(is_gap),
    )


def _level_of(planted: Planted, codes: tuple[str, ...]) -> str:
    if planted.characteristic == "ethnicity":
        return next(group for group, of in ETHNICITY.items() if of == codes)
    return codes[0]


def _interval_among_alike(planted: Planted, cube: disparity.Cube) -> tuple[float, float]:
    """Return the 95% interval of the difference among children of one age and law type, over all of these."""
    place = [measure.name for measure in cube.plan.measures].index(planted.measure)
    levels = cube.axis(planted.characteristic).levels
    sums = cube.roll((planted.characteristic, *planted.within))

    def of(codes: tuple[str, ...], numbers: np.ndarray) -> np.ndarray:
        return numbers[levels.index(_level_of(planted, codes)), ..., place].reshape(-1)

    n1, n2 = of(planted.group, sums.known), of(planted.reference, sums.known)
    both = (n1 > 1) & (n2 > 1)
    if planted.event:
        k1, k2 = of(planted.group, sums.events), of(planted.reference, sums.events)
        found = disparity.mantel_haenszel(*(each[both].astype(np.int64) for each in (k1, n1, k2, n2)))
        return float(found.risk_difference.low), float(found.risk_difference.high)
    amounts = [
        of(codes, part) for codes in (planted.group, planted.reference) for part in (sums.total, sums.squares)
    ]
    total1, squares1, total2, squares2 = (each[both] for each in amounts)
    n1, n2 = n1[both], n2[both]
    apart = disparity.welch(n1, total1, squares1, n2, total2, squares2)
    weights = n1 * n2 / (n1 + n2)
    weights = weights / weights.sum()
    middle = float(weights @ apart.value)
    half = float(np.sqrt(weights**2 @ ((apart.high - apart.low) / 2) ** 2))
    return middle - half, middle + half


def _plan() -> str:
    """Return the plan: ethnic group, sex and disability, adjusted for age and law type."""
    codes = "\n".join(f'{code} = "{group}"' for group, of in ETHNICITY.items() for code in of)
    measures = "\n".join(
        f'[[measure]]\nname = "{name}"\nkind = "proportion"\ncolumn = "{name}"\nevent = "Yes"\n'
        'levels = ["No", "Yes"]\nunknown = ["Too young"]\n'
        for name in OUTCOMES[:3]
    )
    groups = ", ".join(f'"{group}"' for group in ETHNICITY)
    return f"""
format = "disparity/plan@1"
title = "Planted gaps"
unit = "child"

[[characteristic]]
name = "ethnicity"
column = "ethnicity"
levels = [{groups}]
reference = "White"
unknown = ["NOBT", "REFU"]

[characteristic.map]
{codes}

[[characteristic]]
name = "sex"
column = "sex"
levels = ["Female", "Male"]
reference = "Male"
unknown = ["Unknown"]

[[characteristic]]
name = "disability"
column = "disability"
levels = ["No", "Yes"]
reference = "No"

{measures}
[[measure]]
name = "weeks_to_conclude"
kind = "mean"
column = "weeks_to_conclude"

[analysis]
adjust_for = ["age_band", "law_type"]
"""
