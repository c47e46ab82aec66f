"""How the page of a report reads: nothing twice, little folded, figures whole, and charts on scales that fit."""

import re

from disparity.charts import interval_chart
from disparity.reading import breakdown_of
from disparity.report_contents import ReportedMeasure
from disparity.report_markup import in_lines
from disparity.report_page import page
from tests.disparity.example_reports import finding, report_of, without_figures


def test_of_one_characteristic_alone_nothing_is_said_twice() -> None:
    one = page(report_of(finding(q=0.01)))
    assert "What stands out" not in one
    assert one.count("It is a signal to enquire.") == 1
    two = page(report_of(finding(), finding(characteristic="age", group="Old")))
    assert "What stands out" in two
    assert re.findall(r'<a href="#(measure-passed--\d)">(By \w+)</a>', two) == [
        ("measure-passed--1", "By sex"), ("measure-passed--2", "By age"),
    ]  # fmt: skip
    assert '<h3 id="measure-passed--2">Passed by age</h3>' in two


def test_more_than_three_heat_tables_are_folded_and_open_on_paper() -> None:
    rows = [
        finding(f"{first} × {second}", characteristic=f"sex × c{n}")
        for n in range(5)
        for first in ("Female", "Male")
        for second in ("Yes", "No")
    ]
    words = page(report_of(*rows))
    before, folded = words.split('<details class="printed">')
    folded = folded.split("</details>")[0]
    assert (before.count('class="figure-heat"'), folded.count('class="figure-heat"')) == (3, 2)
    assert "<summary>More pairs of characteristics</summary>" in folded
    assert ".printed::details-content" in words
    assert 'class="printed"' not in page(report_of(*rows[:12]))


def test_a_figure_and_its_interval_are_broken_only_between_them() -> None:
    assert in_lines("70.0% (69.9% to 70.2%)") == (
        '<span class="line">70.0%</span> <span class="line">(69.9% to 70.2%)</span>'
    )
    assert in_lines("69.9% to 70.2%") == '<span class="line">69.9% to 70.2%</span>'
    assert in_lines("Hidden to protect <others>") == "Hidden to protect &lt;others&gt;"


def test_where_only_those_not_known_have_a_figure_there_is_no_chart() -> None:
    hidden, unknown = without_figures(finding("Yes"), "hidden"), finding("Not known", comparator=None)
    shown = breakdown_of(report_of(hidden, unknown), [hidden, unknown])
    assert shown.chart == ""
    assert "<svg" not in shown.chart


def test_a_share_that_dwarfs_the_others_has_a_chart_and_a_scale_of_its_own() -> None:
    share = ReportedMeasure("share of cases", "share")
    nobody = {"comparator": None, "comparator_value": None}
    rows = [
        finding(f"G{n}", measure=share.name, kind="share", value=value, low=value, high=value, **nobody)
        for n, value in enumerate([0.02, 0.7, *(0.03,) * 6])
    ]
    both = interval_chart("c", "Share", rows, share, comparator="everyone else")
    giant, others = both.split("</svg>")[:2]
    assert "70.0%" in giant
    assert ">G0<" not in giant
    assert (giant.count("figure-dot"), others.count("figure-dot")) == (1, 7)
    assert "a scale of its own" in others
    few = interval_chart("c", "Share", rows[:6], share, comparator="everyone else")
    assert few.count("<svg") == 1
