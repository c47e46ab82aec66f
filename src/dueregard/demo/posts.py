"""The posts of the organisation, before anyone is in them: who leads what, and who answers to whom."""

from dataclasses import dataclass, replace

from dueregard.demo.cast import CAST
from dueregard.demo.places import (
    AREA_LEADERSHIP_TEAM,
    DIRECTORATES,
    FINANCE,
    LEADERSHIP_TEAM,
    NATIONAL_TEAMS,
    NORTH,
    PLACES,
)
from dueregard.demo.scales import shares

TEAM_LIMIT = 20
"""A practice team has at most this many members beside its manager; a larger one is two teams."""

GRADES: dict[str, str] = {
    "Business Services Officer": "Grade 2",
    "Newly Qualified Family Court Adviser": "Grade 4",
    "Family Court Adviser": "Grade 5",
    "Legal Adviser": "Grade 6",
    "Practice Supervisor": "Grade 6",
    "Systems Administrator": "Grade 5",
    "Data Analyst": "Grade 5",
    "Web Editor": "Grade 4",
    "Service Manager": "Grade 7",
    "Assistant Director": "Grade 9",
    "Chief Executive": "Grade 11",
}
"""The grade of each job; officers, advisers, heads and directors go by their kind (`grade_of`)."""

PRACTICE_JOBS = (
    "Practice Supervisor",
    "Family Court Adviser",
    "Business Services Officer",
    "Family Court Adviser",
    "Family Court Adviser",
    "Newly Qualified Family Court Adviser",
    "Family Court Adviser",
    "Family Court Adviser",
)
"""The jobs in a practice team, in this order and then again from the first."""

CHAIR_AREA = "Garrowhead"
FACILITATOR_AREA = "Merrowbourne"


@dataclass(frozen=True)
class Post:
    """One job in one team. `manager` is the place of the line manager among the posts."""

    job_title: str
    directorate: str
    service_area: str | None
    team: str
    manager: int | None
    role: str | None = None

    @property
    def grade(self) -> str:
        """The grade the job is paid at."""
        return grade_of(self.job_title)


def grade_of(job_title: str) -> str:
    """Return the grade of a job."""
    if job_title in GRADES:
        return GRADES[job_title]
    first = job_title.split(" ")[0].rstrip(",")
    by_first = {"Head": "Grade 8", "Director": "Grade 10"}
    return by_first.get(first, "Grade 3" if job_title.endswith("Officer") else "Grade 5")


def posts(count: int) -> tuple[Post, ...]:
    """Return exactly `count` posts: chief executive, directors, assistant directors, managers and teams."""
    made = [Post("Chief Executive", FINANCE, None, "Chief Executive's office", None)]
    director_of: dict[str, int] = {}
    for directorate in DIRECTORATES:
        director_of[directorate] = len(made)
        role = "executive" if directorate == NORTH else None
        made.append(Post(f"Director, {directorate}", directorate, None, LEADERSHIP_TEAM, 0, role))

    heads = len(made) + len(PLACES) + len(NATIONAL_TEAMS)
    in_national_team = max(1, round((count - heads) / 13 / len(NATIONAL_TEAMS)))
    _add_national_teams(made, director_of, in_national_team)
    _add_areas(made, director_of, count - len(made))
    return tuple(_with_the_cast(made))


def _add_national_teams(made: list[Post], director_of: dict[str, int], members: int) -> None:
    for team in NATIONAL_TEAMS:
        lead = len(made)
        made.append(Post(team.lead, team.directorate, None, team.name, director_of[team.directorate]))
        made.extend(Post(team.member, team.directorate, None, team.name, lead) for _ in range(members))


def _add_areas(made: list[Post], director_of: dict[str, int], count: int) -> None:
    """Add `count` posts in the service areas: an assistant director each, then managers with their teams."""
    fewest = 4  # an assistant director, a manager and two more
    sizes = shares(count - fewest * len(PLACES), tuple(place.size for place in PLACES))
    for place, size in zip(PLACES, sizes, strict=True):
        in_teams = size + fewest - 1
        head = len(made)
        up = director_of[place.directorate]
        made.append(Post("Assistant Director", place.directorate, place.name, AREA_LEADERSHIP_TEAM, up))
        teams = -(-in_teams // (TEAM_LIMIT + 1))
        for number, people in enumerate(shares(in_teams, (1.0,) * teams), start=1):
            manager = len(made)
            name = f"Practice team {number}"
            made.append(Post("Service Manager", place.directorate, place.name, name, head))
            for member in range(people - 1):
                job = PRACTICE_JOBS[member % len(PRACTICE_JOBS)]
                made.append(Post(job, place.directorate, place.name, name, manager))


def _with_the_cast(made: list[Post]) -> list[Post]:
    """Give each employed one of the cast the first fitting post: by team, where it matters, and by job."""
    team_of: dict[str, tuple[str | None, str]] = {
        "staff": (PLACES[0].name, "Practice team 1"),
        "adviser": (PLACES[0].name, "Practice team 1"),
        "supervisor": (PLACES[0].name, "Practice team 1"),
        "manager": (PLACES[0].name, "Practice team 1"),
        "chair": (CHAIR_AREA, "Practice team 1"),
        "facilitator": (FACILITATOR_AREA, "Practice team 1"),
        "policy-owner": (None, "Policy"),
        "equality-lead": (None, "Equality and inclusion"),
        "analyst": (None, "Data and insight"),
        "quality-lead": (None, "Practice quality"),
        "editor": (None, "Communications"),
        "administrator": (None, "Digital and systems"),
    }
    own_title = {"editor": "Communications Officer", "administrator": "Systems Officer"}
    for person in CAST:
        if person.role not in team_of:
            continue
        area, team = team_of[person.role]
        wanted = own_title.get(person.role, person.job_title)
        place = next(
            i
            for i, post in enumerate(made)
            if (post.service_area, post.team, post.job_title) == (area, team, wanted) and post.role is None
        )
        made[place] = replace(made[place], job_title=person.job_title, role=person.role)
    return made
