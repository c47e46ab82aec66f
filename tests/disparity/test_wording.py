"""Findings in plain English, sentence by sentence."""

from dataclasses import replace

import pytest

from disparity.plurals import counted, plural
from disparity.report_contents import ReportedMeasure
from disparity.wording import gap, listed, numerals_of, sentence, status_words
from figures import PERCENT, Numerals
from tests.disparity.example_reports import PASSED, WAIT, WEEKS, finding, without_figures


def said(row, measure=PASSED, unit="registration") -> str:
    return sentence(row, measure, unit=unit)


def test_a_clear_difference_is_said_with_its_interval_and_what_it_means() -> None:
    assert said(finding()) == (
        "Passed: 71 in 100 Female registrations, compared with 68 in 100 for Male. "
        "That is 3.1 percentage points more (likely between 1.9 and 4.2 more), which is more favourable."
    )


def test_less_of_what_should_be_high_is_less_favourable() -> None:
    row = finding(difference=-0.031, difference_low=-0.042, difference_high=-0.019)
    assert "3.1 percentage points less (likely between 1.9 and 4.2 less), which is less favourable." in said(
        row
    )


@pytest.mark.parametrize(
    ("better", "words"),
    [("lower", ", which is less favourable."), (None, "4.2 more)."), ("higher", "more favourable.")],
)
def test_which_way_is_better_comes_from_the_measure(better: str | None, words: str) -> None:
    assert said(finding(), replace(PASSED, better=better)).endswith(words)


def test_an_interval_with_no_difference_in_it_is_not_a_difference() -> None:
    row = finding(difference=0.004, difference_low=-0.01, difference_high=0.018)
    assert said(row).endswith(
        "The data do not show a difference (likely between 1.0 points less and 1.8 points more)."
    )
    assert "favourable" not in said(row)


def test_an_interval_that_ends_at_no_difference_is_not_a_difference() -> None:
    row = finding(difference_low=0.0)
    assert "do not show a difference (likely between 0.0 and 4.2 points more)" in said(row)


@pytest.mark.parametrize(
    ("own", "other", "words"),
    [
        (0.004, 0.002, "4 in 1,000 Female registrations, compared with 2 in 1,000 for"),
        (0.0004, 0.05, "4 in 10,000 Female registrations, compared with 500 in 10,000 for"),
        (0.712, 0.709, "712 in 1,000 Female registrations, compared with 709 in 1,000 for"),
        (0.998, 0.5, "998 in 1,000 Female registrations, compared with 500 in 1,000 for"),
        (1.0, 0.0, "100 in 100 Female registrations, compared with 0 in 100 for"),
        (0.5, 0.5, "50 in 100 Female registrations, compared with 50 in 100 for"),
    ],
)
def test_rates_are_said_so_that_they_can_be_told_apart(own: float, other: float, words: str) -> None:
    row = finding(value=own, comparator_value=other, difference=own - other)
    assert words in said(row)


def test_a_tiny_difference_has_enough_decimals_to_be_seen() -> None:
    row = finding(difference=0.0003, difference_low=0.0001, difference_high=0.0005)
    assert "0.03 percentage points more (likely between 0.01 and 0.05 more)" in said(row)


def test_a_narrow_interval_has_enough_decimals_to_differ_from_the_difference_or_is_left_out() -> None:
    row = finding(difference=0.03, difference_low=0.0299, difference_high=0.0302)
    assert "3.00 percentage points more (likely between 2.99 and 3.02 more)" in said(row)
    assert gap(row, PASSED, PERCENT) == "3.00 points more (2.99 to 3.02 more)"
    row = finding(difference=0.03, difference_low=0.02999, difference_high=0.03001)
    assert "That is 3.00 percentage points more, which is more favourable." in said(row)
    assert gap(row, PASSED, PERCENT) == "3.00 points more"


def test_rates_of_a_great_many_people_have_a_second_decimal_all_of_them() -> None:
    wide, narrow = finding(), finding(value=0.0032, low=0.0031, high=0.0033)
    assert numerals_of(PASSED, [wide]) == PERCENT
    assert numerals_of(PASSED, [wide, narrow]).show(0.0032) == "0.32%"
    assert numerals_of(PASSED, [finding(value=0.0, low=0.0, high=0.0)]) == PERCENT


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("Female", "71 in 100 Female registrations,"),
        ("Black or Mixed", "71 in 100 Black or Mixed registrations,"),
        ("0-10%", "71 in 100 registrations with sex “0-10%”,"),
        ("Female × Indian", "71 in 100 registrations with sex “Female × Indian”,"),
        ("Any other white background", "registrations with sex “Any other white background”,"),
        ("Not known", "71 in 100 registrations with sex not known,"),
    ],
)
def test_a_group_is_named_so_that_it_reads(group: str, words: str) -> None:
    assert words in said(finding(group))


