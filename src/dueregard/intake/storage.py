"""The files folder: each upload under the digest of what is in it, whole or not there."""

import errno
import hashlib
import os
import shutil
import tempfile
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from dueregard.intake.errors import NotKept

MEGABYTE = 1024 * 1024
LONGEST_NAME = 150
NO_ROOM = "There is no room left for the file. Tell the people who look after the system."
# A draft this old is what a killed process left behind.
SECONDS_TO_LIVE = 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """A file that lies in the files folder."""

    sha256: str
    path: Path
    size: int
    name: str


def keep(upload: "UploadedFile[Any]", *, limit_mb: int | None = None) -> Kept:
    """Write an upload into the files folder and return where it lies. The same content is kept once.

    The limit is `settings.UPLOAD_LIMIT_MB` unless another is given.

    Raises
    ------
    NotKept
        When the file is empty or too large, or there is no room. Nothing is left behind.
    """
    limit = settings.UPLOAD_LIMIT_MB if limit_mb is None else limit_mb
    incoming = _folder(settings.VAR / "files" / "incoming")
    _clear(incoming)
    handle, draft = tempfile.mkstemp(dir=incoming)  # mode 600 from the beginning
    try:
        digest, size = _write(handle, upload, limit)
        path = path_of(digest)
        _folder(path.parent)
        Path(draft).replace(path)
        _sync(path.parent)
    except BaseException as error:
        Path(draft).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NotKept(NO_ROOM) from error
        raise
    return Kept(digest, path, size, file_name(upload.name))


def path_of(sha256: str) -> Path:
    """Return where the file with this digest lies, or would lie."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError(f"“{sha256}” is not a SHA-256 digest.")
    return Path(settings.VAR) / "files" / sha256[:2] / sha256


def file_name(name: str | None) -> str:
    """Return the name a person gave a file, fit to show: no folders, nothing invisible, not too long."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", last)
    )
    words = " ".join(visible.split()).strip(". ")
    if len(words) > LONGEST_NAME:
        ending = Path(words).suffix[:20]
        words = words[: LONGEST_NAME - len(ending)] + ending
    return words or "file"


def _write(handle: int, upload: "UploadedFile[Any]", limit_mb: int) -> tuple[str, int]:
    """Write the upload to disk for good and return its digest and size."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > limit_mb * MEGABYTE:
                raise NotKept(f"The selected file must be smaller than {limit_mb}MB.")
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise NotKept("The selected file is empty.")
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def put_in_place(made: Path, place: Path) -> None:
    """Move a finished folder to its place, so that it is there whole after a power cut too.

    One that an interrupted attempt left in that place goes first. Call it last before the commit that makes
    the folder known.
    """
    for file in made.iterdir():
        _sync(file)
    _sync(made)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    made.replace(place)
    _sync(place.parent)


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _sync(path: Path) -> None:
    """Make what is in a file, or a new name in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(incoming: Path) -> None:
    old = time.time() - SECONDS_TO_LIVE
    for draft in incoming.iterdir():
        with suppress(FileNotFoundError):  # another process clears too
            if draft.stat().st_mtime < old:
                draft.unlink()
