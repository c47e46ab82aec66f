"""Three journeys in a real browser, by mouse, by keyboard, without JavaScript and on a phone.

A chair plans a weekly coffee, leaves out one date and moves another, and a member has it in a calendar of their own;
a formal meeting goes from the agenda of its members to published minutes; and somebody from outside comes to a
meeting for everyone.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.design.wording import gov_date
from dueregard.networks import seats
from dueregard.networks.meetings import actions, formal_actions
from dueregard.networks.meetings.models import Coming, Minutes, Series
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from tests.browsing import axe, no_sideways_scroll, tab_to
from tests.networks.members import make_network, seat
from tests.networks.planning import LINK, plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
WEEK = timedelta(weeks=1)

# A Wednesday at least a week from now, so that nothing here depends on the day of the run.
FIRST = clock.today() + WEEK + timedelta(days=(2 - clock.today().weekday()) % 7)
SHOTS = os.environ.get("DUEREGARD_TEST_SHOTS")


def words_of(day: date) -> str:
    return f"{day:%A} {gov_date(day)}"


@dataclass
class Reader:
    """Somebody at a window, who presses and writes by mouse or by keyboard."""

    page: Any
    address: str
    name: str
    by_keyboard: bool = False
    looks: bool = True
    faults: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def sign_in(self, person: Person, path: str) -> None:
        client = Client()
        client.force_login(person)
        self.page.context.clear_cookies()
        cookie = {"name": "session", "value": client.cookies["session"].value, "url": self.address}
        self.page.context.add_cookies([cookie])
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str, *, role: str = "link") -> None:
        """Press a link or a button, and wait for the page it leads to."""
        if self.by_keyboard:
            wanted = {"button": "BUTTON", "link": "A"}[role]
            while tab_to(self.page, name, limit=150).evaluate("on => on.tagName") != wanted:
                pass
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                # The links above the page, such as the one back, stand outside the main part.
                found = self.page.get_by_role(role, name=name, exact=True)
                found.first.click()

    def write(self, label: str, text: str) -> None:
        """Write into the next box of this name, in the order of the page."""
        if self.by_keyboard:
            tab_to(self.page, label)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        else:
            self.page.get_by_label(label, exact=True).fill(text)

    def write_day(self, name: str, day: date) -> None:
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            if self.by_keyboard:
                self.write(part, str(value))
            else:
                self.page.locator(f"[name='{name}_{part.lower()}']").fill(str(value))

    def choose(self, group: str, name: str) -> None:
        """Choose one of some answers."""
        if not self.by_keyboard:
            self.page.locator(f"[name='{group}']").and_(self.page.get_by_label(name, exact=True)).check()
            return
        for _ in range(30):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.name") == group:
                break
        for _ in range(5):
            if self.page.evaluate("document.activeElement.labels[0].textContent.trim()") == name:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked")

    def reads(self, heading: str, *words: str) -> None:
        """Wait for a page by its heading and words, and look at it as checkers of accessibility and markup do."""
        self.page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        main = re.sub(r"\s+", " ", self.page.locator("main").inner_text())
        for each in words:
            assert each in main, (each, main)
        if not self.looks:
            return
        no_sideways_scroll(self.page)
        found = axe(self.page)
        if found:
            self.faults[f"{heading} {self.page.url}"] = found
        self.pages[f"{len(self.pages)} {heading}"] = self.page.content()
        if SHOTS:
            name = re.sub(r"\W+", "-", f"{self.name}-{len(self.pages):02d}-{heading}")
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@dataclass
class Room:
    """A network that has been there for three weeks, two of its people and one who is none."""

    network: Network
    chair: Person
    member: Person
    stranger: Person

    @property
    def address(self) -> str:
        return f"/networks/{self.network.code}/room/meetings/"


@pytest.fixture
def room(cast: Cast) -> Room:
    with clock.standing_at(clock.now() - 3 * WEEK):
        network = make_network("Kaleidoscope", chair=cast["chair"], approver=cast["equality-lead"])
        seat(network, cast["adviser"])
    Person.objects.filter(pk=cast["manager"].pk).update(name="Yusuf Marland")
    return Room(network, cast["chair"], cast["adviser"], cast["manager"])


@pytest.fixture
def no_faults(valid_html: Callable[[dict[str, str]], list[str]]) -> Iterator[Callable[[Reader], Reader]]:
    """Collect what is found on each page, and fail at the end for all of it."""
    readers: list[Reader] = []

    def keep(reader: Reader) -> Reader:
        readers.append(reader)
        return reader

    yield keep
    assert [reader.faults for reader in readers if reader.faults] == []
    pages = {name: html for reader in readers for name, html in reader.pages.items()}
    if pages:
        assert valid_html(pages) == []


def a_weekly_coffee(reader: Reader, room: Room) -> None:
    """From an empty page of meetings to a member's own calendar."""
    reader.sign_in(room.chair, room.address)
    reader.reads("Meetings", "No meetings are planned")
    reader.press("Make a meeting")
    reader.reads("Make a meeting")
    reader.press("Make the meeting", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads(
        "Make a meeting", "Enter a title", "Select what sort of meeting it is", "Enter the first day"
    )
    reader.write("Title", "Coffee catch-up")
    reader.choose("kind", "Coffee catch-up")
    reader.write_day("first", FIRST)
    reader.write("Time", "10:30")
    reader.write("How many minutes does it last?", "30")
    reader.choose("every_weeks", "Every week")
    reader.write_day("last", FIRST + 10 * WEEK)
    reader.write("Other dates to leave out, such as half-term", gov_date(FIRST + 9 * WEEK))
    reader.write("Link of the call", LINK)
    reader.press("Make the meeting", role="button")
    reader.reads("Coffee catch-up", f"Every week on Wednesday, from {gov_date(FIRST)}")
    series = Series.objects.get()
    held = [each.date for each in series.meetings if not each.is_skipped]
    second, third = held[1], held[2]

    reader.press(f"{words_of(second)} at 10:30am")
    reader.reads("Coffee catch-up", "Roughly how many Not yet counted")
    reader.press("Leave out this date")
    reader.reads("Leave out a date")
    reader.write("Why is it not held?", "A training day.")
    reader.press("Leave out this date", role="button")
    reader.reads("Coffee catch-up", "It is not held on this date. A training day.")
    reader.press("All dates of this meeting")
    reader.press(f"{words_of(third)} at 10:30am")
    reader.press("Move this date")
    reader.reads("Move a date")
    reader.write_day("new_date", third + timedelta(days=1))
    reader.write("New time", "2pm")
    reader.press("Move this date", role="button")
    reader.reads("Coffee catch-up", "It was moved.", f"{words_of(third + timedelta(days=1))} at 2pm")
    reader.press("All dates of this meeting")
    reader.press("Change it for all dates")
    reader.reads("Change Coffee catch-up")

    reader.sign_in(room.member, room.address)
    reader.reads("Meetings", "Changed today or yesterday", f"Not held on {words_of(second)}: A training day.")
    reader.press(f"Coffee catch-up, {words_of(FIRST)} at 10:30am")
    reader.reads("Coffee catch-up", "your work account", LINK)
    reader.press("I mean to come", role="button")
    reader.reads("Coffee catch-up", "You said that you mean to come.")
    assert Coming.objects.count() == 1
    reader.press("I have changed my mind", role="button")
    reader.reads("Coffee catch-up", "Nobody sees who says so.")
    assert not Coming.objects.exists()
    reader.press("Meetings")
    reader.press("Have meetings in your own calendar")
    reader.reads("Your calendar", "having one says nothing about you")
    reader.choose(room.network.code, "The sort of meeting, such as “Coffee catch-up”")
    reader.press("Save", role="button")
    reader.reads("Your calendar")
    reader.press("Make my address", role="button")
    reader.reads("Your calendar address", "It is shown this once")
    shown = re.search(r"/calendar/[\w-]+\.ics", reader.page.content())
    assert shown
    file = Client().get(shown[0]).content.decode()
    assert f"DTSTART;TZID=Europe/London:{FIRST:%Y%m%d}T103000" in file
    assert f"EXDATE;TZID=Europe/London:{second:%Y%m%d}T103000" in file
    assert f"DTSTART;TZID=Europe/London:{third + timedelta(days=1):%Y%m%d}T140000" in file
    assert "SUMMARY:Coffee catch-up" in file
    assert room.network.name not in file
    reader.press("Back to your calendar")
    reader.reads("Your calendar", "Last read")

    reader.sign_in(room.chair, f"{room.address}{series.pk}/")
    reader.press("Cancel it")
    reader.reads("Cancel Coffee catch-up")
    reader.press("Cancel all dates", role="button")
    reader.reads("Coffee catch-up", "Cancelled")


def a_formal_meeting(reader: Reader, room: Room) -> None:
    """From the agenda of members to minutes that name positions."""
    series, held = held_a_week_ago(room)
    coming = held + WEEK
    reader.sign_in(room.member, f"{room.address}{series.pk}/{coming}/")
    reader.reads("Committee")
    reader.press("Agenda")
    reader.reads("Agenda", "Nothing is on the agenda yet")
    reader.press("Put it on the agenda", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Agenda", "Enter what the meeting should talk about")
    reader.write("What should the meeting talk about?", "A quiet room")
    reader.press("Put it on the agenda", role="button")
    handle = seats.find(room.member, room.network).held.handle  # type: ignore[union-attr]
    reader.reads("Agenda", "A quiet room", f"From {handle}")
    reader.sign_in(room.chair, f"{room.address}{series.pk}/{coming}/agenda/")
    reader.write("What should the meeting talk about?", "The summer party")
    reader.press("Put it on the agenda", role="button")
    reader.press("Move up item 2", role="button")
    reader.reads("Agenda", "The summer party", "A quiet room")
    reader.press("Take off item 1", role="button")
    reader.reads("Agenda", "A quiet room")

    reader.page.goto(f"{reader.address}{room.address}past/")
    reader.reads("Past meetings")
    reader.press(f"Committee, {words_of(held)} at 10:30am")
    reader.press("Write the minutes")
    reader.reads("Write the minutes", "Write positions, not people.")
    reader.write("1. A new logo", "Marland likes it; others would rather keep the old one.")
    reader.choose("was_quorate", "Yes")
    reader.press("Save", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Write the minutes", "“Marland”: part of the name of somebody on the staff")
    reader.write("1. A new logo", "Some like it; others would rather keep the old one.")
    reader.press("Save", role="button")
    reader.reads("Minutes", "Draft", "The meeting was quorate.", "Some like it")
    reader.write("What is to be done?", "Ask the members")
    reader.write("Which position does it?", "Deputy chair")
    reader.write_day("due", coming + WEEK)
    reader.press("Note it", role="button")
    reader.reads("Minutes", "Deputy chair, by")
    reader.press("Mark as done (Ask the members)", role="button")
    reader.reads("Minutes", "Done")
    reader.press("Publish the minutes", role="button")
    reader.reads("Minutes", f"Published on {gov_date(clock.today())}")

    reader.sign_in(room.member, f"{room.address}{series.pk}/{held}/")
    reader.press("Minutes")
    reader.reads("Minutes", "Some like it", "Ask the members")
    assert "Marland" not in reader.page.content()
    assert Minutes.objects.get().published_on == clock.today()


def a_meeting_for_everyone(reader: Reader, room: Room) -> None:
    """Somebody who does not belong comes to an open meeting, until it is cancelled under their hands."""
    place = seats.find(room.chair, room.network)
    assert place is not None
    series = actions.make(
        plan(kind="event", audience="staff", title="Open house", first=FIRST, last=FIRST),
        token=uuid4(),
        by=place,
    )
    reader.sign_in(room.stranger, f"/networks/{room.network.code}/meetings/")
    reader.reads("Meetings for everyone on the staff", "whether or not you belong")
    reader.press(f"Open house, {words_of(FIRST)} at 10:30am")
    reader.reads("Open house", "your work account", LINK)
    reader.press("I mean to come", role="button")
    reader.reads("Open house", "You said that you mean to come.")
    reader.press("I have changed my mind", role="button")
    reader.reads("Open house", "Nobody sees who says so.")
    actions.cancel(series, by=place)
    reader.page.expected.append("409")
    reader.press("I mean to come", role="button")
    reader.reads("Nothing was changed", "The meeting is cancelled.")
    reader.press("See how it stands now")
    reader.reads("Open house", "This meeting is cancelled.")
    reader.press("Meetings for everyone on the staff")
    reader.reads("Meetings for everyone on the staff", "No meeting for everyone is planned", "Cancelled")


def held_a_week_ago(room: Room) -> tuple[Series, date]:
    """Return a series whose first date was a week ago, with an item on its agenda."""
    place, member = seats.find(room.chair, room.network), seats.find(room.member, room.network)
    assert place is not None
    assert member is not None
    held = clock.today() - WEEK
    with clock.standing_at(clock.now() - 2 * WEEK):
        weekly = plan(
            kind="formal",
            title="Committee",
            first=held,
            last=held + 3 * WEEK,
            skips_holidays=False,
            at=time(10, 30),
        )
        series = actions.make(weekly, token=uuid4(), by=place)
        formal_actions.add_item(series, held, text="A new logo", token=uuid4(), by=member)
    # So that the next date is not over, whatever the hour of the run.
    actions.move(series, held + WEEK, new_date=clock.today() + timedelta(days=2), new_at=time(9), by=place)
    return series, held


JOURNEYS = [a_weekly_coffee, a_formal_meeting, a_meeting_for_everyone]
Journey = Callable[[Reader, Room], None]
Keep = Callable[[Reader], Reader]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_by_mouse(
    page: Any, live_server: Any, room: Room, no_faults: Keep, journey: Journey
) -> None:
    journey(no_faults(Reader(page, live_server.url, f"wide-{journey.__name__}")), room)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_on_a_phone(
    narrow_page: Any, live_server: Any, room: Room, no_faults: Keep, journey: Journey
) -> None:
    journey(no_faults(Reader(narrow_page, live_server.url, f"narrow-{journey.__name__}")), room)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_by_keyboard_only(page: Any, live_server: Any, room: Room, journey: Journey) -> None:
    journey(Reader(page, live_server.url, "keyboard", by_keyboard=True, looks=False), room)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_without_javascript(
    page_without_javascript: Any, live_server: Any, room: Room, journey: Journey
) -> None:
    journey(Reader(page_without_javascript, live_server.url, "plain", looks=False), room)


def test_pressing_twice_says_it_once(page: Any, live_server: Any, room: Room) -> None:
    place = seats.find(room.chair, room.network)
    assert place is not None
    series = actions.make(plan(first=FIRST, last=FIRST), token=uuid4(), by=place)
    reader = Reader(page, live_server.url, "twice")
    reader.sign_in(room.member, f"{room.address}{series.pk}/{FIRST}/")
    page.get_by_role("button", name="I mean to come", exact=True).dblclick()
    reader.reads("Coffee catch-up", "You said that you mean to come.")
    assert Coming.objects.count() == 1
