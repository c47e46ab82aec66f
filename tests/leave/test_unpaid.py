"""Unpaid leave by right, and the policies beside it: the change, each refusal, and what the pages say."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dueregard.almanac import clock
from dueregard.leave import actions as leave
from dueregard.leave.days import Days, NotForThem, Part
from dueregard.leave.ledger import NotEnough
from dueregard.leave.models import DayLine, Request
from dueregard.leave.rolling import OverTwelveMonths
from dueregard.leave.working_weeks import actions as working_weeks
from dueregard.people.models import Engagement, Person
from tests.leave.carers import NOW, TODAY, Carers, ask, lines, on
from tests.leave.deeds import DAY, last_entry, outbox
from tests.leave.reading import THURSDAY_AFTERNOON, client_of, page_of

CHECKED = {"first_day": 4, "first_month": 11, "first_year": 2026, "part": "whole", "pay": "paid"}
A_WEEK = on(9, last=date(2026, 11, 13))


def ask_unpaid(person: Person, days: Days) -> Request:
    return leave.ask(days, token=uuid4(), is_paid=False, by=person)


def days_of(person: Person) -> list[tuple[date, int]]:
    return list(DayLine.objects.filter(staff__person=person).order_by("number").values_list("day", "minutes"))


def started(person: Person, day: date) -> None:
    person.staff.started = day
    person.staff.save(update_fields=["started"])


# The statutory week


def test_unpaid_leave_is_counted_by_the_day_and_takes_nothing_from_paid_leave(carers: Carers) -> None:
    request = ask_unpaid(carers.carer, on(5, last=date(2026, 11, 6)))
    assert request.is_waiting
    assert not request.is_paid
    assert lines(carers.carer) == []
    assert days_of(carers.carer) == [(on(5).first, DAY), (on(6).first, DAY)]
    assert last_entry() == ("asked for leave", str(request.pk), carers.carer.pk)
    assert outbox() == ["leave asked for"]


def test_unpaid_leave_is_a_week_in_any_twelve_months(carers: Carers) -> None:
    ask_unpaid(carers.carer, A_WEEK)
    with pytest.raises(OverTwelveMonths) as refused:
        ask_unpaid(carers.carer, on(16, part=Part.MORNING))
    assert refused.value.ends == on(16).first
    with clock.standing_at(datetime(2027, 5, 3, 9, tzinfo=clock.LONDON)):  # a leave year later
        with pytest.raises(OverTwelveMonths):
            ask_unpaid(carers.carer, on(8, 11, 2027))
        assert ask_unpaid(carers.carer, on(9, 11, 2027))
        with pytest.raises(OverTwelveMonths):
            ask_unpaid(carers.carer, on(10, 5, 2027))


def test_unpaid_leave_that_is_withdrawn_can_be_asked_for_again(carers: Carers) -> None:
    leave.withdraw(ask_unpaid(carers.carer, A_WEEK), by=carers.carer)
    assert sum(minutes for _, minutes in days_of(carers.carer)) == 0
    assert ask_unpaid(carers.carer, on(9, last=date(2026, 11, 13)))


def test_the_week_of_somebody_who_works_nine_days_in_two_weeks_is_their_average(carers: Carers) -> None:
    rota = ((494, 494, 494, 493, 493, 0, 0), (493, 493, 493, 493, 0, 0, 0))
    working_weeks.set_pattern(carers.carer.staff, rota=rota, from_day=TODAY, by=carers.manager)
    assert ask_unpaid(carers.carer, on(3, last=date(2026, 11, 5)))
    assert ask_unpaid(carers.carer, on(9, part=Part.AFTERNOON))
    assert ask_unpaid(carers.carer, on(10))
    with pytest.raises(OverTwelveMonths):
        ask_unpaid(carers.carer, on(11, part=Part.MORNING))  # 2,220 - 1,481 - 247 - 493 < 0


def test_the_week_is_for_employees_and_paid_days_for_those_whom_the_policy_names(
    carers: Carers, settings: Any
) -> None:
    staff = carers.carer.staff
    staff.engagement = Engagement.AGENCY
    staff.save(update_fields=["engagement"])
    with pytest.raises(NotForThem):
        ask_unpaid(carers.carer, on(3))
    assert "Your right to unpaid leave" not in page_of(carers.carer, "/leave/")
    assert leave.ask(on(3), token=uuid4(), by=carers.carer)
    settings.LEAVE_PAID_FOR = "employee"
    with pytest.raises(NotForThem):
        leave.ask(on(4), token=uuid4(), by=carers.carer)
    page = page_of(carers.carer, "/leave/")
    assert "Leave for carers is not for people who work here as you do." in page
    assert "Ask for other days" not in page
    sent = client_of(carers.carer).get("/leave/check/", CHECKED).content.decode()
    assert "Paid leave for carers is not for people who work here as you do" in sent


def test_the_week_is_there_on_the_first_day_of_employment(carers: Carers) -> None:
    started(carers.carer, TODAY)
    assert ask_unpaid(carers.carer, on(2))


def test_a_token_for_unpaid_leave_is_not_one_for_paid_leave(carers: Carers) -> None:
    token = uuid4()
    first = leave.ask(on(5), token=token, is_paid=False, by=carers.carer)
    assert leave.ask(on(5), token=token, is_paid=False, by=carers.carer) == first
    with pytest.raises(leave.SentBefore):
        leave.ask(on(5), token=token, by=carers.carer)


def test_paid_and_unpaid_leave_do_not_overlap(carers: Carers) -> None:
    ask(carers.carer, on(5))
    response = client_of(carers.carer).get("/leave/check/", THURSDAY_AFTERNOON | {"pay": "unpaid"})
    assert "There is leave already on 5 November 2026" in response.content.decode()


# The policies


def test_paid_days_use_up_the_week_only_where_the_contract_makes_them_one(
    carers: Carers, settings: object
) -> None:
    ask(carers.carer, A_WEEK)
    assert ask_unpaid(carers.carer, on(16))
    settings.LEAVE_PAID_IS_STATUTORY = True  # type: ignore[attr-defined]  # settings of our own
    with pytest.raises(OverTwelveMonths):
        ask_unpaid(carers.carer, on(17))
    assert "Paid days count towards it too." in page_of(carers.carer, "/leave/")


def test_what_is_left_is_carried_over_once_the_leave_year_is_over(carers: Carers, settings: object) -> None:
    settings.LEAVE_CARRY_OVER_DAYS = 2  # type: ignore[attr-defined]
    started(carers.carer, date(2026, 4, 1))
    ask(carers.carer, on(9, last=date(2026, 11, 12)))
    ask(carers.carer, on(1, 4, 2027))
    assert [line[0] for line in lines(carers.carer)] == ["entitlement", "taken"] * 2
    with clock.standing_at(datetime(2027, 4, 1, 9, tzinfo=clock.LONDON)):
        assert "You have 5 days (37 hours) until 31 March 2028" in page_of(carers.carer, "/leave/")
        ask(carers.carer, on(6, 4, 2027, last=date(2027, 4, 12)))
        with pytest.raises(NotEnough):
            ask(carers.carer, on(13, 4, 2027, part=Part.MORNING))
    assert lines(carers.carer)[3:] == [("taken", -DAY, 1776), ("carried", DAY, 2220), ("taken", -2220, 0)]


def test_no_more_is_carried_over_than_the_policy_says_nor_by_whoever_was_not_here(
    carers: Carers, settings: object
) -> None:
    settings.LEAVE_CARRY_OVER_DAYS = 2  # type: ignore[attr-defined]
    with clock.standing_at(datetime(2027, 4, 6, 9, tzinfo=clock.LONDON)):
        ask(carers.carer, on(7, 4, 2027))
        assert lines(carers.carer)[:2] == [("entitlement", 2220, 2220), ("carried", 2 * DAY, 3108)]
        started(carers.colleague, date(2027, 4, 1))
        ask(carers.colleague, on(7, 4, 2027))
        assert [line[0] for line in lines(carers.colleague)] == ["entitlement", "taken"]


def test_without_a_leave_year_paid_days_come_back_after_twelve_months(
    carers: Carers, settings: object
) -> None:
    settings.LEAVE_YEAR = "rolling"  # type: ignore[attr-defined]
    assert "You have 5 days (37 hours) of paid leave today" in page_of(carers.carer, "/leave/")
    assert "You have 5 days. After this: 4.5 days." in page_of(
        carers.carer, "/leave/check/", **THURSDAY_AFTERNOON
    )
    request = ask(carers.carer, A_WEEK)
    assert lines(carers.carer) == []
    assert "You have 0 days (0 hours) of paid leave today" in page_of(carers.carer, "/leave/")
    with clock.standing_at(datetime(2027, 4, 6, 9, tzinfo=clock.LONDON)):
        with pytest.raises(OverTwelveMonths):
            ask(carers.carer, on(6, 4, 2027))
        page = page_of(
            carers.carer, "/leave/check/", first_day="6", first_month="4", first_year="2027", part="whole"
        )
        assert "There is not enough paid leave left in the 12 months up to 6 April 2027" in page
    leave.withdraw(request, by=carers.carer)
    assert ask(carers.carer, on(16))


def test_everybody_has_as_many_days_where_part_time_has_no_smaller_share(
    carers: Carers, settings: object
) -> None:
    settings.LEAVE_PRO_RATA = False  # type: ignore[attr-defined]
    rota = ((0, 0, 444, 444, 444, 0, 0),)
    working_weeks.change_hours(carers.carer.staff, rota=rota, from_day=TODAY, by=carers.administrator)
    assert "You have 5 days (37 hours)" in page_of(carers.carer, "/leave/")
    settings.LEAVE_PRO_RATA = True  # type: ignore[attr-defined]
    assert "You have 3 days (22 hours 12 minutes)" in page_of(carers.carer, "/leave/")


# The pages


def test_the_check_page_of_unpaid_leave_says_what_is_left_of_the_week(carers: Carers) -> None:
    ask_unpaid(carers.carer, on(9, last=date(2026, 11, 11)))
    page = page_of(carers.carer, "/leave/check/", **THURSDAY_AFTERNOON, pay="unpaid")
    assert "Pay Unpaid" in page
    assert "You have 2 days of unpaid leave. After this: 1.5 days." in page
    assert "one week of unpaid leave in any 12 months, 5 days for you" in page
    assert "The usual is 3 days; you are giving 3." in page
    sent = THURSDAY_AFTERNOON | {"pay": "unpaid", "token": str(uuid4())}
    response = client_of(carers.carer).post("/leave/check/", sent)
    assert not Request.objects.get(first=on(5).first).is_paid
    address = response.url.removesuffix("sent/")
    assert "Pay Unpaid. Only you see this." in page_of(carers.carer, address)
    for person in (carers.manager, carers.head):
        assert "paid" not in page_of(person, address).lower()


def test_too_much_unpaid_leave_is_said_beside_the_form(carers: Carers) -> None:
    ask_unpaid(carers.carer, A_WEEK)
    page = page_of(carers.carer, "/leave/check/", **THURSDAY_AFTERNOON, pay="unpaid")
    assert "There is less than that left of your week of unpaid leave in the 12 months up to" in page
    assert "you have 0 days (0 hours) of it left" in page


def test_whoever_has_no_paid_leave_left_is_offered_unpaid_days(carers: Carers) -> None:
    assert "pay=unpaid" not in client_of(carers.carer).get("/leave/").content.decode()
    ask(carers.carer, A_WEEK)
    html = client_of(carers.carer).get("/leave/").content.decode()
    assert "Your paid leave is used up, so these are unpaid." in html
    assert html.count("pay=unpaid") == html.count("&amp;part=") > 0


def test_short_notice_of_unpaid_leave_stops_nobody(carers: Carers) -> None:
    with clock.standing_at(NOW + timedelta(hours=2)):
        request = ask_unpaid(carers.carer, on(2))
        assert leave.agree(request, by=carers.manager)
