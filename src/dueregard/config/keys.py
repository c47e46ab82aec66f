"""The keys file: secrets that live outside the databases and their backups."""

import json
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(path: Path) -> str:
    """Return the signing key of the installation, made on first use in a file only its owner can read."""
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write a new keys file whole, unless another process has been quicker."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump({"signing": secrets.token_urlsafe(48)}, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)  # unlike a rename, this never replaces a file that is there
    finally:
        draft.unlink()


def _read(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["signing"])
    except (ValueError, KeyError) as problem:
        raise ImproperlyConfigured(
            f"{path} is not a keys file: {problem}. Restore it from its own backup."
        ) from problem
