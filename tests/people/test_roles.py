"""Roles are held from one moment to another, and people see of one another what the directory shows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from dueregard.almanac import clock
from dueregard.people.models import Directorate, Person, RoleHolding, Source, Staff, Team


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_role_is_held_from_its_start_until_its_end(cast: dict[str, Person]) -> None:
    person, now = cast["outsider"], clock.now()
    for role, starts, ends in (("editor", -2, -1), ("chair", 1, None)):
        RoleHolding.objects.create(
            person=person,
            role=role,
            starts=now + timedelta(days=starts),
            ends=None if ends is None else now + timedelta(days=ends),
            source=Source.SET_UP,
        )
    assert not again(person).holds("editor")
    assert again(person).holds("editor", at=now - timedelta(days=1, hours=1))
    assert not again(person).holds("editor", at=now - timedelta(days=1))
    assert not again(person).holds("chair")
    assert again(person).holds("chair", at=now + timedelta(days=1))


def test_a_person_who_is_not_active_holds_no_role(cast: dict[str, Person]) -> None:
    Person.objects.filter(pk=cast["analyst"].pk).update(is_active=False)
    assert not again(cast["analyst"]).holds("analyst")


def test_a_role_that_does_not_exist_is_an_error_and_never_a_no(cast: dict[str, Person]) -> None:
    with pytest.raises(ValueError, match="anaylst"):
        cast["analyst"].holds("anaylst")


def test_a_role_ends_after_it_starts(cast: dict[str, Person]) -> None:
    now = clock.now()
    with pytest.raises(IntegrityError):
        RoleHolding.objects.create(
            person=cast["staff"], role="chair", starts=now, ends=now, source=Source.SET_UP
        )


def test_roles_are_shown_to_their_holder_and_to_administrators_alone(cast: dict[str, Person]) -> None:
    mine = RoleHolding.objects.visible_to(cast["chair"])
    assert {holding.person_id for holding in mine} == {cast["chair"].pk}
    assert RoleHolding.objects.visible_to(cast["administrator"]).count() == RoleHolding.objects.count()


def test_the_directory_is_for_those_who_work_here_today(cast: dict[str, Person]) -> None:
    assert Staff.objects.visible_to(cast["staff"]).count() == Staff.objects.count() > 0
    assert Directorate.objects.visible_to(cast["staff"]).exists()
    for stranger in ("outsider", "inspector"):
        assert not Staff.objects.visible_to(cast[stranger]).exists()
        assert not Team.objects.visible_to(cast[stranger]).exists()
        assert list(Person.objects.visible_to(cast[stranger])) == [cast[stranger]]


def test_somebody_who_has_left_sees_the_directory_no_more_and_is_not_in_it(cast: dict[str, Person]) -> None:
    leaver = cast["adviser"]
    Staff.objects.filter(person=leaver).update(ended=clock.day_of(clock.now()) - timedelta(days=1))
    assert not Staff.objects.visible_to(again(leaver)).exists()
    assert leaver.pk not in Staff.objects.visible_to(cast["staff"]).values_list("person_id", flat=True)
