"""A small invented service, as a safe release, an internal one, and reports made by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from disparity.findings import Completeness, Finding
from disparity.plan import Characteristic, Measure
from disparity.protection import protect
from disparity.release import Release, internal_release, make_release
from disparity.report_contents import Report, ReportedMeasure
from tests.disparity.reference import cube_of, plan_of

HOSTILE = "=Bob's <b>group</b>"

PASSED = ReportedMeasure("passed", "proportion", "higher")
WEEKS = ReportedMeasure("weeks to conclude", "mean", "lower", "weeks")
WAIT = ReportedMeasure("wait", "median", "lower", "days")

RULES = {
    "rules": {"threshold": 10, "round": 5, "zeros": "Nobody is hidden as well."},
    "attack": {"ran": False, "reason": "Not in this version."},
    "plan_sha256": "a" * 64,
    "data_sha256": "b" * 64,
    "cube_sha256": "c" * 64,
    "versions": {"disparity": "0"},
}


@cache
def _cube():
    plan = plan_of(
        [
            Characteristic("sex", "sex", reference="Male"),
            Characteristic("ethnic group", "ethnic group", reference="White"),
        ],
        [
            Measure("passed", "proportion", "passed", event=("yes",), better="higher"),
            Measure("weeks to conclude", "mean", "weeks", better="lower", step=0.5, unit="weeks"),
            Measure("wait", "median", "wait", better="lower", step=1, unit="days"),
        ],
        slices=["region"],
        intersections=2,
    )
    groups = ["White"] * 12 + ["Asian"] * 5 + ["Black"] * 4 + [HOSTILE] * 2
    rows = []
    for number in range(1150):
        sex = "Female" if number * 7 % 15 < 8 else "Male"
        ethnic = groups[number % len(groups)] if number % 50 else ("Roma" if number < 350 else None)
        rate = 75 if sex == "Male" else 52
        rows.append(
            {
                "sex": sex if number % 30 else None,
                "ethnic group": ethnic,
                "region": ["North", "South", "West"][number % 3],
                "passed": number * 37 % 100 < rate if number % 40 else None,
                "weeks to conclude": float(20 + number * 13 % 17 + (4 if ethnic == "Black" else 0)),
                "wait": float(5 + number * 11 % 23),
            }
        )
    return cube_of(plan, rows)


@cache
def safe_release() -> Release:
    return make_release(protect(_cube()))


@cache
def unprotected_release() -> Release:
    return internal_release(_cube())


def finding(group: str = "Female", **changes: object) -> Finding:
    """Make a finding of women against men, 71.2% of 1,000 against 68.1%."""
    fields: dict[str, object] = dict.fromkeys(Finding.__dataclass_fields__) | {
        "measure": "passed",
        "kind": "proportion",
        "characteristic": "sex",
        "group": group,
        "slice": "all",
        "period": "all",
        "n": 1000,
        "events": 712,
        "value": 0.712,
        "low": 0.683,
        "high": 0.739,
        "comparator": "Male",
        "comparator_n": 2000,
        "comparator_value": 0.681,
        "difference": 0.031,
        "difference_low": 0.019,
        "difference_high": 0.042,
        "status": "ok",
    }
    return Finding(**(fields | changes))  # type: ignore[arg-type]


def without_figures(row: Finding, status: str) -> Finding:
    """Take every figure from a finding, as protection does."""
    words = {"measure", "kind", "characteristic", "group", "slice", "period", "comparator", "status"}
    empty = dict.fromkeys(set(Finding.__dataclass_fields__) - words)
    return replace(row, **empty, status=status)  # type: ignore[arg-type]


def report_of(*findings: Finding, measure: ReportedMeasure = PASSED, **changes: object) -> Report:
    fields: dict[str, object] = {
        "title": "Who passes",
        "unit": "registration",
        "is_internal": False,
        "measures": (measure,),
        "characteristics": ("sex",),
        "slices": (),
        "findings": findings,
        "completeness": (
            Completeness("characteristic", "sex", 3000, 2945, 2945 / 3000),
            Completeness("measure", measure.name, 3000, 3000, 1.0),
        ),
        "manifest": RULES,
    }
    return Report(**(fields | changes))  # type: ignore[arg-type]
