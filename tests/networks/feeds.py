"""Calendars of people in the tests, read as a calendar program reads them."""

import icalendar
from django.test import Client

from dueregard.people import calendar_actions
from dueregard.people.models import Person


def feed_of(person: Person) -> str:
    """Return the address of a new calendar of somebody, without the host."""
    return f"/calendar/{calendar_actions.make_feed(by=person)}.ics"


def read(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def events(address: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(read(address)).walk("VEVENT"))


def titles(address: str) -> list[str]:
    return [str(each["SUMMARY"]) for each in events(address)]
