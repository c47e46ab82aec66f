"""The invariants of deciding with due regard, by their numbers in the design (assurance, 3.5)."""

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.decisions.analyses.models import counts_as
from dueregard.decisions.gate import actions as gate
from dueregard.decisions.gate import dossier as dossiers
from dueregard.decisions.models import Adoption, Decision, Effect, Outcome, Relevance
from dueregard.decisions.refusals import AlreadyAdopted, AtTheGate
from dueregard.people.models import Person
from dueregard.records.duty import REQUIRED, Aim, Characteristic
from dueregard.records.models import EvidenceVersion
from dueregard.thread import actions as thread
from dueregard.thread import reports
from dueregard.thread.kinds import Station
from dueregard.thread.models import Relation
from tests.decisions.building import Case
from tests.networks.reading import client_of
from tests.voice.issues import HIDDEN_WORDS, make_issue


def test_1_a_decision_has_one_adopted_analysis_and_comes_after_it_and_the_attestation(case: Case) -> None:
    attestation = case.proposed().agreed().attested()
    with case.watch.later().running():
        decision = gate.decide(case.proposal, case.deciding(), by=case.maker)
    assert decision.adoption == attestation.adoption
    assert attestation.adoption.adopted_at < attestation.at <= decision.taken_at
    row = {
        name: getattr(decision, name) for name in ("proposal", "outcome", "reasons", "person", "review_on")
    }
    with pytest.raises(DatabaseError), transaction.atomic():  # neither an analysis nor a screening
        Decision(**row, taken_at=case.watch.moment).save(force_insert=True)


def test_1_a_proposal_that_is_screened_out_is_decided_without_one(case: Case) -> None:
    case.proposed().agreed(Relevance.NONE)
    with case.watch.later().running():
        decision = gate.decide(case.proposal, case.deciding(), by=case.maker)
    assert decision.adoption is None
    assert decision.screened_out is not None


@pytest.mark.parametrize("effect", [Effect.POSITIVE, Effect.NONE_FOUND])
def test_2_good_news_without_a_source_shows_and_counts_as_not_known(case: Case, effect: Effect) -> None:
    assert counts_as(effect, is_cited=False) == Effect.NOT_KNOWN
    assert counts_as(effect, is_cited=True) == effect
    assert counts_as(Effect.NEGATIVE, is_cited=False) == Effect.NEGATIVE
    case.proposed().agreed()
    analysis = case.filled()
    case.said(analysis, Characteristic.AGE, effect=effect)
    case.said(analysis, Characteristic.RACE, effect=effect, cites=(EvidenceVersion.objects.get(),))
    with case.watch.later().running():
        adoption = gate.adopt(analysis, by=case.second)
    shown = dossiers.shown(adoption.content, to=case.owner)
    age, race = (
        next(each for each in shown.characteristics if each.name == name) for name in ("Age", "Race")
    )
    assert {said.effect for said in age.aims} == {"Not known"}
    assert all(said.lacks_a_source for said in age.aims)
    assert {said.effect for said in race.aims} == {effect.label}
    assert shown.not_known == len(REQUIRED) - 3  # the other eight say “not known” themselves


def test_3_the_25_cells_are_there_and_none_is_empty_when_it_is_adopted(case: Case) -> None:
    case.proposed().agreed()
    analysis = case.filled()
    assert len(REQUIRED) == analysis.cells.count() == 25
    case.said(analysis, Characteristic.MARRIAGE, effect=None, reasoning="")
    with case.watch.later().running(), pytest.raises(AtTheGate) as refused:
        gate.adopt(analysis, by=case.second)
    assert "Nothing is said yet on “Marriage and civil partnership: eliminate discrimination”." in str(
        refused.value
    )
    assert not Adoption.objects.exists()


def test_3_all_nine_characteristics_stand_in_what_comes_out_whatever_was_said(case: Case) -> None:
    adoption = case.proposed().agreed().adopted()
    shown = dossiers.shown(adoption.content, to=case.owner)
    assert [each.name for each in shown.characteristics] == [each.label for each in Characteristic]
    assert all(len(each.aims) == len(Aim) for each in shown.characteristics)
    marriage = shown.characteristics[3]
    assert [bool(said.why_not) for said in marriage.aims] == [False, True, True]


@pytest.mark.parametrize("model", [Adoption, Decision, EvidenceVersion])
def test_4_what_is_sealed_refuses_update_and_delete_from_raw_sql_too(
    case: Case, model: type[Adoption]
) -> None:
    case.proposed().agreed().attested()
    with case.watch.later().running():
        gate.decide(case.proposal, case.deciding(), by=case.maker)
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with (
            pytest.raises(DatabaseError, match="sealed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_4_nothing_is_written_in_an_adopted_analysis(case: Case) -> None:
    adoption = case.proposed().agreed().adopted()
    with pytest.raises(AlreadyAdopted):
        case.said(adoption.analysis)


def test_5_a_bad_effect_needs_something_done_or_a_justification(case: Case) -> None:
    case.proposed().agreed()
    analysis = case.filled()
    case.said(analysis, Characteristic.SEX, effect=Effect.MIXED)
    with case.watch.later().running(), pytest.raises(AtTheGate, match="Sex: eliminate discrimination"):
        gate.adopt(analysis, by=case.second)
    analysis.refresh_from_db()
    analysis.outcome, analysis.justification = Outcome.DESPITE, "No other way pays for itself."
    analysis.save()
    with case.watch.later().running():
        assert gate.adopt(analysis, by=case.second).content["outcome"] == "despite"


def test_no_author_adopts_and_nobody_else_attests_or_decides(case: Case, cast: dict[str, Person]) -> None:
    case.proposed().agreed()
    analysis = case.filled()
    for person in (case.owner, case.maker, cast["staff"]):
        with pytest.raises(NotAllowed):
            gate.adopt(analysis, by=person)
    with case.watch.later().running():
        adoption = gate.adopt(analysis, by=case.second)
    for person in (case.owner, case.second, cast["staff"]):
        with pytest.raises(NotAllowed):
            gate.attest(adoption, sha256=adoption.sha256, by=person)
        with pytest.raises(NotAllowed):
            gate.decide(case.proposal, case.deciding(), by=person)


def test_21_the_thread_is_complete_and_a_confidential_issue_shows_its_theme_and_month_alone(
    case: Case, cast: dict[str, Person]
) -> None:
    case.proposed().agreed().attested()
    with case.watch.later().running():
        decision = gate.decide(case.proposal, case.deciding(), by=case.maker)
    issue = make_issue(case.maker, is_shown=False)
    thread.join(issue, case.proposal, relation=Relation.LED_TO, by=case.owner)
    month = f"{clock.today():%B %Y}"
    for who in (cast["staff"], case.owner):
        beads = reports.around(case.proposal, who).beads
        assert {bead.label for bead in beads} >= {"Issue", "Analysis", "Decision"}
        (shown,) = (bead for bead in beads if bead.station == Station.ISSUE)
        page = client_of(who).get(shown.href).content.decode()
        assert shown.day is None
        assert issue.get_theme_display().lower() in shown.title.lower()
        assert month in page
        assert not [words for words in (*HIDDEN_WORDS, "Invented network") if words in f"{page} {shown}"]
    assert decision.proposal == case.proposal
