"""What raw SQL cannot do either, on both databases: change an approved text, go back, or put two in force."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.almanac import clock
from dueregard.decisions.models import Outcome
from dueregard.people.models import Person
from dueregard.policies.texts import actions as policies
from dueregard.policies.texts.models import Review, ReviewOutcome, Stage, Version
from tests.policies.texts.building import Room, decided

Cast = dict[str, Person]


def run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [kept(value) for value in values])


def kept(value: Any) -> Any:
    """Return a value as the database keeps it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and connection.vendor == "sqlite":
        return value.hex
    return value


def refuses(sql: str, *values: Any, because: str) -> None:
    with pytest.raises(DatabaseError, match=because):
        run(sql, *values)


SET = "UPDATE policies_version SET {} WHERE id = %s"
# Which of several refusals comes first is the database's business.
SEALED = "approved never changes|on a decision of the service|constraint|CHECK"
CHANGES = (
    "clauses = '[]'",
    "digest = 'another'",
    "what_changed = 'Nothing at all'",
    "is_material = NOT is_material",
    "proposal_id = NULL",
    "approved_at = launched_at",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_text_never_changes_after_approval(room: Room, change: str) -> None:
    launched = room.launched()
    approved = room.approve(room.next())
    for version in (launched, approved):
        refuses(SET.format(change), version.pk, because=SEALED)
    run(SET.format("what_changed = 'Something'"), _draft(room).pk)  # a draft can be written on


def _draft(room: Room) -> Version:
    return room.begun("Another policy")


def test_the_decision_and_who_approved_never_change(cast: Cast, room: Room) -> None:
    version = room.approved()
    other = decided(room.case, "Another")
    refuses(SET.format("decision_id = %s"), other.pk, version.pk, because=SEALED)
    executive = cast["executive"].pk
    refuses(SET.format("approved_by_id = %s"), executive, version.pk, because=SEALED)


@pytest.mark.parametrize("stage", ["draft", "approved", "dropped"])
def test_a_version_in_force_goes_on_and_never_back(room: Room, stage: str) -> None:
    refuses(
        SET.format("stage = %s"),
        stage,
        room.launched().pk,
        because="goes on and never back|constraint|CHECK",
    )


def test_a_dropped_version_stays_dropped(room: Room) -> None:
    version = policies.drop(room.approved(), because="No.", by=room.owner)
    refuses(SET.format("stage = 'approved'"), version.pk, because="goes on and never back")


def test_a_draft_is_not_launched(room: Room) -> None:
    ready = room.ready()
    now = clock.now()
    sql = SET.format(
        "stage = 'launched', launched_at = %s, approved_at = %s, decision_id = %s, approved_by_id = %s"
    )
    decision = ready.proposal.decision
    refuses(
        sql,
        now,
        now,
        decision.pk,
        room.second.pk,
        ready.pk,
        because="goes on and never back|CHECK|constraint",
    )


APPROVE = SET.format(
    "stage = 'approved', digest = 'x', approved_at = %s, decision_id = %s, approved_by_id = %s"
)


def test_no_version_is_approved_without_a_decision_to_go_ahead_taken_before(cast: Cast, room: Room) -> None:
    version = room.ready()
    decision, now = version.proposal.decision, room.case.watch.later().moment
    early = decision.taken_at - timedelta(seconds=1)
    stopped = decided(room.case, "Stopped", outcome=Outcome.STOP)
    later = room.case.watch.later().moment
    refuses(APPROVE, early, decision.pk, room.second.pk, version.pk, because="on a decision of the service")
    refuses(APPROVE, later, stopped.pk, room.second.pk, version.pk, because="on a decision of the service")
    refuses(APPROVE, now, None, room.second.pk, version.pk, because="decision|CHECK|constraint")
    refuses(
        APPROVE, now, decision.pk, room.owner.pk, version.pk, because="owner of a policy does not approve"
    )
    run(APPROVE, now, decision.pk, room.second.pk, version.pk)
    assert Version.objects.get(pk=version.pk).is_approved


def test_one_version_is_in_force(room: Room) -> None:
    room.launched()
    version = room.approve(room.next())
    refuses(
        SET.format("stage = 'launched', launched_at = approved_at"),
        version.pk,
        because="one version is in force",
    )


def test_one_version_is_at_work(room: Room) -> None:
    room.approved()
    with pytest.raises(DatabaseError, match="one version is at work"), transaction.atomic():
        Version.objects.create(policy=room.policy, number=2)


def test_a_version_is_never_removed_or_made_another(room: Room) -> None:
    version = room.launched()
    refuses("DELETE FROM policies_version WHERE id = %s", version.pk, because="never removed")
    refuses(SET.format("number = 7"), version.pk, because="stays the version")
    refuses(SET.format("launched_at = approved_at"), version.pk, because="came into force never changes")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows without asking")
def test_a_version_is_not_replaced_by_another_row(room: Room) -> None:
    version = room.launched()
    columns = [field.column for field in Version._meta.concrete_fields]
    chosen = ", ".join(
        "'draft'" if one == "stage" else "NULL" if one.endswith("_at") else one for one in columns
    )
    names = ", ".join(columns)
    for change in (chosen, chosen.replace("id,", f"'{uuid4().hex}',", 1)):
        refuses(
            f"INSERT OR REPLACE INTO policies_version ({names}) SELECT {change} FROM policies_version WHERE id = %s",
            version.pk,
            because="there already|at work|CHECK",
        )
    assert Version.objects.get().stage == Stage.LAUNCHED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_versions_are_not_emptied(room: Room) -> None:
    room.launched()
    run("SET CONSTRAINTS ALL IMMEDIATE")  # else it is refused for what is still to be checked
    refuses("TRUNCATE policies_version CASCADE", because="sealed")


def test_a_review_is_sealed(room: Room) -> None:
    version = room.launched()
    policies.review(version, ReviewOutcome.RETIRE, because="Old.", by=room.owner)
    review = Review.objects.get()
    refuses("UPDATE policies_review SET because = 'New.' WHERE id = %s", review.pk, because="sealed")
    refuses("DELETE FROM policies_review WHERE id = %s", review.pk, because="sealed")
