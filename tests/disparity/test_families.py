"""Many comparisons at once: what is tested, and over which comparisons q is taken."""

import pytest

from disparity.plan import Characteristic, Measure
from disparity.protection import protect
from disparity.release import internal_release, make_release
from disparity.significance import benjamini_hochberg
from tests.disparity.reference import cube_of, plan_of

SEX = Characteristic("sex", "sex", reference="Male")
TEAM = Characteristic("team", "team", reference="A")
PASSED = Measure("passed", "proportion", "passed", event=("yes",))
SEEN = Measure("seen", "proportion", "seen", event=("yes",))
DAYS = Measure("days", "median", "days", step=1)


def rows_of(number=1200):
    return [
        {
            "sex": "Female" if n % 2 else "Male",
            "team": "ABC"[n % 3],
            "region": "North" if n % 5 < 2 else "South",
            "passed": n * 37 % 100 < (55 if n % 2 else 65),
            "seen": n * 41 % 100 < (52 if n % 3 == 2 else 50),
            "days": float(n * 11 % 23 + n % 2),
        }
        for n in range(number)
    ]


def test_q_is_taken_over_the_whole_report_or_over_each_measure_as_declared():
    found = {}
    for family in ("report", "measure"):
        plan = plan_of([SEX, TEAM], [PASSED, SEEN], slices=["region"], intersections=2, family=family)
        release = internal_release(cube_of(plan, rows_of()))
        found[family] = release.findings
        assert release.manifest["analysis"]["family"] == family
    p = [finding.p for finding in found["report"]]
    assert p == [finding.p for finding in found["measure"]]
    assert None not in p
    assert [f.q for f in found["report"]] == pytest.approx(benjamini_hochberg(p).tolist())
    half = len(p) // 2
    by_measure = [*benjamini_hochberg(p[:half]), *benjamini_hochberg(p[half:])]
    assert [f.q for f in found["measure"]] == pytest.approx(by_measure)
    assert [f.q for f in found["report"]] != pytest.approx(by_measure)


def test_the_manifest_says_how_many_tests_each_family_has():
    plan = plan_of([SEX, TEAM], [PASSED, SEEN], family="measure")
    release = internal_release(cube_of(plan, rows_of()))
    assert release.manifest["analysis"]["tests"] == {"passed": 8, "seen": 8}
    assert len(release.findings) == 16


def test_below_the_minimum_nothing_is_tested_and_the_status_stays():
    few = [
        {"sex": "Other", "team": "A", "region": "North", "passed": n % 2 == 0, "seen": True, "days": 1.0}
        for n in range(29)
    ]
    plan = plan_of([SEX], [PASSED], minimum=30)
    found = {(f.group, f.comparator): f for f in internal_release(cube_of(plan, [*rows_of(), *few])).findings}
    other = found["Other", "Male"]
    assert (other.status, other.n, other.p, other.q) == ("ok", 29, None, None)
    assert other.difference is not None
    assert found["Female", "Male"].p is not None
    enough = internal_release(cube_of(plan_of([SEX], [PASSED], minimum=29), [*rows_of(), *few]))
    assert next(f for f in enough.findings if f.group == "Other").p is not None


def test_a_median_is_tested_by_ranks_in_an_internal_report_only():
    cube = cube_of(plan_of([SEX], [DAYS]), rows_of())
    assert internal_release(cube).findings[0].p is not None
    assert all(f.p is None and f.q is None for f in make_release(protect(cube)).findings)


def test_means_that_are_all_the_same_are_not_tested():
    pay = Measure("pay", "mean", "pay")
    rows = [{"sex": "Female", "pay": 33.33}] * 7 + [{"sex": "Male", "pay": 17.7}] * 19
    (female, *_) = internal_release(cube_of(plan_of([SEX], [pay]), rows)).findings
    assert (female.p, female.status) == (None, "ok")


def test_nobody_and_everybody_have_no_p():
    rows = [{"sex": sex, "passed": True} for sex in ["Female"] * 20 + ["Male"] * 30]
    (female, *_) = internal_release(cube_of(plan_of([SEX], [PASSED]), rows)).findings
    assert (female.p, female.q, female.difference) == (None, None, 0.0)
