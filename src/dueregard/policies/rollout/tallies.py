"""The tally of a roll-out: counted once a day in the background, and kept as the groups that may be shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from dueregard import jobs, journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.policies.rollout import groups
from dueregard.policies.rollout.groups import Part
from dueregard.policies.rollout.models import RollOut, Tally, Task

COUNT = "count who has read"
ALL, DIRECTORATE, TEAM = "all", "directorate", "team"


def uncounted() -> list[RollOut]:
    """Return the current roll-outs that were not counted today."""
    counted = Tally.objects.filter(counted_on=clock.today()).values("roll_out")
    return list(RollOut.objects.current().exclude(pk__in=counted))


@journal.action
def begin_counting(roll_out: RollOut, *, by: Any) -> None:
    """Count in the background who has read."""
    require(by, Tally.get_perm("count"), roll_out)
    jobs.start(COUNT, key=f"{COUNT} {roll_out.pk}", by=by, roll_out=str(roll_out.pk))
    journal.record("began to count who has read", roll_out, by=by)


@journal.action
def keep(roll_out: RollOut, counted: list[dict[str, Any]], *, by: Any) -> None:
    """Keep what was counted, in place of what was counted before."""
    require(by, Tally.get_perm("count"), roll_out)
    tally, _ = Tally.objects.update_or_create(
        roll_out=roll_out, defaults={"groups": counted, "counted_on": clock.today()}
    )
    journal.record("counted who has read", tally, by=by)


def counted_groups(roll_out: RollOut) -> list[dict[str, Any]]:
    """Return the groups that may be shown: all, directorates, and the teams of each directorate that stands alone."""
    teams = _teams(roll_out)
    of_directorate: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    for directorate, part in teams:
        of_directorate[directorate].append(part)
    directorates = groups.put_together(
        Part((key,), (name,), sum(one.people for one in parts), sum(one.read for one in parts))
        for (key, name), parts in of_directorate.items()
    )
    shown = [(ALL, part) for part in groups.put_together(_sum(part for _, part in teams))]
    shown += [(DIRECTORATE, part) for part in directorates]
    alone = {part.keys[0] for part in directorates if len(part.keys) == 1}
    for (key, _), parts in of_directorate.items():
        if key in alone:
            shown += [(TEAM, part) for part in groups.put_together(parts)]
    return [_plain(level, part) for level, part in shown]


def _teams(roll_out: RollOut) -> list[tuple[tuple[str, str], Part]]:
    """Return each team of people who are asked, with its directorate."""
    rows = (
        Task.objects.standing()
        .filter(roll_out=roll_out)
        .order_by()
        .values_list(
            "staff__team",
            "staff__team__name",
            "staff__team__service_area__name",
            "staff__team__directorate",
            "staff__team__directorate__name",
        )
        .annotate(Count("pk"), Count("reading"))
    )
    return [
        ((str(directorate), in_directorate), Part((str(team),), (_name(name, area),), people, read))
        for team, name, area, directorate, in_directorate, people, read in rows
    ]


def _name(team: str, area: str | None) -> str:
    return f"{team}, {area}" if area else team


def _sum(parts: Iterable[Part]) -> list[Part]:
    found = list(parts)
    return [Part((), (), sum(one.people for one in found), sum(one.read for one in found))] if found else []


def _plain(level: str, part: Part) -> dict[str, Any]:
    return {
        "level": level,
        "keys": sorted(part.keys),
        "names": groups.names_of(part),
        "people": part.people,
        "share": groups.share_of(part),
    }
