"""The keys file: secrets that live outside the databases and their backups."""

import json
import os
import secrets
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(path: Path) -> str:
    """Return the signing key of the installation, made on first use in a file only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return secret_key(path)
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"signing": key}, file)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["signing"])
    except (ValueError, KeyError) as problem:
        raise ImproperlyConfigured(f"{path} is not a keys file: {problem}. Restore it from its own backup.") from problem
