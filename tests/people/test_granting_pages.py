"""The pages of roles: ask, agree, end, and find again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.almanac import clock
from dueregard.people.models import Person, RoleHolding, Source, Team
from tests.browsing import axe, no_sideways_scroll, tab_to
from tests.people_of_the_tests import make_person


@pytest.fixture
def second(cast: dict[str, Person], team: Team) -> Person:
    return make_person("administrator", team, name="Second Administrator")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked(person: Person, *, by: Person, role: str = "analyst", days: int = 30) -> RoleHolding:
    now = clock.now()
    return RoleHolding.objects.create(
        person=person,
        role=role,
        starts=now,
        ends=now + timedelta(days=days),
        why="To count.",
        asked_by=by,
        asked_at=now,
    )


def form(who: str, *, days: int = 30, starts_in: int = 0, **changes: str) -> dict[str, str]:
    first = clock.day_of(clock.now()) + timedelta(days=starts_in)
    last = first + timedelta(days=days)
    dates = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("starts", first), ("ends", last))
        for part in ("day", "month", "year")
    }
    return {"who": who, "role": "analyst", "why": "To count.", **dates} | changes


def test_a_role_is_asked_for_on_one_page_and_agreed_on_another(
    cast: dict[str, Person], second: Person
) -> None:
    first = signed_in(cast["administrator"])
    page = first.post("/people/roles/ask/", form(cast["staff"].email)).headers["Location"]
    assert "Agree to this role" not in first.get(page).content.decode()
    assert first.get(f"{page}agree/").status_code == first.post(f"{page}agree/").status_code == 404
    other = signed_in(second)
    assert "1 role waits" in other.get("/people/roles/").content.decode()
    assert "Agree to this role" in other.get(page).content.decode()
    assert "To count." in other.get(f"{page}agree/").content.decode()
    assert not Person.objects.get(pk=cast["staff"].pk).holds("analyst")
    assert other.post(f"{page}agree/").headers["Location"] == page
    assert Person.objects.get(pk=cast["staff"].pk).holds("analyst")
    holding = RoleHolding.objects.get(source=Source.ASKED)
    assert holding.last_day == clock.day_of(clock.now()) + timedelta(days=30)
    first.post(f"{page}end/")
    assert not Person.objects.get(pk=cast["staff"].pk).holds("analyst")
    assert "Ended early" in first.get(page).content.decode()
    assert first.get(f"{page}end/").headers["Location"] == page  # nothing is left to end


def test_of_several_people_who_match_one_is_chosen(cast: dict[str, Person], team: Team) -> None:
    client = signed_in(cast["administrator"])
    twins = [make_person("staff", team, name=f"Rowan Twin {number}") for number in (1, 2)]
    answer = client.post("/people/roles/ask/", form("twin rowan")).content.decode()
    assert "Several people match. Select one of them" in answer
    assert all(twin.email in answer for twin in twins)
    client.post("/people/roles/ask/", form("twin rowan", person=str(twins[1].pk)))
    assert RoleHolding.objects.get(source=Source.ASKED).person == twins[1]


def test_people_from_outside_are_found_too(cast: dict[str, Person]) -> None:
    signed_in(cast["administrator"]).post(
        "/people/roles/ask/", form(cast["outsider"].email, role="inspector")
    )
    assert RoleHolding.objects.get(source=Source.ASKED).person == cast["outsider"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"who": "Nobody Here"}, "Nobody who can sign in has this name or email address"),
        ({"who": "example"}, "Too many people match"),
        ({"who": "system administrator"}, "You cannot ask for a role for yourself"),
        ({"who": "data analyst"}, "This person has this role, or is waiting for it"),
        ({"role": "staff"}, "Select a valid choice"),
        ({"starts_day": ""}, "The first day must include a day"),
        ({"starts_year": "2001"}, "The first day must be today or later"),
        ({"ends_year": "2001"}, "The last day must be today or later"),
        ({"ends_year": "2999"}, "a role runs for at most three years"),
        ({"why": ""}, "Enter why the role is needed"),
    ],
)
def test_the_form_says_what_is_wrong(changes: dict[str, str], sentence: str, cast: dict[str, Person]) -> None:
    sent = form("member staff") | changes
    answer = signed_in(cast["administrator"]).post("/people/roles/ask/", sent)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not RoleHolding.objects.filter(source=Source.ASKED).exists()


def test_a_last_day_before_the_first_is_refused(cast: dict[str, Person]) -> None:
    sent = form("member staff", starts_in=5, days=-1)
    answer = signed_in(cast["administrator"]).post("/people/roles/ask/", sent).content.decode()
    assert "The last day must be the same as or after the first day" in answer


def test_the_list_is_found_by_state_role_and_name(cast: dict[str, Person], second: Person) -> None:
    asked(cast["staff"], by=second)
    over = asked(cast["adviser"], by=second, role="editor")
    RoleHolding.objects.filter(pk=over.pk).update(ended_by=second, ended_at=clock.now())
    client = signed_in(cast["administrator"])

    def rows(**query: str) -> int:
        return client.get("/people/roles/", query).content.decode().count('<th scope="row"')

    given = RoleHolding.objects.filter(source=Source.SET_UP).exclude(role__in=("staff", "outsider"))
    assert rows() == rows(show="in-force") == given.count()
    assert rows(role="staff") == RoleHolding.objects.filter(role="staff").count()
    assert (rows(show="waiting"), rows(show="over")) == (1, 1)
    assert (rows(show="waiting", role="editor"), rows(show="over", role="editor")) == (0, 1)
    assert (rows(role="analyst"), rows(q="analyst data")) == (1, 1)
    assert "No roles found" in client.get("/people/roles/", {"q": "zzz"}).content.decode()


def test_the_list_costs_the_same_queries_however_long(cast: dict[str, Person], second: Person) -> None:
    client = signed_in(cast["administrator"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/people/roles/", {"show": "waiting"}).status_code == 200
        return len(captured)

    asked(cast["staff"], by=second)
    one = queries()
    for role in ("adviser", "chair", "outsider"):
        asked(cast[role], by=second)
    assert queries() == one


def test_the_list_is_read_page_by_page(cast: dict[str, Person], team: Team) -> None:
    for number in range(50):
        make_person("staff", team, name=f"Newcomer {number}")
    client = signed_in(cast["administrator"])
    query = {"role": "staff"}
    first, second = (client.get("/people/roles/", query | {"page": page}).content.decode() for page in (1, 2))
    assert first.count('<th scope="row"') == 50
    assert second.count('<th scope="row"') == RoleHolding.objects.filter(role="staff").count() - 50


def test_what_lapsed_or_belongs_to_a_leaver_is_called_so(cast: dict[str, Person], second: Person) -> None:
    client = signed_in(cast["administrator"])
    lapsed = asked(cast["staff"], by=second, days=1)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert "Never agreed" in client.get(f"/people/roles/{lapsed.pk}/").content.decode()
    Person.objects.filter(pk=cast["analyst"].pk).update(is_active=False)
    gone = cast["analyst"].role_holdings.get(role="analyst")
    assert "Not let in" in client.get(f"/people/roles/{gone.pk}/").content.decode()


def test_agreeing_to_the_role_of_a_leaver_says_why_not(cast: dict[str, Person], second: Person) -> None:
    holding = asked(cast["staff"], by=second)
    Person.objects.filter(pk=cast["staff"].pk).update(is_active=False)
    answer = signed_in(cast["administrator"]).post(f"/people/roles/{holding.pk}/agree/")
    assert "This person cannot sign in" in answer.content.decode()
    holding.refresh_from_db()
    assert holding.agreed_by is None


def test_a_role_is_asked_for_and_agreed_by_keyboard(
    page, live_server, transactional_db: None, cast: dict[str, Person], second: Person
) -> None:
    def open_as(person: Person, path: str) -> None:
        client = signed_in(person)
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
        )
        page.goto(live_server.url + path)
        assert axe(page) == []

    open_as(cast["administrator"], "/people/roles/ask/")
    fields = form("member of staff example")
    tab_to(page, "Whose role is it?")
    page.keyboard.type(fields["who"])
    tab_to(page, "Role")
    page.keyboard.type("Web editor")
    for name in ("starts", "ends"):
        for part in ("day", "month", "year"):
            tab_to(page, part.capitalize())
            page.keyboard.type(fields[f"{name}_{part}"])
    tab_to(page, "Why is it needed?")
    page.keyboard.type("Covers for a colleague.")
    tab_to(page, "Ask a second person to agree")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/roles/*-*/")
    assert axe(page) == []
    holding = RoleHolding.objects.get(source=Source.ASKED)
    open_as(cast["equality-lead"], f"/people/roles/{holding.pk}/")
    tab_to(page, "Agree to this role")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agree/")
    assert axe(page) == []
    tab_to(page, "Agree")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/roles/*-*/")
    assert "In force" in page.inner_text("main")
    assert Person.objects.get(pk=cast["staff"].pk).holds("editor")


def test_the_pages_fit_a_narrow_window(
    narrow_page, live_server, transactional_db: None, cast: dict[str, Person], second: Person
) -> None:
    holding = asked(cast["staff"], by=second, role="policy-owner")
    client = signed_in(cast["administrator"])
    narrow_page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    own = f"/people/roles/{holding.pk}/"
    for path in (
        "/people/roles/",
        "/people/roles/?show=waiting",
        "/people/roles/ask/",
        own,
        f"{own}agree/",
        f"{own}end/",
        f"/people/leaving/{cast['staff'].staff.pk}/",
        "/people/find/?q=example",
    ):
        narrow_page.goto(live_server.url + path)
        no_sideways_scroll(narrow_page)
        assert axe(narrow_page) == []
