"""Whatever the plan says of how rows come in, the findings are those of the slow reference on people one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disparity import Finding, build_cube, internal_release, prepare, read_plan
from disparity.plan import PERIOD, Plan
from disparity.tables import CROSS
from tests.disparity import reference

BROAD = {"Caribbean": "Black", "African": "Black", "Indian": "Asian", "Chinese": "Asian"}
NUMBERS = ("n", "events", "value", "comparator_n", "comparator_value", "difference", "ratio", "status")
MEASURES = {
    "agreed": 'kind = "proportion"\ncolumn = "outcome"\nevent = "Agreed"',
    "hours": 'kind = "mean"\ncolumn = "hours"',
    "days": 'kind = "median"\ncolumn = "days"',
}

Row = dict[str, str]


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Draw a plan with any of the keys that say how rows come in."""
    parts = ['format = "disparity/plan@1"\ntitle = "Drawn"\nunit = "request"']
    if draw(st.booleans()):
        parts.append('[input]\ncount = "number"\nzero = ["-"]')
    reference_group = draw(st.sampled_from(["", 'reference = "Indian"\n']))
    parts.append(f'[[characteristic]]\nname = "ethnic group"\ncolumn = "ethnicity"\n{reference_group}')
    if draw(st.booleans()):
        of_broad = draw(st.sampled_from(["", 'reference = "Asian"\n']))
        groups = "\n".join(f'"{level}" = "{group}"' for level, group in BROAD.items())
        parts.append(
            f'[characteristic.rollup]\nname = "broad group"\n{of_broad}[characteristic.rollup.map]\n{groups}'
        )
    parts.append('[[characteristic]]\nname = "sex"\ncolumn = "sex"')
    names = draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=2, unique=True))
    parts += [f'[[measure]]\nname = "{name}"\n{MEASURES[name]}' for name in names]
    by = draw(st.sampled_from(["", 'by = "financial year"', 'by = "quarter"', 'by = "month"', 'by = "year"']))
    if by:
        parts.append(f'[periods]\ncolumn = "day"\n{by}')
    slices = draw(st.sampled_from([[], ["region"], ["region", "sex"]]))
    parts.append(f"[analysis]\nslices = {slices}\nintersections = {draw(st.integers(1, 2))}")
    return "\n".join(parts)


def rows(largest: int) -> st.SearchStrategy[list[Row]]:
    """Draw rows, the first of which has the references that a plan may name."""
    first = {"ethnicity": "Indian", "sex": "F", "region": "Süd", "day": "2024-03-31", "number": "1"}
    first |= {"outcome": "Agreed", "hours": "3", "days": "4"}
    drawn = st.fixed_dictionaries(
        {
            "ethnicity": st.sampled_from([*BROAD, " Chinese ", "", "Not known"]),
            "sex": st.sampled_from(["F", "M", ""]),
            "region": st.sampled_from(["Süd", "North, East", ""]),
            "day": st.one_of(
                st.dates(date(2022, 1, 1), date(2024, 12, 31)).map(str),
                st.dates(date(2024, 3, 30), date(2024, 4, 2)).map(lambda day: f"{day:%d/%m/%Y}"),
                st.just(""),
            ),
            "number": st.one_of(st.integers(0, largest).map(str), st.sampled_from(["-", "1,000"])),
            "outcome": st.sampled_from(["Agreed", "Refused", ""]),
            "hours": st.sampled_from(["", "0", "7", "12"]),
            "days": st.sampled_from(["", "0", "5", "9"]),
        }
    )
    return st.lists(drawn, max_size=30).map(lambda others: [first, *others])


