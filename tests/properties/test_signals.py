"""Whatever the data: p, q and the adjusted figures are those of the slow reference, and safe ones tell no more."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from disparity import protection
from disparity.cells import SHOWN
from disparity.comparing import compare
from disparity.families import analysis_of, findings_of
from disparity.plan import Characteristic, Measure, Protection
from disparity.protection import protect
from disparity.release import internal_release
from tests.disparity import reference
from tests.disparity.leaks import leaks
from tests.disparity.reference_signals import adjusted_of, families, p_of, q_of, signals_of

MEASURES = (
    Measure("passed", "proportion", "passed", event=("yes",)),
    Measure("pay", "mean", "pay", step=10.0),
    Measure("days", "median", "days", step=5.0),
)
SEX = Characteristic("sex", "sex", reference="Male")
TEAM = Characteristic("team", "team", levels=("A", "B", "C"), reference="A")
REGION = Characteristic("region", "region")
SIGNALS = ("p", "q", "adjusted_ratio", "adjusted_ratio_low", "adjusted_ratio_high", "adjusted_difference")


def few(examples):
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


@st.composite
def plans(draw, ways=2):
    """Draw what is crossed, sliced and adjusted for: by a characteristic, a slice or a column of its own."""
    characteristics = draw(st.sampled_from([(SEX,), (SEX, TEAM), (SEX, TEAM, REGION)]))
    return reference.plan_of(
        characteristics,
        MEASURES,
        slices=draw(st.sampled_from([[], ["region"]])),
        intersections=draw(st.integers(1, min(ways, len(characteristics)))),
        protection=draw(st.sampled_from([Protection(), Protection(12, 5), Protection(10, 10)])),
        adjust_for=draw(
            st.sampled_from(
                [(), ("grade",), ("region", "grade"), ("team" if len(characteristics) > 1 else "grade",)]
            )
        ),
        family=draw(st.sampled_from(["report", "measure"])),
        minimum=draw(st.sampled_from([0, 0, 6])),
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
                        "region": st.sampled_from(["North", "Süd", None]),
                        "grade": st.sampled_from(["1", "2", "2", None]),
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


def exact_signals_are_those_of_the_slow_reference(plan, rows):
    found = internal_release(reference.cube_of(plan, rows)).findings
    for finding, said in zip(found, signals_of(plan, rows, found), strict=True):
        for column in SIGNALS:
            told, expected = getattr(finding, column), said.get(column)
            if expected is None:
                assert told is None, (finding, column)
            else:
                # Where nothing differs, the reference's statistic is 1e-14 by rounding, and p goes with its root.
                near = 1e-6 if column in ("p", "q") and expected > 0.999 else 1e-9
                assert told == pytest.approx(expected, rel=1e-7, abs=near), (finding, column)


@few(100)
@given(plan=plans(ways=3), rows=people(3))
def test_exact_p_q_and_adjusted_are_those_of_the_slow_reference(plan, rows):
    exact_signals_are_those_of_the_slow_reference(plan, rows)


@pytest.mark.prove
@few(2000)
@given(plan=plans(ways=3), rows=people(4))
def test_exact_p_q_and_adjusted_are_those_of_the_slow_reference_at_length(plan, rows):
    exact_signals_are_those_of_the_slow_reference(plan, rows)


def compared_of(protected):
    """Compare as a release does. The attack on it has tests of its own."""
    return compare([table.asked(minimum=protected.plan.minimum) for table in protected.tables])


def safe_findings(protected):
    return list(findings_of(compared_of(protected), protected.plan.family))


def outcomes_of(events, people):
    return [True] * events + [False] * (people - events)


@few(20)
@given(plan=plans(), rows=people(60))
def test_safe_p_and_q_follow_from_the_published_counts_alone(plan, rows):
    findings = safe_findings(protect(reference.cube_of(plan, rows)))
    for finding in findings:
        if finding.kind == "median" or finding.comparator is None or finding.status != "ok":
            assert finding.p is None
        if finding.kind == "proportion" and finding.status == "ok" and finding.comparator:
            mine = outcomes_of(finding.events, finding.n)
            theirs = outcomes_of(round(finding.comparator_n * finding.comparator_value), finding.comparator_n)
            few_people = min(finding.n, finding.comparator_n) < plan.minimum
            assert finding.p == (
                None if few_people else pytest.approx(p_of("proportion", mine, theirs), rel=1e-7)
            )
    for family in families(plan, findings):
        tested = [findings[number].p for number in family if findings[number].p is not None]
        for number in family:
            expected = q_of(findings[number].p, tested)
            assert findings[number].q == (expected if expected is None else pytest.approx(expected, rel=1e-9))


@few(20)
@given(plan=plans(), rows=people(60))
def test_safe_adjusted_figures_follow_from_shown_and_rounded_strata_that_cover_enough(plan, rows):
    protected = protect(reference.cube_of(plan, rows))
    analysis = analysis_of(plan, compared_of(protected), is_internal=False)
    strata = {(t.measure.name, t.table.characteristic): t.strata for t in protected.tables if t.strata}
    covered = {
        (measure, characteristic, row["group"], row["comparator"]): row
        for measure, characteristics in analysis["adjusted"].items()
        for characteristic, rows_of in characteristics.items()
        for row in rows_of
    }
    for finding in safe_findings(protected):
        if finding.adjusted_difference is None:
            assert finding.adjusted_ratio is None
            continue
        assert finding.slice == "all"
        table = strata[finding.measure, finding.characteristic]
        number = table.table.groups.index(finding.group)
        own, other = table.cells.own, table.cells.others
        against = number
        if finding.comparator != "everyone else":
            other, against = own, table.table.groups.index(finding.comparator)
        used, people = [], 0
        for place, name in enumerate(table.table.slices):
            sides = [(own, number), (other, against)]
            if "Not known" in name or any(cells.reason[at, place] != SHOWN for cells, at in sides):
                continue
            counts = [(int(cells.events[at, place]), int(cells.n[at, place])) for cells, at in sides]
            for k, n in counts:
                assert k % plan.protection.round == n % plan.protection.round == 0
                assert min(k, n) >= plan.protection.threshold
            used.append([outcomes_of(k, n) for k, n in counts])
            people += sum(n for _, n in counts)
        said = adjusted_of(used)
        for column in SIGNALS[2:]:
            assert getattr(finding, column) == pytest.approx(said[column], rel=1e-7), column
        cover = min(people / (finding.n + finding.comparator_n), 1.0)
        row = covered[finding.measure, finding.characteristic, finding.group, finding.comparator]
        assert cover >= 0.8
        assert (row["given"], row["used"]) == (True, len(used))
        assert row["covered"] == pytest.approx(cover, abs=0.0006)
        assert "not_overlapping" not in row


@few(20)
@given(plan=plans(), rows=people(60), data=st.data())
def test_one_person_more_changes_no_safe_signal_while_the_rounded_counts_stay(plan, rows, data):
    more = data.draw(st.sampled_from(rows))
    before, after = (protect(reference.cube_of(plan, numbers)) for numbers in (rows, [*rows, more]))
    assume(before.axes == after.axes)
    for one, other in zip(before.tables, after.tables, strict=True):
        if one.measure.kind != "proportion" or list(one.published()) != list(other.published()):
            continue
        if one.strata and list(one.strata.published()) != list(other.strata.published()):
            continue
        for left, right in zip(one.findings(), other.findings(), strict=True):
            if (left.comparator_n, left.comparator_value) == (right.comparator_n, right.comparator_value):
                assert left.p == right.p
            if left.comparator not in (None, "everyone else"):
                assert left.adjusted_ratio == right.adjusted_ratio
                assert left.adjusted_difference == right.adjusted_difference


@few(20)
@given(plan=plans(), rows=people(60))
def test_not_even_the_strata_that_figures_are_computed_from_tell_a_hidden_count(plan, rows):
    protected = protect(reference.cube_of(plan, rows))
    strata = [table.strata for table in protected.tables if table.strata]
    assert leaks(SimpleNamespace(findings=safe_findings(protected)), plan, rows, strata) == []


def test_the_search_for_leaks_in_strata_finds_them_when_only_small_counts_are_hidden(monkeypatch):
    for step in ("hide_what_reveals", "hide_what_bounds"):
        monkeypatch.setattr(protection, step, lambda reasons, *_, **__: reasons)
    rows = [
        {"sex": sex, "grade": grade, "passed": number % 2 == 0}
        for sex, grade, count in (
            ("Male", "1", 60),
            ("Male", "2", 60),
            ("Female", "1", 60),
            ("Female", "2", 8),
        )
        for number in range(count)
    ]
    plan = reference.plan_of([SEX], MEASURES[:1], adjust_for=("grade",))
    protected = protect(reference.cube_of(plan, rows))
    release = SimpleNamespace(findings=safe_findings(protected))
    assert leaks(release, plan, rows, [table.strata for table in protected.tables if table.strata])
    assert leaks(release, plan, rows) == []


@few(20)
@given(plan=plans(), rows=people(60))
def test_a_finding_that_is_not_shown_has_no_signal(plan, rows):
    for finding in safe_findings(protect(reference.cube_of(plan, rows))):
        signals = [getattr(finding, column) for column in SIGNALS]
        assert all(signal is None or math.isfinite(signal) for signal in signals)
        if finding.status != "ok":
            assert signals == [None] * 6
