"""The chain: each entry carries a code over its own content and over the code of the entry before it.

HMAC-SHA-256 (RFC 2104) under a key that is not in the database. Whoever changes, removes, inserts or reorders
entries without the key breaks the chain at the first entry that is touched; whoever cuts off the end is found
by the head, which is kept outside the database.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import connections, models, transaction

from dueregard.almanac import clock
from dueregard.journal import heads

# One chain is lengthened by one writer at a time; PostgreSQL holds this lock until the transaction ends. On
# SQLite the transaction itself, which is IMMEDIATE, lets one writer in.
LOCK = 0x10EA1


class Unchangeable(TypeError):
    """Somebody tried to change or delete an entry of the journal. It stays as it was."""


class ChainQuerySet(models.QuerySet[Any]):
    """Entries, which are only ever added."""

    def update(self, **fields: Any) -> NoReturn:
        raise Unchangeable("Entries of the journal are never changed.")

    def delete(self) -> NoReturn:
        raise Unchangeable("Entries of the journal are never deleted.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable("Entries of the journal are added one after another, each tied to the one before.")


class Chained(models.Model):
    """A line of a journal: its number, its moment, and the code that ties it to all before it."""

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    code = models.CharField(max_length=64, editable=False)

    CHAIN: ClassVar[str]
    CONTENT: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        ordering = ["number"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; one that is already there cannot be saved again."""
        if not self._state.adding:
            raise Unchangeable("Entries of the journal are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Unchangeable("Entries of the journal are never deleted.")

    def append(self) -> Self:
        """Add this entry to the end of its chain; refuses to work outside a transaction.

        An entry outside a transaction could stand without its deed, or its deed without it.
        """
        entries = type(self)._default_manager
        alias = entries.db
        connection = connections[alias]
        if not connection.in_atomic_block:
            raise RuntimeError("An entry was recorded outside a transaction.")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = entries.order_by("-number").values_list("number", "code").first()
        number, code = last or (0, "")
        self.number = number + 1
        self.code = self.code_after(code)
        self.save(force_insert=True)
        transaction.on_commit(lambda: heads.keep(self.CHAIN, self.number, self.code), using=alias)
        return self

    def code_after(self, before: str) -> str:
        """Return the code of this entry when the one before it has the code `before`."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content: list[Any] = [self.CHAIN, self.number, moment, before]
        content += [_plain(getattr(self, name)) for name in self.CONTENT]
        written = json.dumps(
            content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
        )
        return hmac.new(settings.JOURNAL_KEY, written.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    return value if isinstance(value, (dict, list, int, str)) else str(value)


@dataclass(frozen=True)
class Verdict:
    """What was found in one chain: how many entries stand, and the first thing that is wrong."""

    chain: str
    entries: int
    wrong: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def verify(model: type[Chained], *, head: heads.Head | None = None) -> Verdict:
    """Walk a chain from its first entry to its last, and compare its end with the head that is kept outside.

    The head is read before the entries, since the chain may grow meanwhile; who walks a copy gives the head as it
    was before the copy was made.
    """
    number, code = 0, ""
    head = head or heads.kept(model.CHAIN)
    code_at_head = ""
    for entry in _entries(model):
        if entry.number != number + 1:
            return Verdict(model.CHAIN, number, f"Entry {number + 1} is missing or out of its place.")
        number += 1
        if not hmac.compare_digest(entry.code, entry.code_after(code)):
            return Verdict(model.CHAIN, number - 1, f"Entry {number} is not what was written.")
        code = entry.code
        if head and number == head.number:
            code_at_head = code
    return Verdict(model.CHAIN, number, _wrong_at_end(number, head, code_at_head))


def _wrong_at_end(number: int, head: heads.Head | None, code_at_head: str) -> str:
    if head is None:
        if number:
            return "The head that is kept outside the database is missing, so a cut-off end would not be noticed."
        return ""
    if head.number > number:
        return f"Entry {number + 1} is missing: the head that is kept outside says that there were {head.number}."
    if head.code != code_at_head:
        return f"Entry {head.number} is not the one that the head kept outside the database speaks of."
    return ""


def _entries(model: type[Chained]) -> Iterator[Any]:
    return model._default_manager.order_by("number", "pk").iterator(chunk_size=2000)
