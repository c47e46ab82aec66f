"""Concerns in the commons: put in beside a reading, with a slip that says nothing where there is none.

All concerns about policies share one box, so that no box tells how many there are about one policy. A slip goes in for
each reading under a mark made from the page's own token, which is kept nowhere: with a concern it holds the words,
without one it takes back what was never put in. So in the database the two look alike, then and after the slips are
emptied.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from dueregard import journal
from dueregard.journal.ticks.models import Tick
from dueregard.networks import keyring
from dueregard.networks.acting import action
from dueregard.voice.collective import boxes

BOX = UUID("5e70a5e7-0000-4000-8000-0000000000a3")
WEEK = "concerns about policies let out"

LONGEST, MOST_OCTETS = 500, 760
"""In characters, as people are told, and in octets, so that a slip holds it whatever the script."""


@dataclass(frozen=True)
class Waiting:
    """A concern in the box: the token of the page that it came from, the policy, and the words."""

    token: UUID
    policy: UUID
    words: str

    @property
    def written(self) -> str:
        """What is put in."""
        return f"{self.token.hex}{self.policy.hex}{self.words}"

    @classmethod
    def read(cls, written: str) -> "Waiting":
        """Return what was put in."""
        return cls(UUID(hex=written[:32]), UUID(hex=written[32:64]), written[64:])


def fits(words: str) -> bool:
    """Say whether a slip holds these words."""
    return len(words) <= LONGEST and len(json.dumps(words, ensure_ascii=False).encode()) <= MOST_OCTETS


def can_be_heard() -> bool:
    """Say whether the anonymous half has its keys, so that a concern can be put in."""
    return keyring.has_keys(keyring.VOICE)


@action
def put(policy: UUID, words: str | None, *, token: UUID) -> None:
    """Put in a concern, or a slip that says nothing. A part of reading, which was allowed; nobody is named."""
    if not can_be_heard():
        return
    boxes.lock()
    boxes.begin(BOX)
    if words is None:
        boxes.take_back(BOX, staff=token)
    else:
        boxes.put(BOX, Waiting(token, policy, words).written, staff=token)


@action
def held() -> list[Waiting]:
    """Return every concern that has not come out, in an order that says nothing. It is automatic work."""
    boxes.lock()
    boxes.begin(BOX)
    boxes.empty_slips()
    return [Waiting.read(written) for written in boxes.contents(BOX)]


@action
def forget(out: Iterable[UUID]) -> None:
    """Take out of the box what has come out, by its tokens, and note that this week's came out. It is automatic work.

    The tick's digest is the same whatever came out, and whether or not anything did.
    """
    boxes.lock()
    boxes.take_back_together(BOX, out)
    journal.record_tick(WEEK, sha256(str(BOX).encode()).hexdigest())


def keyed(waiting: Iterable[Waiting]) -> dict[UUID, Waiting]:
    """Return each concern by what it will be known by: made from what it says and the week, and not from the page.

    It is the same however often the week's are taken out, until they are forgotten here; of some that say the same
    each has a key of its own.
    """
    week = Tick.objects.filter(name=WEEK).count()
    found: dict[UUID, Waiting] = {}
    alike: Counter[tuple[UUID, str]] = Counter()
    for each in sorted(waiting, key=lambda one: (one.policy, one.words, one.token)):
        place = alike[each.policy, each.words]
        found[uuid5(BOX, f"{week}|{each.policy}|{place}|{each.words}")] = each
        alike[each.policy, each.words] += 1
    return found


def came_out_last() -> datetime | None:
    """Return when concerns came out last."""
    return Tick.objects.filter(name=WEEK).order_by("-number").values_list("at", flat=True).first()
