"""The journey of a request in a real browser: by mouse, by keyboard, without JavaScript and on a phone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.leave.models import Request, State
from dueregard.people.models import Person
from tests.browsing import axe, no_sideways_scroll, tab_to
from tests.leave.carers import Carers, make_carers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The second of the days on offer: the first may be today.
DAY = add_working_days(clock.today(), 1)


@dataclass
class Reader:
    """Somebody at a window, who presses things by mouse or by keyboard; presses are counted."""

    page: Any
    address: str
    by_keyboard: bool = False
    looks: bool = True
    presses: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)

    def sign_in(self, person: Person) -> None:
        client = Client()
        client.force_login(person)
        self.page.context.clear_cookies()
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": self.address}
        self.page.context.add_cookies([cookie])
        self.page.goto(f"{self.address}/")
        self.presses = 0

    def press(self, name: str, *, role: str = "link") -> None:
        """Press a link or a button, and wait for the page it leads to."""
        self.presses += 1
        if self.by_keyboard:
            wanted = {"button": "BUTTON", "link": "A"}[role]
            while tab_to(self.page, name).evaluate("on => on.tagName") != wanted:
                pass  # something else of the same name stands before it
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                main = self.page.get_by_role("main")  # on a phone the links of the menu are folded away
                main.get_by_role(role, name=name, exact=True).first.click()

    def reads(self, heading: str) -> None:
        """Wait for a page by its heading, and look at it as a checker of accessibility does."""
        self.page.get_by_role("heading", name=heading, exact=True).wait_for()
        if not self.looks:
            return
        no_sideways_scroll(self.page)
        found = axe(self.page)
        if found:
            self.faults[f"{heading} {self.page.url}"] = found

    def fill_date(self, name: str, day: date) -> None:
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f"[name={name}_{part}]").fill(str(value))


@pytest.fixture
def carers() -> Carers:
    return make_carers()


@pytest.fixture
def no_faults() -> Iterator[Callable[[Reader], Reader]]:
    """Collect what axe finds on each page, and fail at the end for all of it."""
    readers: list[Reader] = []

    def keep(reader: Reader) -> Reader:
        readers.append(reader)
        return reader

    yield keep
    assert [reader.faults for reader in readers if reader.faults] == []


@pytest.fixture
def narrow_page_without_javascript(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def words_of(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def ask_for_half_a_day(reader: Reader, carers: Carers) -> Request:
    """From the start page to a sent half day."""
    reader.sign_in(carers.carer)
    reader.press("Leave")
    reader.reads("Leave")
    reader.press(f"Afternoon on {words_of(DAY)}")
    reader.reads("Check before you send")
    said = reader.page.locator("main").inner_text()
    assert "You have 5 days. After this: 4.5 days." in said
    assert f"The usual is 3 days; you are giving {(DAY - clock.today()).days}." in said
    assert "one week of unpaid leave in any 12 months, 5 days for you" in said
    reader.press("Send", role="button")
    reader.reads("You have asked for leave")
    return Request.objects.get(first=DAY, part="afternoon")


def the_whole_journey(reader: Reader, carers: Carers) -> None:
    """Ask, be agreed with; ask for days, be moved; read why, withdraw; and the team reads one word."""
    asked = ask_for_half_a_day(reader, carers)
    assert reader.presses <= 4

    reader.sign_in(carers.manager)
    reader.press("Leave")
    reader.reads("Leave")
    reader.press(f"Carer Example: {words_of(DAY)} {DAY.year}, afternoon only")
    reader.reads("Leave of Carer Example")
    reader.press("Agree to this leave", role="button")
    reader.page.get_by_text("Agreed", exact=True).wait_for()
    reader.reads("Leave of Carer Example")

    first, last = add_working_days(DAY, 5), add_working_days(DAY, 6)
    reader.sign_in(carers.carer)
    reader.press("Leave")
    reader.press("Ask for other days")
    reader.reads("Ask for leave")
    reader.press("Continue", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Ask for leave")
    reader.fill_date("first", first)
    reader.fill_date("last", last)
    choose_all_day(reader)
    reader.press("Continue", role="button")
    reader.reads("Check before you send")
    reader.press("Send", role="button")
    reader.reads("You have asked for leave")

    to = add_working_days(first, 2)
    reader.sign_in(carers.head)
    reader.press("Leave")
    reader.press(f"Carer Example: {words_of(first)} {first.year} to {words_of(last)} {last.year}")
    reader.press("move it to a later day")
    reader.reads("Move this leave to a later day")
    reader.press("Move the leave", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Move this leave to a later day")
    reader.fill_date("to", to)
    reader.page.get_by_label("Why the work needs this").fill("Two final hearings fall on these days.")
    reader.press("Move the leave", role="button")
    reader.page.get_by_text("Moved", exact=True).wait_for()
    reader.reads("Leave of Carer Example")

    moved = Request.objects.get(asked_first=first)
    assert (moved.state, moved.first, moved.last) == (State.POSTPONED, to, add_working_days(to, 1))
    reader.sign_in(carers.carer)
    reader.press("Leave")
    reader.press(f"{words_of(to)} {to.year} to {words_of(moved.last)} {moved.last.year}")
    reader.reads("Your leave")
    assert "Two final hearings" in reader.page.locator("main").inner_text()
    reader.press("Withdraw this request", role="button")
    reader.page.get_by_text("Withdrawn", exact=True).wait_for()
    reader.reads("Your leave")

    reader.sign_in(carers.colleague)
    reader.press("Leave")
    reader.press("See who is on leave this month")
    reader.page.get_by_text("Team calendar", exact=True).wait_for()
    reader.page.goto(f"{reader.address}/leave/calendar/?month={DAY.replace(day=1).isoformat()}")
    said = reader.page.locator("main").inner_text()
    assert "Carer Example" in said
    assert "afternoon" not in said
    reader.reads(f"{DAY:%B %Y}")
    assert [asked.pk] == [one.pk for one in Request.objects.standing()]


def choose_all_day(reader: Reader) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, "All day")
        reader.page.keyboard.press("Space")
        assert reader.page.get_by_label("All day").is_checked()
    else:
        reader.page.get_by_label("All day").check()


def test_the_journey_by_mouse(
    page: Any, live_server: Any, carers: Carers, no_faults: Callable[[Reader], Reader]
) -> None:
    the_whole_journey(no_faults(Reader(page, live_server.url)), carers)


def test_the_journey_on_a_phone(
    narrow_page: Any, live_server: Any, carers: Carers, no_faults: Callable[[Reader], Reader]
) -> None:
    the_whole_journey(no_faults(Reader(narrow_page, live_server.url)), carers)


def test_the_journey_by_keyboard_only(
    page: Any, live_server: Any, carers: Carers, no_faults: Callable[[Reader], Reader]
) -> None:
    the_whole_journey(no_faults(Reader(page, live_server.url, by_keyboard=True, looks=False)), carers)


def test_the_journey_without_javascript(
    page_without_javascript: Any, live_server: Any, carers: Carers, no_faults: Callable[[Reader], Reader]
) -> None:
    the_whole_journey(no_faults(Reader(page_without_javascript, live_server.url, looks=False)), carers)


def test_half_a_day_takes_at_most_four_presses_on_a_phone(
    narrow_page: Any, live_server: Any, carers: Carers
) -> None:
    reader = Reader(narrow_page, live_server.url)
    ask_for_half_a_day(reader, carers)
    assert reader.presses == 3


def test_half_a_day_takes_three_presses_of_keys_on_a_phone_without_javascript(
    narrow_page_without_javascript: Any, live_server: Any, carers: Carers
) -> None:
    reader = Reader(narrow_page_without_javascript, live_server.url, by_keyboard=True, looks=False)
    ask_for_half_a_day(reader, carers)
    assert reader.presses == 3
    no_sideways_scroll(narrow_page_without_javascript)


def test_a_manager_spreads_the_hours_over_nine_days_by_keyboard(
    narrow_page: Any, live_server: Any, carers: Carers, no_faults: Callable[[Reader], Reader]
) -> None:
    reader = no_faults(Reader(narrow_page, live_server.url, by_keyboard=True))
    reader.sign_in(carers.manager)
    narrow_page.goto(f"{live_server.url}/leave/weeks/")
    reader.reads("Working weeks")
    reader.press("Carer Example")
    reader.reads("Working week of Carer Example")
    second = narrow_page.get_by_role("group", name="Hours of the week after, if two weeks take turns")
    first = narrow_page.get_by_role("group", name="Hours of the week in which that day is")
    for weekday, hours in zip(
        ("Monday", "Tuesday", "Wednesday", "Thursday"), ("8:14",) * 3 + ("8:13",), strict=True
    ):
        first.get_by_label(weekday).fill(hours)
        second.get_by_label(weekday).fill("8:13")
    first.get_by_label("Friday").fill("8:12")
    narrow_page.get_by_label("Yes, two weeks").check()
    reader.press("Save", role="button")
    narrow_page.get_by_text("There is a problem").wait_for()
    reader.reads("Working week of Carer Example")
    first.get_by_label("Friday").fill("8:13")
    reader.press("Save", role="button")
    narrow_page.get_by_text("37 hours a week on average").wait_for()
    reader.reads("Working week of Carer Example")


def test_pressing_send_twice_asks_once(page: Any, live_server: Any, carers: Carers) -> None:
    reader = Reader(page, live_server.url)
    reader.sign_in(carers.carer)
    reader.press("Leave")
    reader.press(f"All day on {words_of(DAY)}")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    reader.reads("You have asked for leave")
    assert Request.objects.count() == 1
