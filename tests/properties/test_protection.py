"""Whatever the data: exact findings are those of the slow reference, and safe ones give nobody away."""

import math

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from disparity import protection, release
from disparity.errors import NotReleasable
from disparity.findings import COLUMNS
from disparity.intervals import wilson
from disparity.plan import Characteristic, Measure, Protection
from disparity.protection import protect
from disparity.release import internal_release, make_release
from tests.disparity import reference
from tests.disparity.leaks import leaks

MEASURES = (
    Measure("passed", "proportion", "passed", event=("yes",)),
    Measure("pay", "mean", "pay", step=10.0),
    Measure("days", "median", "days", step=5.0),
)
SEX = Characteristic("sex", "sex", reference="Male")
TEAM = Characteristic("team", "team", levels=("A", "B", "C"), reference="A")
REGION = Characteristic("region", "region")


def released(plan, rows):
    """Return the release; of data that the attack refuses, nothing is published, and so nothing is looked at."""
    try:
        return make_release(protect(reference.cube_of(plan, rows)))
    except NotReleasable as refusal:
        if "The release is refused" not in str(refusal):
            raise
        reject()


few = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def plans(draw):
    """Draw what is crossed and sliced: a slice may be a characteristic as well."""
    characteristics = draw(st.sampled_from([(SEX,), (SEX, TEAM), (TEAM, REGION), (SEX, TEAM, REGION)]))
    return reference.plan_of(
        characteristics,
        MEASURES,
        slices=draw(st.sampled_from([[], ["region"], ["region", "grade"]])),
        intersections=draw(st.integers(1, len(characteristics))),
        protection=draw(st.sampled_from([Protection(), Protection(12, 5), Protection(10, 10)])),
    )


@st.composite
def people(draw, largest):
    """Draw groups of like people, so that both small and large counts come up."""
    groups = draw(
        st.lists(
            st.tuples(
                st.fixed_dictionaries(
                    {
                        "sex": st.sampled_from(["Female", "Male", "Male", None]),
                        "team": st.sampled_from(["A", "B", "C", None]),
                        "region": st.sampled_from(["North", "South", "West", None]),
                        "grade": st.sampled_from(["1", "2"]),
                        "passed": st.sampled_from([True, False, None]),
                        "pay": st.sampled_from([None, 0.0, 100.25, 130.0, 1e6]),
                        "days": st.sampled_from([None, 0.0, 3.5, 17.0]),
                    }
                ),
                st.integers(1, largest),
            ),
            min_size=1,
            max_size=40,
        )
    )
    return [row for row, number in groups for _ in range(number)]


@few
@given(plan=plans(), rows=people(3))
def test_exact_findings_are_those_of_the_slow_reference(plan, rows):
    expected = reference.findings_of(plan, rows)
    release = internal_release(reference.cube_of(plan, rows))
    found = {(f.measure, f.characteristic, f.group, f.slice, f.comparator): f for f in release.findings}
    assert set(found) == set(expected)
    assert len(release.findings) == len(expected)
    for key, said in expected.items():
        welch_error = said.pop("welch_error", None)
        for column, value in said.items():
            near = value if column == "status" else pytest.approx(value, rel=1e-6, abs=1e-7)
            assert getattr(found[key], column) == near, (key, column)
        if welch_error is not None:
            # Student's quantile is never below the normal one.
            half = found[key].difference_high - found[key].difference
            assert half >= reference.Z * welch_error * (1 - 1e-6) - 1e-6
        for column in ("n", "events", "value", "comparator_n", "comparator_value", "difference", "ratio"):
            if column not in said:
                assert getattr(found[key], column) is None, (key, column)


@few
@given(plan=plans(), rows=people(60))
def test_no_line_of_published_tables_tells_a_hidden_count(plan, rows):
    assert leaks(released(plan, rows), plan, rows) == []


def test_the_search_for_leaks_finds_them_when_only_small_counts_are_hidden(monkeypatch):
    for step in ("hide_what_reveals", "hide_what_bounds"):
        monkeypatch.setattr(protection, step, lambda reasons, *_, **__: reasons)
    monkeypatch.setattr(release, "_withstood", lambda protected: {"ran": False, "reason": ""})
    rows = [
        {"sex": sex, "team": team, "region": "North", "grade": "1", "passed": number % 2 == 0}
        for sex, team, count in (
            ("Male", "A", 60), ("Male", "B", 60), ("Female", "A", 60), ("Female", "B", 8)
        )
        for number in range(count)
    ]  # fmt: skip
    plan = reference.plan_of([SEX, TEAM], MEASURES[:1], intersections=2)
    assert leaks(make_release(protect(reference.cube_of(plan, rows))), plan, rows)


@few
@given(plan=plans(), rows=people(60))
def test_every_published_number_is_rounded_and_none_is_small(plan, rows):
    made = released(plan, rows)
    base = plan.protection.round
    counts = [row.people for row in made.completeness] + [row.known for row in made.completeness]
    for finding in made.findings:
        counts += [finding.n, finding.comparator_n, finding.events]
        if finding.kind == "proportion":
            if finding.value is not None:
                counts.append(finding.n - finding.events)
                limits = wilson(finding.events, finding.n)
                assert (finding.value, finding.low, finding.high) == (limits.value, limits.low, limits.high)
            if finding.comparator_value is not None:
                events = finding.comparator_n * finding.comparator_value
                assert events == pytest.approx(round(events), abs=1e-6)
                counts += [round(events), finding.comparator_n - round(events)]
        else:
            step = 10 if finding.kind == "mean" else 5
            for column in set(COLUMNS) - {"p", "q"}:
                number = getattr(finding, column)
                assert not isinstance(number, float) or number % step == 0
    for count in counts:
        assert count is None or (count % base == 0 and count >= plan.protection.threshold)


@few
@given(plan=plans(), rows=people(60))
def test_a_hidden_finding_has_words_and_no_number(plan, rows):
    for finding in released(plan, rows).findings:
        numbers = [getattr(finding, column) for column in COLUMNS]
        assert all(not isinstance(number, float) or math.isfinite(number) for number in numbers)
        if finding.status in ("too-few", "hidden"):
            assert not [number for number in numbers if isinstance(number, int | float)]
        elif finding.status == "not-comparable":
            assert finding.n is not None
            assert (finding.comparator_n, finding.difference) == (None, None)
        else:
            assert finding.value is not None


@few
@given(plan=plans(), rows=people(60), data=st.data())
def test_safe_findings_depend_on_the_rounded_counts_alone(plan, rows, data):
    """Another person in a group must change nothing, or change it by a whole step."""
    more = data.draw(st.sampled_from(rows))
    before, after = (protect(reference.cube_of(plan, numbers)) for numbers in (rows, [*rows, more]))
    assume(before.axes == after.axes)
    for one, other in zip(before.tables, after.tables, strict=True):
        if one.measure.kind == "proportion" and list(one.published()) == list(other.published()):
            first = list(one.findings())
            second = list(other.findings())
            for left, right in zip(first, second, strict=True):
                assert (left.n, left.events, left.value, left.low) == (
                    right.n,
                    right.events,
                    right.value,
                    right.low,
                )
