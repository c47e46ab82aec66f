"""The invented organisation: its directorates, service areas and teams, and everyone who works there."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dueregard.demo import names
from dueregard.demo.cast import CAST, ORGANISATION, member
from dueregard.demo.places import DIRECTORATES, PLACES
from dueregard.demo.posts import Post, posts
from dueregard.demo.scales import Scale, counts_at
from dueregard.demo.streams import stream

FULL_WEEK = 37 * 60
WEEKS = (FULL_WEEK, FULL_WEEK * 4 // 5, FULL_WEEK * 3 // 5, FULL_WEEK // 2)
WEEK_CHANCES = (0.72, 0.14, 0.09, 0.05)
"""Working weeks in minutes, full time first, and how common each is."""

NOT_EMPLOYED = {"agency": 0.05, "student": 0.03}
"""The share of people who are not employees: nobody who manages others is among them, and none of the cast."""

FIRST_START = date(2001, 1, 8)
LAST_START = date(2024, 3, 25)
"""Nobody starts later, so that everyone is in post on whatever day the demonstration is shown."""

CAST_STARTED = date(2019, 9, 2)


@dataclass(frozen=True)
class ServiceArea:
    """A service area and the directorate it belongs to."""

    name: str
    directorate: str


@dataclass(frozen=True)
class Team:
    """A team, in a service area or (None) at the national office. Its name occurs once there."""

    code: str
    name: str
    directorate: str
    service_area: str | None


@dataclass(frozen=True)
class StaffRow:
    """One member of staff: `team` is a code, `manager` a staff number, and only the cast have a `role`."""

    number: str
    name: str
    email: str
    job_title: str
    grade: str
    engagement: str
    team: str
    service_area: str | None
    directorate: str
    manager: str | None
    weekly_minutes: int
    started: date
    ended: date | None
    role: str | None


@dataclass(frozen=True)
class Organisation:
    """Everything there is of the organisation; line managers come before those they manage in `staff`."""

    name: str
    directorates: tuple[str, ...]
    service_areas: tuple[ServiceArea, ...]
    teams: tuple[Team, ...]
    staff: tuple[StaffRow, ...]


def organisation(seed: int, scale: Scale) -> Organisation:
    """Return the organisation of one seed; the same seed gives the same people."""
    jobs = posts(counts_at(scale).staff)
    teams = _teams(jobs)
    rng = stream(seed, "organisation")
    strangers = iter(names.people(rng, len(jobs), besides=frozenset(person.name for person in CAST)))
    weeks = rng.choice(WEEKS, size=len(jobs), p=WEEK_CHANCES).tolist()
    starts = _mondays(rng, len(jobs))
    footings = _engagements(seed, jobs)
    staff = tuple(
        _row(
            job,
            place,
            team=teams[_team_of(job)],
            name=next(strangers),
            weekly_minutes=week,
            started=start,
            engagement=footing,
        )
        for place, (job, week, start, footing) in enumerate(zip(jobs, weeks, starts, footings, strict=True))
    )
    return Organisation(
        name=ORGANISATION,
        directorates=DIRECTORATES,
        service_areas=tuple(ServiceArea(place.name, place.directorate) for place in PLACES),
        teams=tuple(teams.values()),
        staff=staff,
    )


def _team_of(job: Post) -> tuple[str, str, str | None]:
    return job.team, job.directorate, job.service_area


def _teams(jobs: tuple[Post, ...]) -> dict[tuple[str, str, str | None], Team]:
    """Return the teams that the jobs are in, with a code each, in the order they first occur."""
    named = dict.fromkeys(_team_of(job) for job in jobs)
    return {team: Team(f"T{number:03}", *team) for number, team in enumerate(named, start=1)}


def _engagements(seed: int, jobs: tuple[Post, ...]) -> list[str]:
    """Draw on what footing each works here, with chance of its own, so that the rest of them stays as it was."""
    footings = ["employee"] * len(jobs)
    managers = {job.manager for job in jobs}
    others = [place for place, job in enumerate(jobs) if job.role is None and place not in managers]
    drawn = iter(stream(seed, "engagements").permutation(others).tolist())
    for footing, share in NOT_EMPLOYED.items():
        for _ in range(max(1, round(share * len(jobs)))):
            footings[next(drawn)] = footing
    return footings


def _row(
    job: Post, place: int, *, team: Team, name: str, weekly_minutes: int, started: date, engagement: str
) -> StaffRow:
    email = names.email(name)
    if job.role is not None:
        played = member(job.role)
        name, email = played.name, played.email
        weekly_minutes, started = FULL_WEEK, CAST_STARTED
    return StaffRow(
        number=_number(place),
        name=name,
        email=email,
        job_title=job.job_title,
        grade=job.grade,
        engagement=engagement,
        team=team.code,
        service_area=job.service_area,
        directorate=job.directorate,
        manager=None if job.manager is None else _number(job.manager),
        weekly_minutes=weekly_minutes,
        started=started,
        ended=None,
        role=job.role,
    )


def _number(place: int) -> str:
    return f"R{10_001 + place}"


def _mondays(rng: np.random.Generator, count: int) -> list[date]:
    """Draw first days at work, all Mondays, more of them recent than long ago."""
    weeks = (LAST_START - FIRST_START).days // 7
    ago = np.minimum(rng.exponential(weeks / 3.5, size=count).astype(np.int64), weeks)
    return [LAST_START - timedelta(weeks=week) for week in ago.tolist()]
