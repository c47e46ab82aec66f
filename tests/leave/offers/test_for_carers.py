"""The whole offer to carers: two presses from home, true for its reader, and the same whoever belongs to what."""

import re
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from dueregard.design import offers
from dueregard.design.offers import Offer
from dueregard.people.models import Engagement, Person
from tests.leave.carers import Carers
from tests.leave.reading import client_of, page_of
from tests.networks.members import make_network, seat
from tests.people_of_the_tests import make_person

pytestmark = pytest.mark.django_db

PAGE = "/leave/for-carers/"
EVERYTHING = (
    "Paid time to care",
    "A week of unpaid leave",
    "Time off in an emergency",
    "A passport for you",
    "Asking to work differently",
    "Agreed time",
    "A staff network",
    "Where else to turn",
)
OF_EMPLOYEES_ALONE = EVERYTHING[1], EVERYTHING[2], EVERYTHING[4]


def links_of(person: Person, address: str) -> dict[str, str]:
    """Return the links of the main part of a page, by their words."""
    main = client_of(person).get(address).content.decode().partition("<main")[2]
    found = re.findall(r'<a class="govuk-link" href="([^"]+)">(.*?)</a>', main, re.DOTALL)
    return {re.sub(r"<[^>]+>.*", "", words): href for href, words in found}


def test_each_part_of_the_offer_is_two_presses_from_home(carers: Carers) -> None:
    first = links_of(carers.carer, "/")["If you care for somebody"]
    second = links_of(carers.carer, first)
    assert set(EVERYTHING) <= set(second)
    for name in EVERYTHING:
        if not second[name].startswith("https://"):
            assert client_of(carers.carer).get(second[name]).status_code == 200, name


def test_registered_offers_are_all_there_and_nothing_else() -> None:
    assert {offer.title for offer in offers.all_offers()} >= set(EVERYTHING)
    groups = [offer.group for offer in offers.all_offers()]
    assert groups == sorted(groups, key=offers.GROUPS.index)


@pytest.mark.parametrize("footing", Engagement)
def test_each_reader_is_told_what_they_can_use_and_where_that_is_said(
    carers: Carers, footing: Engagement
) -> None:
    carers.carer.staff.engagement = footing
    carers.carer.staff.save()
    page = page_of(carers.carer, PAGE)
    assert f"You work here as: {footing.label}." in page
    cannot = 0 if footing == Engagement.EMPLOYEE else len(OF_EMPLOYEES_ALONE)
    assert (page.count("Not for you"), page.count("You can use this")) == (cannot, len(EVERYTHING) - cannot)
    assert page.count("Where that is said:") == len(EVERYTHING)
    links = links_of(carers.carer, PAGE)
    assert all((name in links) == (cannot == 0) for name in OF_EMPLOYEES_ALONE)
    assert "For employees, agency workers and students on placement." in page


def test_a_body_that_pays_employees_alone_says_so(carers: Carers, settings: Any) -> None:
    settings.LEAVE_PAID_FOR = "employee"
    assert next(each for each in offers.all_offers() if each.title == EVERYTHING[0]).whom == {"employee"}
    carers.carer.staff.engagement = Engagement.AGENCY
    carers.carer.staff.save()
    assert page_of(carers.carer, PAGE).count("Not for you") == len(OF_EMPLOYEES_ALONE) + 1


def test_it_looks_the_same_whoever_belongs_to_what(carers: Carers) -> None:
    team = carers.stranger.staff.team
    chair, lead = (make_person(role, team) for role in ("chair", "equality-lead"))
    network = make_network("Carers", chair=chair, approver=lead)
    before = client_of(carers.carer).get(PAGE).content
    seat(network, carers.carer)
    after = client_of(carers.carer).get(PAGE).content
    other = client_of(carers.colleague).get(PAGE).content
    assert len({re.sub(rb"(Carer|Colleague) Example", b"", page) for page in (before, after, other)}) == 1


def test_it_asks_nothing_of_the_commons_and_nothing_about_leave(carers: Carers) -> None:
    client = client_of(carers.carer)
    with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["commons"]) as commons:
        client.get(PAGE)
    assert list(commons) == []
    assert not any('"leave_' in query["sql"] for query in main)


def test_a_slip_in_an_offer_stops_the_start() -> None:
    for group, whom in (("nonsense", {"employee"}), ("time", {"employees"}), ("time", set())):
        with pytest.raises(ValueError, match="A slip"):
            Offer(group, "A slip", "", "", frozenset(whom), "", "")


def test_footings_are_those_that_people_have() -> None:
    assert {str(footing) for footing in Engagement} == offers.FOOTINGS
