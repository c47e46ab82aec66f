"""The registrations of the Open University, read and counted with pandas; of the engine only the command is used.

The file is real and holds people, so it is not part of the repository: it is looked for beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pandas as pd

from disparity.command import main
from tests.browsing import leave_out

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "oulad-studentInfo.csv"
EXAMPLE = ROOT / "examples" / "open-university.toml"

ALL, EVERYONE_ELSE, NOT_KNOWN, CROSS = "all", "everyone else", "Not known", " × "
RESULTS = ("Pass", "Distinction", "Fail", "Withdrawn")

COLUMNS = {
    "sex": "gender",
    "age band": "age_band",
    "disability": "disability",
    "deprivation band": "imd_band",
    "region": "region",
}
WORDS = {
    "sex": {"M": "Male", "F": "Female"},
    "age band": {"0-35": "Up to 35", "35-55": "35 to 55", "55<=": "55 and over"},
    "disability": {"N": "Not disabled", "Y": "Disabled"},
    "deprivation band": {"20-Oct": "10-20%", "": NOT_KNOWN},
    "region": {},
}
# The first is the one the others are compared with, where there is one.
REFERENCES = {"sex": "Male", "age band": "Up to 35", "disability": "Not disabled"}

HEAD = """\
format = "disparity/plan@1"
title = "Results at the Open University"
unit = "registration"
"""
AGE_BAND = """\
[[characteristic]]
name = "age band"
column = "age_band"
map = { "0-35" = "Up to 35", "35-55" = "35 to 55", "55<=" = "55 and over" }
levels = ["Up to 35", "35 to 55", "55 and over"]
reference = "Up to 35"
"""
REGION = """\
[[characteristic]]
name = "region"
column = "region"
"""
FOUR_RESULTS = "".join(
    f'[[measure]]\nname = "{result}"\nkind = "proportion"\ncolumn = "final_result"\nevent = "{result}"\n'
    for result in RESULTS
)
CROSSED = HEAD + AGE_BAND + REGION + FOUR_RESULTS + "[analysis]\nintersections = 2\n"
SLICED = HEAD + AGE_BAND + FOUR_RESULTS + '[analysis]\nslices = ["region"]\n'
SAFE = {"example": EXAMPLE.read_text(encoding="utf-8"), "crossed": CROSSED, "sliced": SLICED}
NUMBERS = f"""{HEAD}
[[characteristic]]
name = "disability"
column = "disability"
map = {{ N = "Not disabled", Y = "Disabled" }}
reference = "Not disabled"
{AGE_BAND}
[[characteristic]]
name = "deprivation band"
column = "imd_band"
map = {{ "20-Oct" = "10-20%" }}
[[measure]]
name = "credits"
kind = "mean"
column = "studied_credits"
[[measure]]
name = "middle of the credits"
kind = "median"
column = "studied_credits"
[[measure]]
name = "attempts"
kind = "mean"
column = "num_of_prev_attempts"
[analysis]
slices = ["region"]
"""

Cell = tuple[str, ...]


def data() -> Path:
    """Return the file, or leave the test out with a word why."""
    if not DATA.is_file():
        leave_out(
            "There is no studentInfo.csv of the Open University: put it at "
            f"../{DATA.relative_to(ROOT.parent)} (examples/README.md says where it is from)."
        )
    return DATA


def analyse(plan: str, folder: Path, *options: str) -> Path:
    """Run the command on the real file, and return the folder of its report."""
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    out = folder / "report"
    assert main(["analyse", str(folder / "plan.toml"), str(data()), "--out", str(out), *options]) == 0
    return out


@cache
def registrations() -> pd.DataFrame:
    """Return the file with a column for each characteristic, in the words of the plans; nothing is guessed."""
    raw = pd.read_csv(data(), dtype=str, keep_default_na=False)
    read = pd.DataFrame({name: raw[column].replace(WORDS[name]) for name, column in COLUMNS.items()})
    read["result"] = raw["final_result"]
    read["credits"] = raw["studied_credits"].astype(float)
    read["attempts"] = raw["num_of_prev_attempts"].astype(float)
    return read


def levels_of(name: str) -> list[str]:
    """Return the levels that occur; "Not known" is last, since it sorts behind the bands."""
    return sorted(registrations()[name].unique())


def tables(names: Sequence[str], *, slices: Sequence[str] = (), most: int = 1) -> Iterator[tuple[Cell, str]]:
    """Give the characteristics of each table, and what it is sliced by: a name, or "all"."""
    for size in range(1, most + 1):
        for crossed in combinations(names, size):
            yield crossed, ALL
            yield from ((crossed, name) for name in slices if name not in crossed)


def questions(crossed: Cell, within: str) -> Iterator[tuple[Cell, str | None, Cell, str | None, list[Cell]]]:
    """Give each finding a table should have: group, level of the slice, comparator.

    The comparator comes as its name and as the groups that make it up.
    """
    groups = list(product(*(levels_of(name) for name in crossed)))
    known = [group for group in groups if NOT_KNOWN not in group]
    reference = tuple(REFERENCES.get(name) for name in crossed)
    for place in [None] if within == ALL else levels_of(within):
        for group in groups:
            if group not in known:
                yield crossed, place, group, None, []
                continue
            if None not in reference and group != reference:
                yield crossed, place, group, CROSS.join(map(str, reference)), [reference]
            yield crossed, place, group, EVERYONE_ELSE, [other for other in known if other != group]


def key(measure: str, within: str, question: tuple[Cell, str | None, Cell, str | None, Any]) -> Cell:
    """Return what a finding is found by: measure, characteristic, group, slice, comparator."""
    crossed, place, group, comparator, _ = question
    where = ALL if place is None else f"{within}: {place}"
    return measure, CROSS.join(crossed), CROSS.join(group), where, comparator or ""


def grouped(column: str, crossed: Cell, within: str) -> Mapping[Cell, pd.Series]:
    """Return the values of a column by group and, where there is one, by the level of the slice."""
    by = [*crossed, *([] if within == ALL else [within])]
    return dict(iter(registrations().groupby(by)[column]))


def at(group: Cell, place: str | None) -> Cell:
    """Return where `grouped` has a group of a slice."""
    return group if place is None else (*group, place)
