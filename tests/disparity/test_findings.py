"""The exact findings of tables that one can check by hand."""

import math

import pytest

from disparity.findings import COLUMNS
from disparity.intervals import mean_interval, welch
from disparity.plan import Characteristic, Measure
from disparity.release import internal_release
from tests.disparity.reference import cube_of, plan_of

SEX = Characteristic("sex", "sex", reference="Male")
ETHNICITY = Characteristic("ethnicity", "ethnicity", reference="White")
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
PAY = Measure("pay", "mean", "pay")
DAYS = Measure("days", "median", "days")


def people(number, **fields):
    return [dict(fields) for _ in range(number)]


def findings(plan, rows):
    """Return the findings by group, slice and comparator, of a plan with one measure and one table each."""
    return {
        (f.characteristic, f.group, f.slice, f.comparator): f
        for f in internal_release(cube_of(plan, rows)).findings
    }


def test_there_are_27_columns_in_their_order():
    assert len(COLUMNS) == 27
    assert COLUMNS[:6] == ("measure", "kind", "characteristic", "group", "slice", "period")
    assert COLUMNS[-3:] == ("p", "q", "status")


def test_a_group_is_compared_with_the_reference_and_with_everyone_else():
    rows = [
        *people(56, sex="Female", passed=True),
        *people(14, sex="Female", passed=False),
        *people(48, sex="Male", passed=True),
        *people(32, sex="Male", passed=False),
        *people(10, sex="Other", passed=False),
    ]
    found = findings(plan_of([SEX], [PASSED]), rows)
    assert list(found) == [
        ("sex", "Female", "all", "Male"),
        ("sex", "Female", "all", "everyone else"),
        ("sex", "Male", "all", "everyone else"),
        ("sex", "Other", "all", "Male"),
        ("sex", "Other", "all", "everyone else"),
    ]
    female = found["sex", "Female", "all", "Male"]
    assert (female.n, female.events, female.value) == (70, 56, 0.8)
    # Newcombe's own example (1998), table II (a).
    assert female.difference == pytest.approx(0.2)
    assert (female.difference_low, female.difference_high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert female.ratio == pytest.approx(0.8 / 0.6)
    others = found["sex", "Female", "all", "everyone else"]
    assert (others.comparator_n, others.comparator_value) == (90, 48 / 90)
    assert others.status == "ok"


def test_a_ratio_without_events_is_left_empty_and_the_row_stays():
    rows = [*people(10, sex="Female", passed=False), *people(10, sex="Male", passed=True)]
    row = findings(plan_of([SEX], [PASSED]), rows)["sex", "Female", "all", "Male"]
    assert row.difference == -1
    assert (row.ratio, row.ratio_low, row.ratio_high) == (None, None, None)
    assert row.status == "ok"


def test_an_outcome_that_is_not_known_is_not_a_no():
    second = Measure("asked", "proportion", "asked", event=("yes",))
    rows = [
        *people(6, sex="Female", passed=True, asked=None),
        *people(4, sex="Female", passed=None, asked=True),
        *people(5, sex="Male", passed=True, asked=True),
    ]
    release = internal_release(cube_of(plan_of([SEX], [PASSED, second]), rows))
    female = {f.measure: f.n for f in release.findings if f.group == "Female"}
    assert female == {"passed": 6, "asked": 4}
    known = {row.name: (row.people, row.known, row.share) for row in release.completeness}
    assert known == {"sex": (15, 15, 1.0), "passed": (15, 11, 11 / 15), "asked": (15, 9, 0.6)}


def test_not_known_has_a_row_of_its_own_and_is_nobodys_everyone_else():
    rows = [
        *people(3, sex="Female", passed=True),
        *people(4, sex="Male", passed=False),
        *people(5, sex=None, passed=True),
    ]
    found = findings(plan_of([SEX], [PASSED]), rows)
    unknown = found["sex", "Not known", "all", None]
    assert (unknown.n, unknown.value, unknown.comparator_n, unknown.status) == (5, 1.0, None, "ok")
    assert found["sex", "Male", "all", "everyone else"].comparator_n == 3


def test_the_reference_of_an_intersection_is_the_cell_of_both_references():
    rows = [
        *people(2, sex="Female", ethnicity="Indian", passed=True),
        *people(3, sex="Male", ethnicity="White", passed=False),
        *people(4, sex="Male", ethnicity=None, passed=True),
    ]
    found = findings(plan_of([SEX, ETHNICITY], [PASSED], intersections=2), rows)
    row = found["sex × ethnicity", "Female × Indian", "all", "Male × White"]
    assert (row.n, row.comparator_n, row.difference) == (2, 3, 1.0)
    assert ("sex × ethnicity", "Male × White", "all", "Male × White") not in found
    assert found["sex × ethnicity", "Female × Indian", "all", "everyone else"].comparator_n == 3
    assert found["sex × ethnicity", "Male × Not known", "all", None].n == 4
    without = Characteristic("ethnicity", "ethnicity")
    found = findings(plan_of([SEX, without], [PASSED], intersections=2), rows)
    assert ("sex × ethnicity", "Female × Indian", "all", "Male × White") not in found


def test_each_slice_repeats_the_table_and_a_missing_reference_is_not_comparable():
    rows = [
        *people(5, sex="Female", region="London", passed=True),
        *people(5, sex="Male", region="London", passed=False),
        *people(5, sex="Female", region="Wales", passed=True),
        *people(5, sex="Other", region="Wales", passed=True),
    ]
    found = findings(plan_of([SEX], [PASSED], slices=["region"]), rows)
    assert found["sex", "Female", "region: London", "Male"].difference == 1.0
    wales = found["sex", "Female", "region: Wales", "Male"]
    assert (wales.n, wales.value, wales.difference, wales.status) == (5, 1.0, None, "not-comparable")
    assert found["sex", "Female", "region: Wales", "everyone else"].status == "ok"


def test_a_characteristic_is_not_sliced_by_itself():
    region = Characteristic("region", "region")
    rows = [*people(5, sex="Female", region="London", passed=True)]
    found = findings(plan_of([SEX, region], [PASSED], slices=["region"], intersections=2), rows)
    sliced = {characteristic for characteristic, _, within, _ in found if within != "all"}
    assert sliced == {"sex"}


def test_a_mean_has_its_own_interval_and_welchs_difference():
    female, male = [10.0, 12, 14, 20], [8.0, 9, 30]
    rows = [{"sex": "Female", "pay": v} for v in female] + [{"sex": "Male", "pay": v} for v in male]
    row = findings(plan_of([SEX], [PAY]), rows)["sex", "Female", "all", "Male"]
    sums = [(len(v), sum(v), sum(x * x for x in v)) for v in (female, male)]
    own, difference = mean_interval(*sums[0]), welch(*sums[0], *sums[1])
    assert (row.value, row.low, row.high) == pytest.approx((14.0, own.low, own.high), abs=1e-12)
    assert (row.difference_low, row.difference_high) == pytest.approx((difference.low, difference.high))
    assert (row.ratio, row.events) == (None, None)


def test_a_median_has_a_difference_without_limits():
    rows = [{"sex": "Female", "days": v} for v in (1, 2, 3, 4, 5, 6, 50)] + [
        {"sex": "Male", "days": v} for v in (7, 8)
    ]
    row = findings(plan_of([SEX], [DAYS]), rows)["sex", "Female", "all", "Male"]
    assert (row.value, row.low, row.high) == (4, 1, 50)
    assert (row.comparator_value, row.difference) == (7.5, -3.5)
    assert (row.difference_low, row.difference_high) == (None, None)
    assert row.status == "ok"


def test_nothing_that_is_not_a_finite_number_escapes():
    rows = [
        {"sex": "Female", "passed": True, "pay": 3.0, "days": 1},
        {"sex": "Male", "passed": False, "pay": None, "days": None},
    ]
    plan = plan_of([SEX, ETHNICITY], [PASSED, PAY, DAYS], intersections=2)
    for finding in internal_release(cube_of(plan, rows)).findings:
        for column in COLUMNS:
            number = getattr(finding, column)
            assert not isinstance(number, float) or math.isfinite(number)
            assert type(number) in (int, float, str, type(None))


def test_a_group_of_nobody_has_a_row_and_no_value():
    sex = Characteristic("sex", "sex", reference="Male", levels=("Female", "Male", "Other"))
    rows = [*people(5, sex="Female", passed=True), *people(5, sex="Male", passed=True)]
    row = findings(plan_of([sex], [PASSED]), rows)["sex", "Other", "all", "Male"]
    assert (row.n, row.value, row.status) == (0, None, "not-comparable")
