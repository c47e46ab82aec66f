"""What is done with passports: each change, each refusal, and that the journal, mail and tables tell nothing of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.jobs import ticks
from dueregard.journal.models import Entry
from dueregard.leave.passports import actions
from dueregard.leave.passports.models import (
    DAYS_AFTER_LEAVING,
    Grant,
    Passport,
    Reading,
    Signature,
    SignedVersion,
)
from dueregard.leave.passports.ticks import KEEPING, look_after
from dueregard.people import actions as people
from dueregard.people.models import Person
from dueregard.post.models import Message
from dueregard.records.digests import sha256_of
from tests.leave.carers import Carers, manage
from tests.leave.deeds import last_entry, outbox, undone
from tests.leave.passports.owners import EVERYTHING, WORDS, shown, signed, written

pytestmark = pytest.mark.django_db

TABLES = (Passport, SignedVersion, Signature, Grant, Reading)


def last_deed() -> str:
    return last_entry()[0]


def sees(person: Person, grant: Grant) -> bool:
    return Grant.objects.visible_to(person).filter(pk=grant.pk).exists()


def in_a_year(carers: Carers, days: int = 0) -> Any:
    return clock.standing_at(clock.now() + timedelta(days=365 + days))


# To write


def test_write_begins_a_passport_that_only_its_owner_sees(carers: Carers) -> None:
    passport = written(carers.carer)
    assert last_entry() == ("wrote in a passport", str(passport.pk), carers.carer.pk)
    assert Passport.objects.visible_to(carers.carer).get().words == WORDS
    for other in [carers.manager, carers.head, *carers.others]:
        assert not Passport.objects.visible_to(other).exists()
    assert outbox() == []


def test_write_again_changes_the_same_passport(carers: Carers) -> None:
    first = written(carers.carer)
    again = written(carers.carer, replace(WORDS, hard="Less than before."))
    assert (again.pk, again.words.hard) == (first.pk, "Less than before.")


def test_write_refuses_whoever_does_not_work_here(cast: dict[str, Person]) -> None:
    with pytest.raises(NotAllowed):
        written(cast["inspector"])


# To show, and to sign


def test_share_signs_shows_and_writes_to_the_manager(carers: Carers) -> None:
    grant = shown(carers.carer)
    assert last_deed() == "shared a passport"
    assert sees(carers.manager, grant)
    assert not any(sees(other, grant) for other in [carers.carer, carers.head, *carers.others])
    assert [one.person for one in grant.version.signatures.all()] == [carers.carer]
    assert [one.letter().to for one in Message.objects.all()] == [carers.manager.email]
    passport = Passport.objects.get()
    assert str(passport.review_on) == "2027-11-02"


def test_what_is_shown_is_the_agreed_part_and_no_note(carers: Carers) -> None:
    version = shown(carers.carer).version
    assert version.agreed == WORDS.agreed
    assert not any(secret in json.dumps(version.inside) for secret in (WORDS.hard, WORDS.helps))


def test_share_refuses_everybody_but_the_owner(carers: Carers) -> None:
    passport = written(carers.carer)
    for other in [carers.manager, carers.head, *carers.others]:
        for act in (actions.revoke, actions.review, actions.destroy):
            with pytest.raises(NotAllowed):
                act(passport, by=other)
        with pytest.raises(NotAllowed):
            actions.share(passport, last_day=clock.today(), by=other)
    assert SignedVersion.objects.count() == 0


def test_share_refuses_where_nobody_manages_or_the_manager_has_left(carers: Carers) -> None:
    with pytest.raises(actions.NoManager):
        shown(carers.nobody_above)
    people.record_leaving(carers.manager.staff, last_day=clock.today(), at_once=True, by=carers.administrator)
    with pytest.raises(actions.NoManager):
        shown(carers.carer)


def test_share_refuses_an_empty_part_and_a_day_that_does_not_fit(carers: Carers) -> None:
    written(carers.carer, replace(WORDS, to_know="", to_agree="", at_short_notice=""))
    with pytest.raises(actions.NothingToShow):
        shown(carers.carer)
    written(carers.carer)
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=366)):
        with pytest.raises(actions.WrongDay):
            shown(carers.carer, last_day=day)
    shown(carers.carer, last_day=clock.today() + timedelta(days=365))


def test_sign_adds_the_managers_name_and_tells_the_owner(carers: Carers) -> None:
    grant = signed(carers.carer)
    assert last_deed() == "signed a passport"
    assert {one.person for one in grant.version.signatures.all()} == {carers.carer, carers.manager}
    assert Message.objects.count() == 2
    with pytest.raises(actions.AlreadySigned):
        actions.sign(grant, by=carers.manager)


def test_sign_and_reading_refuse_everybody_but_the_manager_to_whom_it_is_shown(carers: Carers) -> None:
    grant = shown(carers.carer)
    for other in [carers.carer, carers.head, *carers.others]:
        for act in (actions.sign, actions.note_reading):
            with pytest.raises(NotAllowed):
                act(grant, by=other)


def test_a_change_is_a_new_version_that_the_manager_sees_once_it_is_signed_and_shown(carers: Carers) -> None:
    first = signed(carers.carer)
    written(carers.carer, replace(WORDS, to_agree="No hearings before eleven."))
    assert sees(carers.manager, first)
    assert Grant.objects.get(pk=first.pk).version.agreed == WORDS.agreed
    second = shown(carers.carer)
    assert not sees(carers.manager, first)
    assert sees(carers.manager, second)
    assert (second.version.number, second.version.agreed.to_agree) == (2, "No hearings before eleven.")
    assert [one.person for one in second.version.signatures.all()] == [carers.carer]
    assert SignedVersion.objects.get(number=1).agreed == WORDS.agreed


def test_the_same_words_again_are_the_same_version(carers: Carers) -> None:
    first, second = signed(carers.carer), shown(carers.carer)
    assert first.version == second.version
    assert second.version.signatures.count() == 2


# What ends it


@pytest.mark.parametrize(
    "how", ["revoked", "run out", "another manager", "no manager", "manager left", "owner left"]
)
def test_past_its_end_the_manager_sees_nothing_at_once(carers: Carers, how: str) -> None:
    grant = signed(carers.carer)
    later = clock.now()
    if how == "revoked":
        actions.revoke(Passport.objects.get(), by=carers.carer)
    elif how == "run out":
        later += timedelta(days=31)
    elif how.endswith("left"):
        who = carers.manager if how.startswith("manager") else carers.carer
        people.record_leaving(who.staff, last_day=clock.today(), at_once=True, by=carers.administrator)
    else:
        manage(carers.carer, carers.other_manager if how == "another manager" else None)
    with clock.standing_at(later):
        viewers = [carers.manager, carers.other_manager, carers.head]
        assert not any(sees(Person.objects.get(pk=who.pk), grant) for who in viewers)
        with pytest.raises(NotAllowed):
            actions.note_reading(grant, by=Person.objects.get(pk=carers.manager.pk))


def test_on_its_last_day_it_is_still_shown(carers: Carers) -> None:
    grant = shown(carers.carer)
    with clock.standing_at(clock.now() + timedelta(days=30)):
        assert sees(carers.manager, grant)


def test_revoke_is_one_action_and_is_refused_when_nothing_is_shown(carers: Carers) -> None:
    grant = signed(carers.carer)
    messages = Message.objects.count()
    actions.revoke(Passport.objects.get(), by=carers.carer)
    assert last_deed() == "stopped sharing a passport"
    assert Grant.objects.get(pk=grant.pk).is_taken_back
    assert Message.objects.count() == messages
    with pytest.raises(actions.ShownToNobody):
        actions.revoke(Passport.objects.get(), by=carers.carer)


def test_a_new_manager_sees_nothing_until_it_is_shown_again_and_the_owner_is_written_to_once(
    carers: Carers,
) -> None:
    old = signed(carers.carer)
    manage(carers.carer, carers.other_manager)
    before = Message.objects.count()
    for _ in range(2):
        look_after()
    assert not Grant.objects.visible_to(carers.other_manager).exists()
    to = [one.letter().to for one in Message.objects.order_by("created_at")][before:]
    assert to == [carers.carer.email]
    assert last_deed() == "stopped showing a passport"
    new = shown(carers.carer)
    assert sees(carers.other_manager, new)
    assert not sees(carers.manager, old)
    assert new.version.signatures.filter(person=carers.other_manager).count() == 0


def test_what_still_holds_is_looked_at_again_in_a_year_and_its_owner_is_reminded_once(carers: Carers) -> None:
    passport = written(carers.carer)
    with pytest.raises(actions.NothingSigned):
        actions.review(passport, by=carers.carer)
    signed(carers.carer)
    with in_a_year(carers):
        before = Entry.objects.count()
        for _ in range(3):
            look_after()
        deeds = [entry.deed for entry in Entry.objects.order_by("number")[before:]]
        assert deeds == ["stopped showing a passport", "reminded somebody of a passport"]
        assert Passport.objects.get().is_review_due
        actions.review(Passport.objects.get(), by=carers.carer)
        assert last_deed() == "looked at a passport again"
        assert str(Passport.objects.get().review_on) == "2028-11-02"


# What is left behind


def test_destroy_leaves_nothing_but_the_journal(carers: Carers) -> None:
    actions.note_reading(signed(carers.carer), by=carers.manager)
    passport = Passport.objects.get()
    actions.destroy(passport, by=carers.carer)
    assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
    assert last_entry() == ("destroyed a passport", str(passport.pk), carers.carer.pk)


def test_a_leavers_passport_is_destroyed_after_thirty_days(carers: Carers) -> None:
    signed(carers.carer)
    signed(carers.stranger)
    people.record_leaving(carers.carer.staff, last_day=clock.today(), at_once=True, by=carers.administrator)
    with clock.standing_at(clock.now() + timedelta(days=DAYS_AFTER_LEAVING)):
        look_after()
        assert Passport.objects.count() == 2
    with clock.standing_at(clock.now() + timedelta(days=DAYS_AFTER_LEAVING + 1)):
        look_after()
    assert [one.staff for one in Passport.objects.all()] == [carers.stranger.staff]
    assert last_entry()[2] == KEEPING.id
    assert any(each.function is look_after for each in ticks._ticks.values())


# What nobody can read or change


def test_no_table_entry_or_message_holds_a_word_of_it(carers: Carers) -> None:
    actions.note_reading(signed(carers.carer), by=carers.manager)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [
                bytes(value) if isinstance(value, memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            ]
            assert not any(secret.encode() in value for secret in EVERYTHING for value in rows), table
    assert {json.dumps(entry.detail) for entry in Entry.objects.filter(deed__contains="passport")} == {"{}"}
    assert {(one.kind, one.letter().subject) for one in Message.objects.all()} == {
        ("private", "You have updates in Due Regard")
    }


def test_lengths_are_filled_up_and_a_row_moved_to_another_person_does_not_open(carers: Carers) -> None:
    long, short = written(carers.carer), written(carers.stranger, replace(WORDS, hard="", to_know=""))
    assert len(bytes(long.closed_words)) == len(bytes(short.closed_words))
    Passport.objects.filter(pk=short.pk).update(closed_words=long.closed_words)
    with pytest.raises(ValueError, match="belongs to another record"):
        _ = Passport.objects.get(pk=short.pk).words


@pytest.mark.parametrize("table", ["leave_signedversion", "leave_signature", "leave_reading"])
def test_what_was_signed_or_read_is_never_changed(carers: Carers, table: str) -> None:
    actions.note_reading(signed(carers.carer), by=carers.manager)
    for change in (f"UPDATE {table} SET id = id", *_replacements(table)):
        with undone(), connection.cursor() as cursor:
            cursor.execute(change)


def _replacements(table: str) -> list[str]:
    return (
        [f"REPLACE INTO {table} SELECT * FROM {table}"]
        if connection.vendor == "sqlite"
        else [f"TRUNCATE {table}"]
    )


def test_the_digest_is_of_what_was_signed_and_no_guess_can_be_tried(carers: Carers) -> None:
    version, other = signed(carers.carer).version, signed(carers.stranger).version
    assert version.digest == sha256_of(version.inside)
    assert version.agreed == other.agreed
    assert version.digest != other.digest


@pytest.mark.parametrize(
    "deed", ["write", "share", "sign", "note_reading", "revoke", "review", "destroy", "let end"]
)
def test_what_cannot_be_recorded_is_undone(
    carers: Carers, fill_journal: Callable[[], None], deed: str
) -> None:
    grant = shown(carers.carer)
    passport = Passport.objects.get()
    state = _state()
    if deed == "let end":
        manage(carers.carer, carers.other_manager)
    fill_journal()
    acts: dict[str, Callable[[], object]] = {
        "write": lambda: written(carers.carer, replace(WORDS, hard="")),
        "share": lambda: shown(carers.carer),
        "sign": lambda: actions.sign(grant, by=carers.manager),
        "note_reading": lambda: actions.note_reading(grant, by=carers.manager),
        "let end": look_after,
    }
    act = acts.get(deed) or (lambda: getattr(actions, deed)(passport, by=carers.carer))
    with pytest.raises(DatabaseError), transaction.atomic():
        act()
    assert _state() == state


def _state() -> list[Any]:
    return [sorted(map(repr, model.objects.values())) for model in (*TABLES, Message)]
