"""A backup is taken while others write, is whole or refused, and says nothing without the keys."""

import json
import random
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connections, transaction

from dueregard import journal
from dueregard.access import envelopes
from dueregard.config.backups import backup, copying, manifest, restore
from dueregard.journal import chain, heads
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Tick
from dueregard.people.models import Person
from tests.databases import ALIASES, empty_databases

ABOUT = "tests.Secret|1|words"


@dataclass
class Installation:
    """An installation with people, a journal, files and something closed, in a place of its own."""

    var: Path
    settings: Any
    actor: Person

    def write(self, words: str) -> None:
        """Do one deed with a file to it, as actions do: the file is in its place before the commit."""
        with transaction.atomic():
            name = f"{words}.txt"
            (self.var / "files").mkdir(exist_ok=True)
            (self.var / "files" / name).write_text(words)
            journal.record("wrote", self.actor, by=self.actor, file=name)


@pytest.fixture
def installation(shared_databases: dict[str, str], tmp_path: Path, settings: Any) -> Installation:
    settings.VAR = tmp_path / "var"
    settings.KEYS_FILE = settings.VAR / "keys.json"
    settings.VAR.mkdir()
    settings.KEYS_FILE.write_text("{}")
    (settings.VAR / "static").mkdir()
    (settings.VAR / "static" / "made-anew.css").write_text("x")
    actor = Person.objects.create(email="ash@rowan.example", name="Ash Example")
    made = Installation(settings.VAR, settings, actor)
    for number in range(5):
        made.write(f"before-{number}")
    journal.record_tick("flush", "0" * 64)
    (made.var / "closed").write_bytes(envelopes.close("a secret", about=ABOUT))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def quiet(words: str) -> None:
    """Say nothing."""


