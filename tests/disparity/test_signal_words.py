"""What a difference is said to be worth, sentence by sentence."""

import re
from pathlib import Path

import pytest

import disparity
from disparity.breakdown_words import sentences_of
from disparity.heat_tables import range_of
from disparity.reading import key_findings
from disparity.signal_words import SIGNALS, gap_words, is_reversed, statement
from tests.disparity.example_reports import PASSED, RULES, WAIT, finding, report_of, unprotected_release

ADJUSTED = {
    "adjusted_ratio": 1.012, "adjusted_ratio_low": 1.002, "adjusted_ratio_high": 1.022, "adjusted_difference": 0.008,
    "ratio": 1.046, "ratio_low": 1.02, "ratio_high": 1.07,
}  # fmt: skip


def report(*findings, **analysis):
    return report_of(*findings, manifest=RULES | {"analysis": analysis})


def adjusted(row, *, covered=1.0, given=True, by=("region", "case type")):
    line = {"group": row.group, "comparator": row.comparator, "given": given, "used": 4, "covered": covered}
    return report(row, strata={"sex": list(by)}, adjusted={"passed": {"sex": [line]}})


def said(row, made=None):
    return statement(made or report(row), row, PASSED)


def test_a_clear_difference_with_a_small_q_is_a_signal_to_enquire():
    assert said(finding(p=0.001, q=0.05)).endswith("which is more favourable. It is a signal to enquire.")


def test_a_clear_difference_among_many_may_be_chance():
    assert said(finding(p=0.04, q=0.051)).endswith("Among so many comparisons it may be chance.")


def test_a_report_without_q_says_nothing_of_it():
    assert said(finding()).endswith("which is more favourable.")


def test_no_difference_comes_with_the_gap_that_would_have_shown():
    row = finding(difference=0.004, difference_low=-0.03, difference_high=0.038, p=0.8, q=0.9)
    assert said(row).endswith(
        "The data do not show a difference (likely between 3.0 points less and 3.8 points more). "
        "A gap of 5.1 percentage points or more would probably have shown."
    )


def test_the_gap_of_several_groups_is_a_range_and_of_a_handful_there_is_none():
    rows = [finding("A", n=1000), finding("B", n=300)]
    assert gap_words(rows, PASSED) == (
        "A gap of 5.1 to 8.2 percentage points, depending on the group, would probably have shown."
    )
    assert gap_words([finding(n=2, comparator_n=3)], PASSED) == (
        "There are too few people to have shown even a very large gap."
    )
    assert gap_words(rows, WAIT) == ""
    assert gap_words([finding(difference=None)], PASSED) == ""


def test_the_adjusted_difference_stands_beside_the_crude_one():
    row = finding(**ADJUSTED, q=0.01)
    assert said(row, adjusted(row)).endswith(
        "That is 3.1 percentage points more (likely between 1.9 and 4.2 more), which is more favourable. "
        "It is a signal to enquire. "
        "Taking region and case type into account, it is 0.8 percentage points more "
        "(a ratio of 1.01, likely between 1.00 and 1.02; 1.05 before)."
    )


def test_a_difference_that_adjusting_takes_away_is_said_so():
    row = finding(**ADJUSTED | {"adjusted_ratio_low": 0.99})
    assert said(row, adjusted(row)).endswith("Compared like with like, no difference is shown.")


def test_a_difference_that_only_adjusting_shows_is_said_so():
    row = finding(difference=0.01, difference_low=-0.01, difference_high=0.03, **ADJUSTED)
    assert said(row, adjusted(row)).endswith("Compared like with like, a difference is shown.")


def test_a_reversal_is_pointed_out():
    row = finding(
        **ADJUSTED | {"adjusted_difference": -0.02, "adjusted_ratio_low": 0.9, "adjusted_ratio_high": 1.01}
    )
    assert is_reversed(row)
    words = said(row, adjusted(row, by=("department",)))
    assert "Taking department into account, it is 2.0 percentage points less" in words
    assert words.endswith("The direction changes when department is taken into account.")


