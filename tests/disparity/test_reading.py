"""What pages show of a report."""

import re
from dataclasses import replace

import pytest

from disparity.breakdown_table import CRUDE_AND_ADJUSTED, P_AND_Q
from disparity.findings import Finding
from disparity.reading import (
    NoSuchBreakdown,
    breakdown,
    key_findings,
    outline,
)
from disparity.report_contents import ReportedMeasure
from disparity.slice_funnels import slice_funnels
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
        "The data do not show a difference from Male for Unclear. "
        "A gap of 5.1 percentage points or more would probably have shown.",
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
    note = breakdown(safe_release(), measure="passed", characteristic="sex").table.notes[0]
    assert note.startswith("Counts under 10 are hidden, and others are rounded to the nearest 5.")
    exact = breakdown(unprotected_release(), measure="passed", characteristic="sex").table.notes
    assert not any("rounded" in words for words in exact)


CRUDE = finding(
    ratio=0.732, ratio_low=0.7, ratio_high=0.75, adjusted_ratio=0.981, adjusted_ratio_low=0.9,
    adjusted_ratio_high=1.1, adjusted_difference=-0.004, p=0.0004, q=0.0312,
)  # fmt: skip


def test_crude_and_adjusted_stand_side_by_side_with_p_and_q_and_are_explained() -> None:
    other = replace(CRUDE, comparator="everyone else", adjusted_ratio=0.5, p=0.9, q=0.9)
    report = report_of(CRUDE, other, MALE, without_figures(finding("Other"), "too-few"))
    table = breakdown(report, measure="passed", characteristic="sex").table
    assert [column.name for column in table.columns][6:] == [
        "Crude ratio", "Adjusted ratio", "Adjusted gap", "p", "q",
    ]  # fmt: skip
    assert table.rows[0][6:] == (
        "0.73 (0.70 to 0.75)", "0.98 (0.90 to 1.10)", "0.4 points less", "under 0.001", "0.031",
    )  # fmt: skip
    # The comparison group itself has figures against everyone else only, which would not belong here.
    assert table.rows[1][5:] == ("Comparison group", "–", "–", "–", "–", "–")
    assert table.rows[2][6:] == ("–",) * 5
    assert table.notes[1:] == (CRUDE_AND_ADJUSTED, P_AND_Q)


def areas(*rates: float, **changes: object) -> list[Finding]:
    """Make areas of 1,000 with the rates given, against everyone else, whose rate makes 50% of all."""
    rest = 1000 * (len(rates) - 1)
    whole = 500 * len(rates)
    return [
        finding(
            f"Area {number}", characteristic="area", n=1000, events=int(rate * 1000), value=rate,
            comparator="everyone else", comparator_n=rest, comparator_value=(whole - 1000 * rate) / rest,
            **changes,
        )
        for number, rate in enumerate(rates, start=1)
    ]  # fmt: skip


def test_areas_have_a_funnel_that_names_those_outside_the_limits_and_those_not_shown() -> None:
    hidden = without_figures(finding("Area 7", characteristic="area", comparator="everyone else"), "too-few")
    rows = [*areas(0.5, 0.5, 0.5, 0.56, 0.46, 0.48), hidden]
    report = report_of(*rows, characteristics=("area",), slices=("area",))
    shown = breakdown(report, measure="passed", characteristic="area")
    words = " ".join(re.findall(r">([^<>]+)</text>", shown.funnel))
    assert "Dashed line: everyone, 50.0%" in words
    assert "Above the 99.8% limits: Area 4" in words
    assert "Below the 95% limits: Area 5" in words
    assert "Too few to say: Area 7." in words
    assert "Area 6" not in words
    assert shown.funnel_caption.startswith("Passed by area")
    not_areas = replace(report, slices=())
    assert not breakdown(not_areas, measure="passed", characteristic="area").funnel
    assert not breakdown(
        replace(report, findings=tuple(rows[:4])), measure="passed", characteristic="area"
    ).funnel