def release_of(plan: Plan, drawn: list[Row]) -> tuple[Finding, ...]:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(drawn[0]))
    writer.writeheader()
    writer.writerows(drawn)
    with TemporaryDirectory() as directory:
        data = Path(directory) / "data.csv"
        data.write_text(text.getvalue(), encoding="utf-8", newline="")
        receipt = prepare(plan, data, Path(directory) / "out")
        assert receipt.refused == 0, receipt.problems
        cube = build_cube(plan, Path(directory) / "out" / "accepted.parquet", data_sha256=receipt.data_sha256)
    return internal_release(cube).findings


def people_of(plan: Plan, drawn: list[Row]) -> Iterator[reference.Row]:
    """Give each person of each row, read by hand: no line of this is the engine's."""
    for row in drawn:
        ethnicity = row["ethnicity"].strip()
        level = None if ethnicity in ("", "Not known") else ethnicity
        person: reference.Row = {
            "ethnic group": level,
            "broad group": BROAD.get(level or ""),
            "sex": row["sex"] or None,
            "region": row["region"] or None,
            "agreed": {"Agreed": True, "Refused": False}.get(row["outcome"]),
            "hours": float(row["hours"]) if row["hours"] else None,
            "days": float(row["days"]) if row["days"] else None,
        }
        if plan.periods is not None:
            person[PERIOD] = period_by_hand(row["day"], str(plan.periods.by))
        number = 1 if not plan.input.count else int(row["number"].replace(",", "").replace("-", "0"))
        yield from [person] * number


def period_by_hand(written: str, unit: str) -> str | None:
    if not written:
        return None
    year, month = (
        (int(written[6:]), int(written[3:5])) if "/" in written else (int(written[:4]), int(written[5:7]))
    )
    if unit == "month":
        return f"{year}-{month:02}"
    if unit == "quarter":
        return f"{year} Q{1 + (month - 1) // 3}"
    if unit == "year":
        return str(year)
    return f"{year}/{year + 1 - 2000}" if month > 3 else f"{year - 1}/{year - 2000}"


def expected_of(plan: Plan, people: list[reference.Row]) -> dict[tuple, dict[str, object]]:
    """Return what each finding must say, by measure, characteristic, group, slice, period and comparator."""
    expected = {}
    whole = reference.findings_of(plan, people)
    for (measure, characteristic, group, within, comparator), said in whole.items():
        if {"ethnic group", "broad group"} <= set(characteristic.split(CROSS)):
            continue
        expected[measure, characteristic, group, within, "all", comparator] = said
    if plan.periods is not None:
        # A period is to the reference a slice, which the findings have in a column of its own.
        as_slice = reference.plan_of(
            plan.characteristics, plan.measures, slices=[PERIOD], intersections=plan.intersections
        )
        for (measure, characteristic, group, within, comparator), said in reference.findings_of(
            as_slice, people
        ).items():
            if within == "all" or {"ethnic group", "broad group"} <= set(characteristic.split(CROSS)):
                continue
            period = within.removeprefix(f"{PERIOD}: ")
            expected[measure, characteristic, group, "all", period, comparator] = said
    return expected


def compare(text: str, drawn: list[Row]) -> None:
    plan = read_plan(text.encode())
    people = list(people_of(plan, drawn))
    found = {
        (f.measure, f.characteristic, f.group, f.slice, f.period, f.comparator): f
        for f in release_of(plan, drawn)
    }
    expected = expected_of(plan, people)
    assert set(found) == set(expected)
    for key, said in expected.items():
        for column in NUMBERS:
            value = getattr(found[key], column)
            if isinstance(said.get(column), float):
                assert value == pytest.approx(said[column], rel=1e-12, abs=1e-12), (key, column)
            else:
                assert value == said.get(column), (key, column)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(text=plans(), drawn=rows(4))
def test_findings_are_those_of_the_slow_reference(text: str, drawn: list[Row]) -> None:
    compare(text, drawn)


@pytest.mark.prove
@settings(max_examples=600, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=plans(), drawn=rows(30))
def test_findings_are_those_of_the_slow_reference_in_hundreds_of_plans(text: str, drawn: list[Row]) -> None:
    compare(text, drawn)
