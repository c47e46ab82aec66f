"""Comparing like with like: known examples, what is left empty, and what the manifest says of it."""

import pytest

from disparity.errors import PlanError
from disparity.intervals import newcombe
from disparity.plan import Characteristic, Measure
from disparity.protection import protect
from disparity.release import internal_release, make_release
from disparity.signal_words import is_reversed
from tests.disparity.reference import cube_of, plan_of

SEX = Characteristic("sex", "sex", reference="Male")
ADMITTED = Measure("admitted", "proportion", "admitted", event=("yes",), better="higher")

# P. J. Bickel, E. A. Hammel and J. W. O'Connell, Science 187 (1975): the six largest departments, as R's
# data set UCBAdmissions has them: admitted and rejected men, admitted and rejected women.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def people(number, **fields):
    return [dict(fields) for _ in range(number)]


def applicants(departments):
    return [
        row
        for department, counts in departments.items()
        for count, (sex, admitted) in zip(
            counts, [("Male", True), ("Male", False), ("Female", True), ("Female", False)], strict=True
        )
        for row in people(count, sex=sex, department=department, admitted=admitted)
    ]


def plan(**analysis):
    return plan_of([SEX], [ADMITTED], **{"adjust_for": ("department",), **analysis})


def women(release, comparator="Male"):
    return next(
        f for f in release.findings if (f.group, f.comparator, f.slice) == ("Female", comparator, "all")
    )


def row_of(release, group="Female", comparator="Male"):
    rows = release.manifest["analysis"]["adjusted"]["admitted"]["sex"]
    return next(row for row in rows if (row["group"], row["comparator"]) == (group, comparator))


def test_berkeley_turns_round_when_the_department_is_taken_into_account():
    found = women(internal_release(cube_of(plan(), applicants(BERKELEY))))
    assert (round(found.value, 3), round(found.comparator_value, 3)) == (0.304, 0.445)
    assert found.difference < 0 < found.adjusted_difference
    assert found.adjusted_ratio > 1 > found.ratio_high
    assert found.adjusted_ratio_low < found.adjusted_ratio < found.adjusted_ratio_high
    assert is_reversed(found)


def test_the_safe_figures_of_berkeley_are_those_of_the_rounded_strata():
    big = {department: tuple(10 * count for count in counts) for department, counts in BERKELEY.items()}
    exact, safe = (women(made) for made in (
        internal_release(cube_of(plan(), applicants(big))), make_release(protect(cube_of(plan(), applicants(big))))
    ))  # fmt: skip
    assert safe.adjusted_ratio == pytest.approx(exact.adjusted_ratio, abs=0.01)
    assert safe.adjusted_difference > 0
    assert make_release(protect(cube_of(plan(), applicants(big)))).manifest["analysis"]["least_cover"] == 0.8


def test_a_confounded_gap_vanishes_and_a_real_one_stays():
    confounded = applicants({"A": (720, 80, 180, 20), "B": (40, 160, 160, 640)})
    found = women(make_release(protect(cube_of(plan(), confounded))))
    assert found.difference_high < 0
    assert found.adjusted_difference == 0
    assert found.adjusted_ratio == 1
    real = applicants({"A": (720, 80, 100, 100), "B": (100, 100, 160, 640)})
    found = women(make_release(protect(cube_of(plan(), real))))
    assert found.adjusted_ratio_high < 1


def test_one_stratum_gives_the_crude_figures_back():
    rows = applicants({"A": (60, 40, 30, 70)})
    found = women(internal_release(cube_of(plan(), rows)))
    limits = newcombe(30, 100, 60, 100)
    assert found.adjusted_difference == pytest.approx(limits.value)
    assert (found.adjusted_ratio, found.adjusted_ratio_low) == pytest.approx((found.ratio, found.ratio_low))


def test_strata_with_one_of_the_two_groups_are_left_out_and_counted():
    rows = applicants({"A": (60, 40, 30, 70), "B": (30, 20, 0, 0), "C": (0, 0, 25, 25)})
    release = internal_release(cube_of(plan(), rows))
    assert row_of(release) == {
        "group": "Female", "comparator": "Male", "given": True, "used": 1, "not_overlapping": 2, "covered": 0.667,
    }  # fmt: skip
    assert women(release).adjusted_difference == pytest.approx(-0.3)


def test_people_whose_stratum_is_not_known_are_not_covered():
    rows = applicants({"A": (60, 40, 30, 70), None: (30, 20, 25, 25)})
    release = internal_release(cube_of(plan(), rows))
    assert (row_of(release)["covered"], row_of(release)["not_overlapping"]) == (0.667, 0)
    assert women(release).adjusted_difference == pytest.approx(-0.3)


def test_where_nobody_overlaps_nothing_is_adjusted():
    release = internal_release(cube_of(plan(), applicants({"B": (30, 20, 0, 0), "C": (0, 0, 25, 25)})))
    assert women(release).adjusted_difference is None
    assert (row_of(release)["given"], row_of(release)["covered"]) == (False, 0.0)


@pytest.mark.parametrize(("apart", "is_given"), [(45, True), (55, False)])
def test_a_safe_figure_needs_strata_that_cover_four_fifths(apart, is_given):
    rows = applicants({"A": (60, 40, 30, 70), "B": (apart - 20, 20, 0, 0)})
    release = make_release(protect(cube_of(plan(), rows)))
    found = women(release)
    assert (found.adjusted_difference is not None) is is_given
    assert (found.adjusted_ratio is not None) is is_given
    assert row_of(release)["given"] is is_given
    assert women(internal_release(cube_of(plan(), rows))).adjusted_difference == pytest.approx(-0.3)


def test_a_stratum_too_small_to_be_shown_has_no_part_in_a_safe_figure():
    small = dict.fromkeys("BCDE", (25, 20, 4, 40))
    rows = applicants({"A": (600, 400, 300, 700), **small})
    release = make_release(protect(cube_of(plan(), rows)))
    assert row_of(release)["used"] == 1
    assert "not_overlapping" not in row_of(release)
    assert women(release).adjusted_difference == pytest.approx(-0.3)


def test_a_characteristic_is_not_adjusted_for_itself():
    team = Characteristic("team", "team", reference="A")
    rows = [
        *people(30, sex="Female", team="A", admitted=True),
        *people(30, sex="Male", team="A", admitted=False),
        *people(30, sex="Male", team="B", admitted=True),
    ]
    both = plan_of([SEX, team], [ADMITTED], adjust_for=("team",), intersections=2)
    release = internal_release(cube_of(both, rows))
    assert release.manifest["analysis"]["strata"] == {"sex": ["team"]}
    adjusted = {f.characteristic for f in release.findings if f.adjusted_difference is not None}
    assert adjusted == {"sex"}


def test_only_proportions_are_adjusted():
    days = Measure("days", "mean", "days")
    rows = [{**row, "days": 3.0} for row in applicants(BERKELEY)]
    release = internal_release(cube_of(plan_of([SEX], [days], adjust_for=("department",)), rows))
    assert all(f.adjusted_ratio is None and f.adjusted_difference is None for f in release.findings)
    assert release.manifest["analysis"]["adjusted"] == {}


def test_more_strata_than_can_hold_anyone_are_refused():
    rows = [{"sex": "Male", "admitted": True, "one": str(n % 71), "two": str(n % 72)} for n in range(71 * 72)]
    cube = cube_of(plan(adjust_for=("one", "two")), rows)
    with pytest.raises(PlanError, match="5,112 strata"):
        internal_release(cube)
