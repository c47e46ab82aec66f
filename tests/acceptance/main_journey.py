"""The way of an analyst, the equality lead and a reader through the pages: by mouse, by keyboard, at any width."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import TimeoutError as TooLate

from dueregard.demo.cast import CAST
from dueregard.jobs import worker
from dueregard.people.models import Directorate, Person, RoleHolding, Source, Staff, Team
from tests.browsing import tab_to
from tests.people_of_the_tests import LONG_AGO

ROOT = Path(__file__).parents[2]
OPEN_UNIVERSITY = ROOT.parent / "shared/data/oulad-studentInfo.csv"
PLAN_TITLE = "Passing and withdrawing at the Open University, 2013 and 2014"


@dataclass
class House:
    """A server with its worker, and the demonstration's cast to sign in as."""

    address: str
    stop: threading.Event = field(default_factory=threading.Event)
    working: threading.Thread | None = None

    def work(self) -> None:
        """Let the worker begin, or go on."""

        def work() -> None:
            try:
                worker.work(stop=self.stop, poll=0.1)
            finally:
                connections.close_all()

        self.stop.clear()
        self.working = threading.Thread(target=work, name="worker of the tests")
        self.working.start()

    def rest(self) -> None:
        """Let the worker rest, so that what is asked for waits while it is looked at."""
        self.stop.set()
        if self.working is not None:
            self.working.join()
            self.working = None


@pytest.fixture
def house(live_server: Any, cast_of_the_demonstration: None) -> Iterator[House]:
    made = House(live_server.url)
    made.work()
    yield made
    made.rest()


@pytest.fixture
def cast_of_the_demonstration(transactional_db: None) -> None:
    directorate = Directorate.objects.create(name="Operations North")
    team = Team.objects.create(name="Team 1", directorate=directorate)
    for number, member in enumerate(CAST):
        person = Person.objects.create(email=member.email, name=member.name)
        for role in member.roles:
            RoleHolding.objects.create(person=person, role=role, starts=LONG_AGO, source=Source.SET_UP)
        if member.is_staff:
            Staff.objects.create(
                person=person, number=f"R{number}", job_title=member.job_title, grade="B", team=team,
                weekly_minutes=2220, started=LONG_AGO.date(),
            )  # fmt: skip


@pytest.fixture
def open_university() -> Path:
    if not OPEN_UNIVERSITY.is_file():
        why = "The Open University file is not beside the project (../shared/data)."
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return OPEN_UNIVERSITY


def name_of(role: str) -> str:
    return next(member.name for member in CAST if member.role == role)


def press(page: Any, name: str, *, role: str = "button") -> None:
    page.get_by_role(role, name=name, exact=True).first.click()


def press_by_keyboard(page: Any, name: str, *, role: str = "button") -> None:
    wanted = {"button": "BUTTON", "link": "A"}[role]
    while tab_to(page, name).evaluate("on => on.tagName") != wanted:
        pass  # a link of the same name stands before the button
    page.keyboard.press("Enter")


def wait_for(page: Any, heading: str, *, has_script: bool = True) -> None:
    """Wait until a heading is there: the page comes fresh by itself, or by pressing for it without JavaScript."""
    place = page.get_by_role("heading", name=heading, exact=True)
    if has_script:
        try:
            place.wait_for(timeout=60_000)
        except TooLate as late:
            raise AssertionError(f"{heading} did not come. {page.locator('main').inner_text()}") from late
        return
    subject = page.url
    for _ in range(120):
        if place.count():
            return
        press(page, "Check progress", role="link")
        page.wait_for_timeout(500)
        page.goto(subject)
    raise AssertionError(f"{heading} did not come. The page says: {page.locator('main').inner_text()}")


