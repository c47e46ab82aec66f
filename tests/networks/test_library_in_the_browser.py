"""A week of the year: a campaign is written, a story told, published, read and withdrawn, in a real browser."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dueregard.almanac import clock
from dueregard.networks.library import actions as library
from dueregard.networks.library.models import Campaign, Story
from dueregard.networks.membership.models import Network
from dueregard.people.models import Person
from tests.browsing import tab_to
from tests.leave.test_in_the_browser import Reader
from tests.networks.members import make_network, seat
from tests.networks.reading import get
from tests.networks.test_support_in_the_browser import Watch, watched, write
from tests.networks.writing import STORY, campaign, meeting, offered, plan_item, published, resource

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["watched"]

Cast = dict[str, Person]


@pytest.fixture
def faith(cast: Cast) -> Network:
    made = make_network("Faith", chair=cast["chair"], approver=cast["equality-lead"])
    seat(made, cast["adviser"])
    meeting(made, clock.today() + timedelta(days=2), title="Open table")
    return made


def fill_date(reader: Reader, name: str, day: date) -> None:
    if not reader.by_keyboard:
        reader.fill_date(name, day)
        return
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        tab_to(reader.page, label)
        reader.page.keyboard.type(str(value))


def pick(reader: Reader, label: str, option: str) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, label)
        reader.page.keyboard.type(option[:5])
    else:
        reader.page.get_by_label(label).select_option(label=option)


def the_week(reader: Reader, network: Network, cast: Cast) -> None:
    """Write a campaign; tell a story; publish it; read both; withdraw; say what changed."""
    page, base = reader.page, f"{reader.address}/networks/{network.code}"
    first = clock.today()
    until = first + timedelta(days=60)

    reader.sign_in(cast["chair"])
    page.goto(f"{base}/room/library/")
    reader.reads("Library")
    reader.press("Add a campaign")
    reader.reads("Add a campaign")
    reader.press("Save", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Add a campaign")
    write(reader, "Title", "Interfaith Week")
    write(reader, "What it is about, in a sentence", "Learn what our colleagues and families live by.")
    fill_date(reader, "first", first)
    fill_date(reader, "last", first + timedelta(days=6))
    write(reader, "Text", "Everyone is welcome.")
    write(reader, "Practice tips", "Ask before you shake hands.")
    write(reader, "The one thing you ask of everyone", "Ask one family what matters to them.")
    reader.press("Save", role="button")
    reader.reads("Interfaith Week")
    assert "Open table" in page.locator("main").inner_text()
    assert "Interfaith" not in page.title()
    campaign_page = page.url

    reader.sign_in(cast["adviser"])
    page.goto(f"{base}/room/library/")
    reader.reads("Library")
    reader.press("Offer a story")
    reader.reads("Offer a story")
    pick(reader, "For which campaign?", "Interfaith Week")
    write(reader, "Your story", STORY)
    fill_date(reader, "until", until)
    reader.press("Offer this story", role="button")
    reader.reads("Library")
    page.get_by_text("Offered", exact=True).wait_for()

    reader.sign_in(cast["chair"])
    page.goto(f"{base}/room/library/")
    reader.press("Stories to publish")
    reader.reads("Stories to publish")
    reader.press("Publish it", role="button")
    page.get_by_text("Published", exact=True).wait_for()
    reader.reads("Stories to publish")

    reader.sign_in(cast["supervisor"])
    page.goto(campaign_page)
    reader.reads("Interfaith Week")
    said = page.locator("main").inner_text()
    assert STORY in said
    assert "A member of the network" in said

    reader.sign_in(cast["adviser"])
    page.goto(f"{base}/room/library/")
    reader.press("Withdraw this story for Interfaith Week", role="button")
    page.get_by_text("You have not offered a story").wait_for()
    assert not Story.objects.exists()

    reader.sign_in(cast["chair"])
    page.goto(campaign_page)
    assert STORY not in page.locator("main").inner_text()
    reader.press("Change this campaign, or say what changed")
    reader.reads("Change this campaign")
    write(reader, "What changed", "Visits now begin with a question.")
    reader.press("Save", role="button")
    reader.reads("What changed")
    assert Campaign.objects.get().changed == "Visits now begin with a question."


def test_the_week_by_mouse(page: Any, live_server: Any, cast: Cast, faith: Network, watched: Watch) -> None:
    the_week(watched(Reader(page, live_server.url)), faith, cast)


def test_the_week_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, faith: Network, watched: Watch
) -> None:
    the_week(watched(Reader(narrow_page, live_server.url)), faith, cast)


def test_the_week_by_keyboard_only(
    page: Any, live_server: Any, cast: Cast, faith: Network, watched: Watch
) -> None:
    the_week(watched(Reader(page, live_server.url, by_keyboard=True, looks=False)), faith, cast)


def test_the_week_without_javascript(
    page_without_javascript: Any, live_server: Any, cast: Cast, faith: Network, watched: Watch
) -> None:
    the_week(watched(Reader(page_without_javascript, live_server.url, looks=False)), faith, cast)


def test_the_plan_and_the_report_are_written_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, faith: Network, watched: Watch
) -> None:
    reader = watched(Reader(narrow_page, live_server.url))
    reader.sign_in(cast["chair"])
    reader.page.goto(f"{reader.address}/networks/{faith.code}/room/library/")
    reader.press("Add to the plan")
    reader.reads("Add to the plan")
    reader.page.get_by_label("Speak with one voice on what matters to members").check()
    write(reader, "What will be done?", "Ask for quiet rooms")
    fill_date(reader, "due", clock.today())
    reader.press("Save", role="button")
    reader.page.get_by_text("Ask for quiet rooms").first.wait_for()
    reader.press("Change Ask for quiet rooms")
    reader.reads("Change the plan")
    fill_date(reader, "done_on", clock.today())
    write(reader, "What came of it", "Two rooms have opened.")
    reader.press("Save", role="button")
    reader.page.get_by_text("What came of it: Two rooms have opened.").wait_for()
    reader.reads("3. Speak with one voice on what matters to members")
    reader.page.goto(f"{reader.address}/networks/{faith.code}/room/library/report/")
    reader.reads("Figures")
    reader.press("Publish", role="button")
    reader.page.get_by_text("Published on").wait_for()
    assert "Ask for quiet rooms: Two rooms have opened." in reader.page.locator("main").inner_text()
    reader.reads("Speak with one voice on what matters to members")


def test_every_page_of_the_library_is_valid_html(
    cast: Cast, faith: Network, valid_html: Callable[[dict[str, str]], list[str]]
) -> None:
    chair = seat(faith, cast["chair"])
    week = {"first": clock.today(), "last": clock.today() + timedelta(days=6)}
    of, until = campaign(chair, changed="Much.", **week), clock.today() + timedelta(days=9)
    published(of, chair, chair, until=until)
    offered(of, chair, until=until)
    made, item = resource(chair), plan_item(chair)
    library.publish_report(item.year, text="## The year\n\nIt was good.", by=chair)
    base = f"/networks/{faith.code}/"
    room = f"{base}room/library/"
    pages = [
        *(
            f"{base}{page}"
            for page in ("resources/", "campaigns/", "plan/", "reports/", f"reports/{item.year}/")
        ),
        f"{base}resources/{made.pk}/",
        f"{base}campaigns/{of.pk}/",
        *(f"{room}{page}" for page in ("", "stories/", "stories/offer/", "resources/add/", "campaigns/add/")),
        *(f"{room}{page}" for page in ("plan/add/", f"plan/{item.pk}/remove/", "report/")),
    ]
    html = {address: get(cast["chair"], address).content.decode() for address in pages}
    assert all(page.count("<h1") == 1 for page in html.values())
    assert valid_html(html) == []
