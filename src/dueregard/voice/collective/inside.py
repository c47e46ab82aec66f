"""What a box holds: a secret of its own, and under the mark of each person what they said. Pure.

A mark is HMAC-SHA-256 of the employment under the secret of the box, cut to 128 bits: the same person has another mark
in each box, so that two boxes cannot be laid side by side, and when a box is destroyed its marks mean nothing.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

MARK_OCTETS = 16


@dataclass(frozen=True)
class Said:
    """One slip as it waits: for which box, by which mark, and what it says; without words it takes back."""

    box: UUID
    mark: str
    words: str | None

    def plain(self) -> dict[str, Any]:
        """Return what is written."""
        return {"box": str(self.box), "mark": self.mark, "words": self.words}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Said":
        """Return what was written."""
        return cls(UUID(plain["box"]), plain["mark"], plain["words"])


@dataclass(frozen=True)
class Inside:
    """The contents of a box, and the band in which it was last counted; empty while fewer than ten are in it."""

    secret: str
    said: Mapping[str, str] = field(default_factory=dict)
    band: str = ""

    @classmethod
    def new(cls) -> "Inside":
        """Return the contents of an empty box, with a secret of its own."""
        return cls(secrets.token_hex(32))

    def mark(self, staff: UUID) -> str:
        """Return what an employment is known by in this box alone."""
        digest = hmac.digest(bytes.fromhex(self.secret), staff.bytes, hashlib.sha256)
        return digest[:MARK_OCTETS].hex()

    def with_slip(self, slip: Said) -> "Inside":
        """Return the contents once a slip is in: said again it replaces, taken back it is as if never said."""
        said = {mark: words for mark, words in self.said.items() if mark != slip.mark}
        if slip.words is not None:
            said[slip.mark] = slip.words
        return replace(self, said=said)
