"""Series of meetings for the tests, as people plan them, and how their pages are read: all invented."""

from datetime import date, time
from typing import Any
from uuid import uuid4

from django.test import Client

from dueregard.networks.meetings import actions
from dueregard.networks.meetings.actions import Plan
from dueregard.networks.meetings.models import Series
from dueregard.networks.seats import Place
from dueregard.people.models import Person
from tests.leave.reading import words_in

LINK = "https://meet.example/coffee?secret=1"

COFFEE = Plan(
    title="Coffee catch-up",
    about="Bring your own cup.",
    kind="coffee",
    audience="members",
    first=date(2027, 1, 6),
    at=time(10, 30),
    minutes=30,
    every_weeks=1,
    last=date(2027, 7, 21),
    skips_holidays=True,
    link=LINK,
)


def plan(**changes: Any) -> Plan:
    """Return the plan of a weekly coffee, with some of it changed."""
    return Plan(**{**vars(COFFEE), **changes})


def make(by: Place, *, without: tuple[date, ...] = (), **changes: Any) -> Series:
    """Return a series made by those who run a network."""
    return actions.make(plan(**changes), without=without, token=uuid4(), by=by)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, address: str, **query: str) -> str:
    """Return the words of a page that is there."""
    response = client.get(address, query)
    assert response.status_code == 200, address
    return words_in(response.content.decode())
