"""Envelopes: what is stored closed, so that a stolen database or backup does not tell it.

AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce for each envelope. What the envelope is *about* (the model
and the record it belongs to) is authenticated with it, so that one moved to another record does not open. Each
envelope names the number of its key; the keys are in the keys file and never in a database.

A closed record of the journal or of an edition is *sealed*: that is another thing, see `dueregard.journal.seals`.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
_NUMBER = 4


class CannotOpen(ValueError):
    """The envelope is damaged, belongs to another record, or its key is not in the keys file."""


@dataclass(frozen=True)
class Ring:
    """Some keys by their numbers: the highest closes, all open, and the lowest finds what was stored before.

    The functions of this module use the ring of the whole installation; whoever needs keys of their own has another.
    """

    keys: Mapping[int, bytes]

    def close(self, text: str, *, about: str, pad_to: int = 0) -> bytes:
        """Return `text` closed with the newest key.

        Parameters
        ----------
        about
            What it belongs to, as in ``"post.Message|<id>|address"``. Opening asks for the same words.
        pad_to
            The least length in octets that the text is filled up to, so that its length tells nothing.

        Raises
        ------
        ValueError
            If the text is longer than `pad_to` (when that is given).
        """
        octets = text.encode()
        if pad_to and len(octets) > pad_to:
            raise ValueError(f"The text has {len(octets)} octets; the envelope takes {pad_to}.")
        length = len(octets).to_bytes(4, "big")
        number = max(self.keys)
        nonce = os.urandom(_NONCE)
        head = number.to_bytes(_NUMBER, "big")
        closed = AESGCM(self.keys[number]).encrypt(
            nonce, length + octets.ljust(pad_to, b"\0"), head + about.encode()
        )
        return head + nonce + closed

    def open_(self, envelope: bytes, *, about: str) -> str:
        """Return the text that was closed about the same record.

        Raises
        ------
        CannotOpen
            When it was changed, moved to another record, or closed with a key that is not here.
        """
        envelope = bytes(envelope)  # PostgreSQL gives a memoryview
        head, nonce, closed = (
            envelope[:_NUMBER],
            envelope[_NUMBER : _NUMBER + _NONCE],
            envelope[_NUMBER + _NONCE :],
        )
        key = self.keys.get(int.from_bytes(head, "big"))
        if key is None:
            raise CannotOpen("The key of this envelope is not in the keys file.")
        try:
            octets = AESGCM(key).decrypt(nonce, closed, head + about.encode())
        except (InvalidTag, ValueError) as problem:
            raise CannotOpen("This envelope was changed, or belongs to another record.") from problem
        length = int.from_bytes(octets[:4], "big")
        return octets[4 : 4 + length].decode()

    def blind_index(self, text: str, *, about: str, number: int | None = None) -> str:
        """Return what `text` can be found by without being stored: HMAC-SHA-256 under a key derived for `about`.

        It is made with the oldest key, so that what was stored stays findable when keys are added, or with the one
        of this `number`.
        """
        chosen = self.keys[min(self.keys) if number is None else number]
        key = hmac.digest(chosen, b"blind index|" + about.encode(), hashlib.sha256)
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def close(text: str, *, about: str, pad_to: int = 0) -> bytes:
    """Return `text` closed with the newest key of the installation, as `Ring.close` does."""
    return Ring(settings.ENVELOPE_KEYS).close(text, about=about, pad_to=pad_to)


def open_(envelope: bytes, *, about: str) -> str:
    """Return the text that was closed about the same record, as `Ring.open_` does."""
    return Ring(settings.ENVELOPE_KEYS).open_(envelope, about=about)


def blind_index(text: str, *, about: str) -> str:
    """Return what `text` can be found by without being stored, as `Ring.blind_index` does."""
    return Ring(settings.ENVELOPE_KEYS).blind_index(text, about=about)
