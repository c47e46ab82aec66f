"""The pages of leave: what they say, what they refuse, whom they tell nothing, and what they cost."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.leave import actions as leave
from dueregard.leave import days as leave_days
from dueregard.leave.apps import refuse_wrong_settings
from dueregard.leave.days import Days, LeaveYear, Part
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import Account, LedgerLine, Request, WorkingPattern
from dueregard.leave.sentences import NOT_NOW, sentence
from dueregard.people.models import Person, Staff
from tests.leave.carers import NOW, TODAY, Carers, ask, manage, on

THURSDAY_AFTERNOON = {"first_day": "5", "first_month": "11", "first_year": "2026", "part": "afternoon"}


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(person: Person, address: str, **query: str) -> str:
    response = client_of(person).get(address, query)
    assert response.status_code == 200
    return words_in(response.content.decode())


def words_in(html: str) -> str:
    """Return a page as it is read, without its markup and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).replace(" ,", ",")


# To ask


def test_a_new_carer_reads_what_they_have_and_what_to_do(carers: Carers) -> None:
    page = page_of(carers.carer, "/leave/")
    assert "You have 5 days (37 hours) until 31 March 2027" in page
    assert "You have not asked for leave yet" in page
    assert "Waiting for your answer" not in page
    assert "Monday 2 November All day on Monday 2 November Morning on Monday 2 November" in page


def test_the_next_days_leave_out_what_is_taken_days_off_and_what_comes_after_the_last_day(
    carers: Carers,
) -> None:
    ask(carers.carer, on(2))
    ask(carers.carer, on(3, part=Part.MORNING))
    Staff.objects.filter(person=carers.carer).update(ended=date(2026, 11, 5))
    html = client_of(carers.carer).get("/leave/").content.decode()
    offered = re.findall(r"first_day=(\d+)&amp;first_month=11&amp;first_year=2026&amp;part=(\w+)", html)
    whole = ["whole", "morning", "afternoon"]
    assert offered == [("3", "afternoon"), *(("4", part) for part in whole), *(("5", part) for part in whole)]


def test_the_check_page_says_what_is_left_before_anything_is_sent(carers: Carers) -> None:
    page = page_of(carers.carer, "/leave/check/", **THURSDAY_AFTERNOON)
    assert "Thursday 5 November 2026, afternoon only" in page
    assert "You have 5 days. After this: 4.5 days." in page
    assert "0.5 days (3 hours 42 minutes)" in page
    assert "The usual is 3 days; you are giving 3." in page
    assert "Manager Example will be asked to agree" in page
    assert "one working week of unpaid leave" in page
    assert not Request.objects.exists()
    assert not Account.objects.exists()


def test_short_notice_is_said_and_does_not_stop_anybody(carers: Carers) -> None:
    query = {"first_day": "2", "first_month": "11", "first_year": "2026", "part": "whole"}
    query |= {"last_day": "4", "last_month": "11", "last_year": "2026"}
    page = page_of(carers.carer, "/leave/check/", **query)
    assert "The usual is 6 days; you are giving 0. You can still send it." in page


def test_days_of_two_leave_years_are_shown_for_each(carers: Carers) -> None:
    query = {"first_day": "31", "first_month": "3", "first_year": "2027", "part": "whole"}
    query |= {"last_day": "2", "last_month": "4", "last_year": "2027"}
    page = page_of(carers.carer, "/leave/check/", **query)
    assert "Until 31 March 2027: You have 5 days. After this: 4 days." in page
    assert "Until 31 March 2028: You have 5 days. After this: 3 days." in page
    ask(carers.carer, on(31, 3, 2027, last=date(2027, 4, 2)))
    page = page_of(carers.carer, "/leave/")
    assert "You have 4 days (29 hours 36 minutes) until 31 March 2027" in page
    assert "You have 3 days (22 hours 12 minutes) until 31 March 2028, from 1 April 2027 on" in page


def test_days_are_counted_as_the_person_works_them(carers: Carers) -> None:
    leave.set_pattern(
        carers.carer.staff, week=(555, 555, 555, 555, 0, 0, 0), from_day=TODAY, by=carers.manager
    )
    assert "You have 4 days. After this: 3.5 days." in page_of(
        carers.carer, "/leave/check/", **THURSDAY_AFTERNOON
    )
    Staff.objects.filter(person=carers.colleague).update(weekly_minutes=0)
    assert "You have 0 days (0 hours)" in page_of(carers.colleague, "/leave/")


def test_a_page_sent_twice_asks_once(carers: Carers) -> None:
    client, sent = client_of(carers.carer), THURSDAY_AFTERNOON | {"token": str(uuid4())}
    first, second = client.post("/leave/check/", sent), client.post("/leave/check/", sent)
    request = Request.objects.get()
    assert first.url == second.url == f"/leave/requests/{request.pk}/sent/"
    page = page_of(carers.carer, first.url)
    assert "You have asked for leave Thursday 5 November 2026, afternoon only" in page
    assert "withdraw it until the day it begins" in page


def test_the_page_that_is_sent_carries_a_token_of_its_own(carers: Carers) -> None:
    client = client_of(carers.carer)
    html = [client.get("/leave/check/", THURSDAY_AFTERNOON).content.decode() for _ in range(2)]
    tokens = [UUID(re.search(r'name="token" value="([^"]+)"', each)[1]) for each in html]
    assert tokens[0] != tokens[1]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html[0]))
    assert client.post("/leave/check/", fields).url == f"/leave/requests/{tokens[0]}/sent/"


