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

from disparity.attacking import Attack, HiddenCount, attack
from disparity.charts import completeness_chart
from disparity.checking import Receipt, check, prepare
from disparity.cube import Cube
from disparity.cube_building import build_cube
from disparity.detecting import detectable_gap
from disparity.errors import DataError, DisparityError, ImpossibleNumbers, NotReleasable, PlanError
from disparity.findings import ALL, COLUMNS, EVERYONE_ELSE, Completeness, Finding
from disparity.four_fifths_rule import FourFifths, four_fifths
from disparity.gender_pay import GenderPayGap, gender_pay_gap
from disparity.intervals import Interval, mean_interval, median_interval, newcombe, ratio, welch, wilson
from disparity.plan import Plan
from disparity.plan_file import read_plan
from disparity.populations import with_population
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
from disparity.significance import Significance, benjamini_hochberg, kruskal, trend, two_proportions, welch_p
from disparity.slice_funnels import SliceFunnel, slice_funnels
from disparity.standardising import byar, standardise
from disparity.stratified import MantelHaenszel, mantel_haenszel

__all__ = [
    "ALL",
    "COLUMNS",
    "EVERYONE_ELSE",
    "Attack",
    "Breakdown",
    "Completeness",
    "Cube",
    "DataError",
    "DisparityError",
    "Finding",
    "FourFifths",
    "GenderPayGap",
    "Hidden",
    "HiddenCount",
    "ImpossibleNumbers",
    "Interval",
    "MantelHaenszel",
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
    "Significance",
    "SliceFunnel",
    "attack",
    "benjamini_hochberg",
    "breakdown",
    "build_cube",
    "byar",
    "check",
    "completeness_chart",
    "detectable_gap",
    "four_fifths",
    "gender_pay_gap",
    "internal_release",
    "key_findings",
    "kruskal",
    "make_release",
    "mantel_haenszel",
    "mean_interval",
    "median_interval",
    "newcombe",
    "outline",
    "prepare",
    "protect",
    "ratio",
    "read_plan",
    "read_report",
    "slice_funnels",
    "slice_words",
    "standardise",
    "trend",
    "two_proportions",
    "welch",
    "welch_p",
    "wilson",
    "with_population",
    "write_report",
]
