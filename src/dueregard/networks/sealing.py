"""What is stored closed with a key of its network: filled up to one of a few lengths, and found by blind indexes."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models

from dueregard.access.envelopes import Ring
from dueregard.networks import keyring
from dueregard.networks.keyring import Owner

LENGTHS = (1024, 4096, 16384, 65536)
"""Octets that contents are filled up to, so that their length tells little."""


class Sealed(models.Model):
    """A row of which nothing can be read without a key of its network.

    `contents` is a JSON object, closed about this very row; `key` is the number of the key. A model that is found by a
    blind index of what is inside says in `reindex` how it is made anew with another key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.PositiveSmallIntegerField(editable=False)
    contents = models.BinaryField()

    network_id: uuid.UUID
    LENGTHS: ClassVar[tuple[int, ...]] = LENGTHS

    class Meta:
        abstract = True

    @property
    def owner(self) -> Owner:
        """Whose keys close the row: its network's."""
        return self.network_id

    @property
    def ring(self) -> Ring:
        """The keys that close the row."""
        return keyring.ring(self.owner)

    def enclose(self, what: dict[str, Any]) -> None:
        """Close what the row says, with the newest key."""
        ring = self.ring
        text = json.dumps(what, ensure_ascii=False)
        size = len(text.encode())
        room = next((length for length in self.LENGTHS if size <= length), None)
        if room is None:
            raise ValueError(f"{size:,} octets do not fit: at most {self.LENGTHS[-1]:,} do.")
        self.key = max(ring.keys)
        self.contents = ring.close(text, about=self._about, pad_to=room)
        self.__dict__.pop("_inside", None)

    @property
    def inside(self) -> dict[str, Any]:
        """What the row says."""
        if "_inside" not in self.__dict__:
            self.__dict__["_inside"] = json.loads(self.ring.open_(bytes(self.contents), about=self._about))
        opened: dict[str, Any] = self.__dict__["_inside"]
        return opened

    def reindex(self) -> None:
        """Make the blind indexes of this row anew with the newest key. Most rows have none."""

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and forget what was inside."""
        self.__dict__.pop("_inside", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def _about(self) -> str:
        return f"{self._meta.label}|{self.pk}|{self.owner}"


def mark(network: uuid.UUID, text: str, *, about: str, number: int | None = None) -> str:
    """Return a blind index under a key of a network: under the newest, unless another is named."""
    ring = keyring.ring(network)
    return ring.blind_index(
        text, about=f"networks|{about}", number=max(ring.keys) if number is None else number
    )


def marks(network: uuid.UUID, text: str, *, about: str) -> list[str]:
    """Return the blind indexes of one thing under every key of a network: while keys change, it is found by either."""
    return [mark(network, text, about=about, number=number) for number in keyring.ring(network).keys]
