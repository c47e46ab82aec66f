"""Drafts: who writes and opens them, past which gate; and which consultations exist for whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from dueregard.access import NotAllowed
from dueregard.access.roles import ROLES
from dueregard.almanac import clock
from dueregard.decisions.consultations.drafting import actions as drafting
from dueregard.decisions.consultations.drafting.actions import Asked
from dueregard.decisions.consultations.models import Audience, Consultation, Stage
from dueregard.decisions.consultations.networks_to_ask import to_ask
from dueregard.decisions.consultations.refusals import ChangedMeanwhile, NotNow, Unready
from dueregard.decisions.models import Stage as ProposalStage
from dueregard.journal.models import Entry
from dueregard.thread import kinds, reports
from dueregard.thread.kinds import Station
from tests.decisions.consultations import building
from tests.decisions.consultations.building import Cast
from tests.networks.members import make_network
from tests.voice.issues import make_issue


def test_begin_keeps_a_draft_for_the_decision_maker_to_consider_and_records_it(cast: Cast) -> None:
    made = building.draft(cast)
    assert (made.stage, made.who_considers, made.audiences) == (
        Stage.DRAFT,
        cast["executive"],
        (Audience.STAFF, Audience.PARTNERS, Audience.PUBLIC),
    )
    assert [one.text for one in building.questions(made)] == [asked.text for asked in building.QUESTIONS]
    deeds = list(Entry.objects.order_by("number").values_list("deed", flat=True))
    assert deeds == ["began a consultation", "set the questions of a consultation"]


def test_the_same_page_sent_twice_begins_one_draft(cast: Cast) -> None:
    on, token = building.proposal(cast), uuid4()
    first = drafting.begin(on, building.words(), token=token, by=on.owner)
    assert drafting.begin(on, building.words(title="Other"), token=token, by=on.owner) == first
    assert Consultation.objects.count() == 1


def test_only_the_owner_of_the_proposal_begins_writes_and_opens(cast: Cast) -> None:
    made = building.draft(cast)
    for role in set(ROLES) - {"policy-owner"}:
        by = cast[role]
        with pytest.raises(NotAllowed):
            drafting.begin(made.proposal, building.words(), token=uuid4(), by=by)
        with pytest.raises(NotAllowed):
            drafting.rewrite(made, building.words(), version=made.version, by=by)
        with pytest.raises(NotAllowed):
            drafting.ask(made, (), version=made.version, by=by)
        with pytest.raises(NotAllowed):
            drafting.open_(made, version=made.version, by=by)
    assert Consultation.objects.get().is_draft


def test_what_was_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    made = building.draft(cast)
    drafting.rewrite(made, building.words(title="New"), version=made.version, by=cast["policy-owner"])
    with pytest.raises(ChangedMeanwhile):
        drafting.rewrite(made, building.words(title="Old"), version=made.version, by=cast["policy-owner"])
    assert Consultation.objects.get().title == "New"


def test_open_opens_from_today_and_nothing_that_was_asked_changes_any_more(cast: Cast) -> None:
    made = building.opened(cast)
    assert (made.stage, made.opened_on, made.takes_answers) == (Stage.OPEN, clock.today(), True)
    for deed in (
        lambda: drafting.rewrite(made, building.words(), version=made.version, by=cast["policy-owner"]),
        lambda: drafting.ask(made, (), version=made.version, by=cast["policy-owner"]),
        lambda: drafting.open_(made, version=made.version, by=cast["policy-owner"]),
    ):
        with pytest.raises(NotNow, match="It is open"):
            deed()


def test_open_refuses_with_a_sentence_for_each_check_and_leaves_the_draft(cast: Cast) -> None:
    made = building.draft(cast, closes_on=clock.today() + timedelta(days=10), information="")
    made = drafting.ask(made, (), version=made.version, by=cast["policy-owner"])
    made.proposal.stage = ProposalStage.READY
    made.proposal.save()
    with pytest.raises(Unready) as refused:
        drafting.open_(made, version=made.version, by=cast["policy-owner"])
    sentences = " ".join(refused.value.sentences)
    for words in ("no longer influence", "need to know", "at least one question", "at least 28 days"):
        assert words in sentences
    assert Consultation.objects.get().is_draft


def test_the_young_version_needs_every_question_in_words_for_young_people(cast: Cast) -> None:
    made = building.draft(cast, asked=(Asked("What do you think?"),))
    with pytest.raises(Unready, match="young people"):
        drafting.open_(made, version=made.version, by=cast["policy-owner"])


def test_the_decision_maker_names_who_considers_and_never_the_owner(cast: Cast) -> None:
    made = building.draft(cast)
    drafting.name_who_considers(made, cast["manager"], by=cast["executive"])
    made.refresh_from_db()
    assert made.who_considers == cast["manager"]
    with pytest.raises(NotNow, match="owner"):
        drafting.name_who_considers(made, cast["policy-owner"], by=cast["executive"])
    for role in set(ROLES) - {"executive"}:
        with pytest.raises(NotAllowed):
            drafting.name_who_considers(made, cast["staff"], by=cast[role])


def test_each_write_is_undone_when_it_cannot_be_recorded(
    cast: Cast, fill_journal: Callable[[], None]
) -> None:
    made = building.draft(cast)
    fill_journal()
    owner = cast["policy-owner"]
    deeds: list[Callable[[], Any]] = [
        lambda: drafting.begin(made.proposal, building.words(), token=uuid4(), by=owner),
        lambda: drafting.rewrite(made, building.words(title="New"), version=made.version, by=owner),
        lambda: drafting.ask(made, (), version=made.version, by=owner),
        lambda: drafting.open_(made, version=made.version, by=owner),
        lambda: drafting.name_who_considers(made, cast["manager"], by=cast["executive"]),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    now = Consultation.objects.get()
    assert (now.title, now.stage, now.version) == (made.title, Stage.DRAFT, made.version)


def test_networks_are_suggested_by_what_the_proposal_touches(cast: Cast) -> None:
    lead = cast["equality-lead"]
    make_network("Able", chair=cast["chair"], approver=lead)
    make_network("Working carers", chair=cast["chair"], approver=lead)
    make_network("Women", chair=cast["chair"], approver=lead)
    found = to_ask(cast["policy-owner"], ["disability", "sex"])
    assert [(one.name, one.because) for one in found] == [
        ("Women", ("Sex",)),
        ("Working carers", ("Disability",)),
        ("Able", ()),
    ]


def test_only_active_networks_are_asked(cast: Cast) -> None:
    network = make_network("Women", chair=cast["chair"], approver=cast["equality-lead"])
    made = building.draft(
        cast, audiences=(Audience.NETWORKS,), networks=(network.code, "nonsense"), young_summary=""
    )
    assert made.networks == [network.code]


SEE_A_DRAFT = {"policy-owner", "executive", "equality-lead"}
FROM_OUTSIDE = {"outsider"}


def test_a_draft_exists_for_those_who_work_on_it(cast: Cast) -> None:
    made = building.draft(cast)
    for role, person in cast.items():
        assert (made in Consultation.objects.visible_to(person)) is (role in SEE_A_DRAFT), role
    assert made not in Consultation.objects.visible_to(AnonymousUser())


@pytest.mark.parametrize("audience", Audience)
def test_what_is_open_exists_for_colleagues_and_what_asks_the_public_for_everyone(
    cast: Cast, audience: Audience
) -> None:
    network = make_network("Women", chair=cast["chair"], approver=cast["equality-lead"])
    networks = (network.code,) if audience == Audience.NETWORKS else ()
    made = building.opened(cast, audiences=(audience,), networks=networks, young_summary="")
    is_public = audience == Audience.PUBLIC
    for role, person in cast.items():
        assert (made in Consultation.objects.visible_to(person)) is (is_public or role not in FROM_OUTSIDE), (
            role
        )
    assert (made in Consultation.objects.visible_to(AnonymousUser())) is is_public


def test_a_consultation_stands_on_the_golden_thread(cast: Cast) -> None:
    made = building.opened(cast)
    kind = kinds.of(made)
    assert (kind.station, kind.title(made), kind.stage(made), kind.day(made)) == (
        Station.CONSULTATION,
        made.title,
        "Open",
        clock.today(),
    )


def test_an_issue_that_led_to_it_stands_on_the_same_thread(cast: Cast) -> None:
    made, issue = building.opened(cast), make_issue(cast["executive"], is_shown=True)
    drafting.led_by(made, issue, by=cast["policy-owner"])
    for _ in range(2):
        drafting.led_by(made, issue, by=cast["policy-owner"])
    beads = reports.around(issue, cast["staff"]).beads
    assert [(bead.station, bead.title) for bead in beads] == [
        (Station.ISSUE, issue.title),
        (Station.CONSULTATION, made.title),
    ]
    for role in set(ROLES) - {"policy-owner"}:
        with pytest.raises(NotAllowed):
            drafting.led_by(made, issue, by=cast[role])
    in_confidence = make_issue(cast["executive"], is_shown=False)
    with pytest.raises(NotNow, match="from the list"):
        drafting.led_by(made, in_confidence, by=cast["policy-owner"])