def test_whoever_has_no_manager_reads_that_the_leave_is_agreed(carers: Carers) -> None:
    person = carers.nobody_above
    assert "your leave is agreed as soon as you send this" in page_of(
        person, "/leave/check/", **THURSDAY_AFTERNOON
    )
    response = client_of(person).post("/leave/check/", THURSDAY_AFTERNOON | {"token": str(uuid4())})
    assert "Your leave is agreed Thursday 5 November 2026" in page_of(person, response.url)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_day": ""}, "The first day must include a day"),
        ({"first_day": "31"}, "The first day must be a real date"),
        ({"part": ""}, "Select how much of the day"),
        ({"part": "evening"}, "Select a valid choice"),
        ({"last_day": "6", "last_month": "11", "last_year": "2026"}, "Half days are asked for one at a time"),
        (
            {"last_day": "4", "last_month": "11", "last_year": "2026"},
            "The last day must be the same as the first",
        ),
        ({"first_year": "2025"}, "The first day must be today or later"),
        ({"first_year": "2028"}, "The days must be within 12 months, up to 2 November 2027"),
        ({"first_year": "9999"}, "The days must be within 12 months, up to 2 November 2027"),
        ({"first_month": "1", "first_year": "0001"}, "The first day must be today or later"),
        ({"first_day": "7"}, "No time is worked then: it is a day off or a bank holiday"),
        ({"first_day": "10"}, "There is leave already on days from 9 November 2026 to 11 November 2026"),
        ({"first_day": "13"}, "There is leave already on 13 November 2026. Choose other days"),
        ({"first_day": "24"}, "days must not go on after the last day of employment, 23 November 2026"),
    ],
)
def test_what_cannot_be_leave_is_said_beside_the_form(
    carers: Carers, change: dict[str, str], words: str
) -> None:
    ask(carers.carer, on(9, last=date(2026, 11, 11)))
    ask(carers.carer, on(13))
    if change.get("first_day") == "24":
        Staff.objects.filter(person=carers.carer).update(ended=date(2026, 11, 23))
    for send in ("get", "post"):
        sent = THURSDAY_AFTERNOON | change | {"token": str(uuid4())}
        response = getattr(client_of(carers.carer), send)("/leave/check/", sent)
        page = words_in(response.content.decode())
        assert response.status_code == 200
        assert "There is a problem" in page
        assert page.count(words) == 2  # in the summary and beside the field
        assert response.content.decode().count("<title>Error: Ask for leave") == 1
    assert Request.objects.count() == 2


def test_too_little_left_is_said_with_the_leave_year(carers: Carers) -> None:
    ask(carers.carer, on(9, last=date(2026, 11, 13)))
    page = page_of(carers.carer, "/leave/check/", **THURSDAY_AFTERNOON)
    assert "There is not enough paid leave left in the leave year that ends on 31 March 2027" in page
    assert "You have 0 days (0 hours)" in page


def test_a_form_without_its_token_is_not_sent(carers: Carers) -> None:
    response = client_of(carers.carer).post("/leave/check/", THURSDAY_AFTERNOON)
    assert "Check your answers once more" in response.content.decode()
    token = str(uuid4())
    client_of(carers.carer).post("/leave/check/", THURSDAY_AFTERNOON | {"token": token})
    response = client_of(carers.carer).post(
        "/leave/check/", THURSDAY_AFTERNOON | {"token": token, "first_day": "6"}
    )
    assert "A request was sent from this page before" in response.content.decode()
    assert Request.objects.count() == 1


def test_the_days_can_be_changed_from_the_check_page(carers: Carers) -> None:
    html = client_of(carers.carer).get("/leave/check/", THURSDAY_AFTERNOON).content.decode()
    address = re.search(r'href="(/leave/ask/\?[^"]+)"', html)[1].replace("&amp;", "&")
    form = client_of(carers.carer).get(address).content.decode()
    assert re.search(r'value="afternoon"[^>]* checked', form)
    assert "There is a problem" not in form
    assert "First day" in page_of(carers.carer, "/leave/ask/")


def test_every_refusal_has_its_sentence() -> None:
    day, year = date(2026, 11, 5), LeaveYear(date(2026, 4, 1))
    refusals = [
        leave_days.Past(),
        leave_days.NothingToTake(),
        leave_days.TooFarAhead(day),
        leave_days.AfterLastDay(day),
        leave_days.Overlapping(Days(day, day)),
        leave_days.NotPostponed(day, day),
        NotEnough(year),
    ]
    assert {type(one) for one in refusals} == set(leave_days.Refused.__subclasses__())
    assert set(NOT_NOW) == set(leave.NotNow.__subclasses__())
    assert len({sentence(one) for one in refusals}) == len(refusals)
    with pytest.raises(TypeError, match="no sentence"):
        sentence(leave_days.Refused())


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
    leave.set_pattern(
        carers.carer.staff, week=(444, 444, 444, 444, 444, 0, 0), from_day=TODAY, by=carers.manager
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


# Settings


@pytest.mark.parametrize("text", ["02-29", "4-1", "tomorrow"])
def test_a_leave_year_that_starts_on_no_day_stops_the_start(settings: object, text: str) -> None:
    settings.LEAVE_YEAR_STARTS = text  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match="Use a month and a day that every year has"):
        refuse_wrong_settings()


def test_fewer_than_no_paid_days_stop_the_start(settings: object) -> None:
    settings.LEAVE_PAID_DAYS = -1  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match="Use 0 or more days"):
        refuse_wrong_settings()


def test_leave_years_start_when_the_settings_say(carers: Carers, settings: object) -> None:
    settings.LEAVE_YEAR_STARTS = "01-01"  # type: ignore[attr-defined]
    settings.LEAVE_PAID_DAYS = 3  # type: ignore[attr-defined]
    assert "You have 3 days (22 hours 12 minutes) until 31 December 2026" in page_of(carers.carer, "/leave/")
