"""The equality statement of a decided proposal: its sections, its sources, and the nine characteristics."""

from datetime import date
from uuid import uuid4

import pytest

from dueregard.access import NotAllowed
from dueregard.decisions.analyses import actions as analyses
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.models import Effect, Relevance
from dueregard.decisions.statements import actions as statements
from dueregard.decisions.statements import edi
from dueregard.people.models import Person
from dueregard.records.digests import sha256_of
from dueregard.records.documents import actions as documents
from dueregard.records.documents.content import content_of
from dueregard.records.documents.gate import faults_of, share_of_context
from dueregard.records.documents.models import Document
from dueregard.records.duty import Characteristic
from tests.decisions import building
from tests.decisions.building import Case


def decided(case: Case) -> Case:
    building.decided(case.proposed().agreed())
    return case


def test_the_statement_has_its_sections_all_nine_and_a_ground_for_each_sentence(case: Case) -> None:
    decided(case)
    document = statements.begin(case.proposal, by=case.owner)
    content = content_of(document)
    assert [section["title"] for section in content["sections"]] == [title for _, title in edi.KIND.sections]
    assert len(content["sections"]) == 8
    assert all(section["statements"] for section in content["sections"])
    impact = next(section for section in content["sections"] if section["code"] == "impact")
    assert [said["characteristic"] for said in impact["statements"]][:9] == [
        each.value for each in Characteristic
    ]
    assert faults_of(content) == ()
    said = [each for section in content["sections"] for each in section["statements"]]
    assert {each["sort"] for each in said} == {"fact", "judgement", "commitment", "law", "context"}
    assert all(each["rests_on"] or each["cites"] for each in said if each["sort"] != "context")
    assert share_of_context(content) <= 20
    sex = next(each for each in impact["statements"] if each["characteristic"] == "sex")
    assert [version["title"] for version in sex["cites"]] == ["Carers’ survey"]


def test_what_is_not_known_is_said_and_a_mixed_effect_leads_to_a_commitment(case: Case) -> None:
    case.proposed().agreed()
    analysis = case.filled()
    case.said(analysis, Characteristic.SEX, effect=Effect.MIXED, reasoning="More women care.")
    with case.watch.later().running():
        analyses.mitigate(
            analysis,
            "Half days are counted.",
            cells=list(analysis.cells.filter(effect=Effect.MIXED)),
            owner=case.second,
            due_on=date(2026, 9, 1),
            token=uuid4(),
            by=case.owner,
        )
        adoption = gate.adopt(analysis, by=case.second)
    with case.watch.later().running():
        gate.attest(adoption, sha256=adoption.sha256, by=case.maker)
    with case.watch.later().running():
        gate.decide(case.proposal, case.deciding(), by=case.maker)
    content = content_of(statements.begin(case.proposal, by=case.owner))
    said = {
        section["code"]: [(each["sort"], each["text"], each["rests_on"]) for each in section["statements"]]
        for section in content["sections"]
    }
    assert ("commitment", "Half days are counted.", "Equality lead, by 1 September 2026") in said[
        "monitoring"
    ]
    assert any(
        "good for some and bad for others. More women care." in text for _, text, _ in said["eliminate"]
    )
    assert any(text.startswith("We do not know enough yet") for _, text, _ in said["relations"])


def test_the_author_is_told_which_characteristics_the_proposal_is_silent_on(case: Case) -> None:
    decided(case)
    document = statements.begin(case.proposal, by=case.owner)
    assert len(document.silent_on) == 6
    assert "sex" not in document.silent_on


def test_what_is_said_of_one_of_the_nine_is_not_taken_out(case: Case) -> None:
    document = statements.begin(decided(case).proposal, by=case.owner)
    with pytest.raises(documents.IsKept):
        documents.take_out(document.statements.get(section="impact", characteristic="race"), by=case.owner)


def test_the_same_proposal_has_one_statement_and_an_undecided_one_none(
    case: Case, cast: dict[str, Person]
) -> None:
    case.proposed().agreed(Relevance.NONE)
    with pytest.raises(statements.NothingToState):
        statements.begin(case.proposal, by=case.owner)
    with case.watch.later().running():
        gate.decide(case.proposal, case.deciding(), by=case.maker)
    with pytest.raises(statements.NothingToState):  # decided on a screening: there is no analysis to speak of
        statements.begin(case.proposal, by=case.owner)
    another = decided(Case(case.owner, case.second, case.maker))
    with pytest.raises(NotAllowed):
        statements.begin(another.proposal, by=cast["staff"])
    first = statements.begin(another.proposal, by=case.owner)
    assert statements.begin(another.proposal, by=case.owner) == first
    assert Document.objects.count() == 1


def test_the_statement_is_published_as_an_edition(case: Case) -> None:
    document = statements.begin(decided(case).proposal, by=case.owner)
    sha256 = sha256_of(content_of(document))
    documents.review(document, sha256=sha256, by=case.second)
    documents.approve(document, sha256=sha256, by=case.maker)
    assert documents.publish(document, by=case.owner).number == 1
