"""The pure gate against the same rule written slowly, apart from it; and what each refusal names."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from dueregard.decisions.gate import rule
from dueregard.decisions.gate.rule import Principle
from tests.decisions.slow_gate import (
    MAKER,
    OWNER,
    SECOND,
    History,
    at,
    deciding_of,
    facts_of,
    random_history,
    verdict,
)


def differing(number: int, *, seed: int = 7) -> list[History]:
    """Return the histories on which the gate and the slow rule differ."""
    chance = random.Random(seed)
    histories = (random_history(chance) for _ in range(number))
    return [each for each in histories if found_in(each) != verdict(each)]


def found_in(history: History) -> set[Principle]:
    return {each.principle for each in rule.refusals_to_decide(facts_of(history), deciding_of(history))}


def words_of(history: History) -> str:
    return " ".join(each.words for each in rule.refusals_to_decide(facts_of(history), deciding_of(history)))


def test_the_gate_agrees_with_the_slow_rule_on_random_histories() -> None:
    assert differing(2_000) == []


@pytest.mark.prove
def test_the_gate_agrees_with_the_slow_rule_on_ten_thousand_histories() -> None:
    assert differing(10_000, seed=11) == []


def test_random_histories_fail_each_principle_and_pass_often_enough() -> None:
    chance = random.Random(7)
    verdicts = [verdict(random_history(chance)) for _ in range(2_000)]
    failed = Counter(principle for each in verdicts for principle in each)
    assert set(failed) == set(Principle)
    assert min(failed.values()) > 40
    assert sum(not each for each in verdicts) > 400


@pytest.mark.parametrize("principle", list(Principle))
def test_without_any_one_check_the_comparison_fails(
    principle: Principle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rule.CHECKS, principle, lambda facts, deciding: iter(()))
    found = differing(2_000)
    assert found
    assert all(principle in verdict(each) for each in found)


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        ({"adopted_at": None}, "No analysis is adopted."),
        (
            {"evidence": (65,)},
            "“Survey 65” was received on 2 February 2026 at 10:05am, after 2 February 2026 at 10am.",
        ),
        ({"attested_at": 60}, "The attestation of 2 February 2026 at 10am is not after the adoption"),
        (
            {"attested_at": 90},
            "The attestation was made on 2 February 2026 at 10:30am, after 2 February 2026 at 10:20am",
        ),
        (
            {"taken_at": 55},
            "The analysis was adopted on 2 February 2026 at 10am, after 2 February 2026 at 9:55am.",
        ),
        ({"recorded_at": 70}, "The decision is dated 2 February 2026 at 10:20am, which is not past yet."),
        (
            {"empty": ("Sex: eliminate discrimination",)},
            "Nothing is said yet on “Sex: eliminate discrimination”.",
        ),
        ({"unmitigated": ("Race: foster good relations",)}, "the effect on “Race: foster good relations”"),
        ({"options": 1}, "There is one option only, and no reason why."),
        ({"changed": ""}, "Nothing is said about what changed because of the analysis."),
        (
            {"consultations": ((None, (), None),)},
            "The consultation “Half days” was still open on 2 February 2026.",
        ),
        (
            {"consultations": ((40, ("notice",), None),)},
            "The theme “notice” of the consultation “Half days” is not",
        ),
        ({"attested_digest": "b"}, "is to another analysis than the one adopted on 2 February 2026 at 10am"),
        ({"attested_at": None}, "The decision-maker has not attested to the analysis."),
        ({"decided_by": OWNER}, "Only the decision-maker whom the proposal names can do this."),
        ({"adopted_by": OWNER}, "Whoever wrote the analysis adopted it."),
        ({"agreed_by": OWNER}, "Whoever screened the proposal agreed to the screening."),
        ({"review_in_days": None}, "No day is set to review the decision."),
        (
            {"review_in_days": 367},
            "The review on 4 February 2027 is too late: relevance is high, so it is due by 2 Feb",
        ),
        ({"digest_now": "b"}, "The analysis adopted on 2 February 2026 at 10am is not what was adopted"),
        ({"unrecorded": ("adopted",)}, "The journal has no entry for this step: adopted."),
    ],
)
def test_each_refusal_names_the_date_or_the_cell_that_fails(spoiled: dict[str, object], words: str) -> None:
    assert words_of(History()) == ""
    assert words in words_of(replace(History(), **spoiled))  # type: ignore[arg-type]


def test_a_proposal_screened_out_is_decided_on_the_screening_alone() -> None:
    history = replace(History(relevance="none"), adopted_at=None, attested_at=None, consultations=())
    assert words_of(history) == ""
    late = replace(history, agreed_at=90)
    assert words_of(late) == (
        "The screening was agreed on 2 February 2026 at 10:30am, after 2 February 2026 at 10:20am."
    )
    assert "No analysis is adopted." in words_of(replace(history, agreed_by=None))


def test_an_author_does_not_adopt_and_an_empty_cell_is_named() -> None:
    facts = facts_of(replace(History(), empty=("Age: eliminate discrimination",), adopted_at=None))
    words = [each.words for each in rule.refusals_to_adopt(facts, by=OWNER, at=at(60))]
    assert words == [
        "Nothing is said yet on “Age: eliminate discrimination”.",
        "Whoever wrote the analysis does not adopt it: a second person does.",
    ]
    assert rule.refusals_to_adopt(facts_of(replace(History(), adopted_at=None)), by=SECOND, at=at(60)) == ()


def test_attesting_is_to_what_was_shown_by_the_decision_maker_alone() -> None:
    facts = facts_of(replace(History(), attested_at=None))
    assert rule.refusals_to_attest(facts, by=MAKER, at=at(61), sha256="a") == ()
    assert "Read it again" in rule.refusals_to_attest(facts, by=MAKER, at=at(61), sha256="b")[0].words
    assert (
        "Only the decision-maker" in rule.refusals_to_attest(facts, by=SECOND, at=at(61), sha256="a")[0].words
    )
    assert "not before this" in rule.refusals_to_attest(facts, by=MAKER, at=at(60), sha256="a")[0].words


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-15", 24, "2028-12-15")],
)
def test_months_after_ends_with_the_month(day: str, months: int, later: str) -> None:
    assert rule.months_after(date.fromisoformat(day), months) == date.fromisoformat(later)
