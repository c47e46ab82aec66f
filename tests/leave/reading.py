"""Read the pages of leave as people do."""

import re

from django.test import Client

from dueregard.people.models import Person

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
