"""The keys file: secrets that live outside the databases and their backups.

It is one JSON object in a file of mode 600:

- `signing` signs sessions and links;
- `journal` chains the entries of the journal;
- `envelopes` close what is stored closed: a number and a key for each, the highest number closing, all opening;
- `networks` has such keys for each staff network, by its id, and `voice` those of what all staff say together
  (`dueregard.networks.keyring` keeps both).

Whoever holds this file and the databases can read everything. Whoever holds the databases alone cannot open an
envelope or forge an entry.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from dueregard.access import keysfile


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
    try:
        if not path.exists():
            keysfile.begin(path, {name: make() for name, make in _NEW.items()})
        kept = keysfile.read(path)
        if not _NEW.keys() <= kept.keys():
            kept = keysfile.change(path, lambda kept: {name: make() for name, make in _NEW.items()} | kept)
        try:
            return Keys(
                signing=str(kept["signing"]),
                journal=keysfile.key(kept["journal"]),
                envelopes={int(number): keysfile.key(text) for number, text in kept["envelopes"].items()},
            )
        except (ValueError, TypeError, AttributeError) as problem:
            raise keysfile.damaged(path, problem) from problem
    except keysfile.WrongKeysFile as wrong:
        raise ImproperlyConfigured(str(wrong)) from wrong


_NEW: dict[str, Callable[[], Any]] = {
    "signing": lambda: secrets.token_urlsafe(48),
    "journal": keysfile.new_key,
    "envelopes": lambda: {"1": keysfile.new_key()},
    "networks": dict,
    "voice": lambda: {"1": keysfile.new_key()},
}
