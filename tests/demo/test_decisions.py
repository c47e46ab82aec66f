"""The demonstration's decisions: one at each stage on whatever day it is made, and the regulator's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dueregard.almanac import clock
from dueregard.decisions.gate import dossier as dossiers
from dueregard.decisions.models import (
    Adoption,
    Cell,
    Decision,
    Effect,
    Mitigation,
    OtherGroup,
    Proposal,
    Stage,
)
from dueregard.decisions.statements import edi
from dueregard.demo import decisions, networks, organise, voice
from dueregard.demo.cast import member
from dueregard.demo.organisation import organisation
from dueregard.design.wording import gov_date
from dueregard.people.models import Person
from dueregard.records.documents.gate import faults_of
from dueregard.records.duty import Characteristic
from dueregard.records.models import Body, Edition, Evidence, EvidenceVersion
from dueregard.thread import reports as threads
from tests.demo.conftest import SEED

TODAY = "2026-11-24"
DAYS = [TODAY, "2027-01-01", "2027-03-31", "2028-02-29"]


@contextmanager
def made(today: str = TODAY, seed: int = SEED) -> Iterator[None]:
    """Let it be that day, with the people and the decisions of the demonstration made."""
    with clock.standing_at(datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        assert not decisions.is_made()
        decisions.make(seed=seed)
        assert decisions.is_made()
        yield


def person(role: str) -> Person:
    return Person.objects.get(email=member(role).email)


def titled(title: str) -> Proposal:
    return Proposal.objects.get(title=title)


def shown(proposal: Proposal, *, to: str = "staff") -> dossiers.Shown:
    found = dossiers.of(proposal, to=person(to)).shown
    assert found is not None
    return found


@pytest.mark.parametrize("today", DAYS)
def test_there_is_a_proposal_at_every_stage_and_none_is_late(db: None, today: str) -> None:
    with made(today):
        home = Proposal.objects.filter(body__code="home")
        assert set(home.values_list("stage", flat=True)) == set(Stage)
        assert all(each.decide_by > clock.today() for each in home.open())
        assert {each.owner for each in home} == {person("policy-owner")}
        assert {each.decision_maker for each in home} == {person("executive")}
        decided = Decision.objects.filter(proposal__body__code="home")
        assert {each.adoption is None for each in decided} == {True, False}
        assert not any(each.is_overdue for each in decided)
        assert titled("One national telephone number").withdrawn_because
        not_decided = Mitigation.objects.filter(analysis__proposal__in=home.open())
        assert {each.due_on > clock.today() for each in not_decided} == {True}


def test_one_decision_was_recorded_late_and_says_so(db: None) -> None:
    with made():
        late = [each for each in Decision.objects.all() if each.was_recorded_late]
        assert [each.proposal.title for each in late] == ["Shortlisting without names"]
        steps = [each.words for each in dossiers.of(late[0].proposal, to=person("staff")).steps]
        assert steps[-1] == "The decision was recorded late"
        page = Client().get("/decisions/register/").content.decode()
        assert page.count("recorded late") == 1


def test_the_carers_policy_is_analysed_for_all_nine_and_has_gaps_and_a_mixed_effect(db: None) -> None:
    with made():
        proposal = titled(decisions.CARERS)
        paper = shown(proposal)
        assert [each.name for each in paper.characteristics] == list(Characteristic.labels)
        assert (paper.cells, paper.not_known) == (25, 7)
        said = [aim for each in paper.characteristics for aim in each.aims if not aim.why_not]
        assert all(aim.reasoning for aim in said)
        assert not any(aim.lacks_a_source for aim in said)
        assert [aim.effect for aim in said].count(Effect.MIXED.label) == 1
        assert [each.about for each in paper.mitigations] == [
            ("Sex: advance equality of opportunity",),
            ("Sex: advance equality of opportunity",),
        ]
        decision = Decision.objects.get(proposal=proposal)
        assert all(each.due_on > clock.day_of(decision.taken_at) for each in paper.mitigations)
        assert max(each.due_on for each in paper.mitigations) > clock.today()
        assert paper.gaps
        assert [name for name, _, _ in paper.other_groups] == [
            "Care-experienced people",
            "Carers",
            "Part-time staff",
        ]
        survey = [each.number for each in paper.considered if each.title == "Carers’ survey"]
        assert survey == [1, 2]


def test_one_piece_of_evidence_came_after_the_event(db: None) -> None:
    with made():
        dossier = dossiers.of(titled(decisions.CARERS), to=person("staff"))
        assert [each.title for each in dossier.after_the_event] == ["Carers’ leave in its first half year"]
        assert dossier.decision is not None
        assert dossier.after_the_event[0].received_at > dossier.decision.taken_at
        assert dossier.is_sound


def test_about_half_is_said_of_the_young_carers_and_nothing_is_adopted(db: None) -> None:
    with made():
        proposal = decisions.young_carers()
        assert (proposal.stage, proposal.still_open != "") == (Stage.ANALYSING, True)
        cells = list(Cell.objects.filter(analysis__proposal=proposal).prefetch_related("citations"))
        assert (len(cells), sum(cell.is_filled for cell in cells)) == (25, 12)
        assert any(cell.lacks_a_source for cell in cells)
        assert not Adoption.objects.filter(proposal=proposal).exists()


def test_the_second_person_reads_why_the_young_carers_cannot_be_adopted_yet(db: None) -> None:
    with made():
        reader = Client()
        reader.force_login(person("equality-lead"))
        page = reader.get(f"/decisions/{decisions.young_carers().pk}/analysis/adopt/").content.decode()
        assert page.count("With substance and an open mind</h3>") == 1
        assert page.count("<li>Nothing is said yet on “") == 13
        assert "Adopt the analysis" not in page


def test_the_list_says_when_each_was_decided_and_which_was_recorded_late(db: None) -> None:
    with made():
        reader = Client()
        reader.force_login(person("staff"))
        page = reader.get("/decisions/").content.decode()
        for each in Decision.objects.filter(proposal__body__code="home"):
            assert f"decided on {gov_date(each.taken_at)}" in page
        assert page.count("(recorded late)") == 1
        assert "A quiet room in every office" not in page  # a draft is not theirs to read


def test_the_regulator_decided_with_an_analysis_of_its_own_by_three_people_from_outside(db: None) -> None:
    with made():
        proposal = Proposal.objects.get(body__code=decisions.INSPECTORATE)
        decision = Decision.objects.select_related("adoption__analysis").get(proposal=proposal)
        assert clock.day_of(decision.taken_at) == date(2021, 3, 16)
        assert (decision.review_on, decision.is_overdue) == (date(2022, 3, 15), True)
        assert decision.adoption is not None
        three = {decision.adoption.analysis.author, decision.adoption.adopted_by, decision.person}
        assert len(three) == 3
        assert person("inspector") in three
        for each in three:
            assert each.holds("inspector", at=proposal.begun_at)
            assert not each.is_employed
        assert len(shown(proposal, to="inspector").characteristics) == 9
        steps = dossiers.of(proposal, to=person("inspector")).steps
        assert {each.by for each in steps} == {each.name for each in three} | {
            ""
        }  # evidence comes from nobody
        seen = Proposal.objects.visible_to
        assert proposal in seen(person("inspector"))
        assert proposal not in seen(person("executive"))
        page = Client().get("/decisions/register/").content.decode()
        assert page.count("Review overdue") == 1


def test_there_is_evidence_for_each_characteristic_and_it_says_where_it_comes_from(db: None) -> None:
    with made():
        home = Evidence.objects.filter(body=Body.objects.get(code="home"))
        known = [code for each in home for code in each.characteristics]
        assert {code for code in known if known.count(code) >= 2} == set(Characteristic.values)
        published = [
            version.evidence.title
            for version in EvidenceVersion.objects.select_related("evidence")
            if "invented" not in version.source.lower()
        ]
        assert sorted(published) == [
            "Civil Service People Survey 2024 by group",
            "Discrimination by association: a note of the law",
            "How another family court service supports working carers",
            "How many young carers there are",
            "The new criteria of evaluation",
            "Unpaid care and protected characteristics: Census 2021",
            "Unpaid care by age, sex and deprivation: Census 2021",
        ]


def test_nothing_is_cited_or_decided_before_it_was_there(db: None) -> None:
    with made():
        for each in Proposal.objects.prefetch_related("considered__version"):
            assert all(one.at >= one.version.received_at for one in each.considered.all())
            assert all(one.at > each.begun_at for one in each.considered.all())


@pytest.mark.parametrize("today", [TODAY, pytest.param("2027-01-04", marks=pytest.mark.prove)])
def test_the_issue_of_the_network_leads_to_the_policy_and_that_to_the_young_carers(
    db: None, today: str
) -> None:
    with clock.standing_at(datetime.fromisoformat(f"{today}T11:00:00").replace(tzinfo=clock.LONDON)):
        organise._make_people(organisation(seed=SEED, scale="small"))
        networks.make(seed=SEED, scale="small")
        voice.make(seed=SEED)
        decisions.make(seed=SEED)
        proposal = titled(decisions.CARERS)
        strip = threads.around(proposal, person("staff"))
        assert [bead.title for bead in strip.beads] == [
            decisions.BEGAN_WITH,
            "Equality analysis 1",
            decisions.CARERS,
            decisions.YOUNG_CARERS,
        ]
        issue, analysis, policy, young = strip.beads
        assert None not in (issue.day, analysis.day)
        assert issue.day <= clock.day_of(proposal.begun_at) < analysis.day
        assert policy.day == clock.day_of(proposal.decision.taken_at) != proposal.decide_by
        assert young.day == decisions.young_carers().decide_by > clock.today()


def outline() -> list[Any]:
    """Return what was made, without the keys that are new each time."""
    return [
        list(Proposal.objects.order_by("id").values("id", "title", "stage", "begun_at", "decide_by")),
        list(Decision.objects.order_by("taken_at").values_list("taken_at", "outcome", "reasons")),
        list(
            Cell.objects.order_by("analysis__proposal", "characteristic", "aim").values_list(
                "analysis__proposal", "characteristic", "aim", "effect", "reasoning"
            )
        ),
        list(Mitigation.objects.order_by("id").values_list("id", "what", "due_on")),
        list(OtherGroup.objects.order_by("name", "reasoning").values_list("name", "effect", "reasoning")),
        list(EvidenceVersion.objects.order_by("received_at", "sha256").values_list("received_at", "sha256")),
    ]


def test_one_seed_makes_the_same_decisions_and_another_one_other_keys(db: None) -> None:
    found = []
    for seed in (SEED, SEED, SEED + 1):
        with transaction.atomic():
            with made(seed=seed):
                found.append(outline())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert {each["id"] for each in found[0][0]}.isdisjoint(each["id"] for each in found[2][0])
    assert [each["title"] for each in found[0][0]] != []


def test_all_or_nothing_is_made(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    organise._make_people(organisation(seed=SEED, scale="small"))
    monkeypatch.setattr(decisions, "_join", lambda world: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decisions.make(seed=SEED)
    assert not decisions.is_made()
    assert not Evidence.objects.exists()
    assert not Person.objects.filter(name="Anwen Tregarth").exists()


def test_the_carers_policy_and_the_framework_have_a_published_statement(db: None) -> None:
    with made():
        editions = {edition.content["title"]: edition for edition in Edition.objects.all()}
        assert len(editions) == 2
        for title, edition in editions.items():
            sections = edition.content["sections"]
            assert [section["title"] for section in sections] == [name for _, name in edi.KIND.sections], (
                title
            )
            impact = next(section for section in sections if section["code"] == "impact")
            named = [said["characteristic"] for said in impact["statements"] if said["characteristic"]]
            assert named == [each.value for each in Characteristic]
            assert any(said["cites"] for section in sections for said in section["statements"])
            assert faults_of(edition.content) == ()
