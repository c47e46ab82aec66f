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
from dueregard.thread.rules import WITHDRAW

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
class Joined:
    """One link of a record: what is at its other end, and whether the link came from there."""

    link: Link
    other: Bead
    comes_from_there: bool
    may_be_withdrawn: bool


@dataclass(frozen=True)
class Strip:
    """The beads around a record, in the order of the thread; and the links of the record itself."""

    beads: tuple[Bead, ...]
    links: tuple[Joined, ...] = ()
    withdrawn: tuple[Joined, ...] = ()

    @property
    def joins_something(self) -> bool:
        """Whether there is more on it than the record itself, or was."""
        return len(self.beads) > 1 or bool(self.withdrawn)

    @property
    def may_be_changed(self) -> bool:
        """Whether this person may withdraw a link of the record."""
        return any(each.may_be_withdrawn for each in self.links)


def around(record: models.Model, user: Any) -> Strip:
    """Return what is joined to a record, near or through others, that this person may see; it with them."""
    here: End = (kinds.of(record).code, record.pk)
    own = list(Link.objects.visible_to(user).filter(_touching({here})))
    reached = _reached_from(here, user)
    beads = _beads(reached | {_other_end(link, here) for link in own}, here, user)
    joined = [
        Joined(
            link,
            beads[_other_end(link, here)],
            comes_from_there=(link.to_kind, link.to_id) == here,
            may_be_withdrawn=any(user.holds(role) for role in WITHDRAW),
        )
        for link in own
    ]
    shown = sorted(
        (bead for end, bead in beads.items() if end in reached),
        key=lambda bead: (bead.station, bead.day or date.max, bead.href),
    )
    return Strip(
        tuple(shown),
        tuple(each for each in joined if each.link.withdrawn_at is None),
        tuple(each for each in joined if each.link.withdrawn_at is not None),
    )


def _beads(ends: set[End], here: End, user: Any) -> dict[End, Bead]:
    """Return the records that this person sees, by kind and key: one query for each kind."""
    return {
        (kind.code, found.pk): Bead(
            station=kind.station,
            label=kind.label,
            title=kind.title(found),
            stage=kind.stage(found),
            day=kind.day(found),
            href=kind.href(found),
            is_here=(kind.code, found.pk) == here,
        )
        for kind, keys in _by_kind(ends)
        for found in kind.visible_to(user).filter(pk__in=keys)
    }


def _other_end(link: Link, here: End) -> End:
    ends = (link.from_kind, link.from_id), (link.to_kind, link.to_id)
    return ends[1] if ends[0] == here else ends[0]


def _touching(ends: set[End]) -> Q:
    """Return what finds the links that begin or end at some records."""
    touching = Q(pk__in=[])
    for kind, keys in _by_kind(ends):
        touching |= Q(from_kind=kind.code, from_id__in=keys) | Q(to_kind=kind.code, to_id__in=keys)
    return touching


def _reached_from(here: End, user: Any) -> set[End]:
    """Return the records that can be reached from one, over links this person sees."""
    reached, edge = {here}, {here}
    for _ in range(STEPS):
        if not edge:
            break
        links = Link.objects.visible_to(user).standing().filter(_touching(edge))
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
