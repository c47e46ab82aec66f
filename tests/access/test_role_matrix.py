"""The role matrix, `docs/role-matrix.csv`, is the written specification of who gets what; here it is walked."""

import csv
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from dueregard.access.roles import ROLES
from dueregard.access.routes import TREES, routes
from dueregard.people.models import Person
from tests.evidence_of_the_tests import Evidence

MATRIX = Path(__file__).parents[2] / "docs/role-matrix.csv"
PEOPLE = [*ROLES, "public"]
METHODS = ["GET", "POST"]
OBJECTS = ["own", "other", "missing"]


def rows() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield what the matrix must list: each route, by each method, for each kind of object it can be asked for."""
    for route in routes():
        for method in METHODS:
            for kind in OBJECTS if "<" in route.pattern else ["-"]:
                yield route.pattern, route.name, method, kind
    for prefix in TREES:
        yield prefix, "", "GET", "-"


def test_the_matrix_lists_every_route_and_every_role() -> None:
    listed = [(row["pattern"], row["name"], row["method"], row["object"]) for row in rows()]
    assert sorted(listed) == sorted(expected_rows())
    assert list(rows()[0]) == ["pattern", "name", "method", "object", *PEOPLE]


@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_gets_what_the_matrix_says(who: str, cast: dict[str, Person], evidence: Evidence) -> None:
    """Ask every row once; what one may not see equals what does not exist, byte for byte and with the headers."""
    visitor = Visitor(who, cast)
    nowhere = visitor.client().get("/no-such-page/")
    assert nowhere.status_code == 404
    wrong, compared = [], 0
    for row in rows():
        response = visitor.ask(row, evidence)
        what = f"{row['method']} {row['pattern']} ({row['object']})"
        if str(response.status_code) != row[who]:
            wrong.append(f"{what}: {response.status_code} instead of {row[who]}")
        elif response.status_code == 404:
            compared += 1
            if (response.content, headers(response)) != (nowhere.content, headers(nowhere)):
                wrong.append(f"{what}: refused in another way than what does not exist")
    assert wrong == []
    assert compared > 5


class Visitor:
    """Somebody who asks for pages, signed in once; whatever a request writes is undone."""

    def __init__(self, who: str, cast: dict[str, Person]) -> None:
        self.who = who
        signing_in = Client()
        if who != "public":
            signing_in.force_login(cast[who])
        self.cookies = {name: cookie.value for name, cookie in signing_in.cookies.items()}

    def client(self) -> Client:
        client = Client()
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client

    def ask(self, row: dict[str, str], evidence: Evidence):
        url = address(row["pattern"], row["object"], self.who, evidence)
        with transaction.atomic(), transaction.atomic(using="commons"):
            response = self.client().generic(row["method"], url)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="commons")
        return response


def ask(row: dict[str, str], who: str, cast: dict[str, Person], evidence: Evidence):
    """Send one request as somebody, and undo whatever it wrote."""
    return Visitor(who, cast).ask(row, evidence)


def address(pattern: str, kind: str, who: str, evidence: Evidence) -> str:
    """Fill in a route's parameters for an object of one's own, of somebody else's, or of nobody's."""
    if "<" not in pattern:
        return pattern
    values = {} if kind == "missing" else evidence.parameters(pattern, own=kind == "own", who=who)
    nobody = {"uuid": str(uuid.UUID(int=0)), "slug": "no-such-thing", "int": "0", "str": "no-such-file.txt"}

    def fill(match: re.Match[str]) -> str:
        converter, name = match.groups()
        return str(values.get(name, nobody[converter]))

    return re.sub(r"<(\w+):(\w+)>", fill, pattern)


def headers(response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in {"Set-Cookie"}}
