"""`/design/` in a real browser: every component, seen, tabbed through, narrow, and without scripts."""

import pytest

from dueregard.design import feet, navigation
from tests.browsing import axe, no_sideways_scroll, tab_to, unexpected_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.design.urls"),
]


@pytest.fixture(autouse=True)
def with_navigation(monkeypatch):
    """Show links to these pages alone: what other apps register is not among the routes of these tests."""
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(feet, "_feet", {})
    for order, (title, url_name) in enumerate([("How it looks", "design"), ("The panel", "design-panel")]):
        navigation.register(title, url_name, admits=lambda user: True, order=order)


@pytest.mark.parametrize("address", ["/design/", "/design/panel/", "/sign-in/", "/"])
def test_pages_break_no_rule_of_accessibility(page, live_server, address, with_navigation):
    page.goto(f"{live_server.url}{address}")
    assert axe(page) == []


@pytest.mark.parametrize("address", ["/design/", "/design/panel/", "/sign-in/", "/"])
def test_pages_fit_a_window_of_320_pixels(narrow_page, live_server, address, with_navigation):
    narrow_page.goto(f"{live_server.url}{address}")
    no_sideways_scroll(narrow_page)
    assert axe(narrow_page) == []


def test_a_page_that_is_too_wide_is_caught(narrow_page, live_server):
    narrow_page.goto(f"{live_server.url}/design/")
    narrow_page.evaluate("document.querySelector('h1').style.width = '900px'")
    with pytest.raises(AssertionError, match=r"H1\.govuk-heading-xl"):
        no_sideways_scroll(narrow_page)


def test_axe_is_not_blind(page, live_server):
    page.goto(f"{live_server.url}/design/")
    page.evaluate("document.querySelector('label[for=id_empty-name]').remove()")
    assert any(words.startswith("label:") for words in axe(page))


def test_complaints_of_the_browser_are_noted(page, live_server):
    page.goto(f"{live_server.url}/gone/x/")
    page.evaluate("console.error('out of place')")
    assert any("out of place" in words for words in unexpected_in(page))
    assert any("status 404" in words for words in unexpected_in(page))
    page.expected += ["404", "out of place"]


def test_everything_is_shown_without_javascript(page_without_javascript, live_server, with_navigation):
    page_without_javascript.goto(f"{live_server.url}/design/")
    body = page_without_javascript.locator("body")
    assert "govuk-frontend-supported" not in (body.get_attribute("class") or "")
    for words in ("Save and continue", "There is a problem", "No data sets yet", "The panel"):
        assert page_without_javascript.get_by_text(words).first.is_visible()
    assert page_without_javascript.locator("svg.figure-chart").count() == 6
    assert page_without_javascript.locator("table.figure-heat").count() == 1
    page_without_javascript.locator("summary", has_text="How we count people").click()
    assert page_without_javascript.get_by_text("Counts of 1 to 9 are hidden").is_visible()


def test_the_components_start_under_the_strict_policy(narrow_page, live_server, with_navigation):
    narrow_page.goto(f"{live_server.url}/design/")
    menu = narrow_page.get_by_role("button", name="Menu")
    menu.click()
    assert narrow_page.locator("#navigation").get_by_role("link", name="The panel").is_visible()
    narrow_page.get_by_label("Password", exact=True).first.fill("an invented one")
    narrow_page.get_by_role("button", name="Show password").first.click()
    assert narrow_page.locator("#id_empty-password").get_attribute("type") == "text"


def test_the_keyboard_reaches_content_error_and_field(page, live_server):
    page.goto(f"{live_server.url}/sign-in/")
    tab_to(page, "Skip to main content", limit=1).press("Enter")
    tab_to(page, "Sign in").press("Enter")
    page.wait_for_selector(".govuk-error-summary:focus")
    assert page.title().startswith("Error: Sign in")
    tab_to(page, "Enter your email address", limit=1).press("Enter")
    assert page.locator("#id_login:focus").count() == 1
    assert axe(page) == []


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(narrow_page, live_server):
    narrow_page.goto(f"{live_server.url}/design/")
    region = narrow_page.get_by_role("region", name="Staff, quarter by quarter")
    region.focus()
    narrow_page.keyboard.press("ArrowRight")
    for _ in range(100):  # asked from here: within the page the policy forbids what a wait is made of
        if region.evaluate("on => on.scrollLeft"):
            return
        narrow_page.wait_for_timeout(50)
    raise AssertionError("The table did not scroll.")


def test_work_under_way_is_followed_to_its_end_and_the_page_loaded_once(page, live_server):
    page.goto(f"{live_server.url}/working/")
    page.wait_for_selector("h1:text('Asked 4 times')")
    page.wait_for_timeout(2000)
    assert page.locator("h1").inner_text() == "Asked 4 times"
    assert page.locator("[data-finished]").count() == 1


def test_pages_are_valid_html(client, valid_html, with_navigation):
    addresses = ("/", "/design/", "/design/panel/", "/sign-in/", "/gone/x/")
    assert valid_html({address: client.get(address).content.decode() for address in addresses}) == []


def test_the_html_check_is_not_blind(valid_html):
    assert valid_html({"twice": "<!DOCTYPE html><html><body><p id=a></p><p id=a></p></body></html>"})
