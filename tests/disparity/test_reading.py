"""What pages show of a report."""

import re
from dataclasses import replace

import pytest

from disparity.reading import NoSuchBreakdown, breakdown, key_findings, outline
from disparity.report_contents import ReportedMeasure
from tests.disparity.example_reports import (
    HOSTILE,
    WAIT,
    finding,
    report_of,
    safe_release,
    unprotected_release,
    without_figures,
)

MALE = finding("Male", n=2000, events=1362, value=0.681, low=0.66, high=0.70, comparator="everyone else")
NOT_KNOWN = finding(
    "Not known", n=55, events=30, value=0.545, comparator=None, comparator_value=None, difference=None
)
OTHER = without_figures(finding("Other"), "too-few")
KEPT = without_figures(finding("Prefers not to say"), "hidden")
FEMALE_AGAINST_ALL = finding(comparator="everyone else", difference=0.02)
REPORT = report_of(finding(), FEMALE_AGAINST_ALL, MALE, OTHER, KEPT, NOT_KNOWN)


def test_the_outline_has_measures_characteristics_and_slices_in_order() -> None:
    (passed, weeks, wait) = outline(safe_release())
    assert (passed.name, passed.slug) == ("passed", "passed")
    assert (weeks.slug, wait.slug) == ("weeks-to-conclude", "wait")
    assert passed.characteristics == ("sex", "ethnic group", "sex × ethnic group")
    assert passed.slices == ("all", "region: North", "region: South", "region: West")


def test_slugs_are_plain_and_unique() -> None:
    names = ["Rate: one", "rate one", "Cyfradd – ŵy", "שלום", "→"]
    report = report_of(measures=tuple(ReportedMeasure(name, "proportion") for name in names))
    slugs = [each.slug for each in outline(report)]
    assert slugs[0] == "rate-one"
    assert len(set(slugs)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_a_breakdown_is_against_the_reference_group_first() -> None:
    shown = breakdown(REPORT, measure="passed", characteristic="sex")
    assert shown.heading == "Passed by sex"
    assert [column.name for column in shown.table.columns] == [
        "Group", "Registrations", "With the outcome", "Rate", "95% interval", "Compared with Male",
    ]  # fmt: skip
    assert shown.table.rows == (
        ("Female", "1,000", "712", "71.2%", "68.3% to 73.9%", "3.1 points more (1.9 to 4.2 more)"),
        ("Male", "2,000", "1,362", "68.1%", "66.0% to 70.0%", "Comparison group"),
        ("Other", "–", "–", "Too few to say", "–", "–"),
        ("Prefers not to say", "–", "–", "Hidden to protect others", "–", "–"),
        ("Not known", "55", "30", "54.5%", "68.3% to 73.9%", "Not compared"),
    )
    assert (
        shown.completeness
        == "Sex is known for 98.1% of registrations. Passed is known for all registrations."
    )


def test_a_breakdown_can_be_against_everyone_else() -> None:
    shown = breakdown(REPORT, measure="passed", characteristic="sex", comparator="everyone else")
    assert shown.table.columns[-1].name == "Compared with everyone else"
    assert shown.table.rows[0][-1] == "2.0 points more (1.9 to 4.2 more)"
    assert "Dashed line" not in shown.chart
    assert "Dashed line: Male, 68.1%" in breakdown(REPORT, measure="passed", characteristic="sex").chart


def test_the_sentences_say_what_differs_and_what_is_not_shown() -> None:
    unclear = finding("Unclear", difference_low=-0.01)
    report = replace(REPORT, findings=(*REPORT.findings, unclear))
    said = breakdown(report, measure="passed", characteristic="sex").sentences
    assert said[0].startswith("71 in 100 Female registrations")
    assert said[1:] == (
        "The data do not show a difference from Male for Unclear.",
        "Too few to say: Other.",
        "Hidden to protect others: Prefers not to say.",
    )


def test_a_breakdown_with_nothing_to_show_says_so_and_draws_nothing() -> None:
    shown = breakdown(report_of(OTHER, KEPT), measure="passed", characteristic="sex")
    assert shown.chart == shown.chart_caption == ""
    assert len(shown.sentences) == 1
    assert shown.sentences[0].startswith("There is nothing to show")


def test_hidden_groups_have_words_and_no_number_anywhere() -> None:
    release = safe_release()
    for measure in outline(release):
        for characteristic in measure.characteristics:
            for slice_ in measure.slices:
                shown = breakdown(release, measure=measure.name, characteristic=characteristic, slice=slice_)
                hidden = {
                    row.group
                    for row in release.findings
                    if row.status in {"too-few", "hidden"}
                    and (row.measure, row.characteristic, row.slice) == (measure.name, characteristic, slice_)
                }
                assert shown.table.rows
                for group, *cells in shown.table.rows:
                    assert (group in hidden) == bool(
                        {"Too few to say", "Hidden to protect others"} & set(cells)
                    )
                    assert group not in hidden or not re.search(r"\d", " ".join(map(str, cells)))


def test_the_example_has_hidden_groups_to_test_with() -> None:
    assert {row.status for row in safe_release().findings} >= {"ok", "too-few", "hidden"}


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "x"}, {"characteristic": "x"}, {"slice": "region: x"}, {"comparator": "x"}],
)
def test_what_the_report_does_not_have_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(NoSuchBreakdown):
        breakdown(REPORT, **({"measure": "passed", "characteristic": "sex"} | wrong))
    with pytest.raises(NoSuchBreakdown):
        key_findings(REPORT, "x")


