"""The chain finds each change that is made behind its back, and names the first entry that is not what was written."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from dueregard import journal
from dueregard.journal import chain, heads
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Tick
from dueregard.journal.verifying import verify_all
from dueregard.people.models import Person
from tests.journal import tampering

ENTRIES = 12


@pytest.mark.usefixtures("journal_of_twelve")
def test_an_untouched_journal_is_sound() -> None:
    assert chain.verify(Entry) == chain.Verdict("journal", ENTRIES)
    said: list[str] = []
    assert verify_all(say=said.append) == 0
    assert said[0] == "journal: 12 entries; sound, and its end is the one that is kept outside the database."


@pytest.mark.usefixtures("journal_of_twelve")
@pytest.mark.parametrize("way", tampering.WAYS)
def test_a_change_behind_its_back_is_found_and_the_first_bad_entry_is_named(way: Any) -> None:
    tampering.unseal()
    change = way(random.Random(7), ENTRIES)
    assert tampering.first_bad() == change.first_bad, change.words


@pytest.mark.usefixtures("journal_of_twelve")
def test_without_the_head_outside_a_cut_off_end_would_not_be_seen() -> None:
    """The control of the control: the chain itself is sound after its end is cut off."""
    tampering.unseal()
    tampering.truncate(random.Random(1), ENTRIES)
    assert "Entry" in chain.verify(Entry).wrong
    last = Entry.objects.order_by("number").last()
    heads.path_of("journal").unlink()
    heads.keep("journal", last.number if last else 0, last.code if last else "")
    assert chain.verify(Entry).is_sound


@pytest.mark.usefixtures("journal_of_twelve")
def test_a_missing_head_is_said() -> None:
    heads.path_of("journal").unlink()
    assert "missing" in chain.verify(Entry).wrong


@pytest.mark.usefixtures("journal_of_twelve")
def test_an_end_that_was_rewritten_is_found_by_the_head() -> None:
    """Somebody with the key of another installation writes the last entry anew: its code fits, its head does not."""
    tampering.unseal()
    last = Entry.objects.latest("number")
    before = Entry.objects.get(number=ENTRIES - 1)
    last.deed = "did something else"
    forged = last.code_after(before.code)
    tampering.run(
        "UPDATE journal_entry SET deed = %s, code = %s WHERE number = %s", [last.deed, forged, ENTRIES]
    )
    assert "head" in chain.verify(Entry).wrong


@pytest.mark.usefixtures("journal_of_twelve")
def test_another_key_finds_every_entry_wrong(settings: Any) -> None:
    settings.JOURNAL_KEY = bytes(32)
    assert chain.verify(Entry).wrong == "Entry 1 is not what was written."


def test_the_head_never_goes_back(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    heads.keep("journal", 7, "seven")
    heads.keep("journal", 6, "six")
    assert heads.kept("journal") == heads.Head(7, "seven")


@pytest.mark.django_db(transaction=True)
def test_the_head_is_kept_when_the_action_is_committed(
    cast: dict[str, Person], tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    with transaction.atomic():
        journal.record("did something", cast["staff"], by=cast["staff"])
        assert heads.kept("journal") is None
    assert heads.kept("journal") == heads.Head(1, Entry.objects.get().code)
    journal.record_tick("flush", "0" * 64)
    assert heads.kept("commons") == heads.Head(1, Tick.objects.get().code)
    assert chain.verify(Tick).is_sound


@pytest.mark.django_db(databases=["default"])
def test_entries_of_one_transaction_stand_in_the_order_in_which_they_were_written(
    cast: dict[str, Person],
) -> None:
    for name in ("one", "two", "three"):
        journal.record(name, cast["staff"], by=cast["staff"])
    assert list(Entry.objects.values_list("number", "deed")) == [(1, "one"), (2, "two"), (3, "three")]
    assert connection.in_atomic_block


def test_eight_writers_at_once_make_one_chain_without_a_fork(
    shared_databases: dict[str, str], tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    person = Person.objects.create(email="ash@rowan.example", name="Ash Example")
    together = threading.Barrier(8)

    def write() -> None:
        try:
            together.wait()
            for number in range(15):
                with transaction.atomic():
                    journal.record("did something", person, by=person, number=number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(write) for _ in range(8)]:
            done.result()
    assert chain.verify(Entry) == chain.Verdict("journal", 120)
    assert heads.kept("journal").number == 120
