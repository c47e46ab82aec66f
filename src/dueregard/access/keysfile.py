"""The keys file on the disk: read, and changed by one process at a time, whole or not at all.

It is one JSON object in a file of mode 600. `dueregard.config.keys` says what an installation needs in it; an app
that has keys of its own keeps them under a name of its own.
"""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

KEY_OCTETS = 32


class WrongKeysFile(Exception):
    """The keys file can be read by others, or is damaged. The sentence says what to do."""


def new_key() -> str:
    """Return a key as it is written: 256 random bits in hexadecimal."""
    return secrets.token_hex(KEY_OCTETS)


def key(text: str) -> bytes:
    """Return the octets of a key that was written; a ValueError where it is none."""
    octets = bytes.fromhex(text)
    if len(octets) != KEY_OCTETS:
        raise ValueError(f"a key is not {KEY_OCTETS} octets long")
    return octets


def read(path: Path) -> dict[str, Any]:
    """Return what the file holds.

    Raises
    ------
    WrongKeysFile
        When others may read it, or it is not a keys file.
    FileNotFoundError
        When there is none.
    """
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongKeysFile(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["signing"]  # every version has written it
    except (ValueError, KeyError, TypeError) as problem:
        raise damaged(path, problem) from problem
    return dict(kept)


def damaged(path: Path, problem: Exception) -> WrongKeysFile:
    """Return the sentence for a file that is no keys file."""
    return WrongKeysFile(f"{path} is not a keys file: {problem}. Restore it from its own backup.")


def begin(path: Path, kept: dict[str, Any]) -> None:
    """Write a new file; where another process was quicker, its file stays."""
    _write_whole(path, kept, replace=False)


def change(path: Path, edit: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read the file, let `edit` return what it should hold, and write that if it differs; return what is there then.

    Of processes that change it together one waits for the other, and edits what the other has written.
    """
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read(path)
        after = edit(json.loads(json.dumps(before)))
        if after != before:
            _write_whole(path, after, replace=True)
        return after


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
