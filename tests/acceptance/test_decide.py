"""What deciding with due regard promises, in order. Each test is thin: what it rests on is in `tests/decisions`.

The journeys of line 5 are walked in `tests/decisions/test_in_the_browser.py` and in that of consultations.
"""

from typing import Any

import pytest

from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate import dossier as dossiers
from dueregard.decisions.gate.paper import dossier_as_pdf
from dueregard.decisions.gate.rule import Principle
from dueregard.decisions.models import Effect
from dueregard.decisions.refusals import AtTheGate
from dueregard.decisions.statements import actions as statements
from dueregard.people.models import Person
from dueregard.records.documents.content import content_of
from dueregard.records.documents.gate import faults_of
from dueregard.records.duty import WHY_NOT_REQUIRED, Characteristic
from tests.decisions import building, test_gate_histories, test_gate_rule
from tests.decisions.building import case_of
from tests.decisions.consultations import test_coding, test_outcomes, test_scale
from tests.decisions.test_gate_histories import other

__all__ = ["other"]

Cast = dict[str, Person]


def test_1_the_gate_agrees_with_a_slow_one_and_nothing_is_decided_out_of_order(
    cast: Cast, other: Person
) -> None:
    assert test_gate_rule.differing(500, seed=23) == []
    test_gate_histories.check(test_gate_histories.histories(25, cast, other, seed=29), least=1)


@pytest.mark.parametrize("principle", list(Principle))
def test_1_without_any_one_check_the_comparison_fails(
    principle: Principle, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_gate_rule.test_without_any_one_check_the_comparison_fails(principle, monkeypatch)


def test_2_an_empty_cell_is_not_adopted_and_no_source_is_not_known(cast: Cast) -> None:
    case = case_of(cast).proposed().agreed()
    analysis = case.filled()
    case.said(analysis, Characteristic.RACE, effect=Effect.NONE_FOUND)
    case.said(analysis, Characteristic.AGE, effect=None, reasoning="")
    with case.watch.later().running(), pytest.raises(AtTheGate, match="Age: eliminate discrimination"):
        gate.adopt(analysis, by=case.second)
    case.said(analysis, Characteristic.AGE)
    with case.watch.later().running():
        shown = dossiers.shown(gate.adopt(analysis, by=case.second).content, to=case.owner)
    said = {each.name: each.aims for each in shown.characteristics}
    assert {aim.effect for aim in said["Race"]} == {"Not known"}
    assert [aim.why_not for aim in said["Marriage and civil partnership"]] == [
        "",
        WHY_NOT_REQUIRED,
        WHY_NOT_REQUIRED,
    ]


def test_3_an_undecided_theme_holds_the_outcome_and_a_telling_quotation_is_held(cast: Cast) -> None:
    test_outcomes.test_a_consultation_with_an_undecided_theme_cannot_publish_its_outcome(cast)


def test_3_a_quotation_with_office_role_and_date_is_held(cast: Cast) -> None:
    test_coding.test_a_quotation_that_names_an_office_a_role_and_a_date_is_held_for_a_second_person(cast)


def test_4_a_decision_gives_a_statement_and_a_dossier(cast: Cast) -> None:
    """That of the working carers' policy in the demonstration is checked in `tests/demo/test_decisions.py`."""
    case = case_of(cast).proposed().agreed()
    building.decided(case)
    content = content_of(statements.begin(case.proposal, by=case.owner))
    assert len(content["sections"]) == 8
    assert faults_of(content) == ()
    said = [each for section in content["sections"] for each in section["statements"]]
    assert {each["characteristic"] for each in said} - {""} == set(Characteristic)
    assert dossier_as_pdf(dossiers.of(case.proposal, to=case.owner)).startswith(b"%PDF-")


def test_7_three_times_as_many_responses_take_no_more_queries(cast: Any) -> None:
    test_scale.test_three_times_as_many_responses_take_no_more_queries(cast)
