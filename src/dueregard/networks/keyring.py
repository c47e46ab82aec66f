"""The keys of the networks: some for each, in the keys file, in no database and no backup.

A key is added when a network is opened or its keys are changed; the newest closes, all open. The file is read again
whenever it has changed, so that every process has a new key before anything is closed with it.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from dueregard.access import keysfile
from dueregard.access.envelopes import Ring

_read: dict[Path, tuple[tuple[int, int, int], dict[str, Ring]]] = {}


class KeysMissing(Exception):
    """The keys of a network are not in the keys file, so nothing of its room can be read or written."""


def ring(network: UUID) -> Ring:
    """Return the keys of a network.

    Raises
    ------
    KeysMissing
        When the keys file has none for it, or cannot be read. Keys are never made in their place.
    """
    found = _rings().get(str(network))
    if found is None or not found.keys:
        raise KeysMissing("The keys of a network are not in the keys file.")
    return found


def has_keys(network: UUID) -> bool:
    """Say whether the keys of a network are here."""
    try:
        return bool(ring(network))
    except KeysMissing:
        return False


def add(network: UUID) -> int:
    """Add a key for a network, and return its number: 1 for the first."""

    def edit(kept: dict[str, Any]) -> dict[str, Any]:
        mine = kept.setdefault("networks", {}).setdefault(str(network), {})
        mine[str(max(map(int, mine), default=0) + 1)] = keysfile.new_key()
        return kept

    mine = keysfile.change(settings.KEYS_FILE, edit)["networks"][str(network)]
    return max(map(int, mine))


def destroy(network: UUID, number: int) -> None:
    """Take a key out of the file: what is closed with it can never be opened again."""

    def edit(kept: dict[str, Any]) -> dict[str, Any]:
        kept.get("networks", {}).get(str(network), {}).pop(str(number), None)
        return kept

    keysfile.change(settings.KEYS_FILE, edit)


def _rings() -> dict[str, Ring]:
    """Return the keys of all networks, read again if the file is another one than last time."""
    path = Path(settings.KEYS_FILE)
    try:
        status = path.stat()
        is_now = (status.st_mtime_ns, status.st_ino, status.st_size)
        before = _read.get(path)
        if before is None or before[0] != is_now:
            written = keysfile.read(path).get("networks", {})
            rings = {
                network: Ring({int(number): keysfile.key(text) for number, text in keys.items()})
                for network, keys in written.items()
            }
            before = _read[path] = (is_now, rings)
    except (OSError, keysfile.WrongKeysFile, ValueError, TypeError, AttributeError) as problem:
        raise KeysMissing("The keys file cannot be read.") from problem
    return before[1]
