"""What a monitor is told: each part by one word, and 503 as soon as one part fails."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client

from dueregard import jobs, journal
from dueregard.almanac import clock
from dueregard.config import health, keys
from dueregard.journal import seals
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Tick
from dueregard.people.system import SET_UP
from dueregard.post import actions as post

PARTS = ["database", "keys", "seals", "queue", "post", "disk"]


def ask() -> HttpResponse:
    return Client().get("/readyz")


def failing() -> list[str]:
    """Ask, and return the parts that fail; the status must say the same."""
    answer = ask()
    lines = answer.content.decode().splitlines()
    assert [line.split(": ")[0] for line in lines] == PARTS
    failed = [line.split(": ")[0] for line in lines if not line.endswith(": ok")]
    assert answer.status_code == (503 if failed else 200)
    return failed


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


@pytest.fixture
def entry() -> None:
    journal.record("did something", Entry(pk=0), by=SET_UP)


def test_it_says_ok_of_each_part_in_plain_text_and_nothing_else(entry: None) -> None:
    answer = ask()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain")
    assert answer.content.decode() == "".join(f"{part}: ok\n" for part in PARTS)


def test_it_is_well_before_the_journal_has_an_entry() -> None:
    assert failing() == []


def test_health_says_ok_whatever_is_broken(settings: Any) -> None:
    settings.KEYS_FILE = Path("/nowhere/keys.json")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.fixture
def commons_away(shared_databases: dict[str, str]) -> Iterator[None]:
    """Point the second database at one that does not exist."""
    there = connections.settings["commons"]["NAME"]
    connections["commons"].close()
    del connections["commons"]
    connections.settings["commons"]["NAME"] = f"/nowhere/{uuid4().hex}"
    yield
    connections["commons"].close()
    del connections["commons"]
    connections.settings["commons"]["NAME"] = there


def test_a_database_that_does_not_answer_is_told_without_a_word_why(commons_away: None) -> None:
    assert {"database"} <= set(failing()) <= {"database", "keys", "seals"}
    assert b"nowhere" not in ask().content


@pytest.mark.parametrize(("using", "app"), [("default", "people"), ("commons", "ticks")])
def test_a_migration_that_is_not_applied_fails_the_database(using: str, app: str) -> None:
    MigrationRecorder(connections[using]).migration_qs.filter(app=app).order_by("-id")[0].delete(using=using)
    assert failing() == ["database"]


def test_a_keys_file_that_is_gone_damaged_or_another_fails_the_keys(
    entry: None, tmp_path: Path, settings: Any
) -> None:
    settings.KEYS_FILE = tmp_path / "keys.json"
    assert failing() == ["keys"]
    assert not settings.KEYS_FILE.exists()
    keys.load(settings.KEYS_FILE)
    assert failing() == ["keys"]
    settings.KEYS_FILE.write_text("{}")
    assert failing() == ["keys"]


def test_a_last_entry_that_was_not_written_with_the_key_fails_the_keys(entry: None) -> None:
    with transaction.atomic():
        seals.remove(Entry, connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE journal_entry SET deed = 'did nothing'")
        seals.install(Entry, connection)
        assert failing() == ["keys"]
        transaction.set_rollback(True)
    assert failing() == []


def test_a_last_tick_that_was_not_written_with_the_key_fails_the_keys() -> None:
    journal.record_tick("test", "0" * 64)
    last = Tick.objects.get()
    Tick(number=2, name="forged", digest="0" * 64, code=last.code).save(force_insert=True)
    assert failing() == ["keys"]


@pytest.mark.parametrize("model", [Entry, Tick])
def test_a_seal_that_is_off_fails_the_seals(model: Any) -> None:
    seals.remove(model, connections["commons" if model is Tick else "default"])
    assert failing() == ["seals"]


def test_a_job_that_nobody_takes_up_fails_the_queue() -> None:
    with transaction.atomic():
        job = jobs.start("check a dataset", key="waiting", by=SET_UP)
    for minutes, failed in ((14, []), (16, ["queue"])):
        job.due_at = clock.now() - timedelta(minutes=minutes)
        job.save(update_fields=["due_at"])
        assert failing() == failed
    job.due_at = clock.now() + timedelta(hours=1)
    job.save(update_fields=["due_at"])
    assert failing() == []


def test_a_message_that_does_not_leave_fails_the_post() -> None:
    for minutes, failed in ((14, []), (16, ["post"])):
        with transaction.atomic(), clock.standing_at(clock.now() - timedelta(minutes=minutes)):
            post.put(
                "account", to="ash@rowan.example", key=str(minutes), subject="An example", text="Some words."
            )
        assert failing() == failed


def test_a_disk_that_is_nearly_full_fails_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_OCTETS", 10**18)
    assert failing() == []  # a share of it is free
    monkeypatch.setattr(health, "LEAST_FREE_SHARE", 1.1)
    assert failing() == ["disk"]
    monkeypatch.setattr(health, "LEAST_FREE_OCTETS", 1)
    assert failing() == []


def test_a_folder_that_is_gone_fails_the_disk(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "gone"
    assert failing() == ["disk"]
