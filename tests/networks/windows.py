"""Somebody at a window, in a real browser, who presses, fills in and reads."""

from typing import Any

from dueregard.people.models import Person
from tests.browsing import axe, no_sideways_scroll
from tests.networks.talking import client_of


class Reader:
    """Somebody at a window; every page they come to is checked, and kept for the checker of HTML."""

    def __init__(self, page: Any, address: str, *, looks: bool = True) -> None:
        self.page, self.address, self.looks = page, address, looks
        self.faults: dict[str, list[str]] = {}
        self.pages: dict[str, str] = {}

    def sign_in(self, person: Person, path: str) -> None:
        self.page.context.clear_cookies()
        value = client_of(person).cookies["session"].value
        self.page.context.add_cookies([{"name": "session", "value": value, "url": self.address}])
        self.page.goto(f"{self.address}{path}")

    def press(self, name: str, *, role: str = "link", nth: int = 0) -> None:
        main = self.page.get_by_role("main")
        with self.page.expect_navigation():
            main.get_by_role(role, name=name).nth(nth).click()

    def press_link_button(self, name: str) -> None:
        """Press a link that looks like a button; the script that makes it answer to Space gives it another role."""
        with self.page.expect_navigation():
            self.page.locator("main a.govuk-button", has_text=name).first.click()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def reads(self, heading: str) -> None:
        self.page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        if not self.looks:
            return
        no_sideways_scroll(self.page)
        if found := axe(self.page):
            self.faults[f"{heading} {self.page.url}"] = found
        self.pages[f"{len(self.pages)} {heading}"] = self.page.content()

    @property
    def words(self) -> str:
        return str(self.page.locator("main").inner_text())