def test_a_slice_is_named() -> None:
    assert said(finding(slice="region: London")).startswith("Passed (region: London): 71 in 100")


def test_what_has_no_figure_has_no_number() -> None:
    assert said(without_figures(finding(), "too-few")) == "Passed: too few Female registrations to say."
    assert said(without_figures(finding(), "hidden")) == (
        "Passed: figures for Female registrations are hidden to protect others."
    )
    assert said(without_figures(finding(), "not-comparable")) == (
        "Passed: nothing is recorded for Female registrations."
    )
    alone = replace(finding(), comparator_value=None, difference=None, status="not-comparable")
    assert said(alone) == (
        "Passed: 71 in 100 Female registrations. There is nothing safe to compare this with."
    )
    assert said(replace(alone, comparator=None)) == "Passed: 71 in 100 Female registrations."


def test_a_mean_has_its_unit_and_a_median_has_no_interval() -> None:
    weeks = finding(
        measure="weeks to conclude", kind="mean", value=34.5, low=33.0, high=36.0, comparator_value=30.0,
        difference=4.5, difference_low=3.0, difference_high=6.0,
    )  # fmt: skip
    assert said(weeks, WEEKS, "child") == (
        "Weeks to conclude: a mean of 34.5 weeks for Female children, compared with 30.0 weeks for Male. "
        "That is 4.5 weeks more (likely between 3.0 and 6.0 more), which is less favourable."
    )
    wait = replace(weeks, kind="median", difference_low=None, difference_high=None)
    assert said(wait, WAIT, "child").endswith("That is 4.5 days more.")
    assert said(replace(wait, difference=0.0), WAIT, "child").endswith("That is the same.")


def test_money_stands_before_the_number() -> None:
    pay = ReportedMeasure("pay", "mean", None, "£")
    row = finding(
        kind="mean", value=31000.0, low=30000.0, high=32000.0, comparator_value=33000.0,
        difference=-2000.0, difference_low=-3000.0, difference_high=-1000.0,
    )  # fmt: skip
    assert "a mean of £31,000 for Female staff, compared with £33,000" in said(row, pay, "staff")
    assert "£2,000 less (likely between £1,000 and £3,000 less)." in said(row, pay, "staff")


def test_a_cell_has_the_difference_in_few_words() -> None:
    assert gap(finding(), PASSED, PERCENT) == "3.1 points more (1.9 to 4.2 more)"
    unclear = finding(difference=-0.004, difference_low=-0.018, difference_high=0.01)
    assert gap(unclear, PASSED, PERCENT) == "0.4 points less (1.8 less to 1.0 more)"
    assert gap(replace(unclear, difference=None), PASSED, PERCENT) == "Not comparable"


def test_numbers_are_as_precise_as_they_are() -> None:
    def numerals(*values: float) -> Numerals:
        return numerals_of(WEEKS, [finding(value=value, low=None, high=None) for value in values])

    assert numerals(20.0, 31.0).places == 0
    assert numerals(20.5, 31.0).places == 1
    assert numerals(34.23456, 3.1).places == 1
    assert numerals(0.0034567).places == 5
    assert numerals_of(PASSED, []) == PERCENT
    assert numerals().places == 0


def test_the_words_for_what_is_not_shown() -> None:
    assert status_words(finding()) == ""
    words = [
        status_words(without_figures(finding(), each)) for each in ("too-few", "hidden", "not-comparable")
    ]
    assert words == ["Too few to say", "Hidden to protect others", "None recorded"]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("child", "children"), ("person", "people"), ("case", "cases"), ("registration", "registrations"),
        ("inquiry", "inquiries"), ("survey", "surveys"), ("process", "processes"), ("match", "matches"),
        ("case file", "case files"), ("Child", "Children"), ("member of staff", "members of staff"),
        ("young person", "young people"), ("woman", "women"), ("staff", "staff"), ("stepchild", "stepchildren"),
        ("", ""),
    ],
)  # fmt: skip
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def test_counts_and_lists_read_as_english() -> None:
    assert counted(1, "child") == "1 child"
    assert counted(1200, "child") == "1,200 children"
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


@pytest.mark.parametrize("answer", ["Yes", "No", "Other"])
def test_an_answer_is_named_with_its_question(answer: str) -> None:
    words = said(finding(characteristic="young carer", group=answer), unit="child")
    assert f"children with young carer “{answer}”" in words


def test_under_the_name_of_the_measure_a_sentence_leaves_it_out() -> None:
    assert sentence(finding(), PASSED, unit="registration", named=False).startswith("71 in 100 Female")
    few = without_figures(finding(), "too-few")
    assert sentence(few, PASSED, unit="registration", named=False) == "Too few Female registrations to say."
