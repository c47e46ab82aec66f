"""Roles are asked for by one person, agreed by a second, and end by date; neither of the two is who gets it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dueregard import journal
from dueregard.access import NotAllowed
from dueregard.almanac import clock
from dueregard.journal.models import Entry
from dueregard.people import actions as people
from dueregard.people.models import Person, RoleHolding, Source, Staff, Team
from tests.people_of_the_tests import make_person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def second(cast: dict[str, Person], team: Team) -> Person:
    """Another administrator."""
    return make_person("administrator", team, name="Second Administrator")


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def ask(person: Person, *, by: Person, role: str = "analyst", **changes: Any) -> RoleHolding:
    given = {"starts": MONDAY, "ends": MONDAY + timedelta(days=100), "why": "To count."} | changes
    return people.ask_for_role(again(person), role, by=again(by), **given)


def holds(person: Person, role: str = "analyst", at: datetime | None = None) -> bool:
    with clock.standing_at(at or clock.now()):
        return again(person).holds(role)


def test_a_role_is_held_only_when_a_second_person_has_agreed(cast: dict[str, Person], second: Person) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    assert holding.is_waiting
    assert not holds(cast["staff"])
    people.agree_to_role(holding, by=second)
    assert holds(cast["staff"])
    assert not cast["staff"].holds("analyst", at=MONDAY - timedelta(seconds=1))
    deeds = Entry.objects.values_list("deed", "actor_id", "subject_id", "detail__role")
    assert list(deeds) == [
        ("asked for a role", cast["administrator"].pk, str(holding.pk), "analyst"),
        ("agreed to a role", second.pk, str(holding.pk), "analyst"),
    ]


def test_a_role_is_not_held_before_its_start_nor_from_its_end(
    cast: dict[str, Person], second: Person
) -> None:
    starts, ends = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    people.agree_to_role(ask(cast["staff"], by=cast["administrator"], starts=starts, ends=ends), by=second)
    moments = [starts - timedelta(seconds=1), starts, ends - timedelta(seconds=1), ends]
    assert [holds(cast["staff"], at=moment) for moment in moments] == [False, True, True, False]


def test_what_was_agreed_late_was_not_held_before(cast: dict[str, Person], second: Person) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    with clock.standing_at(MONDAY + timedelta(days=5)):
        people.agree_to_role(holding, by=again(second))
    assert not cast["staff"].holds("analyst", at=MONDAY + timedelta(days=4))
    assert cast["staff"].holds("analyst", at=MONDAY + timedelta(days=5))


def test_asking_is_for_administrators(cast: dict[str, Person]) -> None:
    for role, person in cast.items():
        if role != "administrator":
            with pytest.raises(NotAllowed):
                ask(cast["adviser"], by=person)
    assert not RoleHolding.objects.filter(source=Source.ASKED).exists()


def test_nobody_asks_for_a_role_for_themselves(cast: dict[str, Person]) -> None:
    with pytest.raises(people.ForOneself):
        ask(cast["administrator"], by=cast["administrator"])


def test_agree_refuses_the_one_who_asked(cast: dict[str, Person]) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    with pytest.raises(NotAllowed):
        people.agree_to_role(holding, by=cast["administrator"])
    assert not holds(cast["staff"])


def test_agree_refuses_the_one_who_gets_the_role(cast: dict[str, Person], second: Person) -> None:
    holding = ask(second, by=cast["administrator"])
    with pytest.raises(NotAllowed):
        people.agree_to_role(holding, by=second)


@pytest.mark.parametrize(
    ("role", "who_may"),
    [("chair", {"administrator", "equality-lead"}), ("analyst", {"administrator"})],
)
def test_who_may_agree_depends_on_the_role(
    role: str, who_may: set[str], cast: dict[str, Person], second: Person
) -> None:
    may = set()
    for code, person in cast.items():
        with transaction.atomic():
            holding = ask(cast["staff" if code != "staff" else "adviser"], by=second, role=role)
            try:
                people.agree_to_role(holding, by=person)
                may.add(code)
            except NotAllowed:
                pass
            transaction.set_rollback(True)
    assert may == who_may


def test_agree_refuses_what_is_agreed_or_over(cast: dict[str, Person], second: Person) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    people.agree_to_role(holding, by=second)
    with pytest.raises(people.AlreadyAgreed):
        people.agree_to_role(holding, by=second)
    turned_down = ask(cast["adviser"], by=cast["administrator"])
    people.end_role(turned_down, by=second)
    late = ask(cast["chair"], by=cast["administrator"])
    with pytest.raises(people.AlreadyOver):
        people.agree_to_role(turned_down, by=second)
    with clock.standing_at(MONDAY + timedelta(days=100)), pytest.raises(people.AlreadyOver):
        people.agree_to_role(late, by=again(second))
    assert not holds(cast["adviser"])


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(0, 0), (2, 1), (-9, -1), (0, 3 * 365 + 2)],
    ids=["no time at all", "backwards", "past", "more than three years"],
)
def test_ask_refuses_a_time_that_cannot_be(starts: int, ends: int, cast: dict[str, Person]) -> None:
    with pytest.raises(people.WrongTime):
        ask(
            cast["staff"],
            by=cast["administrator"],
            starts=MONDAY + timedelta(days=starts),
            ends=MONDAY + timedelta(days=ends),
        )


def test_a_role_may_run_for_three_years_to_the_day(cast: dict[str, Person]) -> None:
    ask(cast["staff"], by=cast["administrator"], ends=MONDAY.replace(year=2029))
    with pytest.raises(people.WrongTime):
        ask(cast["adviser"], by=cast["administrator"], ends=MONDAY.replace(year=2029, minute=1))


def test_three_years_from_a_leap_day_is_the_last_of_february() -> None:
    assert people.latest_end(datetime(2028, 2, 29, 12, tzinfo=UTC)).date().isoformat() == "2031-02-28"


@pytest.mark.parametrize("role", ["staff", "outsider", "anaylst"])
def test_ask_refuses_what_nobody_gives(role: str, cast: dict[str, Person]) -> None:
    with pytest.raises(people.NotGranted):
        ask(cast["inspector"], by=cast["administrator"], role=role)


def test_ask_and_agree_refuse_somebody_who_is_not_let_in(cast: dict[str, Person], second: Person) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    Staff.objects.filter(person=cast["staff"]).update(ended=MONDAY.date() - timedelta(days=1))
    with pytest.raises(people.NotLetIn):
        ask(cast["staff"], by=cast["administrator"], role="chair")
    with pytest.raises(people.NotLetIn):
        people.agree_to_role(holding, by=second)


def test_one_role_of_one_person_does_not_overlap(cast: dict[str, Person], second: Person) -> None:
    first = ask(cast["staff"], by=cast["administrator"])
    with pytest.raises(people.Overlaps):
        ask(cast["staff"], by=cast["administrator"], starts=MONDAY + timedelta(days=99))
    people.agree_to_role(first, by=second)
    with pytest.raises(people.Overlaps):
        ask(cast["staff"], by=cast["administrator"])
    with pytest.raises(people.Overlaps):  # held from set-up, without an end
        ask(cast["chair"], by=cast["administrator"], role="chair")
    ask(cast["staff"], by=cast["administrator"], starts=first.ends, ends=first.ends + timedelta(days=1))
    ask(cast["staff"], by=cast["administrator"], role="chair")
    people.end_role(first, by=second)
    with clock.standing_at(MONDAY + timedelta(minutes=1)):
        ask(cast["staff"], by=cast["administrator"], ends=MONDAY + timedelta(days=2))


def test_ending_early_needs_one_administrator_and_counts_at_once(
    cast: dict[str, Person], second: Person
) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])
    people.agree_to_role(holding, by=second)
    for role in ("staff", "equality-lead", "analyst"):
        with pytest.raises(NotAllowed):
            people.end_role(holding, by=cast[role])
    with clock.standing_at(MONDAY + timedelta(hours=1)):
        people.end_role(holding, by=again(cast["administrator"]))
        with pytest.raises(people.AlreadyOver):
            people.end_role(holding, by=again(cast["administrator"]))
    assert holds(cast["staff"], at=MONDAY + timedelta(minutes=59))
    assert not holds(cast["staff"], at=MONDAY + timedelta(hours=1))
    assert Entry.objects.last().deed == "ended a role"


def test_roles_from_set_up_are_ended_early_too(cast: dict[str, Person]) -> None:
    people.end_role(cast["analyst"].role_holdings.get(role="analyst"), by=cast["administrator"])
    assert not holds(cast["analyst"])


def test_the_equality_lead_turns_down_what_they_could_agree(cast: dict[str, Person]) -> None:
    chair = ask(cast["staff"], by=cast["administrator"], role="chair")
    analyst = ask(cast["staff"], by=cast["administrator"])
    people.end_role(chair, by=cast["equality-lead"])
    assert Entry.objects.last().deed == "turned down a role"
    with pytest.raises(NotAllowed):
        people.end_role(analyst, by=cast["equality-lead"])


def test_a_failed_entry_undoes_the_change(
    cast: dict[str, Person], second: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = ask(cast["staff"], by=cast["administrator"])

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        people.agree_to_role(holding, by=second)
    with pytest.raises(RuntimeError):
        ask(cast["adviser"], by=cast["administrator"])
    holding.refresh_from_db()
    assert holding.is_waiting
    assert not RoleHolding.objects.filter(person=cast["adviser"], source=Source.ASKED).exists()


def test_the_equality_lead_sees_what_waits_for_them_and_nothing_else_of_others(
    cast: dict[str, Person], second: Person
) -> None:
    lead = cast["equality-lead"]
    chair = ask(cast["staff"], by=second, role="chair")
    ask(cast["staff"], by=second, role="analyst")

    def of_others() -> list[Any]:
        seen = RoleHolding.objects.visible_to(again(lead)).exclude(person=lead)
        return list(seen.values_list("pk", flat=True))

    assert of_others() == [chair.pk]
    people.agree_to_role(chair, by=lead)
    assert of_others() == [chair.pk]
    editor = ask(cast["staff"], by=cast["administrator"], role="editor")
    assert set(of_others()) == {chair.pk, editor.pk}
    people.agree_to_role(editor, by=second)
    assert of_others() == [chair.pk]


BROKEN: dict[str, dict[str, Any]] = {
    "asked by its holder": {"asked_by": "person"},
    "agreed by who asked": {"agreed_by": "one", "agreed_at": MONDAY},
    "agreed by its holder": {"agreed_by": "person", "agreed_at": MONDAY},
    "agreed by nobody": {"agreed_at": MONDAY},
    "agreed at no time": {"agreed_by": "two"},
    "ended by nobody": {"ended_at": MONDAY},
    "without an end": {"ends": None},
    "asked by nobody": {"asked_by": None, "asked_at": None},
    "from set-up and yet asked for": {"source": Source.SET_UP},
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_database_refuses_a_role_behind_which_no_two_people_stand(
    how: str, cast: dict[str, Person], second: Person
) -> None:
    people_by_name = {"person": cast["staff"], "one": cast["administrator"], "two": second}
    sound = {
        "person": cast["staff"],
        "role": "analyst",
        "starts": MONDAY,
        "ends": MONDAY + timedelta(days=1),
        "asked_by": cast["administrator"],
        "asked_at": MONDAY,
    }
    broken = {
        name: people_by_name.get(value, value) if isinstance(value, str) else value
        for name, value in BROKEN[how].items()
    }
    with transaction.atomic():
        RoleHolding.objects.create(**sound, agreed_by=second, agreed_at=MONDAY)
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.create(**(sound | broken))
