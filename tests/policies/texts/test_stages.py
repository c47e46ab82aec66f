"""From a draft to what is in force and out of it again: the change, each refusal, and the journal entry."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.decisions.models import Outcome, Proposal
from dueregard.journal.models import Entry
from dueregard.people.models import Person, Team
from dueregard.people.system import SET_UP
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts import launching
from dueregard.policies.texts.models import Policy, ReviewOutcome, Stage, Version
from dueregard.policies.texts.refusals import (
    AtWorkAlready,
    CallsItselfTheSame,
    ChangedMeanwhile,
    NotADraft,
    NotApproved,
    NotInForce,
    NotNow,
    NotReady,
    NotReviewed,
    NotYours,
    OwnsNoPolicies,
    TooSoon,
)
from dueregard.records import actions as records
from dueregard.records.models import Body
from dueregard.thread.models import Link
from tests.networks.talking import client_of
from tests.people_of_the_tests import make_person
from tests.policies.texts.building import Room, decided, described, keys

Cast = dict[str, Person]


def last_deed() -> tuple[str, str]:
    entry = Entry.objects.order_by("-number")[0]
    return entry.deed, entry.subject_id


# To begin, and to say what it is


def test_begin_makes_a_policy_with_an_empty_draft_once_for_a_token(cast: Cast) -> None:
    token = uuid4()
    made = policies.begin(described(), token=token, by=cast["policy-owner"])
    assert policies.begin(described(), token=token, by=cast["policy-owner"]) == made
    version = Version.objects.get()
    assert (version.policy, version.number, version.stage, version.is_material) == (made, 1, "draft", True)
    assert last_deed() == ("began a policy", str(made.pk))


def test_begin_is_for_policy_owners(cast: Cast) -> None:
    for who in ("staff", "equality-lead", "executive", "inspector"):
        with pytest.raises(NotAllowed):
            policies.begin(described(), token=uuid4(), by=cast[who])
    assert not Policy.objects.exists()


def test_two_policies_do_not_have_one_title(cast: Cast, room: Room) -> None:
    room.begun("Leave")
    with pytest.raises(CallsItselfTheSame):
        policies.begin(described("leave"), token=uuid4(), by=cast["policy-owner"])
    room.begun("Travel")
    with pytest.raises(CallsItselfTheSame):
        policies.describe(room.policy, described("LEAVE"), by=room.owner)


def test_describe_is_for_the_owner_and_leaves_the_text(cast: Cast, room: Room) -> None:
    version = room.launched()
    with pytest.raises(NotAllowed):
        policies.describe(room.policy, described("Other"), by=cast["equality-lead"])
    changed = policies.describe(room.policy, described(is_public=True), by=room.owner)
    assert changed.is_public
    assert last_deed() == ("described a policy", str(changed.pk))
    version.refresh_from_db()
    assert version.stage == Stage.LAUNCHED


def test_hand_over_is_to_another_policy_owner_by_its_owner_or_whoever_approves(
    cast: Cast, room: Room, team: Team
) -> None:
    room.begun()
    other = make_person("policy-owner", team, name="Second Owner")
    for who in ("staff", "inspector"):
        with pytest.raises(NotAllowed):
            policies.hand_over(room.policy, to=other, by=cast[who])
    for to in (cast["staff"], room.owner, cast["equality-lead"]):
        with pytest.raises(OwnsNoPolicies):
            policies.hand_over(room.policy, to=to, by=room.owner)
    assert policies.hand_over(room.policy, to=other, by=cast["equality-lead"]).owner == other
    assert last_deed() == ("handed a policy over", str(room.policy.pk))
    room.policy.refresh_from_db()
    with pytest.raises(NotAllowed):
        policies.describe(room.policy, described(), by=cast["policy-owner"])
    page = client_of(other).get(f"/policies/{room.policy.pk}/hand-over/").content.decode()
    assert str(cast["policy-owner"]) in page
    answer = client_of(other).post(f"/policies/{room.policy.pk}/hand-over/", {"to": str(room.owner.pk)})
    assert answer.status_code == 302
    room.policy.refresh_from_db()
    assert room.policy.owner == room.owner


# What it rests on


def test_a_draft_rests_on_a_proposal_of_the_service_that_its_owner_sees(cast: Cast, room: Room) -> None:
    version = room.begun()
    regulator = records.add_body("inspectorate", "the Inspectorate", by=SET_UP)
    with pytest.raises(NotYours):
        policies.rest_on(version, _proposal_of(regulator, cast), by=room.owner)
    own = decided(room.case).proposal
    assert policies.rest_on(version, own, by=room.owner).proposal == own
    assert last_deed() == ("said on which proposal a policy rests", str(version.pk))
    with pytest.raises(NotAllowed):
        policies.rest_on(version, own, by=cast["equality-lead"])


def _proposal_of(body: Body, cast: Cast) -> Proposal:
    return Proposal.objects.create(
        body=body,
        title="Theirs",
        why="Because.",
        what="Something.",
        owner=cast["inspector"],
        decision_maker=cast["executive"],
        decide_by=date(2026, 6, 30),
    )


# Approving


def test_approve_seals_the_text_under_a_digest_and_draws_the_thread(room: Room) -> None:
    version = room.ready()
    approved = room.approve(version)
    assert (approved.stage, approved.approved_by, approved.decision) == (
        Stage.APPROVED,
        room.second,
        version.proposal.decision,
    )
    assert approved.digest == policies.digest_of(approved)
    link = Link.objects.get(to_kind="policy")
    assert (link.from_kind, link.from_id, link.to_id) == ("proposal", version.proposal_id, version.pk)
    assert last_deed() == ("approved a policy", str(version.pk))


def test_no_version_is_approved_without_a_decision(room: Room) -> None:
    version = room.clause(room.begun())
    with pytest.raises(NotReady) as refused:
        room.approve(version)
    assert refused.value.missing == ("proposal",)
    undecided = room.case.proposed(title="Undecided").proposal
    room.grounded(version, undecided)
    with pytest.raises(NotReady) as refused:
        room.approve(version)
    assert refused.value.missing == ("decision",)
    room.grounded(version, decided(room.case, "Stopped", outcome=Outcome.STOP).proposal)
    with pytest.raises(NotReady) as refused:
        room.approve(version)
    assert refused.value.missing == ("stopped",)
    version.refresh_from_db()
    assert (version.stage, version.decision) == (Stage.DRAFT, None)


def test_approve_refuses_a_decision_that_is_taken_later(room: Room) -> None:
    version = room.ready()
    before = version.proposal.decision.taken_at - timedelta(minutes=1)
    with clock.standing_at(before), pytest.raises(NotReady, match="decision"):
        policies.approve(version, revision=version.revision, by=room.second)


def test_approve_refuses_a_text_without_clauses(room: Room) -> None:
    with pytest.raises(NotReady, match="clauses"):
        room.approve(room.grounded(room.begun()))


def test_approve_refuses_the_owner_and_everybody_who_does_not_approve(cast: Cast, room: Room) -> None:
    version = room.ready()
    for who in ("policy-owner", "staff", "analyst", "inspector"):
        with pytest.raises(NotAllowed):
            policies.approve(version, revision=version.revision, by=cast[who])
    assert policies.approve(version, revision=version.revision, by=cast["executive"]).is_approved


def test_approve_refuses_a_draft_that_is_not_the_one_that_was_read(room: Room) -> None:
    version = room.ready()
    read = version.revision
    room.clause(version, "Pay", "It is paid.")
    with pytest.raises(ChangedMeanwhile):
        policies.approve(version, revision=read, by=room.second)


def test_approve_refuses_what_is_no_draft(room: Room) -> None:
    with pytest.raises(NotADraft):
        room.approve(room.approved())


def test_a_material_change_needs_a_decision_of_its_own_and_a_minor_one_may_rest_on_the_same(
    room: Room,
) -> None:
    first = room.launched()
    minor = room.approve(room.next("Five whole days a year.", is_material=False))
    assert minor.decision == first.decision
    room.launch(minor)
    material = room.grounded(room.next("Nine days a year."), first.proposal)
    with pytest.raises(NotReady) as refused:
        room.approve(material)
    assert refused.value.missing == ("own-decision",)
    assert room.approve(room.grounded(material)).decision != first.decision


def test_a_change_says_what_changed_and_changes_something(room: Room) -> None:
    room.launched()
    with room.case.watch.later().running():
        version = policies.begin_version(room.policy, by=room.owner)
        version = policies.say_what_changed(version, " ", is_material=False, by=room.owner)
    with pytest.raises(NotReady) as refused:
        room.approve(version)
    assert refused.value.missing == ("nothing-new", "what-changed")


def test_the_first_version_is_material(room: Room) -> None:
    with pytest.raises(NotNow):
        policies.say_what_changed(room.begun(), "", is_material=False, by=room.owner)


# Launching


def test_launch_brings_it_into_force_and_the_one_before_out_of_it(room: Room) -> None:
    first = room.launched()
    assert last_deed() == ("launched a policy", str(first.pk))
    second = room.launch(room.approve(room.next()))
    first.refresh_from_db()
    assert (first.stage, second.stage) == (Stage.REPLACED, Stage.LAUNCHED)
    assert first.launched_at is not None
    assert second.former == first
    assert Version.objects.filter(policy=room.policy, stage=Stage.LAUNCHED).count() == 1


def test_a_launch_is_only_of_what_is_approved(room: Room) -> None:
    draft = room.ready()
    with pytest.raises(NotApproved):
        room.launch(draft)
    launched = room.launch(room.approve(draft))
    with pytest.raises(NotApproved):
        room.launch(launched)


def test_launch_is_for_the_owner_and_for_those_who_approve(cast: Cast, room: Room) -> None:
    version = room.approved()
    for who in ("staff", "manager", "inspector"):
        with pytest.raises(NotAllowed):
            policies.launch(version, by=cast[who])
    with room.case.watch.running():
        assert policies.launch(version, by=cast["equality-lead"]).is_in_force


def test_launch_sets_the_day_to_look_at_it_again(room: Room) -> None:
    room.launched()
    room.policy.refresh_from_db()
    assert room.policy.review_on == date(2027, 1, 15)  # that of its decision
    minor = room.launch(room.approve(room.next("Five whole days.", is_material=False)))
    minor.policy.refresh_from_db()
    assert minor.policy.review_on == date(2027, 1, 15)
    version = room.approve(room.next())
    with room.case.watch.later().running():
        with pytest.raises(TooSoon):
            policies.launch(version, review_on=clock.today(), by=room.owner)
        policies.launch(version, review_on=clock.today() + timedelta(days=1), by=room.owner)


def test_launch_calls_whoever_registered_inside_its_transaction(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(launching, "_functions", [])
    launching.on_launch(lambda version, *, by: told.append((version.pk, version.stage, by)))
    version = room.launched()
    assert told == [(version.pk, Stage.LAUNCHED, room.owner)]

    def refuses(version: Version, *, by: Person) -> None:
        raise ZeroDivisionError

    launching.on_launch(refuses)
    launching.on_launch(refuses)
    following = room.approve(room.next())
    with pytest.raises(ZeroDivisionError):
        room.launch(following)
    version.refresh_from_db()
    following.refresh_from_db()
    assert (version.stage, following.stage) == (Stage.LAUNCHED, Stage.APPROVED)


# The next version


def test_the_next_version_is_a_copy_whose_clauses_keep_their_keys(room: Room) -> None:
    first = room.launched()
    with room.case.watch.later().running():
        second = policies.begin_version(room.policy, by=room.owner)
    assert (second.number, keys(second), second.proposal) == (2, keys(first), first.proposal)
    assert last_deed() == ("began a version of a policy", str(second.pk))
    with pytest.raises(AtWorkAlready):
        policies.begin_version(room.policy, by=room.owner)


def test_the_next_version_is_begun_by_the_owner(cast: Cast, room: Room) -> None:
    room.launched()
    with pytest.raises(NotAllowed):
        policies.begin_version(room.policy, by=cast["equality-lead"])


def test_drop_gives_a_version_up_with_a_reason_and_another_can_be_begun(cast: Cast, room: Room) -> None:
    room.launched()
    draft = room.next()
    with pytest.raises(NotAllowed):
        policies.drop(draft, because="No.", by=cast["equality-lead"])
    dropped = policies.drop(draft, because="It costs too much.", by=room.owner)
    assert (dropped.stage, dropped.ended_because) == (Stage.DROPPED, "It costs too much.")
    assert last_deed() == ("dropped a version of a policy", str(draft.pk))
    with pytest.raises(NotADraft):
        policies.drop(draft, because="Again.", by=room.owner)
    approved = room.approve(room.next())
    assert approved.number == 3
    assert policies.drop(approved, because="It is too late.", by=room.owner).approved_at is not None


# Looking at it again


@pytest.mark.parametrize("outcome", [ReviewOutcome.MINOR, ReviewOutcome.MATERIAL])
def test_a_review_that_finds_a_change_begins_the_next_version(room: Room, outcome: ReviewOutcome) -> None:
    version = room.launched()
    with clock.standing_at(clock.start_of(date(2027, 2, 1))):
        made = policies.review(version, outcome, because="Hours.", next_on=date(2028, 2, 1), by=room.owner)
    assert (made.was_due_on, made.next_on) == (date(2027, 1, 15), date(2028, 2, 1))
    begun = room.policy.versions.get(stage=Stage.DRAFT)
    assert begun.is_material == (outcome == ReviewOutcome.MATERIAL)
    room.policy.refresh_from_db()
    assert room.policy.review_on == date(2028, 2, 1)
    assert last_deed() == ("reviewed a policy", str(version.pk))


def test_a_review_that_finds_that_it_stands_begins_nothing(room: Room) -> None:
    version = room.launched()
    policies.review(
        version, ReviewOutcome.STANDS, because="Fine.", next_on=clock.today() + timedelta(9), by=room.owner
    )
    assert room.policy.versions.count() == 1


def test_a_review_names_the_next_day_and_is_of_what_is_in_force_by_its_owner(cast: Cast, room: Room) -> None:
    approved = room.approved()
    with pytest.raises(NotInForce):
        policies.review(approved, ReviewOutcome.RETIRE, because="Old.", by=room.owner)
    version = room.launch(approved)
    for day in (None, clock.today()):
        with pytest.raises(TooSoon):
            policies.review(version, ReviewOutcome.STANDS, because="Fine.", next_on=day, by=room.owner)
    with pytest.raises(NotAllowed):
        policies.review(version, ReviewOutcome.RETIRE, because="Old.", by=cast["equality-lead"])


def test_retire_takes_it_out_of_force_by_a_second_person_after_the_review(cast: Cast, room: Room) -> None:
    version = room.launched()
    with pytest.raises(NotReviewed):
        policies.retire(room.policy, because="Old.", by=room.second)
    policies.review(version, ReviewOutcome.RETIRE, because="Nobody needs it.", by=room.owner)
    with pytest.raises(NotAllowed):
        policies.retire(room.policy, because="Old.", by=room.owner)
    retired = policies.retire(room.policy, because="Another policy says it all.", by=room.second)
    assert (retired.stage, retired.ended_because) == (Stage.RETIRED, "Another policy says it all.")
    assert last_deed() == ("retired a policy", str(version.pk))
    with pytest.raises(NotInForce):
        policies.retire(room.policy, because="Again.", by=room.second)


def test_what_cannot_be_recorded_is_undone(room: Room, fill_journal: Callable[[], None]) -> None:
    version = room.approved()
    fill_journal()
    with pytest.raises(DatabaseError), transaction.atomic():
        policies.launch(version, by=room.owner)
    version.refresh_from_db()
    assert version.stage == Stage.APPROVED
