"""The files folder: whole or not there, for its owner only."""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.intake import storage
from dueregard.intake.errors import NotKept
from dueregard.intake.storage import file_name, keep, path_of

CONTENT = b"sex,passed\nFemale,yes\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "files"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_keep_writes_the_file_under_its_digest(folder: Path) -> None:
    kept = keep(SimpleUploadedFile("results.csv", CONTENT), limit_mb=1)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert (kept.sha256, kept.size, kept.name) == (digest, len(CONTENT), "results.csv")
    assert kept.path == folder / digest[:2] / digest == path_of(digest)
    assert kept.path.read_bytes() == CONTENT
    assert files_in(folder) == [kept.path]


def test_only_the_owner_can_read_it(folder: Path) -> None:
    kept = keep(SimpleUploadedFile("results.csv", CONTENT), limit_mb=1)
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once(folder: Path) -> None:
    first = keep(SimpleUploadedFile("one.csv", CONTENT), limit_mb=1)
    second = keep(SimpleUploadedFile("two.csv", CONTENT), limit_mb=1)
    assert first.path == second.path
    assert second.name == "two.csv"
    assert len(files_in(folder)) == 1


def test_an_empty_file_is_refused(folder: Path) -> None:
    with pytest.raises(NotKept, match="The selected file is empty"):
        keep(SimpleUploadedFile("empty.csv", b""), limit_mb=1)
    assert files_in(folder) == []


def test_a_file_over_the_limit_is_refused_whatever_size_it_claims(folder: Path) -> None:
    upload = SimpleUploadedFile("large.csv", b"x" * (1024 * 1024 + 1))
    upload.size = 3
    with pytest.raises(NotKept, match="must be smaller than 1MB"):
        keep(upload, limit_mb=1)
    assert files_in(folder) == []


def test_the_limit_is_that_of_the_settings(settings: Any, folder: Path) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(NotKept, match="must be smaller than 0MB"):
        keep(SimpleUploadedFile("results.csv", CONTENT))


def test_a_broken_upload_leaves_nothing_behind(folder: Path) -> None:
    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield CONTENT
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep(Broken("results.csv", CONTENT), limit_mb=1)
    assert files_in(folder) == []


def test_a_full_disk_is_told_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(NotKept, match="There is no room left"):
        keep(SimpleUploadedFile("results.csv", CONTENT), limit_mb=1)
    assert files_in(folder) == []


def test_what_a_killed_process_left_is_cleared_after_a_day(folder: Path) -> None:
    incoming = folder / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "old").write_bytes(b"half")
    (incoming / "new").write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(incoming / "old", (two_days_ago, two_days_ago))
    keep(SimpleUploadedFile("results.csv", CONTENT), limit_mb=1)
    assert not (incoming / "old").exists()
    assert (incoming / "new").exists()


@pytest.mark.parametrize("wrong", ["", "../../keys.json", "A" * 64, "a" * 63, "/" * 64])
def test_only_a_digest_names_a_file(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a SHA-256 digest"):
        path_of(wrong)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("results.csv", "results.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\results.csv", "results.csv"),
        ("two\nlines\x00.csv", "two lines .csv"),
        ("\u202eexe.csv", "exe.csv"),
        ("  .. ", "file"),
        ("", "file"),
        (None, "file"),
        ("cafe\u0301.csv", "café.csv"),
        ("n" * 200 + ".csv", "n" * 146 + ".csv"),
    ],
)
def test_names_are_fit_to_show(given: str | None, expected: str) -> None:
    assert file_name(given) == expected
