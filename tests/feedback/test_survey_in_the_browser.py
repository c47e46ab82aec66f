"""The staff survey in a browser: answered by keyboard without JavaScript on a phone, and read in every state."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.feedback.survey import actions as surveys
from dueregard.feedback.survey import collecting
from dueregard.feedback.survey.models import Survey
from dueregard.people.models import Person
from tests.browsing import _opened, axe, no_sideways_scroll, tab_to
from tests.feedback.building import client_of
from tests.feedback.surveying import (
    analysed,
    closed_survey,
    drawn,
    open_survey,
    planned,
    published,
    put_in,
    said,
)
from tests.leave.test_in_the_browser import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
Watch = Callable[[Reader], Reader]


@pytest.fixture
def watched() -> Iterator[Watch]:
    """Collect what axe finds on each page, and fail at the end for all of it."""
    readers: list[Reader] = []

    def keep(reader: Reader) -> Reader:
        readers.append(reader)
        return reader

    yield keep
    assert [reader.faults for reader in readers if reader.faults] == []


@pytest.fixture
def plain_phone(browser: Any) -> Iterator[Any]:
    """A phone in which no script runs."""
    yield from _opened(browser, viewport={"width": 320, "height": 640}, java_script_enabled=False)


def choose(reader: Reader, name: str, place: int) -> None:
    """Choose an answer: by keyboard Tab goes to the group, and arrows go on in it."""
    wanted = reader.page.locator(f"[name={name}][value='{place}']")
    if not reader.by_keyboard:
        wanted.check()
        return
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        if reader.page.locator(":focus").get_attribute("name") == name:
            break
    reader.page.keyboard.press("Space")
    for _ in range(6):
        if wanted.is_checked():
            return
        reader.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} was not answered.")


def answer_it(reader: Reader, cast: Cast) -> None:
    """From the start page to thank you, with a mistake on the way; afterwards everything looks as before."""
    page, survey = reader.page, Survey.objects.get()
    reader.sign_in(cast["staff"])
    before = page.locator("main").inner_text()
    assert "A survey is open until" in before
    reader.press("Staff survey")
    reader.reads("Staff survey")
    reader.press(survey.name)
    reader.reads(survey.name)
    reader.press("Answer the survey")
    reader.reads("Answer the staff survey")
    assert "What is kept, and what is not" in page.locator("main").inner_text()
    reader.press("Send my answers", role="button")
    page.get_by_text("Answer at least one statement").first.wait_for()
    reader.reads("Answer the staff survey")
    choose(reader, "workload", 4)
    choose(reader, "safe", 0)
    choose(reader, "age", 2)
    reader.press("Send my answers", role="button")
    reader.reads("Thank you")
    assert {one["name"] for one in page.context.cookies()} <= {"session", "csrf"}  # those of signing in alone
    reader.press("Go to the start page")
    assert page.locator("main").inner_text() == before
    assert collecting.take_out(survey) == [said(4, 0, age=2)]


def test_by_keyboard_without_javascript_on_a_phone(plain_phone: Any, live_server: Any, cast: Cast) -> None:
    open_survey(by=cast["equality-lead"])
    # The checker of accessibility is a script itself, so it looks in the next test.
    answer_it(Reader(plain_phone, live_server.url, by_keyboard=True, looks=False), cast)


def test_by_mouse_on_a_phone_each_page_is_accessible(
    narrow_page: Any, live_server: Any, cast: Cast, watched: Watch
) -> None:
    open_survey(by=cast["equality-lead"])
    answer_it(watched(Reader(narrow_page, live_server.url)), cast)


def test_the_equality_lead_plans_a_survey_by_keyboard(plain_phone: Any, live_server: Any, cast: Cast) -> None:
    reader = Reader(plain_phone, live_server.url, by_keyboard=True, looks=False)
    reader.sign_in(cast["equality-lead"])
    page = reader.page
    page.goto(f"{live_server.url}/feedback/survey/plan/")
    tab_to(page, "What is it called?")
    page.keyboard.type("Winter")
    first = clock.today() + timedelta(days=3)
    reader.fill_date("first_day", first)
    reader.press("Save", role="button")
    page.get_by_text("Enter the last day").first.wait_for()
    reader.fill_date("last_day", first + timedelta(days=7))
    reader.press("Save", role="button")
    reader.reads("Winter")
    assert Survey.objects.get().first_day == first


def test_every_page_is_valid_and_accessible_on_a_phone_and_on_a_desk(
    narrow_page: Any, live_server: Any, cast: Cast, valid_html: Any
) -> None:
    lead = cast["equality-lead"]
    told = closed_survey(by=lead, name="Told", days_ago=90)
    put_in(told, drawn(30))
    published(told, cast)
    ready = closed_survey(by=lead, name="Ready", days_ago=60)
    put_in(ready, drawn(30))
    analysed(ready, by=cast["analyst"])
    over = closed_survey(by=lead, name="Over", days_ago=30)
    now = open_survey(by=lead)
    later = surveys.plan(planned("Later", opens=30), by=lead)
    home = "/feedback/survey/"
    pages = [
        ("staff", home),
        ("equality-lead", home),
        ("equality-lead", f"{home}plan/"),
        ("equality-lead", f"{home}{later.pk}/"),
        ("equality-lead", f"{home}{later.pk}/change/"),
        ("staff", f"{home}{now.pk}/answer/"),
        ("staff", f"{home}{now.pk}/answered/"),
        ("analyst", f"{home}{over.pk}/"),
        ("equality-lead", f"{home}{ready.pk}/"),
        ("staff", f"{home}{told.pk}/?by=ethnic_group"),
        ("editor", "/feedback/replies/add/"),
    ]
    faults, html = {}, {}
    for role, address in pages:
        Reader(narrow_page, live_server.url).sign_in(cast[role])
        html[f"{role} {address}"] = client_of(cast[role]).get(address).content.decode()
        narrow_page.goto(f"{live_server.url}{address}")
        no_sideways_scroll(narrow_page)
        if found := axe(narrow_page):
            faults[f"{role} {address}"] = found
    assert faults == {}
    assert valid_html(html) == []
