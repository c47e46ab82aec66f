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
    wrong = []
    for row in rows():
        status = ask(row, who, cast, evidence).status_code
        if str(status) != row[who]:
            wrong.append(
                f"{row['method']} {row['pattern']} ({row['object']}): {status} instead of {row[who]}"
            )
    assert wrong == []


def test_what_one_may_not_see_equals_what_does_not_exist(cast: dict[str, Person], evidence: Evidence) -> None:
    """Compare byte for byte, with the headers, for each row of the matrix that is refused."""
    compared = 0
    for who in PEOPLE:
        nowhere = client_of(who, cast).get("/no-such-page/")
        assert nowhere.status_code == 404
        for row in rows():
            if row[who] != "404":
                continue
            refused = ask(row, who, cast, evidence)
            assert refused.content == nowhere.content, (who, row)
            assert headers(refused) == headers(nowhere), (who, row)
            compared += 1
    assert compared > 300


def ask(row: dict[str, str], who: str, cast: dict[str, Person], evidence: Evidence):
    """Send one request, and undo whatever it wrote."""
    url = address(row["pattern"], row["object"], who, evidence)
    client = client_of(who, cast)
    with transaction.atomic(), transaction.atomic(using="commons"):
        response = client.generic(row["method"], url)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="commons")
    return response


def client_of(who: str, cast: dict[str, Person]) -> Client:
    client = Client()
    if who != "public":
        client.force_login(cast[who])
    return client


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
