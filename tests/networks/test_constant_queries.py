"""Every page of the networks asks the databases as often for three of everything as for one."""

import re
from datetime import timedelta

import pytest

from dueregard.access.routes import routes
from dueregard.almanac import clock
from dueregard.people.models import Person
from tests.networks.furnishing import Furnished, furnish
from tests.networks.members import NOW, make_network, seat
from tests.networks.reading import client_of, queries
from tests.networks.two_worlds import posted_alone

Cast = dict[str, Person]


def addresses(furnished: Furnished, person: Person) -> dict[str, str]:
    """Return an address for each page of the networks, by its pattern."""
    found = {}
    for route in routes():
        pattern = route.pattern
        if (
            not pattern.startswith(("/networks/", "/support/"))
            or pattern in posted_alone()
            or "/proposals/" in pattern
            or "/room/consultations/" in pattern  # see tests/decisions/consultations/test_joint_responses.py
        ):
            continue
        values: dict[str, object] = {"code": furnished.network.code, "year": furnished.year}
        if "<uuid:" in pattern:
            values["pk"] = furnished.key(pattern, person)
        values["day"] = furnished.held if "/minutes/" in pattern else furnished.coming
        found[pattern] = re.sub(
            r"<\w+:(\w+)>", lambda match, values=values: str(values[match.group(1)]), pattern
        )
    return found


@pytest.mark.django_db
def test_every_page_asks_as_often_for_three_of_everything_as_for_one(cast: Cast) -> None:
    with clock.standing_at(NOW):
        network = make_network("Pride", chair=cast["chair"], approver=cast["equality-lead"])
        chair = seat(network, cast["chair"])
        other = seat(network, cast["staff"], "supporter")
        asking = {"chair": cast["chair"]}
        first = furnish(network, chair=chair, other=other, asking=asking)
    client = client_of(cast["chair"])

    def asked() -> dict[str, tuple[int, int]]:
        counts = {}
        for pattern, address in addresses(first, cast["chair"]).items():
            with queries() as count:
                status = client.get(address).status_code
            counts[pattern] = (status, count.number)
        return counts

    with clock.standing_at(NOW + timedelta(hours=1)):
        one = asked()
        for role in ("manager", "editor"):
            seat(network, cast[role])
            furnish(
                network, chair=chair, other=seat(network, cast[role]), asking={role: cast[role]}, topic=role
            )
        three = asked()
    differs = {pattern: (one[pattern], three[pattern]) for pattern in one if one[pattern] != three[pattern]}
    print(len(one), "pages;", max(one.items(), key=lambda each: each[1][1]))
    assert differs == {}
    assert sum(status == 200 for status, _ in one.values()) > 50
