"""People with several levels at once are counted with each of them, as counting them by hand does."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disparity import build_cube, internal_release, prepare, read_plan

LEVELS = ("Mobility", "Hören", "Other, not listed")
NONE = ("", "  ", "Refused", "Not known")


def plan_text(*, separator: str, intersections: int) -> bytes:
    listed = ", ".join(f'"{level}"' for level in LEVELS)
    return f"""
format = "disparity/plan@1"
title = "Drawn"
unit = "person"

[[characteristic]]
name = "condition"
column = "condition"
several = "{separator}"
levels = [{listed}]
unknown = {{ "Refused" = ["Refused"] }}
map = {{ "Hearing" = "Hören" }}

[[characteristic]]
name = "sex"
column = "sex"

[[measure]]
name = "agreed"
kind = "proportion"
column = "agreed"
event = "yes"

[analysis]
intersections = {intersections}
""".encode()


Person = tuple[list[str], str, str]
PEOPLE = st.lists(
    st.tuples(
        st.lists(st.sampled_from([*LEVELS, "Hearing", *NONE]), min_size=1, max_size=4),
        st.sampled_from(["F", "M", ""]),
        st.sampled_from(["yes", "no", ""]),
    ),
    min_size=1,
    max_size=60,
)


def compare(separator: str, intersections: int, people: list[Person]) -> None:
    plan = read_plan(plan_text(separator=separator, intersections=intersections))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["person", "condition", "sex", "agreed"])  # a row with nothing in it at all is no person
    writer.writerows([1, separator.join(conditions), sex, agreed] for conditions, sex, agreed in people)
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data.csv"
        data.write_text(text.getvalue(), encoding="utf-8", newline="")
        receipt = prepare(plan, data, Path(folder) / "out")
        assert receipt.refused == 0, receipt.problems
        cube = build_cube(plan, Path(folder) / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    found = {
        (each.characteristic, each.group): (each.n, each.events, each.comparator_n)
        for each in internal_release(cube).findings
    }
    for level in LEVELS:
        having, others, unknown = [], [], 0
        for conditions, _, agreed in people:
            held = {"Hören" if one == "Hearing" else one for one in conditions} - set(NONE)
            if not held:
                unknown += 1
            elif level in held:
                having.append(agreed)
            else:
                others.append(agreed)
        known = [agreed for agreed in having if agreed]
        assert found[f"condition: {level}", level] == (
            len(known), known.count("yes"), len([agreed for agreed in others if agreed])
        )  # fmt: skip
        assert ((f"condition: {level}", "Not known") in found) == bool(unknown)
    assert not any(name.count("condition") > 1 for name, _ in found)
    assert any("×" in name for name, _ in found) == (intersections == 2)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(separator=st.sampled_from([";", " | ", "/"]), intersections=st.integers(1, 2), people=PEOPLE)
def test_each_level_is_counted_by_itself(separator: str, intersections: int, people: list[Person]) -> None:
    compare(separator, intersections, people)


@pytest.mark.prove
@settings(max_examples=600, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(separator=st.sampled_from([";", " | ", "/"]), intersections=st.integers(1, 2), people=PEOPLE)
def test_each_level_is_counted_by_itself_in_hundreds_of_files(
    separator: str, intersections: int, people: list[Person]
) -> None:
    compare(separator, intersections, people)