def test_key_findings_are_the_largest_clear_differences_first() -> None:
    sizes = [0.05, -0.3, 0.1, 0.2, 0.15, 0.25]
    rows = [
        finding(f"G{n}", difference=size, difference_low=size - 0.01, difference_high=size + 0.01)
        for n, size in enumerate(sizes)
    ]
    unclear = finding("Unclear", difference=0.9, difference_low=-0.1, difference_high=1.0)
    said = key_findings(report_of(*rows, unclear, OTHER, KEPT), "passed")
    assert [re.findall(r"[\d.]+ percentage points", each) for each in said[:5]] == [
        [f"{size} percentage points"] for size in (30.0, 25.0, 20.0, 15.0, 10.0)
    ]
    assert said[5:] == ("1 group has too few people to say and 1 group is hidden to protect others.",)


def test_key_findings_do_not_say_one_difference_twice() -> None:
    assert len(key_findings(REPORT, "passed")) == 2
    women = finding(comparator="everyone else")
    men = finding(
        "Male", comparator="everyone else", difference=-0.031, difference_low=-0.042, difference_high=-0.019
    )
    assert len(key_findings(report_of(women, men), "passed")) == 1


def test_key_findings_leave_slices_and_intersections_out() -> None:
    rows = [finding(slice="region: London"), finding("Female × Indian", characteristic="sex × ethnic group")]
    assert key_findings(report_of(*rows), "passed") == (
        "The data do not show a difference between groups that is clearly more than chance.",
    )


def test_no_difference_between_medians_is_called_clear() -> None:
    rows = [finding(measure="wait", kind="median", difference_low=None, difference_high=None)]
    assert key_findings(report_of(*rows, measure=WAIT), "wait")[0].startswith(
        "Differences between medians have no"
    )


def test_counts_of_a_safe_report_are_said_to_be_rounded() -> None:
    (note,) = breakdown(safe_release(), measure="passed", characteristic="sex").table.notes
    assert note.startswith("Counts under 10 are hidden, and others are rounded to the nearest 5.")
    assert breakdown(unprotected_release(), measure="passed", characteristic="sex").table.notes == ()


def test_a_hostile_group_is_words_in_the_chart() -> None:
    chart = breakdown(unprotected_release(), measure="passed", characteristic="ethnic group").chart
    assert HOSTILE not in chart
    assert "=Bob&#x27;s &lt;b&gt;group&lt;/b&gt;" in chart


def test_completeness_too_few_to_say_has_no_number() -> None:
    row = replace(REPORT.completeness[0], known=None, share=None)
    report = replace(REPORT, completeness=(row,))
    words = breakdown(report, measure="passed", characteristic="sex").completeness
    assert words == "Sex: too few to say for how many registrations it is not known."


def test_nearly_all_is_never_all() -> None:
    row = replace(REPORT.completeness[0], share=0.99999)
    words = breakdown(
        replace(REPORT, completeness=(row,)), measure="passed", characteristic="sex"
    ).completeness
    assert "99.9% of" in words
