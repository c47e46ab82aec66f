"""Three journeys in a real browser: by keyboard without JavaScript, and on a phone where each page is looked at.

A chair plans a weekly coffee, leaves out one date and moves another, and a member has it in a calendar of their own;
a formal meeting goes from the agenda of its members to published minutes; and somebody from outside comes to a
meeting for everyone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.design.wording import gov_date
from dueregard.networks import seats
from dueregard.networks.meetings import actions, coming_actions, formal_actions
from dueregard.networks.meetings.models import Coming, Minutes, Series
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from tests.networks.members import make_network, seat
from tests.networks.planning import LINK, plan
from tests.networks.windows import Reader, by_keyboard, day_in_words, on_a_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["by_keyboard", "on_a_phone"]

Cast = dict[str, Person]
WEEK = timedelta(weeks=1)

# A Wednesday at least a week from now, so that nothing here depends on the day of the run.
FIRST = clock.today() + WEEK + timedelta(days=(2 - clock.today().weekday()) % 7)


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

    @property
    def handle(self) -> str:
        """What the member is called."""
        place = seats.find(self.member, self.network)
        assert place is not None
        return place.held.handle


@pytest.fixture
def room(cast: Cast) -> Room:
    with clock.standing_at(clock.now() - 3 * WEEK):
        network = make_network("Kaleidoscope", chair=cast["chair"], approver=cast["equality-lead"])
        seat(network, cast["adviser"])
    Person.objects.filter(pk=cast["manager"].pk).update(name="Yusuf Marland")
    return Room(network, cast["chair"], cast["adviser"], cast["manager"])


def a_weekly_coffee(reader: Reader, room: Room) -> None:
    """From an empty page of meetings to a member's own calendar."""
    reader.sign_in(room.chair, room.address)
    reader.reads("Meetings", "No meetings are planned")
    reader.press("Make a meeting")
    reader.reads("Make a meeting")
    reader.is_refused(
        "Make the meeting",
        "Make a meeting",
        "Enter a title",
        "Select what sort of meeting it is",
        "Enter the first day",
    )
    reader.write("Title", "Coffee catch-up")
    reader.choose("Coffee catch-up", of="kind")
    reader.write_day("first", FIRST)
    reader.write("Time", "10:30")
    reader.write("How many minutes does it last?", "30")
    reader.choose("Every week", of="every_weeks")
    reader.write_day("last", FIRST + 10 * WEEK)
    reader.write("Other dates to leave out, such as half-term", gov_date(FIRST + 9 * WEEK))
    reader.write("Link of the call", LINK)
    reader.press("Make the meeting", role="button")
    reader.reads("Coffee catch-up", f"Every week on Wednesday, from {gov_date(FIRST)}")
    series = Series.objects.get()
    held = [each.date for each in series.meetings if not each.is_skipped]
    second, third = held[1], held[2]

    reader.press(f"{day_in_words(second)} at 10:30am")
    reader.reads("Coffee catch-up", "Roughly how many Not yet counted")
    reader.press("Leave out this date")
    reader.reads("Leave out a date")
    reader.write("Why is it not held?", "A training day.")
    reader.press("Leave out this date", role="button")
    reader.reads("Coffee catch-up", "It is not held on this date. A training day.")
    reader.press("All dates of this meeting")
    reader.press(f"{day_in_words(third)} at 10:30am")
    reader.press("Move this date")
    reader.reads("Move a date")
    reader.write_day("new_date", third + timedelta(days=1))
    reader.write("New time", "2pm")
    reader.press("Move this date", role="button")
    reader.reads("Coffee catch-up", "It was moved.", f"{day_in_words(third + timedelta(days=1))} at 2pm")
    reader.press("All dates of this meeting")
    reader.press("Change it for all dates")
    reader.reads("Change Coffee catch-up")

    reader.sign_in(room.member, room.address)
    reader.reads(
        "Meetings", "Changed today or yesterday", f"Not held on {day_in_words(second)}: A training day."
    )
    reader.press(f"Coffee catch-up, {day_in_words(FIRST)} at 10:30am")
    reader.reads("Coffee catch-up", "your work account", LINK)
    reader.press("I mean to come", role="button")
    reader.reads("Coffee catch-up", "You said that you mean to come.")
    assert Coming.objects.count() == 1
    reader.press("I have changed my mind", role="button")
    reader.reads("Coffee catch-up", "Nobody sees who says so.")
    assert not Coming.objects.exists()
    reader.press("I mean to come", role="button")
    reader.press("Open the text room", role="button")
    reader.reads(f"Beside the meeting on {FIRST:%A} {FIRST.day} {FIRST:%B}", "Nothing has been said here yet")
    reader.write("What you want to say", "I shall be late.")
    reader.press("Post", role="button")
    assert "I shall be late." in reader.words

    reader.press("Meetings")
    reader.press("Have meetings in your own calendar")
    reader.reads("Your calendar", "having one says nothing about you")
    reader.press("Make my address", role="button")
    reader.reads("Your calendar address", "It is shown this once")
    shown = re.search(r"/calendar/[\w-]+\.ics", reader.page.content())
    assert shown
    file = Client().get(shown[0]).content.decode()
    assert f"DTSTART;TZID=Europe/London:{FIRST:%Y%m%d}T103000" in file
    assert f"EXDATE;TZID=Europe/London:{second:%Y%m%d}T103000" in file
    assert f"DTSTART;TZID=Europe/London:{third + timedelta(days=1):%Y%m%d}T140000" in file
    assert "SUMMARY:Busy" in file
    assert not [word for word in ("Coffee", room.network.name, LINK) if word in file]
    reader.press("Back to your calendar")
    reader.reads("Your calendar", "Last read")
    reader.choose("The sort of meeting, such as “Coffee catch-up”", of=room.network.code)
    reader.press("Save", role="button")
    file = Client().get(shown[0]).content.decode()
    assert "SUMMARY:Coffee catch-up" in file
    assert room.network.name not in file

    coming_actions.count_expected()
    reader.sign_in(room.chair, f"{room.address}{series.pk}/{FIRST}/")
    reader.reads("Coffee catch-up", "Roughly how many Fewer than 10")
    assert room.handle not in reader.words
    reader.open(f"{room.address}{series.pk}/")
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
    reader.is_refused("Put it on the agenda", "Agenda", "Enter what the meeting should talk about")
    reader.write("What should the meeting talk about?", "A quiet room")
    reader.press("Put it on the agenda", role="button")
    reader.reads("Agenda", "A quiet room", f"From {room.handle}")
    reader.sign_in(room.chair, f"{room.address}{series.pk}/{coming}/agenda/")
    reader.write("What should the meeting talk about?", "The summer party")
    reader.press("Put it on the agenda", role="button")
    reader.press("Move up item 2", role="button")
    reader.reads("Agenda", "The summer party", "A quiet room")
    reader.press("Take off item 1", role="button")
    reader.reads("Agenda", "A quiet room")

    reader.open(f"{room.address}past/")
    reader.reads("Past meetings")
    reader.press(f"Committee, {day_in_words(held)} at 10:30am")
    by = add_working_days(held, 5)
    reader.reads("Committee", f"The minutes are to be published by {gov_date(by)}.")
    reader.press("Write the minutes")
    reader.reads("Write the minutes", "Write positions, not people.")
    reader.write("1. A new logo", "Marland likes it; others would rather keep the old one.")
    reader.choose("Yes", of="was_quorate")
    reader.is_refused("Save", "Write the minutes", "“Marland”: part of the name of somebody on the staff")
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
    assert not [name for name in ("Marland", room.handle, room.chair.name) if name in reader.words]
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
    reader.press(f"Open house, {day_in_words(FIRST)} at 10:30am")
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
        later = held + WEEK + timedelta(days=2)
        actions.move(series, held + WEEK, new_date=later, new_at=time(9), by=place)
    return series, held


JOURNEYS = [a_weekly_coffee, a_formal_meeting, a_meeting_for_everyone]
Journey = Callable[[Reader, Room], None]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_by_keyboard_without_javascript(
    by_keyboard: Reader, room: Room, journey: Journey
) -> None:
    journey(by_keyboard, room)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_journey_on_a_phone(on_a_phone: Reader, room: Room, journey: Journey) -> None:
    journey(on_a_phone, room)


def test_pressing_twice_says_it_once(page: Any, live_server: Any, room: Room) -> None:
    place = seats.find(room.chair, room.network)
    assert place is not None
    series = actions.make(plan(first=FIRST, last=FIRST), token=uuid4(), by=place)
    reader = Reader(page, live_server.url)
    reader.sign_in(room.member, f"{room.address}{series.pk}/{FIRST}/")
    page.get_by_role("button", name="I mean to come", exact=True).dblclick()
    reader.reads("Coffee catch-up", "You said that you mean to come.")
    assert Coming.objects.count() == 1