def test_a_speck_on_the_other_side_is_no_reversal():
    row = finding(
        difference=0.001, difference_low=-0.02, difference_high=0.022,
        **ADJUSTED | {"adjusted_difference": -0.001, "adjusted_ratio_low": 0.9, "adjusted_ratio_high": 1.1},
    )  # fmt: skip
    assert not is_reversed(row)
    assert "direction changes" not in said(row, adjusted(row))


def test_how_many_people_an_adjusted_figure_covers_is_said_unless_it_is_all():
    row = finding(**ADJUSTED)
    assert "That covers 86% of the people." in said(row, adjusted(row, covered=0.86))
    assert "covers" not in said(row, adjusted(row, covered=0.999))


@pytest.mark.parametrize(("covered", "words"), [(0.62, "62% of the people"), (0.004, "hardly anyone")])
def test_why_there_is_no_adjusted_figure_is_said(covered, words):
    row = finding()
    assert said(row, adjusted(row, covered=covered, given=False, by=("region", "case_type"))).endswith(
        f"Not adjusted for region and case type: the strata that may be used cover {words}."
    )


def test_below_the_minimum_nothing_is_said_of_the_two():
    row = finding(n=25, comparator_n=2000, q=None, **ADJUSTED)
    words = statement(report(row, minimum=30), row, PASSED)
    assert words == (
        "Passed: 71 in 100 Female registrations, compared with 68 in 100 for Male. "
        "Too few for a statement: fewer than 30 registrations on one side."
    )
    assert "Too few" not in statement(report(row, minimum=25), row, PASSED)


def test_a_breakdown_gathers_those_below_the_minimum_and_those_without_a_difference():
    unclear = {"difference": 0.004, "difference_low": -0.03, "difference_high": 0.038}
    rows = [
        finding("Female", q=0.01),
        finding("Other", n=25),
        finding("Trans", **unclear),
        finding("Male", comparator=None),
    ]
    words = sentences_of(report(*rows, minimum=30), rows, PASSED, "Male")
    assert words[0].endswith("It is a signal to enquire.")
    assert words[1:] == (
        "The data do not show a difference from Male for Trans. A gap of 5.1 percentage points or more would probably "
        "have shown.",
        "Too few for a statement (fewer than 30 registrations in it or in Male): Other.",
    )


def test_a_list_says_once_that_its_differences_are_signals_to_enquire():
    rows = [finding("Female", q=0.01), finding("Trans", q=0.01), finding("Other", q=0.2)]
    words = sentences_of(report(*rows[:2]), rows[:2], PASSED, "Male")
    assert "signal" not in "".join(words[:2])
    assert words[2:] == (SIGNALS,)
    words = sentences_of(report(*rows), rows, PASSED, "Male")
    assert words[2].endswith("Among so many comparisons it may be chance.")
    assert words[3:] == (f"{SIGNALS} Where it may be chance, that is said.",)


def test_what_stands_out_leaves_those_below_the_minimum_out_and_puts_what_may_be_chance_last():
    rows = [
        finding("A", difference=0.031, q=0.01),
        finding("B", difference=0.2, difference_high=0.3, q=0.2),
        finding("C", difference=0.3, difference_high=0.4, n=29),
    ]
    words = key_findings(report(*rows, minimum=30), "passed")
    assert [re.search(r"in 100 (\w) ", line)[1] for line in words] == ["A", "B"]


def test_nothing_that_the_engine_writes_calls_a_difference_discrimination():
    folder = Path(disparity.__file__).parent
    files = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    assert len(files) > 50
    for file in files:
        assert "discriminat" not in file.read_text(encoding="utf-8").casefold(), file


@pytest.mark.parametrize("measure", ["passed", "weeks to conclude", "wait"])
def test_real_key_findings_have_their_worth(measure):
    words = " ".join(key_findings(unprotected_release(), measure))
    assert ("signal to enquire" in words) is (measure != "wait")


def test_a_heat_table_calls_nothing_clear_below_the_minimum():
    rows = [
        finding("Female × North", characteristic="sex × region"),
        finding("Male × North", characteristic="sex × region", comparator=None),
    ]
    assert len(range_of(rows, PASSED, "Male")) == 2
    assert len(range_of(rows, PASSED, "Male", minimum=1000)) == 2
    assert len(range_of(rows, PASSED, "Male", minimum=1001)) == 1
