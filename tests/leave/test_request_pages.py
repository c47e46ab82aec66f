"""The pages of a request and the calendar: what they say, whom they tell nothing, and what they cost."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.leave import actions as leave
from dueregard.leave.days import Part
from dueregard.leave.models import Account, LedgerLine, Request, WorkingPattern
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.people.models import Person, Staff
from tests.leave.carers import NOW, TODAY, Carers, ask, manage, on
from tests.leave.reading import THURSDAY_AFTERNOON, client_of, page_of, words_in

# A request


def test_the_asker_reads_the_request_and_can_withdraw_it(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    page = page_of(carers.carer, f"/leave/requests/{request.pk}/")
    assert "Your leave" in page
    assert "Withdraw this request" in page
    assert "Agree to this leave" not in page
    assert "Waiting for your answer" not in page_of(carers.carer, "/leave/")
    response = client_of(carers.carer).post(f"/leave/requests/{request.pk}/withdraw/")
    page = page_of(carers.carer, response.url)
    assert "Withdrawn" in page
    assert "Withdraw this request" not in page
    assert "Thursday 5 November 2026 Withdrawn" in page_of(carers.carer, "/leave/")


@pytest.mark.parametrize("role", ["manager", "head"])
def test_the_managers_read_the_request_and_answer_it(carers: Carers, role: str) -> None:
    manager: Person = getattr(carers, role)
    request = ask(carers.carer, on(5))
    assert "Carer Example: Thursday 5 November 2026" in page_of(manager, "/leave/")
    page = page_of(manager, f"/leave/requests/{request.pk}/")
    assert "Leave of Carer Example" in page
    assert "you may not ask why" in page
    assert "move it to a later day . You can do that until 4 November 2026." in page
    assert "Withdraw this request" not in page
    response = client_of(manager).post(f"/leave/requests/{request.pk}/agree/")
    page = page_of(manager, response.url)
    assert f"by {manager.name}" in page
    assert "Agree to this leave" not in page
    assert "Waiting for your answer" not in page_of(manager, "/leave/")


def test_after_the_time_to_postpone_the_page_offers_to_agree_alone(carers: Carers) -> None:
    request = ask(carers.carer, on(1, 12))
    with clock.standing_at(NOW + timedelta(days=8)):
        page = page_of(carers.manager, f"/leave/requests/{request.pk}/")
        assert "Agree to this leave" in page
        assert "The time to move it to a later day is over" in page
        address = f"/leave/requests/{request.pk}/postpone/"
        assert client_of(carers.manager).get(address).url == f"/leave/requests/{request.pk}/"
        sent = {"to_day": "2", "to_month": "12", "to_year": "2026", "reason": "We are short of people."}
        response = client_of(carers.manager).post(address, sent)
    assert response.status_code == 409
    assert "The time to move this leave to a later day is over" in response.content.decode()
    assert "We are short of people." in response.content.decode()


def test_a_moved_request_shows_the_asker_both_days_and_why(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    address = f"/leave/requests/{request.pk}/postpone/"
    page = page_of(carers.manager, address)
    assert "to begin at the latest on 5 December 2026" in page
    sent = {"to_day": "12", "to_month": "11", "to_year": "2026", "reason": "Two hearings & one illness."}
    assert client_of(carers.manager).post(address, sent).url == f"/leave/requests/{request.pk}/"
    page = page_of(carers.carer, f"/leave/requests/{request.pk}/")
    assert "Thursday 12 November 2026" in page
    assert "Asked for Thursday 5 November 2026" in page
    assert "Two hearings &amp; one illness." in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to_day": ""}, "The new first day must include a day"),
        ({"reason": "  "}, "Enter why the work needs the leave to be later"),
        ({"reason": "x" * 1001}, "The reason must be 1,000 characters or fewer"),
        (
            {"to_day": "4"},
            "The new first day must be after 5 November 2026, and at the latest 5 December 2026",
        ),
        ({"to_day": "14"}, "No time is worked then"),
        ({"to_day": "16"}, "There is leave already on 16 November 2026"),
    ],
)
def test_what_cannot_be_postponed_is_said_beside_the_form(
    carers: Carers, change: dict[str, str], words: str
) -> None:
    request = ask(carers.carer, on(5))
    ask(carers.carer, on(16))
    sent = {"to_day": "12", "to_month": "11", "to_year": "2026", "reason": "Two hearings."} | change
    response = client_of(carers.manager).post(f"/leave/requests/{request.pk}/postpone/", sent)
    assert words in words_in(response.content.decode())
    request.refresh_from_db()
    assert request.is_waiting


@pytest.mark.parametrize("deed", ["agree", "withdraw"])
def test_whoever_comes_second_reads_that_nothing_was_changed(carers: Carers, deed: str) -> None:
    request = ask(carers.carer, on(5))
    leave.withdraw(request, by=carers.carer)
    person = carers.carer if deed == "withdraw" else carers.manager
    response = client_of(person).post(f"/leave/requests/{request.pk}/{deed}/")
    assert response.status_code == 409
    assert "This request has been withdrawn." in response.content.decode()


# Whom it tells nothing


REQUEST_PAGES = [
    ("get", ""),
    ("get", "sent/"),
    ("post", "agree/"),
    ("get", "postpone/"),
    ("post", "postpone/"),
    ("post", "withdraw/"),
]


def test_for_everybody_else_a_request_is_byte_for_byte_what_does_not_exist(carers: Carers) -> None:
    request = ask(carers.carer, on(5))
    for person in carers.others:
        for method, page in REQUEST_PAGES:
            answers = [
                getattr(client_of(person), method)(f"/leave/requests/{key}/{page}")
                for key in (request.pk, uuid4())
            ]
            assert [answer.status_code for answer in answers] == [404, 404], (person, page)
            assert answers[0].content == answers[1].content
            assert dict(answers[0].headers) == dict(answers[1].headers)


def test_the_asker_cannot_answer_and_the_managers_cannot_withdraw_or_read_that_it_was_sent(
    carers: Carers,
) -> None:
    request = ask(carers.carer, on(5))
    for person, pages in [
        (carers.carer, [("post", "agree/"), ("get", "postpone/"), ("post", "postpone/")]),
        (carers.manager, [("post", "withdraw/"), ("get", "sent/")]),
        (carers.head, [("post", "withdraw/"), ("get", "sent/")]),
    ]:
        for method, page in pages:
            assert (
                getattr(client_of(person), method)(f"/leave/requests/{request.pk}/{page}").status_code == 404
            )


def test_no_page_of_somebody_else_differs_for_it_but_the_calendar_of_the_team(carers: Carers) -> None:
    def world(person: Person, *addresses: str) -> list[bytes]:
        return [client_of(person).get(address).content for address in addresses]

    pages = ["/", "/leave/", "/leave/ask/", "/you/", "/people/"]
    calendar = "/leave/calendar/"
    before = {person.pk: world(person, *pages, calendar) for person in carers.others}
    moved = ask(carers.carer, on(5, part=Part.MORNING))
    leave.postpone(moved, to=date(2026, 11, 12), reason="A hearing.", by=carers.manager)
    ask(carers.carer, on(6))
    for person in carers.others:
        if person != carers.colleague:
            assert world(person, *pages, calendar) == before[person.pk], person
    assert world(carers.colleague, *pages) == before[carers.colleague.pk][:-1]
    assert world(carers.colleague, calendar) != before[carers.colleague.pk][-1:]


def test_the_calendar_says_leave_and_nothing_else(carers: Carers) -> None:
    ask(carers.carer, on(5, part=Part.MORNING))
    leave.withdraw(ask(carers.carer, on(6)), by=carers.carer)
    ask(carers.carer, on(30, 11, last=date(2026, 12, 1)))
    ask(carers.stranger, on(5))
    for person in (carers.colleague, carers.manager, carers.carer):
        html = client_of(person).get("/leave/calendar/").content.decode()
        page = words_in(html)
        assert "Carer Example Thu 5 Nov leave" in page
        assert "Carer Example Mon 30 Nov to Tue 1 Dec leave" in page
        assert page.count("Carer Example") == 2
        for word in ("Fri 6 Nov", "Stranger", "morning", "waiting", "postponed", "/leave/requests/"):
            assert word.lower() not in html.lower(), word
        assert not re.search(r"\bcarer(?! example)|\bcare\b|caring|depend", html, re.IGNORECASE)
    assert "Carer Example Mon 30 Nov to Tue 1 Dec leave" in page_of(
        carers.colleague, "/leave/calendar/", month="2026-12-01"
    )


def test_the_calendar_shows_those_whom_one_manages_in_other_teams(carers: Carers) -> None:
    manage(carers.stranger, carers.manager)
    ask(carers.stranger, on(5))
    assert "Stranger Example Thu 5 Nov leave" in page_of(carers.manager, "/leave/calendar/")
    assert "Stranger Example" not in page_of(carers.colleague, "/leave/calendar/")


@pytest.mark.parametrize("month", ["2026-10-01", "2027-12-01", "2026-11-02", "never"])
def test_the_calendar_shows_this_month_and_the_next_twelve_and_no_other(carers: Carers, month: str) -> None:
    with clock.standing_at(NOW - timedelta(days=31)):
        ask(carers.carer, on(8, 10))
    page = page_of(carers.colleague, "/leave/calendar/", month=month)
    assert "November 2026" in page
    assert "Nobody is on leave" in page
    assert "October" not in page
    assert "November 2027" in page_of(carers.colleague, "/leave/calendar/", month="2027-11-01")


def test_ledgers_accounts_and_patterns_are_visible_to_their_person_alone(carers: Carers) -> None:
    ask(carers.carer, on(5))
    working_weeks.set_pattern(
        carers.carer.staff, rota=((444, 444, 444, 444, 444, 0, 0),), from_day=TODAY, by=carers.manager
    )
    for model in (Account, LedgerLine, WorkingPattern):
        assert model.objects.visible_to(carers.carer).exists()
        for person in [carers.manager, carers.head, *carers.others]:
            assert not model.objects.visible_to(person).exists()


def test_somebody_who_has_left_sees_nothing(carers: Carers) -> None:
    ask(carers.carer, on(5))
    Staff.objects.filter(person=carers.carer).update(ended=TODAY - timedelta(days=1))
    leaver = Person.objects.get(pk=carers.carer.pk)
    for model in (Request, Account, LedgerLine):
        assert not model.objects.visible_to(leaver).exists()


# What it costs


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("carer", "/leave/"),
        ("manager", "/leave/"),
        ("colleague", "/leave/calendar/"),
        ("carer", "/leave/check/"),
    ],
)
def test_a_list_of_three_takes_no_more_queries_than_a_list_of_one(
    carers: Carers, role: str, address: str
) -> None:
    def queries() -> int:
        client = client_of(getattr(carers, role))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address, THURSDAY_AFTERNOON)
            assert response.status_code == 200
        return len(captured)

    ask(carers.carer, on(9))
    one = queries()
    ask(carers.carer, on(10))
    ask(carers.colleague, on(11))
    assert queries() == one
