"""The heads of the chains, kept in files outside the databases: the number and the code of the last entry.

A chain cannot tell that its end was cut off; its head can. Copy the heads to another machine each day, and a
thief of this one cannot take back what was written before.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Head:
    """The last entry of a chain, as far as it is known outside the database."""

    number: int
    code: str


def path_of(chain: str) -> Path:
    """Return where the head of a chain is kept: ``journal.head`` for the journal."""
    return Path(settings.VAR) / f"{chain}.head"


def kept(chain: str) -> Head | None:
    """Return the head that is kept, or nothing where none is, or where it cannot be read."""
    try:
        return Head(**json.loads(path_of(chain).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(chain: str, number: int, code: str) -> None:
    """Write the head, unless a later one is there: of two processes the one that is behind changes nothing."""
    path = path_of(chain)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = kept(chain)
        if before is not None and before.number >= number:
            return
        draft = path.with_suffix(f".{os.getpid()}")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(Head(number, code)), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