def test_a_group_that_fares_unlike_elsewhere_in_a_place_has_a_funnel_by_slice() -> None:
    rows = [finding(comparator="everyone else", n=5000, value=0.5), finding("Male", n=5000, value=0.5)]
    rates = {"Female": (0.5, 0.5, 0.5, 0.4, 0.6), "Male": (0.5,) * 5}
    rows += [
        finding(group, slice=f"service_area: A{number}", n=1000, value=rate, comparator="everyone else")
        for group, of_group in rates.items()
        for number, rate in enumerate(of_group, start=1)
    ]
    report = report_of(*rows, slices=("service_area",))
    (only,) = slice_funnels(report, "passed")
    assert only.caption.startswith("Passed for Female (sex) by service area: ")
    assert "Above the 99.8% limits: A5" in only.chart
    assert "Dashed line: the whole group, 50.0%" in only.chart


def test_two_characteristics_have_a_heat_table_that_says_what_is_clear_and_against_whom() -> None:
    crossed = [
        finding("Male × Old", characteristic="sex × age", value=0.5, comparator="everyone else"),
        finding("Female × Old", characteristic="sex × age", comparator="Male × Old", value=0.6),
        without_figures(finding("Male × Young", characteristic="sex × age", comparator="Male × Old"), "hidden"),
        finding(
            "Female × Young", characteristic="sex × age", comparator="Male × Old", value=0.4, difference=-0.1,
            difference_low=-0.2, difference_high=-0.05,
        ),
    ]  # fmt: skip
    shown = breakdown(report_of(*crossed), measure="passed", characteristic="sex × age")
    assert not shown.chart
    cells = re.findall(r"<td[^>]*>(.*?)</td>", shown.heat)
    assert [re.sub(r"<[^>]+>", "", cell) for cell in cells] == [
        "50.0% comparison group", "Hidden to protect others", "60.0% clearly more", "40.0% clearly less",
    ]  # fmt: skip
    assert shown.sentences == (
        "The highest figure is 60.0% (Female × Old), the lowest 40.0% (Female × Young).",
        "“Clearly more” and “clearly less” are said against Male × Old.",
    )


@pytest.mark.parametrize("group", ["Female", "Female × A × B"])
def test_groups_that_are_not_of_two_levels_have_no_heat_table(group: str) -> None:
    rows = [finding(group, characteristic="sex × age"), finding("Male × Old", characteristic="sex × age")]
    shown = breakdown(report_of(*rows), measure="passed", characteristic="sex × age")
    assert not shown.heat
    assert shown.chart


def test_periods_are_told_as_lines_and_a_table_and_not_as_more_groups() -> None:
    moments = [
        finding(group, period=period, value=value, low=value - 0.02, high=value + 0.02)
        for period, value in (("2023", 0.5), ("2024", 0.6), ("2025", 0.7))
        for group in ("Female", "Male")
    ]
    moments[3] = without_figures(moments[3], "too-few")
    shown = breakdown(report_of(finding(), *moments), measure="passed", characteristic="sex")
    assert [row[0] for row in shown.table.rows] == ["Female"]
    assert shown.trend_table is not None
    assert [column.name for column in shown.trend_table.columns] == ["Group", "2023", "2024", "2025"]
    assert shown.trend_table.rows[1] == (
        "Male", "50.0% (48.0% to 52.0%)", "Too few to say", "70.0% (68.0% to 72.0%)",
    )  # fmt: skip
    (chart,) = shown.trends
    assert "Where a line breaks: too few to say." in chart
    assert "figure-error" in chart


def test_more_groups_than_colours_are_drawn_in_more_charts() -> None:
    rows = [finding(f"G{n}", period=period) for n in range(8) for period in ("2024", "2025")]
    shown = breakdown(report_of(finding(), *rows), measure="passed", characteristic="sex")
    assert len(shown.trends) == 2
    assert shown.trend_table is not None
    assert len(shown.trend_table.rows) == 8


def test_one_period_alone_has_no_line() -> None:
    shown = breakdown(report_of(finding(), finding(period="2025")), measure="passed", characteristic="sex")
    assert shown.trends == ()


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
