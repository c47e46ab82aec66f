"""Writing the invented files: the same bytes each time for one seed and scale."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dueregard.demo.careers import leavers, promotion, recruitment, wellbeing_survey
from dueregard.demo.casework import casework
from dueregard.demo.cast import ORGANISATION
from dueregard.demo.scales import Scale, counts_at
from dueregard.demo.series import series
from dueregard.demo.truth import PLANTED
from dueregard.demo.workforce import staff_in_post

PLANS = Path(__file__).parent / "plans"


def write_files(directory: Path, *, seed: int, scale: Scale) -> tuple[Path, ...]:
    """Write all files of one seed and scale into `directory`, made if need be, and return their paths."""
    counts_at(scale)  # refuses an unknown scale before anything is made
    directory.mkdir(parents=True, exist_ok=True)
    workforce, pay = staff_in_post(seed, scale)
    tables: dict[str, pa.Table] = {
        "casework.parquet": casework(seed, scale),
        "workforce.parquet": workforce,
        "pay.csv": pay,
        "recruitment.csv": recruitment(seed, scale),
        "promotion.csv": promotion(seed, scale),
        "leavers.csv": leavers(seed, scale),
        "wellbeing-survey.csv": wellbeing_survey(seed, scale),
        "series.csv": series(seed),
        "truth.csv": truth_table(),
    }
    written = []
    for name, table in tables.items():
        path = directory / name
        write = _WRITERS[path.suffix]
        write(table, path)
        written.append(path)
    for plan in sorted(PLANS.glob("*.toml")):
        path = directory / plan.name
        path.write_bytes(_plan_at(plan, scale))
        written.append(path)
    about = directory / "README.txt"
    about.write_text(_about(seed, scale, tables), encoding="utf-8", newline="\n")
    return (*written, about)


def _plan_at(plan: Path, scale: Scale) -> bytes:
    """Return a plan as it is used at a scale: at the small one its parts are too small to be looked at alone."""
    text = plan.read_bytes()
    return text if scale == "full" else re.sub(rb"(?m)^slices = .*\n", b"", text)


def truth_table() -> pa.Table:
    """Return what was planted, one row for each difference, for whoever checks an analysis against it."""
    return pa.Table.from_pylist(
        [
            {
                "name": planted.name,
                "file": planted.file,
                "measure": planted.measure,
                "event": " or ".join(planted.event),
                "characteristic": planted.characteristic,
                "group": " ".join(planted.group),
                "compared_with": " ".join(planted.reference),
                "among": "; ".join(
                    f"{column}: {' '.join(values)}" for column, values in planted.among.items()
                ),
                "within": " and ".join(planted.within),
                "difference_within": planted.size,
                "unadjusted_from": planted.unadjusted[0],
                "unadjusted_to": planted.unadjusted[1],
                "says": planted.says,
            }
            for planted in PLANTED
        ]
    )


def _write_parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", version="2.6", row_group_size=64 * 1024)


def _write_csv(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))


_WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {".parquet": _write_parquet, ".csv": _write_csv}

_CONTENTS = {
    "casework.parquet": "children in new or existing proceedings in 2023 to 2024, one row each",
    "workforce.parquet": "staff in post and their characteristics, by a key, without names",
    "pay.csv": "full-time pay of the same staff, by the same keys",
    "recruitment.csv": "applicants for posts, from application to appointment",
    "promotion.csv": "applications for promotion over five years",
    "leavers.csv": "staff who left in the year, and why",
    "wellbeing-survey.csv": "answers to the staff survey",
    "series.csv": "monthly figures from 2020 to 2026; the column basis says published or invented",
    "truth.csv": "the differences that were planted in these files, and their sizes",
}


def _about(seed: int, scale: Scale, tables: dict[str, pa.Table]) -> str:
    lines = [
        "Everything in this folder is invented",
        "",
        f"{ORGANISATION} does not exist. No child, member of staff, place or",
        "case in these files is real, and no row was taken from anyone's records. Only the figures",
        "marked published in series.csv, and the number of children and cases at full scale, are those",
        "published for England. Differences between groups were planted at known sizes, so that an",
        "analysis can be checked against the truth. They say nothing about any real service.",
        "",
        f"Seed {seed}, scale {scale}. The same seed and scale make the same files.",
        "",
        *(f"{name}: {_CONTENTS[name]} ({table.num_rows:,} rows)" for name, table in tables.items()),
        "",
        "The .toml files are analysis plans for the files they name.",
        "",
    ]
    return "\n".join(lines)
