"""The engine: microdata in, safe numbers out.

The way of a number::

    plan = read_plan(path)                              # what is compared, by which measures, how it is kept safe
    receipt = prepare(plan, data, directory)            # every row checked; accepted and refused rows apart
    cube = build_cube(plan, accepted, data_sha256=…)    # counted once; the microdata are not needed any more
    release = make_release(protect(cube))               # hidden, rounded, and every figure computed from that
    write_report(release, directory)                    # CSV, XLSX, HTML and the manifest

`protect` alone makes a `ProtectedCube`, and `make_release` alone a safe `Release`; `internal_release` makes one that
is marked as unprotected on every page and row. It knows no web application, no clock and no settings.
"""

from disparity.checking import Receipt, check, prepare
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.errors import DataError, DisparityError, NotReleasable, PlanError
from disparity.findings import ALL, COLUMNS, EVERYONE_ELSE, Completeness, Finding
from disparity.intervals import Interval, mean_interval, median_interval, newcombe, ratio, welch, wilson
from disparity.plan import Plan
from disparity.plan_file import read_plan
from disparity.problems import Problem
from disparity.protection import Hidden, ProtectedCube, protect
from disparity.reading import (
    Breakdown,
    MeasureOutline,
    NoSuchBreakdown,
    breakdown,
    key_findings,
    outline,
    slice_words,
)
from disparity.release import Release, internal_release, make_release
from disparity.report import Report, read_report, write_report
from disparity.report_contents import ReportDamaged

__all__ = [
    "ALL",
    "COLUMNS",
    "EVERYONE_ELSE",
    "Breakdown",
    "Completeness",
    "Cube",
    "DataError",
    "DisparityError",
    "Finding",
    "Hidden",
    "Interval",
    "MeasureOutline",
    "NoSuchBreakdown",
    "NotReleasable",
    "Plan",
    "PlanError",
    "Problem",
    "ProtectedCube",
    "Receipt",
    "Release",
    "Report",
    "ReportDamaged",
    "breakdown",
    "build_cube",
    "check",
    "internal_release",
    "key_findings",
    "make_release",
    "mean_interval",
    "median_interval",
    "newcombe",
    "outline",
    "prepare",
    "protect",
    "ratio",
    "read_plan",
    "read_report",
    "slice_words",
    "welch",
    "wilson",
    "write_report",
]
