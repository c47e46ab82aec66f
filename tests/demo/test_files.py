"""Writing the files: the same bytes for one seed, and everything said to be invented."""

import csv
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from disparity.checking import check
from disparity.plan_file import read_plan
from dueregard.demo import codes
from dueregard.demo.files import PLANS, write_files
from dueregard.demo.truth import PLANTED

SEED = 2024
DATA_OF_PLAN = {
    "casework": "casework.parquet",
    "workforce-pay": "pay.csv",
    "recruitment": "recruitment.csv",
    "promotion": "promotion.csv",
    "wellbeing-survey": "wellbeing-survey.csv",
}


def _rows(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
        return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_runs_with_one_seed_are_byte_for_byte_equal(small_folder, tmp_path):
    paths = write_files(tmp_path / "new" / "folder", seed=SEED, scale="small")
    assert {path.name for path in paths} == {path.name for path in small_folder.iterdir()}
    for path in paths:
        assert path.read_bytes() == (small_folder / path.name).read_bytes(), path.name


def test_another_seed_makes_other_rows_and_the_same_truth_and_plans(small_folder, tmp_path):
    for path in write_files(tmp_path, seed=SEED + 1, scale="small"):
        is_same = path.read_bytes() == (small_folder / path.name).read_bytes()
        assert is_same == (path.suffix == ".toml" or path.name == "truth.csv"), path.name


def test_an_unknown_scale_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValueError, match="Choose full or small"):
        write_files(tmp_path / "out", seed=1, scale="medium")
    assert not (tmp_path / "out").exists()


def test_the_folder_says_that_everything_is_invented_and_names_every_file(small_folder):
    about = (small_folder / "README.txt").read_text(encoding="utf-8")
    assert about.startswith("Everything in this folder is invented")
    for path in small_folder.iterdir():
        assert path.suffix in {".toml", ".txt"} or path.name in about


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("workforce.parquet", 120),
        ("pay.csv", 120),
        ("recruitment.csv", 600),
        ("promotion.csv", 90),
        ("leavers.csv", 18),
        ("wellbeing-survey.csv", 85),
        ("series.csv", 240),
        ("truth.csv", len(PLANTED)),
    ],
)
def test_each_file_has_exactly_so_many_rows(small_folder, name, rows):
    assert len(_rows(small_folder / name)) == rows


def test_no_confidential_file_holds_a_name_an_email_or_a_staff_number(small_folder):
    for name in ("workforce.parquet", "pay.csv", "recruitment.csv", "promotion.csv", "leavers.csv"):
        rows = _rows(small_folder / name)
        assert {"name", "email", "number", "job_title", "team"}.isdisjoint(rows[0]), name
        assert not any("rowan.example" in value for row in rows for value in row.values())


def test_pay_and_workforce_have_the_same_people(small_folder):
    pay, workforce = _rows(small_folder / "pay.csv"), _rows(small_folder / "workforce.parquet")
    shared = ("person", "sex", "age_band", "ethnicity", "disability", "grade", "directorate", "service_area")
    assert [tuple(row[name] for name in shared) for row in pay] == [
        tuple(row[name] for name in shared) for row in workforce
    ]


def test_ethnicity_codes_of_staff_are_in_the_code_list(full):
    for name in ("workforce.parquet", "recruitment.csv", "promotion.csv", "wellbeing-survey.csv"):
        assert set(full.column(name, "ethnicity").tolist()) <= set(codes.ETHNICITY_CODES)


def test_only_the_shortlisted_are_appointed(small_folder):
    for row in _rows(small_folder / "recruitment.csv"):
        assert (row["appointed"] != "") == (row["shortlisted"] == "Yes")


def test_there_is_a_plan_for_each_of_these_files():
    assert {path.stem for path in PLANS.glob("*.toml")} == set(DATA_OF_PLAN)


@pytest.mark.parametrize(("plan", "file"), DATA_OF_PLAN.items())
def test_plans_name_columns_that_are_there_and_leave_no_value_unread(small_folder, plan, file):
    written = tomllib.loads((small_folder / f"{plan}.toml").read_text(encoding="utf-8"))
    rows = _rows(small_folder / file)
    assert written["format"] == "disparity/plan@1"
    for part in (*written["characteristic"], *written["measure"]):
        values = {row[part["column"]] for row in rows} - {"", "Not known"}
        if "levels" not in part:
            assert part["kind"] in {"mean", "median"}
            continue
        allowed = {*part["levels"], *part.get("unknown", []), *part.get("map", {})}
        assert values <= allowed, part["name"]
        assert set(part.get("map", {}).values()) <= set(part["levels"])
    for column in written["analysis"].get("slices", []):
        assert column in rows[0]


@pytest.mark.parametrize(("plan", "file"), DATA_OF_PLAN.items())
def test_the_engine_accepts_every_row_by_its_plan(small_folder, plan, file):
    receipt = check(read_plan(small_folder / f"{plan}.toml"), small_folder / file)
    assert (receipt.refused, receipt.problems) == (0, ())
    assert receipt.accepted == len(_rows(small_folder / file))


def test_the_casework_plan_maps_every_ethnicity_code():
    written = tomllib.loads((PLANS / "casework.toml").read_text(encoding="utf-8"))
    ethnicity = written["characteristic"][0]
    expected = {code: group for group, within in codes.ETHNICITY.items() for code in within}
    assert ethnicity["map"] == expected
    assert ethnicity["unknown"] == ["NOBT", "REFU"]


def test_small_plans_leave_out_parts_that_would_be_too_small_to_look_at(small_folder):
    small = tomllib.loads((small_folder / "casework.toml").read_text(encoding="utf-8"))
    full = tomllib.loads((PLANS / "casework.toml").read_text(encoding="utf-8"))
    assert full["analysis"].pop("slices") == ["service_area"]
    assert small == full
