"""The keys file: secrets that live outside the databases and their backups.

It is one JSON object in a file of mode 600:

- `signing` signs sessions and links;
- `journal` chains the entries of the journal;
- `envelopes` close what is stored closed: a number and a key for each, the highest number closing, all opening.

Whoever holds this file and the databases can read everything. Whoever holds the databases alone cannot open an
envelope or forge an entry.
"""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

KEY_OCTETS = 32


@dataclass(frozen=True)
class Keys:
    """The secrets of one installation."""

    signing: str
    journal: bytes
    envelopes: dict[int, bytes]


def load(path: Path) -> Keys:
    """Return the keys of the installation, made on first use in a file only its owner can read.

    A file that an older version wrote gets the keys which that version did not have.
    """
    if not path.exists():
        _write_whole(path, {name: make() for name, make in _NEW.items()}, replace=False)
    kept = _read(path)
    if not _NEW.keys() <= kept.keys():
        kept = _complete(path)
    try:
        return Keys(
            signing=str(kept["signing"]),
            journal=_key(kept["journal"]),
            envelopes={int(number): _key(text) for number, text in kept["envelopes"].items()},
        )
    except (ValueError, TypeError, AttributeError) as problem:
        raise _damaged(path, problem) from problem


def _complete(path: Path) -> dict[str, Any]:
    """Add the keys that are missing; of processes that start together one does, and the others read its keys."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = _read(path)
        if not _NEW.keys() <= kept.keys():
            kept = {name: make() for name, make in _NEW.items()} | kept
            _write_whole(path, kept, replace=True)
        return kept


def _new_key() -> str:
    return secrets.token_hex(KEY_OCTETS)


_NEW: dict[str, Callable[[], Any]] = {
    "signing": lambda: secrets.token_urlsafe(48),
    "journal": _new_key,
    "envelopes": lambda: {"1": _new_key()},
}


def _key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != KEY_OCTETS:
        raise ValueError(f"a key is not {KEY_OCTETS} octets long")
    return key


def _write_whole(path: Path, kept: dict[str, Any], *, replace: bool) -> None:
    """Write a keys file whole; a new one stands back where another process has been quicker."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        draft.replace(path)
        return
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)  # unlike a rename, this never replaces a file that is there
    finally:
        draft.unlink()


def _read(path: Path) -> dict[str, Any]:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["signing"]  # every version has written it
    except (ValueError, KeyError, TypeError) as problem:
        raise _damaged(path, problem) from problem
    return dict(kept)


def _damaged(path: Path, problem: Exception) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{path} is not a keys file: {problem}. Restore it from its own backup.")
