"""The thread around a record, as one person sees it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from dueregard.thread import kinds
from dueregard.thread.kinds import Station
from dueregard.thread.models import Link

# Each step from record to record is one query. A thread has eight stations; what is farther away is another thread.
STEPS = len(Station)

End = tuple[str, UUID]


@dataclass(frozen=True)
class Bead:
    """One record on the thread."""

    station: Station
    label: str
    title: str
    stage: str
    day: date | None
    href: str
    is_here: bool


@dataclass(frozen=True)
class Strip:
    """The beads around a record, in the order of the thread."""

    beads: tuple[Bead, ...]

    @property
    def joins_something(self) -> bool:
        """Whether there is more on it than the record itself."""
        return len(self.beads) > 1


def around(record: models.Model, user: Any) -> Strip:
    """Return what is joined to a record, near or through others, that this person may see; it with them."""
    here: End = (kinds.of(record).code, record.pk)
    beads = [
        Bead(
            station=kind.station,
            label=kind.label,
            title=kind.title(found),
            stage=kind.stage(found),
            day=kind.day(found),
            href=kind.href(found),
            is_here=(kind.code, found.pk) == here,
        )
        for kind, keys in _by_kind(_reached_from(here, user))
        for found in kind.visible_to(user).filter(pk__in=keys)
    ]
    return Strip(tuple(sorted(beads, key=lambda bead: (bead.station, bead.day or date.max, bead.href))))


def _reached_from(here: End, user: Any) -> set[End]:
    """Return the records that can be reached from one, over links this person sees."""
    reached, edge = {here}, {here}
    for _ in range(STEPS):
        if not edge:
            break
        touching = Q(pk__in=[])
        for kind, keys in _by_kind(edge):
            touching |= Q(from_kind=kind.code, from_id__in=keys) | Q(to_kind=kind.code, to_id__in=keys)
        links = Link.objects.visible_to(user).filter(touching)
        ends = links.values_list("from_kind", "from_id", "to_kind", "to_id")
        found = {end for kind, key, to_kind, to_key in ends for end in ((kind, key), (to_kind, to_key))}
        edge = found - reached
        reached |= edge
    return reached


def _by_kind(ends: set[End]) -> list[tuple[kinds.Kind, list[UUID]]]:
    keys: defaultdict[str, list[UUID]] = defaultdict(list)
    for kind, key in sorted(ends):
        keys[kind].append(key)
    return [(kinds.get(kind), found) for kind, found in keys.items()]