def journey(
    page: Any,
    house: House,
    data: Path,
    look: Callable[[str], None],
    *,
    go: Callable[..., None] = press,
    has_script: bool = True,
) -> None:
    """Sign in as the analyst, upload, read the receipt, run, read findings; as the equality lead, release.

    The worker rests while the pages of work that waits are looked at: at both places, check and run, there is a bar.
    """
    page.goto(f"{house.address}/")
    look("front page")
    go(page, "Try the demonstration", role="link")
    page.get_by_role("heading", name="Sign in as one of").wait_for()
    look("cast")
    go(page, f"Sign in as {name_of('analyst')}")
    page.get_by_role("heading", name=f"Good to see you, {name_of('analyst')}").wait_for()
    look("start")
    go(page, "Datasets and analyses", role="link")
    page.get_by_role("heading", name="Datasets and analyses").wait_for()
    look("no datasets yet")
    go(page, "Add a dataset", role="link")
    page.get_by_role("heading", name="Add a dataset").wait_for()
    go(page, "Add and check")
    page.get_by_text("There is a problem").wait_for()
    if has_script:  # the summary takes the focus, so that a screen reader reads it first
        page.locator(".govuk-error-summary:focus").wait_for()
    look("errors")
    choose_file_and_plan(page, data, by_keyboard=go is press_by_keyboard)
    house.rest()
    go(page, "Add and check")
    page.get_by_role("heading", name=PLAN_TITLE).wait_for()
    page.get_by_role("progressbar", name=re.compile(r"\w")).wait_for()
    look("checking")
    house.work()
    wait_for(page, "Receipt", has_script=has_script)
    assert (
        page.locator(".govuk-summary-list__value", has_text="32,593").count() == 2
    )  # rows in the file, and accepted
    look("receipt")
    house.rest()
    go(page, "Run the analysis")
    page.wait_for_url("**/analyses/**")
    page.get_by_role("progressbar", name=re.compile(r"\w")).wait_for()
    look("running")
    house.work()
    wait_for(page, "What the data show", has_script=has_script)
    look("analysis")
    analysis = page.url
    go(page, "Passed", role="link")
    page.get_by_role("heading", name="Passed by age band", exact=True).wait_for()
    assert page.locator("svg[role=img]:has(.figure-whisker)").count() == 5  # one for each characteristic
    assert page.locator("svg[role=img]:has(.figure-limit)").count() >= 1  # regions, which are areas
    assert "Compared with Up to 35" in page.locator("main").inner_text()
    look("findings")
    go(page, "Sign out", role="link")
    page.get_by_role("heading", name="Do you want to sign out?").wait_for()
    look("sign out")
    go(page, "Sign out")
    page.get_by_role("heading", name="Due Regard at").wait_for()
    page.goto(f"{house.address}/demo/")
    go(page, f"Sign in as {name_of('equality-lead')}")
    page.get_by_role("heading", name="Good to see you").wait_for()
    page.goto(analysis)
    go(page, "Release", role="link")
    page.get_by_role("heading", name="Release this analysis?").wait_for()
    look("release this analysis?")
    go(page, "Release to everyone signed in")
    page.wait_for_url("**/releases/**")
    assert page.get_by_text("Released on").count()
    look("release")
    page.goto(f"{house.address}/demo/")
    go(page, f"Sign in as {name_of('outsider')}")
    page.get_by_role("heading", name="Good to see you").wait_for()
    go(page, "Evidence", role="link")
    page.get_by_role("heading", name="Evidence", exact=True).wait_for()
    go(page, PLAN_TITLE, role="link")
    page.get_by_role("heading", name="What the data show").wait_for()


def choose_file_and_plan(page: Any, data: Path, *, by_keyboard: bool) -> None:
    if not by_keyboard:
        page.get_by_label("Data file").set_input_files(data)
        page.get_by_label(f"Example: {PLAN_TITLE}").check()
        return
    # Asked for before the way there, or a slow browser hears Space before it is told to hand the chooser over.
    with page.expect_file_chooser() as chooser:
        tab_to(page, "Data file")
        page.keyboard.press("Space")
    chooser.value.set_files(data)
    tab_to(page, "My own plan")
    example = page.get_by_label(f"Example: {PLAN_TITLE}")
    for _ in range(10):  # past the other examples
        if not example.is_checked():
            page.keyboard.press("ArrowDown")
    assert example.is_checked()
