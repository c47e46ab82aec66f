"""Read the pages of the networks as people do, and compare what two people are shown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.people.models import Person
from tests.leave.reading import client_of, words_in

__all__ = ["Count", "client_of", "get", "nowhere", "queries", "same_for_all", "words_in", "words_of"]

ONE_OFF = re.compile(r'name="(csrfmiddlewaretoken|token)" value="[^"]*"')
OWN_NAME = re.compile(
    r'<span class="govuk-visually-hidden">: [^<]*</span></a></li>\s*<li><a class="dr-header__link"'
)


def get(person: Person | None, address: str) -> Any:
    return (Client() if person is None else client_of(person)).get(address)


def words_of(person: Person | None, address: str) -> str:
    response = get(person, address)
    assert response.status_code == 200, address
    return words_in(response.content.decode())


def same_for_all(person: Person, address: str) -> str:
    """Return a page without what is new on each: the tokens of its forms and the name of who reads it."""
    response = get(person, address)
    assert response.status_code == 200, address
    return OWN_NAME.sub("", ONE_OFF.sub("", response.content.decode()))


def nowhere(person: Person) -> bytes:
    return get(person, "/no-such-page/").content


class Count:
    """How many queries a block took, on both databases together."""

    number = 0


@contextmanager
def queries() -> Iterator[Count]:
    count = Count()
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["commons"]) as commons,
    ):
        yield count
    count.number = len(main) + len(commons)
