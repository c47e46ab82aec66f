"""The pages on which leave is asked for: what they say before and after, and what they refuse."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from dueregard.leave import actions as leave
from dueregard.leave import days as leave_days
from dueregard.leave.apps import refuse_wrong_settings
from dueregard.leave.days import Days, LeaveYear, Part
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import Account, Request
from dueregard.leave.rolling import OverTwelveMonths
from dueregard.leave.sentences import NOT_NOW, sentence
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.people.models import Staff
from tests.leave.carers import TODAY, Carers, ask, on
from tests.leave.reading import THURSDAY_AFTERNOON, client_of, page_of, words_in

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
    working_weeks.set_pattern(
        carers.carer.staff, rota=((555, 555, 555, 555, 0, 0, 0),), from_day=TODAY, by=carers.manager
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
        leave_days.NotForThem(is_paid=True),
        leave_days.NotForThem(is_paid=False),
        leave_days.Past(),
        leave_days.NothingToTake(),
        leave_days.TooFarAhead(day),
        leave_days.AfterLastDay(day),
        leave_days.Overlapping(Days(day, day)),
        leave_days.NotPostponed(day, day),
        NotEnough(year),
        OverTwelveMonths(day, is_paid=True),
    ]
    assert {type(one) for one in refusals} == set(leave_days.Refused.__subclasses__())
    assert set(NOT_NOW) == set(leave.NotNow.__subclasses__())
    assert len({sentence(one) for one in refusals}) == len(refusals)
    with pytest.raises(TypeError, match="no sentence"):
        sentence(leave_days.Refused())


# Settings


@pytest.mark.parametrize("text", ["02-29", "4-1", "tomorrow"])
def test_a_leave_year_that_starts_on_no_day_stops_the_start(settings: object, text: str) -> None:
    settings.LEAVE_YEAR_STARTS = text  # type: ignore[attr-defined]  # settings of our own
    with pytest.raises(ImproperlyConfigured, match="Use a month and a day that every year has"):
        refuse_wrong_settings()


def test_fewer_than_no_paid_days_stop_the_start(settings: object) -> None:
    settings.LEAVE_PAID_DAYS = -1  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match="Use 0 or more days"):
        refuse_wrong_settings()


def test_leave_years_start_when_the_settings_say(carers: Carers, settings: object) -> None:
    settings.LEAVE_YEAR_STARTS = "01-01"  # type: ignore[attr-defined]  # likewise
    settings.LEAVE_PAID_DAYS = 3  # type: ignore[attr-defined]
    assert "You have 3 days (22 hours 12 minutes) until 31 December 2026" in page_of(carers.carer, "/leave/")
