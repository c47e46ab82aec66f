"""Working patterns and changes of hours: the change, each refusal, the journal entry, and the pages."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dueregard.access import NotAllowed
from dueregard.leave import actions as leave
from dueregard.leave.days import NothingToTake
from dueregard.leave.models import WorkingPattern
from dueregard.leave.patterns import spread
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.leave.working_weeks.sentences import sentence
from dueregard.people.models import Staff
from tests.leave.carers import TODAY, Carers, ask, lines, on
from tests.leave.deeds import last_entry, undone
from tests.leave.reading import client_of, page_of, words_in

NINE_DAYS = ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0))
HALF_WEEK = ((444, 444, 222, 0, 0, 0, 0),)

# To spread the hours


def test_set_pattern_changes_what_days_cost_from_its_day_on(carers: Carers) -> None:
    week = (555, 555, 555, 555, 0, 0, 0)
    pattern = working_weeks.set_pattern(
        carers.carer.staff, rota=(week,), from_day=date(2026, 11, 9), by=carers.manager
    )
    assert pattern.week == week
    assert last_entry() == ("set a working pattern", str(pattern.pk), carers.manager.pk)
    ask(carers.carer, on(6))
    ask(carers.carer, on(9))
    with pytest.raises(NothingToTake):
        ask(carers.carer, on(13))
    assert [line[1] for line in lines(carers.carer)] == [2220, -444, -555]


def test_set_pattern_for_the_same_day_replaces_it(carers: Carers) -> None:
    for week in ((555, 555, 555, 555, 0, 0, 0), spread(2220)):
        working_weeks.set_pattern(carers.carer.staff, rota=(week,), from_day=TODAY, by=carers.manager)
    assert WorkingPattern.objects.get().week == spread(2220)


def test_set_pattern_is_for_managers_and_refuses_another_week(carers: Carers) -> None:
    for person in [carers.carer, *carers.others]:
        with pytest.raises(NotAllowed):
            working_weeks.set_pattern(carers.carer.staff, rota=(spread(2220),), from_day=TODAY, by=person)
    with pytest.raises(working_weeks.AnotherWeek):
        working_weeks.set_pattern(carers.carer.staff, rota=(spread(2221),), from_day=TODAY, by=carers.manager)
    assert not WorkingPattern.objects.exists()


def test_set_pattern_is_undone_when_it_cannot_be_recorded(
    carers: Carers, fill_journal: Callable[[], None]
) -> None:
    fill_journal()
    with undone():
        working_weeks.set_pattern(carers.carer.staff, rota=(spread(2220),), from_day=TODAY, by=carers.manager)
    assert not WorkingPattern.objects.exists()


def test_set_pattern_keeps_two_weeks_that_take_turns(carers: Carers) -> None:
    for rota in (NINE_DAYS, (spread(2220),), NINE_DAYS):
        working_weeks.set_pattern(carers.carer.staff, rota=rota, from_day=TODAY, by=carers.manager)
    assert [one.week for one in WorkingPattern.objects.all()] == list(NINE_DAYS)
    ask(carers.carer, on(6))
    with pytest.raises(NothingToTake):
        ask(carers.carer, on(13))
    working_weeks.set_pattern(carers.carer.staff, rota=(spread(2220),), from_day=TODAY, by=carers.manager)
    assert WorkingPattern.objects.get().place == 1


@pytest.mark.parametrize("rota", [(), NINE_DAYS * 3])
def test_set_pattern_refuses_no_week_and_more_than_four(carers: Carers, rota: tuple[()]) -> None:
    with pytest.raises(working_weeks.TooManyWeeks):
        working_weeks.set_pattern(carers.carer.staff, rota=rota, from_day=TODAY, by=carers.manager)


# To change the hours


def test_change_hours_adjusts_what_is_left_for_the_days_to_come(carers: Carers) -> None:
    ask(carers.carer, on(5))
    ask(carers.carer, on(1, 4, 2027))
    staff = carers.carer.staff
    pattern = working_weeks.change_hours(staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator)
    assert last_entry() == ("changed weekly hours", str(pattern.pk), carers.administrator.pk)
    assert Staff.objects.get(pk=staff.pk).weekly_minutes == 1110
    # 150 of the 365 days of this leave year are to come: 1,110 minutes less, times 150 / 365, is 456 and a part.
    assert lines(carers.carer) == [
        *[("entitlement", 2220, 2220), ("taken", -444, 1776), ("adjusted", -456, 1320)],
        *[("entitlement", 2220, 2220), ("taken", -444, 1776), ("adjusted", -1110, 666)],
    ]
    working_weeks.change_hours(staff, rota=(spread(2220),), from_day=TODAY, by=carers.administrator)
    assert [line for line in lines(carers.carer) if line[0] == "adjusted"][1::2] == [
        ("adjusted", 457, 1777),
        ("adjusted", 1110, 1776),
    ]


def test_change_hours_takes_nothing_that_was_taken(carers: Carers) -> None:
    ask(carers.carer, on(9, last=date(2026, 11, 13)))
    staff = carers.carer.staff
    working_weeks.change_hours(staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator)
    assert lines(carers.carer) == [("entitlement", 2220, 2220), ("taken", -2220, 0)]


def test_change_hours_keeps_how_it_was_before_and_ends_what_was_to_begin_later(carers: Carers) -> None:
    staff = carers.carer.staff
    working_weeks.set_pattern(staff, rota=NINE_DAYS, from_day=TODAY + timedelta(days=7), by=carers.manager)
    working_weeks.change_hours(staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator)
    pattern = WorkingPattern.objects.of(staff)
    assert pattern.later == ((staff.started, (spread(2220),)), (TODAY, HALF_WEEK))


def test_change_hours_is_for_administrators_and_not_for_oneself(carers: Carers) -> None:
    for person in [carers.carer, carers.manager, carers.head, carers.colleague, carers.stranger]:
        with pytest.raises(NotAllowed):
            working_weeks.change_hours(carers.carer.staff, rota=HALF_WEEK, from_day=TODAY, by=person)
    with pytest.raises(NotAllowed):
        working_weeks.change_hours(
            carers.administrator.staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator
        )


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2026, 3, 31)])
def test_change_hours_refuses_a_day_to_come_and_one_of_a_leave_year_that_is_over(
    carers: Carers, day: date
) -> None:
    with pytest.raises(working_weeks.WrongDay):
        working_weeks.change_hours(carers.carer.staff, rota=HALF_WEEK, from_day=day, by=carers.administrator)
    with pytest.raises(working_weeks.TooManyWeeks):
        working_weeks.change_hours(carers.carer.staff, rota=(), from_day=TODAY, by=carers.administrator)


def test_change_hours_is_undone_when_it_cannot_be_recorded(
    carers: Carers, fill_journal: Callable[[], None]
) -> None:
    ask(carers.carer, on(5))
    fill_journal()
    with undone():
        working_weeks.change_hours(
            carers.carer.staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator
        )
    assert Staff.objects.get(person=carers.carer).weekly_minutes == 2220
    assert len(lines(carers.carer)) == 2
    assert not WorkingPattern.objects.exists()


def test_leave_that_was_asked_for_is_returned_whole_after_a_change_of_hours(carers: Carers) -> None:
    request = ask(carers.carer, on(12))
    working_weeks.change_hours(carers.carer.staff, rota=HALF_WEEK, from_day=TODAY, by=carers.administrator)
    leave.withdraw(request, by=carers.carer)
    assert lines(carers.carer)[-1][:2] == ("returned", 444)


# The pages


def boxes(*weeks: tuple[str, ...]) -> dict[str, str]:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    filled = {
        f"{number}_{name}": value
        for number, week in zip(("first", "second", "third", "fourth"), weeks, strict=False)
        for name, value in zip(names, week, strict=False)
    }
    day = {"from_day_day": "2", "from_day_month": "11", "from_day_year": "2026"}
    return day | {"turns": str(len(weeks))} | filled


def test_a_manager_spreads_the_hours_over_a_nine_day_fortnight(carers: Carers) -> None:
    address = f"/leave/weeks/{carers.carer.staff.pk}/"
    assert "Carer Example" in page_of(carers.manager, "/leave/weeks/")
    assert 'value="7:24"' in client_of(carers.manager).get(address).content.decode()
    sent = boxes(("8:14", "8:14", "8:14", "8:13", "8:13"), ("8:13", "8:13", "8:13", "8:13"))
    assert client_of(carers.manager).post(address, sent).url == address
    page = page_of(carers.manager, address)
    assert "Now, from 2 November 2026: 37 hours a week on average" in page
    assert "Friday 8 hours 13 minutes –" in page
    assert "37 hours a week on average" in page_of(carers.carer, "/leave/weeks/")
    assert "You have 4.5 days (37 hours)" in page_of(carers.carer, "/leave/")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_monday": "7:23"}, "The hours must come to 37 hours a week"),
        ({"first_monday": "7.24"}, "Enter hours and minutes, like 7:24"),
        ({"first_monday": "25:00"}, "Enter hours and minutes, like 7:24"),
        ({"first_monday": "7:2400"}, "Enter hours and minutes, like 7:24"),
        ({"from_day_day": ""}, "The first day must include a day"),
        ({"turns": ""}, "Select whether weeks take turns"),
        ({"turns": "3"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_a_working_week_is_said_beside_the_form(
    carers: Carers, change: dict[str, str], words: str
) -> None:
    sent = boxes(("7:24",) * 5) | change
    html = client_of(carers.manager).post(f"/leave/weeks/{carers.carer.staff.pk}/", sent).content.decode()
    assert "<title>Error: Working week" in html
    assert words_in(html).count(words) >= 2
    assert not WorkingPattern.objects.exists()


def test_a_week_on_and_a_week_off_and_four_weeks_that_take_turns_can_be_kept(carers: Carers) -> None:
    address = f"/leave/weeks/{carers.carer.staff.pk}/"
    client = client_of(carers.manager)
    assert client.post(address, boxes(("24:00", "24:00", "24:00", "2:00"), ())).url == address
    assert [sum(one.week) for one in WorkingPattern.objects.all()] == [4440, 0]
    working_weeks.set_pattern(
        carers.carer.staff, rota=(*NINE_DAYS, *NINE_DAYS), from_day=TODAY, by=carers.manager
    )
    html = client.get(address).content.decode()
    assert "Hours of week 4" in html
    assert 'name="fourth_thursday" value="8:13"' in html
    sent = boxes(*[("7:24",) * 5] * 4)
    assert client.post(address, sent).url == address
    assert WorkingPattern.objects.count() == 4


def test_an_administrator_finds_somebody_and_changes_their_hours(carers: Carers) -> None:
    client = client_of(carers.administrator)
    assert "No colleague has this name" in client.get("/leave/weeks/", {"who": "Nobody"}).content.decode()
    address = client.get("/leave/weeks/", {"who": "Carer Example"}).url
    assert address == f"/leave/weeks/{carers.carer.staff.pk}/"
    late = client.post(address, boxes(("7:24", "7:24", "3:42")) | {"from_day_day": "3"})
    assert "The first day must be from 1 April 2026 to today, 2 November 2026" in words_in(
        late.content.decode()
    )
    assert client.post(address, boxes(("7:24", "7:24", "3:42"))).url == address
    assert Staff.objects.get(person=carers.carer).weekly_minutes == 1110
    assert "18 hours 30 minutes a week" in page_of(carers.carer, "/leave/weeks/")


def test_a_working_week_is_not_there_for_anybody_else(carers: Carers) -> None:
    address = f"/leave/weeks/{carers.carer.staff.pk}/"
    for person in (carers.carer, carers.colleague, carers.stranger, carers.other_manager):
        assert client_of(person).get(address).status_code == 404
        assert client_of(person).post(address, boxes(("7:24",) * 5)).status_code == 404
    assert "Change somebody" not in page_of(carers.manager, "/leave/weeks/")
    assert "Stranger" not in page_of(carers.manager, "/leave/weeks/")


def test_every_refusal_of_a_working_week_has_its_sentence(carers: Carers) -> None:
    kinds = working_weeks.Unfit.__subclasses__()
    assert len({sentence(kind(), carers.carer.staff) for kind in kinds}) == len(kinds) == 3
    with pytest.raises(TypeError, match="no sentence"):
        sentence(working_weeks.Unfit(), carers.carer.staff)
