"""Somebody at a window, in a real browser, who presses, writes and reads: by mouse, or by keyboard alone.

By keyboard nothing is clicked and no script gives the focus: Tab goes from stop to stop, and at each stop the focus
must be seen. So it works in a browser in which no script runs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from dueregard.design.wording import gov_date
from dueregard.people.models import Person
from tests.browsing import axe, no_sideways_scroll
from tests.networks.talking import client_of

MOST_STOPS = 120
SKIP = "Skip to main content"
KINDS = {"A": "link", "BUTTON": "button", "SUMMARY": "button"}

# What has the focus: its element, its name, what a choice belongs to, and whether the focus is seen. GOV.UK marks the
# focus in one yellow: of the element itself, or of the circle or square that its label draws.
STOP = """() => {
  const on = document.activeElement
  if (!on || on === document.body) return null
  const words = parts => Array.from(parts || []).map(part => part.textContent).join(' ')
  const label = on.labels && on.labels[0]
  const name = on.getAttribute('aria-label') || words(on.labels) || on.textContent
  const looks = [getComputedStyle(on), ...(label ? [getComputedStyle(label, '::before')] : [])]
  return {
    tag: on.tagName, type: on.type || '', group: on.name || '', checked: !!on.checked,
    name: name.replace(/\\s+/g, ' ').trim(),
    seen: looks.some(look => [look.boxShadow, look.outlineColor, look.backgroundColor]
      .some(one => one.includes('rgb(255, 221, 0)'))),
  }
}"""


def day_in_words(day: date) -> str:
    """Return a day as the pages say it, with the day of the week."""
    return f"{day:%A} {gov_date(day)}"


@dataclass
class Reader:
    """Somebody at a window. Where `looks`, a page is looked at when first read, and when it says something new."""

    page: Any
    address: str
    by_keyboard: bool = False
    looks: bool = True
    presses: int = 0
    answers: int = 0
    looked_at: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    faults: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def sign_in(self, person: Person | None, path: str) -> None:
        """Open a page as somebody, or as nobody."""
        self.page.context.clear_cookies()
        if person is not None:
            value = client_of(person).cookies["session"].value
            self.page.context.add_cookies([{"name": "session", "value": value, "url": self.address}])
        self.open(path)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path.removeprefix(self.address)}")

    @property
    def path(self) -> str:
        """Where the window is, without the server."""
        return str(self.page.url).removeprefix(self.address).partition("#")[0]

    @property
    def words(self) -> str:
        """What the page says, with single spaces."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def reads(self, heading: str, *words: str) -> None:
        """Wait for a page by its heading and words, and look at it as checkers of accessibility and markup do."""
        self.page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        said = self.words
        for each in words:
            assert each in said, (each, said)
        if not self.looks or (heading, words) in self.looked_at:
            return
        self.looked_at.add((heading, words))
        no_sideways_scroll(self.page)
        if found := axe(self.page):
            self.faults[f"{heading} {self.page.url}"] = found
        self.pages[f"{len(self.pages)} {heading}"] = self.page.content()

    def press(self, name: str, *, role: str = "link") -> None:
        """Press a link or a button of the page, and wait for the page it leads to."""
        self.presses += 1
        if self.by_keyboard:
            self._tab_to(lambda stop: KINDS.get(stop["tag"]) == role and stop["name"] == name, name)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
            return
        # Where scripts run, a link that looks like a button is one, and answers to Space. On a phone the links of the
        # menu above are folded away; the link back stands outside the main part.
        outside = self.page.locator(".govuk-back-link").get_by_text(name, exact=True)
        inside = self.page.get_by_role("main")
        found = inside.get_by_role(role, name=name, exact=True).or_(outside)
        if role == "link":
            found = found.or_(
                inside.get_by_role("button", name=name, exact=True).and_(self.page.locator("a"))
            )
        with self.page.expect_navigation():
            found.first.click()

    def is_refused(self, button: str, heading: str, *words: str) -> None:
        """Press a button too early: the page comes again with what is wrong."""
        self.press(button, role="button")
        self.reads(heading, "There is a problem", *words)

    def write(self, label: str, text: str) -> None:
        """Write into the next box of this name, in the order of the page."""
        self.answers += 1
        if self.by_keyboard:
            self._tab_to(lambda stop: stop["name"] == label, label)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        else:
            self.page.get_by_label(label, exact=True).fill(text)

    def write_day(self, name: str, day: date) -> None:
        """Write a date into the three boxes of a question, given by its name in the form."""
        self.answers += 1
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            box = f"{name}_{part}"
            if self.by_keyboard:
                self._tab_to(lambda stop, box=box: stop["group"] == box, box)
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(str(value))
            else:
                self.page.locator(f"[name='{box}']").fill(str(value))

    def choose(self, label: str, *, of: str = "") -> None:
        """Choose one of some answers, or tick a box; `of` tells two questions with the same answer apart."""
        self.answers += 1
        if not self.by_keyboard:
            found = self.page.get_by_label(label, exact=True).and_(self.page.locator("input"))
            (found.and_(self.page.locator(f"[name='{of}']")) if of else found).check()
            return
        stop = self._tab_to(lambda stop: self._offers(stop, label, of), label)
        for _ in range(10):
            if stop["name"] == label:
                break
            self.page.keyboard.press("ArrowDown")
            stop = self._stop()
        assert stop["name"] == label, stop
        if not stop["checked"]:
            self.page.keyboard.press("Space")
        assert self._stop()["checked"]

    def pick(self, label: str, option: str) -> None:
        """Pick an option of a list that folds."""
        self.answers += 1
        box = self.page.get_by_label(label, exact=True)
        if self.by_keyboard:
            self._tab_to(lambda stop: stop["name"].startswith(label), label)
            self.page.keyboard.type(option)
        else:
            box.select_option(label=option)
        assert box.locator("option:checked").inner_text() == option

    def _offers(self, stop: dict[str, Any], label: str, of: str) -> bool:
        if of and stop["group"] != of:
            return False
        if stop["type"] != "radio":
            return stop["type"] == "checkbox" and stop["name"] == label
        # One of the circles of a question has the focus; the arrows go on to the others.
        names = self.page.locator(f"input[name='{stop['group']}'] + label").all_inner_texts()
        return label in names

    def _stop(self) -> dict[str, Any]:
        stop: dict[str, Any] | None = self.page.evaluate(STOP)
        return stop or {"tag": "", "type": "", "group": "", "checked": False, "name": "", "seen": True}

    def _tab_to(self, is_it: Callable[..., bool], name: str) -> dict[str, Any]:
        """Press Tab until what is meant has the focus; the focus must be seen all the way."""
        passed: list[str] = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self._stop()
            assert stop["seen"], f"One does not see that “{stop['name']}” has the focus, at {self.page.url}"
            if is_it(stop):
                return stop
            # Past the header, as people go; at the second time round it may be the header that is wanted.
            if stop["name"] == SKIP and SKIP not in passed:
                self.page.keyboard.press("Enter")
            passed.append(stop["name"])
        raise AssertionError(f"“{name}” was not reached by Tab. Passed: {passed}")


Keep = Callable[[Reader], Reader]


@pytest.fixture
def by_keyboard(page_without_javascript: Any, live_server: Any) -> Reader:
    """Somebody with a keyboard alone, in a browser in which no script runs."""
    return Reader(page_without_javascript, live_server.url, by_keyboard=True, looks=False)


@pytest.fixture
def on_a_phone(
    narrow_page: Any, live_server: Any, valid_html: Callable[[dict[str, str]], list[str]]
) -> Iterator[Reader]:
    """Somebody who looks at each page, 320 pixels wide; at the end of a test it fails for all that was found."""
    reader = Reader(narrow_page, live_server.url)
    yield reader
    assert reader.faults == {}
    assert valid_html(reader.pages) == []
