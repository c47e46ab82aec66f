"""The pages of the organisation and of signing in."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.people.models import Person, ServiceArea, Staff, Team
from tests.people_of_the_tests import make_person

PASSWORD = "a long enough phrase"


def test_sign_in_takes_an_address_in_any_case_and_says_the_same_to_every_mistake(
    cast: dict[str, Person],
) -> None:
    person = cast["staff"]
    person.set_password(PASSWORD)
    person.save()
    wrong = Client().post("/sign-in/", {"login": person.email, "password": "not it"})
    unknown = Client().post("/sign-in/", {"login": "nobody@rowan.example", "password": "not it"})
    assert wrong.status_code == unknown.status_code == 200
    sentence = "The email address or the password is not right"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    right = Client().post("/sign-in/", {"login": person.email.upper(), "password": PASSWORD})
    assert (right.status_code, right.headers["Location"]) == (302, "/")


def test_sign_in_never_sends_anyone_to_another_site(cast: dict[str, Person]) -> None:
    person = cast["staff"]
    person.set_password(PASSWORD)
    person.save()
    sent = Client().post(
        "/sign-in/", {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert sent.headers["Location"] == "/"


def test_sign_out_asks_and_then_ends_the_session(cast: dict[str, Person]) -> None:
    client = Client()
    client.force_login(cast["staff"])
    assert "Do you want to sign out?" in client.get("/sign-out/").content.decode()
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/you/").status_code == 302


def test_you_shows_ones_own_roles(cast: dict[str, Person]) -> None:
    client = Client()
    client.force_login(cast["analyst"])
    page = client.get("/you/").content.decode()
    assert "Data analyst" in page
    assert "Equality lead" not in page


def test_finding_a_colleague_by_parts_of_name_and_job(cast: dict[str, Person]) -> None:
    client = Client()
    client.force_login(cast["staff"])
    found = client.get("/people/find/", {"q": "example analyst"}).content.decode()
    assert "Data analyst Example" in found
    assert "Web editor Example" not in found
    assert "0 people found" in client.get("/people/find/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("address", ["/people/find/?q=example", "area"])
def test_lists_of_people_cost_the_same_queries_however_long(
    address: str, cast: dict[str, Person], team: Team
) -> None:
    client = Client()
    client.force_login(cast["staff"])
    url = f"/people/areas/{ServiceArea.objects.get().pk}/" if address == "area" else address

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    before = queries()
    for number in range(3):
        make_person("staff", team, name=f"Example Newcomer {number}")
    assert queries() == before


def test_a_manager_is_not_their_own_manager(cast: dict[str, Person]) -> None:
    staff = Staff.objects.get(person=cast["manager"])
    staff.manager = staff
    with pytest.raises(IntegrityError):
        staff.save()


def test_employment_ends_after_it_starts(cast: dict[str, Person]) -> None:
    staff = Staff.objects.get(person=cast["manager"])
    staff.ended = date(2019, 1, 1)
    with pytest.raises(IntegrityError):
        staff.save()
