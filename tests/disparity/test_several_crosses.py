"""A cube of several crosses says what the cube of everything crossed says: the same figures, and the same releases."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

import disparity
from disparity import Cube, Release, cube_building, cuboids, direct_counting
from disparity.direct_counting import Counted
from disparity.errors import NotCountedTogether

TOP = 'format = "disparity/plan@1"\ntitle = "Crosses"\nunit = "person"\n'
DIMENSIONS = """
[[characteristic]]
name = "sex"
column = "sex"
reference = "Male"

[[characteristic]]
name = "ethnicity"
column = "ethnicity"
reference = "Indian"
unknown = { "Refused" = "9", "Not asked" = "8" }
rollup = { name = "group", reference = "Asian", map = { Indian = "Asian", Chinese = "Asian", Irish = "White" } }

[[characteristic]]
name = "condition"
column = "condition"
several = ";"
levels = ["Sight", "Hearing"]

[periods]
column = "started"
by = "year"

[analysis]
intersections = 2
slices = ["region", "sex"]
adjust_for = ["region", "case", "sex"]
"""
PASSED = '[[measure]]\nname = "passed"\nkind = "proportion"\ncolumn = "passed"\nevent = "yes"\n'
OTHERS = """
[[measure]]
name = "days"
kind = "median"
column = "days"

[[measure]]
name = "pay"
kind = "mean"
column = "pay"

[[measure]]
name = "people"
kind = "share"
"""
COUNTS = '[input]\ncount = "people"\n'
PLANS = {
    "outcomes and medians": TOP + PASSED + OTHERS.split('[[measure]]\nname = "pay"')[0] + DIMENSIONS,
    "means as well": TOP + PASSED + OTHERS + DIMENSIONS,
    "rows of counts": TOP + COUNTS + PASSED + OTHERS + DIMENSIONS,
}
COLUMNS = ("sex", "ethnicity", "condition", "started", "region", "case", "passed", "days", "pay", "people")


def write_people(path: Path, *, people: int) -> Path:
    """Write rows with something unknown in every column; the last says how many people a row stands for, if asked."""
    drawn = random.Random(11)
    lines = [",".join(COLUMNS)]
    for _ in range(people):
        row = (
            drawn.choice(["Male", "Female", "Female", ""]),
            drawn.choice(["Indian", "Indian", "Chinese", "Irish", "9", "8", ""]),
            drawn.choice(["Sight", "Hearing", "Sight;Hearing", ""]),
            f"{drawn.choice([2022, 2023, 2024])}-05-01",
            drawn.choice(["North", "South"]),
            drawn.choice(["public", "private"]),
            drawn.choice(["yes", "no", "no", ""]),
            drawn.choice(["", *map(str, range(40))]),
            drawn.choice(["", *map(str, range(100, 900, 50))]),
            str(drawn.randrange(4)),
        )
        lines.append(",".join(row))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def cubes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Cube, Cube]]:
    """The cube of everything crossed, and that of several crosses, by the name of the plan."""
    folder = tmp_path_factory.mktemp("crosses")
    data = write_people(folder / "people.csv", people=4_000)
    return {name: both(folder / name, data, text) for name, text in PLANS.items()}


def both(folder: Path, data: Path, text: str) -> tuple[Cube, Cube]:
    plan = disparity.read_plan(text.encode())
    receipt = disparity.prepare(plan, data, folder)
    assert receipt.refused == 0

    def cube() -> Cube:
        return disparity.build_cube(plan, folder / "accepted.parquet", data_sha256=receipt.data_sha256)

    whole = cube()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuboids, "MOST_NUMBERS", 1)
        several = cube()
        assert several.digest() != whole.digest()
        for by_database in (lambda *_: Counted(None, {}), in_order):
            patch.setattr(cube_building, "count_directly", by_database)
            assert cube().digest() == several.digest()
    return whole, several


def in_order(*asked: object) -> Counted:
    """Count directly, with the rows of the medians sorted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(direct_counting, "MOST_NUMBERS", 0)
        return direct_counting.count_directly(*asked)


@pytest.mark.parametrize("name", PLANS)
def test_there_are_several_crosses_and_none_is_of_everything(cubes, name) -> None:
    whole, several = cubes[name]
    assert [each.axes for each in whole.cuboids] == [tuple(range(len(whole.axes)))]
    for crosses in (several.cuboids, several.histograms["days"]):
        assert len(crosses) > 3
        assert max(len(each.axes) for each in crosses) < len(several.axes)
    assert several.axes == whole.axes
    assert several.rows == whole.rows
    assert several.reasons == whole.reasons


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_is_the_same(cubes, name) -> None:
    whole, several = (disparity.internal_release(cube) for cube in cubes[name])
    assert len(whole.findings) > 500
    assert {each.kind for each in whole.findings} >= {"proportion", "median"}
    same_release(several, whole, but="cube_sha256")
    assert several.manifest["cube_sha256"] != whole.manifest["cube_sha256"]


@pytest.mark.parametrize("name", ["rows of counts"])
def test_a_safe_release_is_the_same(cubes, name) -> None:
    whole, several = (disparity.make_release(disparity.protect(cube)) for cube in cubes[name])
    assert {"hidden", "ok"} <= {each.status for each in whole.findings}
    same_release(several, whole)


def same_release(one: Release, other: Release, *, but: str = "") -> None:
    assert one.findings == other.findings
    assert one.completeness == other.completeness
    for key in {*one.manifest, *other.manifest} - {but}:
        assert one.manifest[key] == other.manifest[key], key


def test_what_no_table_needs_is_in_the_whole_cube_alone(cubes) -> None:
    whole, several = cubes["means as well"]
    assert whole.roll(["region", "period"]).people.sum() == whole.rows
    with pytest.raises(NotCountedTogether, match="region and period"):
        several.roll(["region", "period"])


def test_each_axis_and_everyone_can_be_summed(cubes) -> None:
    _, several = cubes["means as well"]
    for names in [(), *((axis.name,) for axis in several.axes)]:
        assert several.roll(names).people.sum() == several.rows
