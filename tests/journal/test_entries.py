"""The journal takes entries inside a transaction and gives none back to be changed."""

import pytest
from django.db import transaction

from dueregard import journal
from dueregard.journal.models import Entry, Unchangeable
from dueregard.people.models import Person


def test_an_entry_keeps_who_did_what_to_which_record(cast: dict[str, Person]) -> None:
    journal.record("changed a name", cast["staff"], by=cast["administrator"], before="A", after="B")
    entry = Entry.objects.get()
    assert (entry.deed, entry.subject_kind, entry.subject_id) == (
        "changed a name", "people.person", str(cast["staff"].pk)
    )  # fmt: skip
    assert (entry.actor_id, entry.actor_label) == (cast["administrator"].pk, cast["administrator"].name)
    assert entry.detail == {"before": "A", "after": "B"}
    assert entry.number == 1


@pytest.mark.django_db(transaction=True)
def test_a_deed_without_a_transaction_is_not_recorded(cast: dict[str, Person]) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        journal.record("did something", cast["staff"], by=cast["staff"])
    with transaction.atomic():
        journal.record("did something", cast["staff"], by=cast["staff"])
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_entries_are_never_changed_or_deleted(cast: dict[str, Person]) -> None:
    journal.record("did something", cast["staff"], by=cast["staff"])
    entry = Entry.objects.get()
    entry.deed = "did nothing"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(deed=""),
        lambda: Entry.objects.bulk_create([entry]),
    ):
        with pytest.raises(Unchangeable):
            attempt()
    assert Entry.objects.get().deed == "did something"


def test_people_read_their_own_entries_and_administrators_all(cast: dict[str, Person]) -> None:
    journal.record("did something", cast["staff"], by=cast["staff"])
    journal.record("did something", cast["editor"], by=cast["editor"])
    assert [entry.actor_id for entry in Entry.objects.visible_to(cast["staff"])] == [cast["staff"].pk]
    assert Entry.objects.visible_to(cast["administrator"]).count() == 2


def test_detail_holds_only_what_both_databases_write_alike(cast: dict[str, Person]) -> None:
    for wrong in (1.5, {"deep": [0.1]}, {1: "a"}, object()):
        with pytest.raises(TypeError, match="recorded with"):
            journal.record("did something", cast["staff"], by=cast["staff"], wrong=wrong)
