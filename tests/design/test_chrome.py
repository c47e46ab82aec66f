"""What stands around every page: links for each person, and the answers when something is wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dueregard.design import feet, navigation, tiles
from dueregard.people.models import Person

pytestmark = pytest.mark.urls("tests.design.urls")


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(tiles, "_offers", {})
    monkeypatch.setattr(feet, "_feet", {})


@pytest.fixture
def person(db):
    return Person.objects.create(email="alex@example.org", name="Alex Nobody")


def test_links_are_shown_to_those_admitted_in_order_and_registered_once():
    for _ in range(2):
        navigation.register("Later", "design-panel", order=2)
        navigation.register("Open to all", "design", admits=lambda user: True, order=1)
    assert [link.title for link in navigation.shown_to(AnonymousUser(), "/")] == ["Open to all"]
    assert [link.title for link in navigation.shown_to(Person(), "/")] == ["Open to all", "Later"]


def test_the_link_of_the_section_is_marked():
    navigation.register("Look", "design", admits=lambda user: True, order=1)
    navigation.register("Start", "home", admits=lambda user: True, order=0)
    current = [link.title for link in navigation.shown_to(None, "/design/panel/") if link.is_current]
    assert current == ["Look"]


def test_tiles_are_shown_to_those_admitted_in_order_and_registered_once():
    for _ in range(2):
        tiles.register("Second", "…", "design-panel", admits=lambda user: True, order=2)
        tiles.register("First", "…", "design", order=1)
    assert [tile.title for tile in tiles.shown_to(Person())] == ["First", "Second"]
    assert [(tile.title, tile.href) for tile in tiles.shown_to(AnonymousUser())] == [
        ("Second", "/design/panel/")
    ]


def test_a_foot_stands_on_the_pages_that_it_names_and_never_where_nothing_is(client, db):
    feet.register("design/empty_state.html", shows=lambda request: request.path in {"/design/", "/gone/a/"})
    foot = 'class="dr-empty"'
    assert client.get("/design/").content.decode().partition("</main>")[2].count(foot) == 1
    assert foot not in client.get("/design/panel/").content.decode()
    assert foot not in client.get("/gone/a/").content.decode()


@pytest.mark.django_db
def test_the_public_costs_the_database_nothing(client, django_assert_num_queries):
    navigation.register("Hidden", "design", order=1)
    with django_assert_num_queries(0):
        page = client.get("/design/").content.decode()
    assert "Sign in" in page
    assert "Hidden" not in page


def test_a_signed_in_person_finds_themselves_and_the_way_out(client, person):
    client.force_login(person)
    page = client.get("/design/panel/").content.decode()
    assert "Alex Nobody" in page
    assert 'href="/sign-out/"' in page
    assert "Sign in" not in page


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_what_is_not_there_and_what_may_not_be_seen_answer_alike(client, person, is_signed_in):
    if is_signed_in:
        client.force_login(person)
    navigation.register("Look", "design", order=1)
    answers = [
        client.get(path) for path in ("/gone/a/", "/gone/b/", "/design/nowhere/", "/nowhere/", "/?no=1&/x/")
    ]
    missing = answers[:4]
    assert [answer.status_code for answer in missing] == [404] * 4
    assert len({answer.content for answer in missing}) == 1
    assert ("Look" in missing[0].content.decode()) is is_signed_in
    assert "aria-current" not in missing[0].content.decode()


def test_a_fault_of_ours_gets_an_answer_that_needs_nothing(client):
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "Sorry, there is a problem" in answer.content.decode()
    assert "A fault made by a test" not in answer.content.decode()


def test_the_charts_style_sheet_is_served_and_not_sent_twice(client):
    first = client.get("/design/figures.css")
    assert ".figure-chart" in first.content.decode()
    assert first["Content-Type"] == "text/css; charset=utf-8"
    again = client.get("/design/figures.css", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert client.get("/design/figures.css", headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "413.html", "500.html"])
def test_the_answers_of_refusal_are_valid_pages(template, rf, valid_html):
    from django.template.loader import render_to_string

    request = rf.get("/")
    request.user = AnonymousUser()
    assert valid_html({template: render_to_string(template, request=request)}) == []
    if template not in {"403.html"}:
        assert "<h1" in render_to_string(template)  # these are drawn without a request
