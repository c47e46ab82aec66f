"""Two administrators press at the same moment: one role is given once."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connections

from dueregard.almanac import clock
from dueregard.people import actions as people
from dueregard.people.models import Directorate, Person, RoleHolding, Source, Staff, Team
from tests.people_of_the_tests import make_person

RACES = 5


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of them in threads that start together, and return how each ended."""
    gate, ends = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            deed()
            ends[place] = "done"
        except people.NotNow as refusal:
            ends[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def administrators(count: int) -> tuple[Person, list[Person]]:
    """Return somebody who is to get a role, and administrators who give it."""
    team = Team.objects.create(name="Team 1", directorate=Directorate.objects.create(name="Operations"))
    member = make_person("staff", team)
    return member, [make_person("administrator", team, name=f"Administrator {n}") for n in range(count)]


def test_of_two_requests_for_one_role_one_is_taken(shared_databases: dict[str, str]) -> None:
    member, (one, two) = administrators(2)
    for number in range(RACES):
        starts = clock.now() + timedelta(days=10 * number)
        days = {"starts": starts, "ends": starts + timedelta(days=10), "why": "To count."}
        ends = at_once(
            lambda days=days: people.ask_for_role(member, "analyst", by=one, **days),
            lambda days=days: people.ask_for_role(member, "analyst", by=two, **days),
        )
        assert ends == ["Overlaps", "done"]
    assert RoleHolding.objects.filter(source=Source.ASKED).count() == RACES


def test_a_role_is_agreed_once_and_not_after_it_was_turned_down(shared_databases: dict[str, str]) -> None:
    member, (asker, one, two) = administrators(3)
    for number in range(RACES):
        starts = clock.now() + timedelta(days=10 * number)
        holding = people.ask_for_role(
            member, "analyst", starts=starts, ends=starts + timedelta(days=10), why="", by=asker
        )
        ends = at_once(
            lambda holding=holding: people.agree_to_role(holding, by=one),
            lambda holding=holding: people.agree_to_role(holding, by=two),
        )
        assert ends == ["AlreadyAgreed", "done"]
    assert set(RoleHolding.objects.filter(source=Source.ASKED).values_list("agreed_by", flat=True)) <= {
        one.pk,
        two.pk,
    }


def test_a_person_leaves_once(shared_databases: dict[str, str]) -> None:
    member, (one, two) = administrators(2)
    staff, today = Staff.objects.get(person=member), clock.day_of(clock.now())

    def leave(by: Person, day: date = today) -> Callable[[], object]:
        return lambda: people.record_leaving(staff, last_day=day, at_once=True, by=by)

    assert at_once(leave(one), leave(two)) == ["AlreadyLeft", "done"]
