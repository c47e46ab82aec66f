"""Every write of weight: added and taken back by one person, emptied and counted by the clock.

Whoever adds weight acts as an employee where all staff read the issue, and from their seat where the members of a
network alone do. Neither the person nor the seat is written anywhere.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.journal.ticks.deeds import quarter_of
from dueregard.journal.ticks.models import Tick
from dueregard.networks.acting import action
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from dueregard.voice.collective import boxes, motions
from dueregard.voice.collective.models import Motion
from dueregard.voice.models import Issue

WAIT_FOR = 10
"""Fewer slips than this wait for the night, so that no emptying is about one or two people."""

QUARTER, NIGHT = "slips of the voice emptied", "weight counted"


@action
def add(issue: Issue, *, by: Person | Place) -> None:
    """Add one's weight to an issue. Added twice it counts once."""
    require(by, "voice.weigh", issue)
    boxes.lock()
    boxes.put(issue.pk, "", staff=_staff(by))


@action
def take_back(issue: Issue, *, by: Person | Place) -> None:
    """Take one's weight back; nothing is left of it once the slips are emptied."""
    require(by, "voice.weigh", issue)
    boxes.lock()
    boxes.take_back(issue.pk, staff=_staff(by))


def has_added(issue: Issue, *, by: Person | Place) -> bool:
    """Say whether this very reader has added their weight."""
    return boxes.said_by(issue.pk, staff=_staff(by)) is not None


@action
def begin(issue: UUID, motion: Motion) -> None:
    """Begin to collect weight for an issue that a network has raised. It is automatic work."""
    boxes.lock()
    boxes.begin(issue)
    motions.mark_said(motion)


@action
def empty_slips() -> None:
    """Empty the slips, at most once each quarter of an hour and where enough of them wait. It is automatic work."""
    boxes.lock()
    last = _last(QUARTER)
    if (last and last >= quarter_of(clock.now())) or boxes.how_many_wait() < WAIT_FOR:
        return
    boxes.empty_slips()
    journal.record_tick(QUARTER, _digest())


@action
def count() -> None:
    """Empty the slips, write all boxes anew and count them, once a day. It is automatic work."""
    boxes.lock()
    last = _last(NIGHT)
    if last and clock.day_of(last) == clock.today():
        return
    boxes.empty_slips()
    boxes.count()
    journal.record_tick(NIGHT, _digest())


@action
def end(over: set[UUID]) -> None:
    """Destroy the boxes of issues that are over, whose last band has been copied. It is automatic work."""
    boxes.lock()
    boxes.destroy(over)


def _last(name: str) -> datetime | None:
    """Return when a tick was last recorded."""
    return Tick.objects.filter(name=name).order_by("-number").values_list("at", flat=True).first()


def _digest() -> str:
    return hashlib.sha256(
        "\n".join(sorted(f"{k} {v}" for k, v in boxes.shown().items())).encode()
    ).hexdigest()


def _staff(by: Person | Place) -> UUID:
    return UUID(by.held.staff) if isinstance(by, Place) else by.staff.pk
