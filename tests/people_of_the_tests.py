"""A fixed cast for the tests: one person for each role, all invented."""

from datetime import UTC, date, datetime

import pytest

from dueregard.access.roles import ROLES
from dueregard.people.models import Directorate, Person, RoleHolding, ServiceArea, Source, Staff, Team

FROM_OUTSIDE = {"inspector", "outsider"}
LONG_AGO = datetime(2020, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def team(db: None) -> Team:
    operations = Directorate.objects.create(name="Operations")
    area = ServiceArea.objects.create(name="Alder Valley", directorate=operations)
    return Team.objects.create(name="Team 1", directorate=operations, service_area=area)


@pytest.fixture
def cast(team: Team) -> dict[str, Person]:
    """Return a person for each role, by its code."""
    return {role: make_person(role, team) for role in ROLES}


def make_person(role: str, team: Team, *, name: str = "") -> Person:
    """Make a person who holds a role, employed here unless the role is one of people from outside."""
    name = name or f"{ROLES[role]} Example"
    person = Person.objects.create(
        email=f"{name.lower().replace(' ', '.').replace(',', '')}@rowan.example", name=name
    )
    held = {role} if role in FROM_OUTSIDE else {role, "staff"}
    for each in sorted(held):
        RoleHolding.objects.create(person=person, role=each, starts=LONG_AGO, source=Source.SET_UP)
    if role not in FROM_OUTSIDE:
        Staff.objects.create(
            person=person,
            number=f"T{Staff.objects.count():05d}",
            job_title=ROLES[role],
            grade="B",
            team=team,
            weekly_minutes=2220,
            started=date(2020, 4, 1),
        )
    return person


@pytest.fixture
def analyst(cast: dict[str, Person]) -> Person:
    return cast["analyst"]


@pytest.fixture
def equality_lead(cast: dict[str, Person]) -> Person:
    return cast["equality-lead"]
