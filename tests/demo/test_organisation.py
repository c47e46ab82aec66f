"""The invented organisation: its size, its lines of management, and the cast in their places."""

import re

import pytest

from dueregard.access.roles import ROLES
from dueregard.demo.cast import CAST, member
from dueregard.demo.names import FAMILY, GIVEN
from dueregard.demo.organisation import Organisation, organisation


@pytest.fixture(scope="module", params=["full", "small"])
def rowan(request) -> Organisation:
    return organisation(seed=2024, scale=request.param)


def _by_role(rowan: Organisation, role: str):
    return next(row for row in rowan.staff if row.role == role)


@pytest.mark.parametrize(("scale", "staff"), [("full", 2_400), ("small", 120)])
def test_it_has_exactly_so_many_staff(scale, staff):
    assert len(organisation(seed=2024, scale=scale).staff) == staff


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="Choose full or small"):
        organisation(seed=2024, scale="huge")


def test_it_has_nineteen_service_areas_each_with_an_assistant_director(rowan):
    assert len({area.name for area in rowan.service_areas}) == 19
    heads = [row.service_area for row in rowan.staff if row.job_title == "Assistant Director"]
    assert sorted(heads) == sorted(area.name for area in rowan.service_areas)


def test_one_seed_makes_one_organisation_and_another_seed_another():
    assert organisation(seed=5, scale="small") == organisation(seed=5, scale="small")
    assert organisation(seed=5, scale="small") != organisation(seed=6, scale="small")


def test_every_line_of_management_ends_at_the_chief_executive(rowan):
    manager = {row.number: row.manager for row in rowan.staff}
    top = [row for row in rowan.staff if row.manager is None]
    assert [row.job_title for row in top] == ["Chief Executive"]
    for row in rowan.staff:
        steps, at = 0, row.number
        while manager[at] is not None:
            at = manager[at]
            steps += 1
            assert steps <= 4, f"{row.number} has no way up"


def test_managers_stand_before_those_they_manage(rowan):
    seen = set()
    for row in rowan.staff:
        assert row.manager is None or row.manager in seen
        seen.add(row.number)


def test_practice_staff_answer_to_the_manager_of_their_team_and_so_on_up(rowan):
    staff = {row.number: row for row in rowan.staff}
    for row in rowan.staff:
        if row.service_area is None or row.job_title == "Assistant Director":
            continue
        manager = staff[row.manager]
        if row.job_title == "Service Manager":
            assert (manager.job_title, manager.service_area) == ("Assistant Director", row.service_area)
        else:
            assert (manager.job_title, manager.team) == ("Service Manager", row.team)


def test_numbers_emails_and_names_occur_once(rowan):
    for column in ("number", "email", "name"):
        values = [getattr(row, column) for row in rowan.staff]
        assert len(set(values)) == len(values), column
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+@rowan\.example", row.email) for row in rowan.staff)


def test_teams_are_those_the_staff_are_in_and_are_named_once_in_their_place(rowan):
    teams = {team.code: team for team in rowan.teams}
    assert len(teams) == len(rowan.teams)
    assert len({(team.directorate, team.service_area, team.name) for team in rowan.teams}) == len(teams)
    assert {row.team for row in rowan.staff} == set(teams)
    for row in rowan.staff:
        assert (teams[row.team].directorate, teams[row.team].service_area) == (
            row.directorate,
            row.service_area,
        )


def test_areas_and_teams_agree_on_the_directorate(rowan):
    directorate = {area.name: area.directorate for area in rowan.service_areas}
    assert set(directorate.values()) < set(rowan.directorates)
    for team in rowan.teams:
        assert directorate.get(team.service_area, team.directorate) == team.directorate


def test_the_cast_has_one_person_for_each_role():
    assert [person.role for person in CAST] == list(ROLES)


def test_the_employed_cast_hold_staff_and_their_own_role():
    for person in CAST:
        if person.is_staff:
            assert set(person.roles) == {"staff", person.role}
    assert member("inspector").roles == ("inspector",)
    assert member("outsider").roles == ()


def test_nobody_in_the_cast_is_a_stranger_too():
    assert {name for person in CAST for name in person.name.split()}.isdisjoint(FAMILY)
    assert len(set(GIVEN)) == len(GIVEN)
    assert len(set(FAMILY)) == len(FAMILY)


def test_every_employed_one_of_the_cast_is_on_the_staff_and_nobody_else(rowan):
    found = {(row.role, row.name, row.email, row.job_title) for row in rowan.staff if row.role}
    assert found == {(p.role, p.name, p.email, p.job_title) for p in CAST if p.is_staff}


def test_the_manager_of_the_cast_manages_the_adviser_the_supervisor_and_the_member_of_staff(rowan):
    manager = _by_role(rowan, "manager")
    assert {_by_role(rowan, role).manager for role in ("adviser", "supervisor", "staff")} == {manager.number}
    director = _by_role(rowan, "executive")
    assert manager.directorate == director.directorate


def test_an_unknown_role_is_told_which_there_are():
    with pytest.raises(KeyError, match="equality-lead"):
        member("boss")
