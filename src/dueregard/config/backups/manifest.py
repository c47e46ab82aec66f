"""What a backup says of itself, and whether it is still so."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings

from dueregard.config.backups.errors import NotABackup

FORMAT = "dueregard/backup@1"


@dataclass(frozen=True)
class Manifest:
    """The content of a backup: for each database its kind and rows, each file's digest, the keys it needs."""

    made_at: str
    databases: dict[str, dict[str, Any]]
    files: dict[str, str]
    keys: dict[str, str]
    format: str = field(default=FORMAT)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def fingerprints() -> dict[str, str]:
    """Return what tells one keys file from another and gives no key away."""
    keys = {"journal": settings.JOURNAL_KEY} | {
        f"envelopes {number}": key for number, key in settings.ENVELOPE_KEYS.items()
    }
    return {name: hmac.digest(key, b"fingerprint", hashlib.sha256).hex()[:16] for name, key in keys.items()}


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and its digest: the last files of a backup."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (folder / "manifest.sha256").write_text(hashlib.sha256(text.encode()).hexdigest(), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup after comparing every file with it.

    Raises
    ------
    NotABackup
        When the manifest is missing or changed, or a file is missing, changed or too many.
    """
    manifest = _read(folder)
    if manifest.format != FORMAT:
        raise NotABackup(f"The backup has the form “{manifest.format}”; this version reads “{FORMAT}”.")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    there -= {"manifest.json", "manifest.sha256"}
    for name in sorted(manifest.files.keys() | there):
        if name not in there:
            raise NotABackup(f"{name} is missing from the backup.")
        if name not in manifest.files:
            raise NotABackup(f"{name} is not part of the backup.")
        if sha256(folder / name) != manifest.files[name]:
            raise NotABackup(f"{name} is not what was backed up: its SHA-256 is another.")
    return manifest


def _read(folder: Path) -> Manifest:
    try:
        text = (folder / "manifest.json").read_bytes()
        digest = (folder / "manifest.sha256").read_bytes()
    except FileNotFoundError as missing:
        raise NotABackup(
            f"{folder} is no finished backup: it has no {Path(missing.filename).name}."
        ) from missing
    if hashlib.sha256(text).hexdigest().encode() != digest:
        raise NotABackup("manifest.json is not what was backed up: its SHA-256 is another.")
    try:
        return Manifest(**json.loads(text))
    except (ValueError, TypeError) as problem:
        raise NotABackup(f"manifest.json cannot be read: {problem}.") from problem
