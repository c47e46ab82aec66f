"""What those who look after others are told about reading: names to direct managers, bands to those above, no more."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from dueregard.almanac import bands
from dueregard.people.models import Person, Staff
from dueregard.policies.rollout import groups
from dueregard.policies.rollout.asking import not_asked
from dueregard.policies.rollout.audiences import staff_of
from dueregard.policies.rollout.models import RollOut, Tally, Task
from dueregard.policies.rollout.rules import oversees
from dueregard.policies.rollout.tallies import TEAM


@dataclass(frozen=True)
class Shown:
    """A group as it is shown: its level, the names of what is in it, and both numbers in bands."""

    level: str
    names: tuple[str, ...]
    people: str
    share: str


@dataclass(frozen=True)
class Progress:
    """How far the asking has come, which tells nothing of reading."""

    asked: int
    of: int

    @property
    def left(self) -> int:
        """How many have not been asked yet."""
        return self.of - self.asked


def progress(roll_out: RollOut) -> Progress:
    """Return how many of the audience of today were asked."""
    of = staff_of(roll_out.policy.audience).count()
    return Progress(of - not_asked(roll_out).count(), of)


def not_yet(manager: Person) -> "models.QuerySet[Task]":
    """Return the tasks that wait of those who report to this person directly, by name."""
    found = Task.objects.to_do().filter(staff__manager__person=manager)
    return found.select_related("staff__person", "roll_out__policy").order_by(
        "staff__person__name", "staff", "due_on"
    )


@dataclass(frozen=True)
class Reader:
    """Who looks, with what they know already: read once for a page, however many tallies are on it.

    `known` has, for the reader and for each who reports to them, the keys of their team and directorate; `below` the
    teams of all who are under the reader in the line of managers.
    """

    person: Person
    known: tuple[frozenset[str], ...]
    below: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """Find out what somebody knows of others, and who is under them."""
        near = Staff.objects.employed().filter(models.Q(manager__person=person) | models.Q(person=person))
        known = tuple(
            frozenset(map(str, keys)) for keys in near.values_list("team", "team__directorate").order_by("pk")
        )
        return cls(person, known, frozenset(_teams_below(person)))

    def sees(self, group: dict[str, Any]) -> bool:
        """Say whether a group may be shown to this reader."""
        keys = set(group["keys"])
        known = sum(1 for one in self.known if not keys or keys & one)
        return groups.may_be_shown_to(group["people"], known=known)


def of_board(tally: Tally, reader: Reader) -> list[Shown]:
    """Return all and the directorates, to those who oversee and to the owner of the policy."""
    if not (oversees(reader.person) or tally.roll_out.policy.owner_id == reader.person.pk):
        return []
    return [_shown(group) for group in tally.groups if group["level"] != TEAM and reader.sees(group)]


def of_teams_below(tally: Tally, reader: Reader) -> list[Shown]:
    """Return the teams that are wholly in the line under this person, of ten or more each."""
    return [
        _shown(group)
        for group in tally.groups
        if group["level"] == TEAM and reader.below.issuperset(group["keys"]) and reader.sees(group)
    ]


def manages(person: Person) -> bool:
    """Say whether somebody who works here reports to this person."""
    return Staff.objects.employed().filter(manager__person=person).exists()


def _shown(group: dict[str, Any]) -> Shown:
    return Shown(group["level"], tuple(group["names"]), bands.band(group["people"]), group["share"])


def _teams_below(person: Person) -> set[str]:
    """Return the teams of all who are under somebody: one query, whatever the depth of the line."""
    reports: defaultdict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    line = Staff.objects.employed().order_by("pk")
    for manager, staff, team in line.values_list("manager", "pk", "team"):
        if manager is not None:
            reports[manager].append((staff, team))
    teams: set[str] = set()
    edge = [person.staff.pk] if hasattr(person, "staff") else []
    seen = set(edge)
    while edge:
        found = [one for manager in edge for one in reports[manager] if one[0] not in seen]
        teams |= {str(team) for _, team in found}
        edge = [staff for staff, _ in found]
        seen |= set(edge)
    return teams