def elsewhere(installation: Installation, tmp_path: Path) -> Path:
    """Turn to an empty place with the same keys."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    installation.settings.VAR = place
    installation.settings.KEYS_FILE = place / "keys.json"
    return place


def test_what_is_restored_is_what_was_there(installation: Installation, folder: Path, tmp_path: Path) -> None:
    backup.backup(folder, say=quiet)
    before = {alias: copying.rows(connections[alias]) for alias in ALIASES}
    entries = list(Entry.objects.values())
    files = {path.name: path.read_bytes() for path in installation.var.rglob("*.txt")}
    place = elsewhere(installation, tmp_path)
    said: list[str] = []
    with empty_databases():
        assert restore.restore(folder, say=said.append) == 0
        assert {alias: copying.rows(connections[alias]) for alias in ALIASES} == before
        assert list(Entry.objects.values()) == entries
        assert chain.verify(Entry).is_sound
        assert chain.verify(Tick).is_sound
        assert {path.name: path.read_bytes() for path in place.rglob("*.txt")} == files
        assert envelopes.open_((place / "closed").read_bytes(), about=ABOUT) == "a secret"
        with pytest.raises(Exception, match="sealed"), transaction.atomic():
            Entry.objects.filter(number=1)._raw_delete(using="default")
    assert not list(folder.rglob("*keys*"))
    assert not (folder / "files" / "static").exists()
    assert "sound" in said[-1]


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it_began(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    stop, acknowledged, wrong = threading.Event(), [], []

    def write(who: int) -> None:
        number = 0
        try:
            while not stop.is_set():
                words = f"writer-{who}-{number}"
                installation.write(words)
                acknowledged.append(words)
                number += 1
        except Exception as problem:  # noqa: BLE001  (shown below)
            wrong.append(problem)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[who]) for who in range(3)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 30:
        stop.wait(0.01)
    before = list(acknowledged)
    backup.backup(folder, say=quiet)
    during = len(acknowledged) - len(before)
    stop.set()
    for writer in writers:
        writer.join()
    assert wrong == []
    assert during > 0, "nobody wrote while the backup was taken"
    place = elsewhere(installation, tmp_path)
    with empty_databases():
        assert restore.restore(folder, say=quiet) == 0
        kept = {name for name in Entry.objects.values_list("detail__file", flat=True) if name}
        assert kept >= {f"{words}.txt" for words in before}
        assert {name for name in kept if not (place / "files" / name).exists()} == set()


def test_one_flipped_byte_is_found(installation: Installation, folder: Path) -> None:
    backup.backup(folder, say=quiet)
    manifest.read(folder)
    chance = random.Random(2026)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for _ in range(60):
        path = chance.choice(files)
        whole = path.read_bytes()
        place = chance.randrange(len(whole))
        path.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
        with pytest.raises(manifest.NotABackup, match="not what was backed up"):
            manifest.read(folder)
        path.write_bytes(whole)
    manifest.read(folder)


@pytest.mark.parametrize("change", ["missing", "too many", "unfinished"])
def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(
    change: str, installation: Installation, folder: Path, tmp_path: Path
) -> None:
    backup.backup(folder, say=quiet)
    if change == "missing":
        next((folder / "files").rglob("*.txt")).unlink()
    elif change == "too many":
        (folder / "files" / "planted.txt").write_text("x")
    else:
        (folder / "manifest.json").unlink()
    place = elsewhere(installation, tmp_path)
    with empty_databases():
        with pytest.raises(manifest.NotABackup, match=r"missing|not part|no finished backup"):
            restore.restore(folder, say=quiet)
        assert all(copying.is_empty(alias) for alias in ALIASES)
    assert list(place.iterdir()) == []


def test_without_its_keys_what_was_closed_stays_closed(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    backup.backup(folder, say=quiet)
    place = elsewhere(installation, tmp_path)
    right = installation.settings.JOURNAL_KEY, installation.settings.ENVELOPE_KEYS
    installation.settings.JOURNAL_KEY = bytes(32)
    installation.settings.ENVELOPE_KEYS = {1: bytes(32)}
    said: list[str] = []
    with empty_databases():
        assert restore.restore(folder, say=said.append) == 1
        assert "not those of this backup" in said[-1]
        with pytest.raises(envelopes.CannotOpen):
            envelopes.open_((place / "closed").read_bytes(), about=ABOUT)
        assert not chain.verify(Entry).is_sound
        installation.settings.JOURNAL_KEY, installation.settings.ENVELOPE_KEYS = right
        assert envelopes.open_((place / "closed").read_bytes(), about=ABOUT) == "a secret"
        assert chain.verify(Entry).is_sound


def test_a_place_that_is_not_empty_is_refused(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    backup.backup(folder, say=quiet)
    with pytest.raises(copying.CannotCopy, match="database “main” is not empty"):
        restore.restore(folder, say=quiet)
    place = elsewhere(installation, tmp_path)
    (place / "files").mkdir()
    with empty_databases(), pytest.raises(copying.CannotCopy, match="holds files"):
        restore.restore(folder, say=quiet)


def test_a_restore_that_fails_leaves_nothing(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    """The manifest speaks of one row more than the copy has: found after the copy is in its place."""
    backup.backup(folder, say=quiet)
    made = json.loads((folder / "manifest.json").read_text())
    made["databases"]["commons"]["rows"]["ticks_tick"] += 1
    manifest.write(folder, manifest.Manifest(**made))
    place = elsewhere(installation, tmp_path)
    with empty_databases():
        with pytest.raises(copying.CannotCopy, match="ticks_tick"):
            restore.restore(folder, say=quiet)
        assert all(copying.is_empty(alias) for alias in ALIASES)
    assert list(place.iterdir()) == []


def test_a_journal_that_is_not_sound_is_not_backed_up(installation: Installation, folder: Path) -> None:
    heads.path_of("journal").write_text(json.dumps({"number": 99, "code": "x"}))
    with pytest.raises(copying.CannotCopy, match="not sound"):
        backup.backup(folder, say=quiet)
    assert not folder.exists()
    assert not folder.with_name("backup.unfinished").exists()


def test_a_folder_that_holds_something_is_not_written_over(installation: Installation, folder: Path) -> None:
    folder.mkdir()
    (folder / "mine").write_text("x")
    with pytest.raises(copying.CannotCopy, match="not empty"):
        backup.backup(folder, say=quiet)
    assert [path.name for path in folder.iterdir()] == ["mine"]
    with pytest.raises(copying.CannotCopy, match="Choose another place"):
        backup.backup(installation.var / "within", say=quiet)


def test_a_backup_of_another_kind_of_database_is_refused(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    backup.backup(folder, say=quiet)
    made = json.loads((folder / "manifest.json").read_text())
    made["databases"]["default"]["kind"] = "oracle"
    manifest.write(folder, manifest.Manifest(**made))
    elsewhere(installation, tmp_path)
    with empty_databases(), pytest.raises(copying.CannotCopy, match="DUEREGARD_DATABASE_URL"):
        restore.restore(folder, say=quiet)


def test_files_are_content_like_any(installation: Installation, folder: Path) -> None:
    """Names with spaces and letters beyond ASCII, empty files and folders in folders come along."""
    odd = installation.var / "files" / "a b" / "ünlaut’s.txt"
    odd.parent.mkdir()
    odd.write_bytes(ContentFile(b"").read())
    backup.backup(folder, say=quiet)
    assert (folder / "files" / "files" / "a b" / "ünlaut’s.txt").read_bytes() == b""
    shutil.rmtree(folder)
