"""A leader answers an issue in a real browser: on a phone, with axe, and by keyboard without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.almanac.working_days import add_working_days
from dueregard.voice.models import Issue
from dueregard.voice.subjects import About, Stage
from tests.browsing import tab_to
from tests.leave.test_in_the_browser import Reader
from tests.voice.issues import Leaders, make_issue, make_leaders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The pages tell the time themselves, so days are counted from today.
PROMISED = clock.today() + timedelta(days=30)


@pytest.fixture
def leaders() -> Leaders:
    return make_leaders()


@pytest.fixture
def no_faults() -> Iterator[Callable[[Reader], Reader]]:
    """Collect what axe finds on each page, and fail at the end for all of it."""
    readers: list[Reader] = []

    def keep(reader: Reader) -> Reader:
        readers.append(reader)
        return reader

    yield keep
    assert [reader.faults for reader in readers if reader.faults] == []


def write(reader: Reader, label: str, words: str) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, label)
        reader.page.keyboard.type(words)
    else:
        reader.page.get_by_label(label, exact=True).fill(words)


def choose(reader: Reader, option: str, *, first: str = "") -> None:
    """Choose one of some radios: by keyboard the first of them gets the focus, and arrows lead on."""
    if not reader.by_keyboard:
        reader.page.get_by_label(option, exact=True).check()
        return
    tab_to(reader.page, first or option)
    while not reader.page.get_by_label(option, exact=True).is_checked():
        reader.page.keyboard.press("Space" if option == first else "ArrowDown")


def fill_date(reader: Reader, name: str, day: date) -> None:
    if not reader.by_keyboard:
        reader.fill_date(name, day)
        return
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        field = reader.page.locator(f"[name={name}_{part}]")
        while not field.evaluate("on => on === document.activeElement"):
            reader.page.keyboard.press("Tab")
        reader.page.keyboard.type(str(value))


def the_leader_s_journey(reader: Reader, leaders: Leaders) -> None:
    """Read, acknowledge, take longer, answer with two promises, keep one, name the change; the board says all of it."""
    issue = make_issue(leaders.leader, kind=About.PRACTICE)
    reader.sign_in(leaders.leader)
    reader.press("Yours to answer")
    reader.reads("Yours to answer")
    reader.press(issue.title)
    reader.reads(issue.title)
    reader.press("Acknowledge")
    reader.reads("Acknowledge this issue")
    write(reader, "What happens now", "I ask what bags there are.")
    reader.press("Acknowledge", role="button")
    reader.reads(issue.title)
    reader.press("Take more time")
    reader.reads("Take more time")
    reader.press("Take more time", role="button")
    reader.page.get_by_text("There is a problem").wait_for()
    reader.reads("Take more time")
    write(reader, "Why", "Three bags are on trial.")
    reader.press("Take more time", role="button")
    reader.reads(issue.title)
    assert Issue.objects.get().answer_by == add_working_days(issue.raised_on, 30)

    reader.press("Answer")
    reader.reads("Answer this issue")
    choose(reader, "We will do this in part", first="We will do this")
    write(reader, "Why", "Wheels can be had from one maker.")
    write(reader, "Promise 1: what will be done", "The bag is on the list.")
    fill_date(reader, "by_when_1", PROMISED)
    reader.press("Add another promise", role="button")
    reader.reads("Answer this issue")
    write(reader, "Promise 2: what will be done", "Everyone is told.")
    fill_date(reader, "by_when_2", PROMISED + timedelta(days=7))
    write(reader, "Promise 2: who does it", "Other Leader")
    reader.press("Send your answer", role="button")
    reader.reads(issue.title)
    assert "Because" not in reader.page.locator("main").inner_text()

    for what in ("The bag is on the list.", "Everyone is told."):
        reader.press(f"It is done – {what}")
        reader.reads("Say that it is done")
        write(reader, "What was done", "Done, and shown at the meeting.")
        reader.press("It is done", role="button")
        reader.reads(issue.title)
    assert Issue.objects.get().stage == Stage.ANSWERED
    reader.press("Record what changed")
    reader.reads("Record what changed")
    choose(reader, "Standard", first="Standard")
    write(reader, "Its name", "Court kit list")
    write(reader, "Where it is read", "Intranet")
    fill_date(reader, "made_on", clock.today())
    reader.press("Record it", role="button")
    reader.reads(issue.title)
    assert Issue.objects.get().stage == Stage.DONE
    said = reader.page.locator("main").inner_text()
    for words in (
        "Court kit list",
        "The golden thread",
        "I ask what bags there are.",
        "Three bags are on trial.",
    ):
        assert words in said


def the_board(reader: Reader, leaders: Leaders) -> None:
    """Find what is late and whose it is, and an issue by its words; and set who answers what."""
    long_ago = add_working_days(clock.today(), -30)
    late = make_issue(leaders.leader, on=long_ago, title="Late as can be")
    make_issue(leaders.other, is_shown=False, on=long_ago)
    make_issue(leaders.other, title="In good time")
    reader.sign_in(leaders.chief)
    reader.press("What is late")
    reader.reads("What is late")
    assert "2 issues and 0 promises are late, with 2 leaders." in reader.page.locator("main").inner_text()
    reader.press(late.title)
    reader.reads(late.title)
    reader.page.goto(f"{reader.address}/voice/")
    reader.reads("Voice")
    write(reader, "Words", "good")
    reader.press("Find an issue", role="button")
    reader.reads("Voice")
    assert "1 issue, late ones first." in reader.page.locator("main").inner_text()
    reader.sign_in(leaders.lead)
    reader.page.goto(f"{reader.address}/voice/remits/")
    write(reader, "Caring, leave and flexible working", "Leader Example")
    reader.press("Save", role="button")
    reader.reads("Voice")


def test_the_leader_s_journey_on_a_phone(
    narrow_page: Any, live_server: Any, leaders: Leaders, no_faults: Callable[[Reader], Reader]
) -> None:
    the_leader_s_journey(no_faults(Reader(narrow_page, live_server.url)), leaders)


def test_the_leader_s_journey_by_keyboard_without_javascript(
    page_without_javascript: Any, live_server: Any, leaders: Leaders
) -> None:
    reader = Reader(page_without_javascript, live_server.url, by_keyboard=True, looks=False)
    the_leader_s_journey(reader, leaders)


def test_the_board_on_a_phone(
    narrow_page: Any, live_server: Any, leaders: Leaders, no_faults: Callable[[Reader], Reader]
) -> None:
    the_board(no_faults(Reader(narrow_page, live_server.url)), leaders)
