"""The keys of the networks, and those of the voice of all staff: in the keys file, in no database and no backup.

A key is added when a network is opened or its keys are changed; the newest closes, all open. The file is read again
whenever it has changed, so that every process has a new key before anything is closed with it.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from dueregard.access import keysfile
from dueregard.access.envelopes import Ring

VOICE = "voice"
"""Owns the keys of what all staff say together, which belongs to no network."""

Owner = UUID | str

_read: dict[Path, tuple[tuple[int, int, int], dict[str, Ring]]] = {}


class KeysMissing(Exception):
    """Some keys are not in the keys file, so nothing that is closed with them can be read or written."""


def ring(owner: Owner) -> Ring:
    """Return the keys of a network, or of the voice.

    Raises
    ------
    KeysMissing
        When the keys file has none for it, or cannot be read. Keys are never made in their place.
    """
    found = _rings().get(str(owner))
    if found is None or not found.keys:
        raise KeysMissing("The keys of a network, or of the voice, are not in the keys file.")
    return found


def has_keys(owner: Owner) -> bool:
    """Say whether these keys are here."""
    try:
        return bool(ring(owner))
    except KeysMissing:
        return False


def add(owner: Owner) -> int:
    """Add a key for a network, or for the voice, and return its number: 1 for the first."""

    def edit(kept: dict[str, Any]) -> dict[str, Any]:
        mine = _section(kept, owner)
        mine[str(max(map(int, mine), default=0) + 1)] = keysfile.new_key()
        return kept

    return max(map(int, _section(keysfile.change(settings.KEYS_FILE, edit), owner)))


def destroy(owner: Owner, number: int) -> None:
    """Take a key out of the file: what is closed with it can never be opened again."""

    def edit(kept: dict[str, Any]) -> dict[str, Any]:
        _section(kept, owner).pop(str(number), None)
        return kept

    keysfile.change(settings.KEYS_FILE, edit)


def _section(kept: dict[str, Any], owner: Owner) -> dict[str, str]:
    """Return where the keys of an owner stand in the file."""
    holder: dict[str, Any] = kept if owner == VOICE else kept.setdefault("networks", {})
    mine: dict[str, str] = holder.setdefault(str(owner), {})
    return mine


def _rings() -> dict[str, Ring]:
    """Return the keys of every owner, read again if the file is another one than last time."""
    path = Path(settings.KEYS_FILE)
    try:
        status = path.stat()
        is_now = (status.st_mtime_ns, status.st_ino, status.st_size)
        before = _read.get(path)
        if before is None or before[0] != is_now:
            kept = keysfile.read(path)
            written = {**kept.get("networks", {}), VOICE: kept.get(VOICE, {})}
            rings = {
                owner: Ring({int(number): keysfile.key(text) for number, text in keys.items()})
                for owner, keys in written.items()
            }
            before = _read[path] = (is_now, rings)
    except (OSError, keysfile.WrongKeysFile, ValueError, TypeError, AttributeError) as problem:
        raise KeysMissing("The keys file cannot be read.") from problem
    return before[1]
