"""J15 in a browser: a child says that nobody asked, by keyboard, without JavaScript, on a phone; and the triage."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Error

from dueregard.feedback.models import CaseNow, Piece, State
from dueregard.feedback.you_said import actions as you_said
from dueregard.people.models import Person
from tests.browsing import _opened, axe, tab_to
from tests.feedback.building import png, referred, reply, send, theme
from tests.leave.test_in_the_browser import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Cast = dict[str, Person]
# Chromium tells developers what it has cleared, and that a page which is not kept cannot be gone back to.
WHEN_HIDING = ["Clear-Site-Data header", "ERR_CACHE_MISS"]
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


def choose(reader: Reader, label: str, at: int = 0) -> None:
    if not reader.by_keyboard:
        reader.page.get_by_label(label, exact=True).nth(at).check()
        return
    wanted = reader.page.get_by_label(label, exact=True).nth(at)
    name = wanted.get_attribute("name")
    for _ in range(
        80
    ):  # Tab goes to the group, whose first or chosen button has the focus; arrows go on in it
        reader.page.keyboard.press("Tab")
        if reader.page.locator(":focus").get_attribute("name") == name:
            break
    reader.page.keyboard.press("Space")
    for _ in range(10):
        if wanted.is_checked():
            return
        reader.page.keyboard.press("ArrowDown")
    raise AssertionError(f"“{label}” was not chosen by keyboard.")


def write(reader: Reader, label: str, text: str) -> None:
    if reader.by_keyboard:
        tab_to(reader.page, label)
        reader.page.keyboard.type(text)
    else:
        reader.page.get_by_label(label, exact=True).fill(text)


def nobody_asked_me(reader: Reader) -> Piece:
    """From "Have your say" to what happens now, and then out of sight; nothing stays in the browser."""
    page = reader.page
    page.goto(f"{reader.address}/feedback/")
    reader.reads("Have your say")
    reader.press("I am a child or young person")
    reader.reads("Tell us how it was")
    reader.press("9 to 12")
    reader.reads("Tell us how it was")
    assert page.title() == "Have your say"
    assert "This is not a helpline" in page.locator("main").inner_text()
    reader.press("Next", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Tell us how it was")
    choose(reader, "Bad")
    write(reader, "What do you want to tell us?", "I felt nobody asked me.")
    reader.press("Next", role="button")
    reader.reads("Before you send")
    assert "only if you say so" in page.locator("main").inner_text()
    assert not Piece.objects.exists()
    reader.press("Send", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Before you send")
    choose(reader, "Yes. But do not show my worker yet.")
    choose(reader, "Yes")
    write(reader, "How can we get in touch?", "The school nurse")
    reader.press("Send", role="button")
    reader.reads("Thank you. We have it.")
    piece = Piece.objects.get()
    assert piece.code in page.locator("main").inner_text()
    assert (piece.words, piece.case_now) == ("I felt nobody asked me.", CaseNow.NOT_YET)

    leave_by_hiding(reader)
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # there is nothing to go back to
        page.go_back()
    return piece


def leave_by_hiding(reader: Reader) -> None:
    page = reader.page
    if reader.by_keyboard:
        tab_to(page, "Hide this page")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        with page.expect_navigation():
            page.get_by_role("button", name="Hide this page").click()
    page.get_by_role("heading", name="Bank holidays in England").wait_for()
    assert page.context.cookies() == []
    state = page.context.storage_state()
    assert state["origins"] == []


@pytest.fixture
def themes(cast: Cast) -> None:
    theme("Being heard", cast["quality-lead"])


def test_by_keyboard_without_javascript_on_a_phone(plain_phone: Any, live_server: Any) -> None:
    plain_phone.expected += WHEN_HIDING
    # The checker of accessibility is a script itself, so it looks in the next test.
    nobody_asked_me(Reader(plain_phone, live_server.url, by_keyboard=True, looks=False))


def test_by_mouse_on_a_phone_each_page_is_accessible(
    narrow_page: Any, live_server: Any, watched: Watch
) -> None:
    narrow_page.expected += WHEN_HIDING
    nobody_asked_me(watched(Reader(narrow_page, live_server.url)))
    stored = "() => [localStorage.length, sessionStorage.length, document.cookie.length]"
    fresh = (
        narrow_page.context.new_page()
    )  # of the same browser: the other one stands on a page that is not kept
    fresh.goto(f"{live_server.url}/feedback/young/5-8/")
    assert fresh.evaluate(stored) == [0, 0, 0]


def test_help_comes_first_and_a_drawing_goes_along(
    narrow_page: Any, live_server: Any, watched: Watch
) -> None:
    reader = watched(Reader(narrow_page, live_server.url))
    page = narrow_page
    for group, say in (("5-8", "What do you want to say?"), ("13-plus", "What should we know?")):
        page.goto(f"{live_server.url}/feedback/young/{group}/")
        reader.reads("Tell us how it was")
        write(reader, say, "He hurt me.")
        reader.press("Next", role="button")
        page.locator("input[type=file]").set_input_files(
            {"name": "me.png", "mimeType": "image/png", "buffer": png()}
        )
        choose(reader, "No. It is over.")
        choose(reader, "No")
        reader.press("Send", role="button")
        reader.reads("Do you need help now?")
        first = page.locator("main h1, main h2").first.inner_text()
        assert first == "Do you need help now?"
    assert [one.drawing.kind for one in Piece.objects.all()] == ["image/png"] * 2


def test_pressing_send_twice_sends_once(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/feedback/complaint/")
    page.get_by_label("A child or young person").check()
    page.get_by_label("What went wrong?").fill("It was late.")
    page.get_by_label("How can we get in touch?").fill("My nan")
    page.get_by_role("button", name="Send").dblclick()
    page.get_by_role("heading", name="Thank you. We have it.").wait_for()
    assert Piece.objects.count() == 1


def test_a_parent_and_a_reader_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, themes: None, watched: Watch
) -> None:
    reader = watched(Reader(narrow_page, live_server.url))
    page = narrow_page
    page.goto(f"{live_server.url}/feedback/adults/")
    reader.press("Send", role="button")
    page.get_by_text("There is a problem").wait_for()
    reader.reads("Tell us how it was")
    for label, at in (("A parent or carer", 0), ("Being heard", 0), ("No", 0), ("No", 1)):
        choose(reader, label, at)
    write(reader, "What would you like to tell us?", "Nobody rang.")
    reader.press("Send", role="button")
    reader.reads("Thank you. We have received it.")
    choose(reader, "Female")
    reader.press("Send these answers", role="button")
    reader.reads("Thank you")
    page.goto(f"{live_server.url}/support/")
    with page.expect_navigation():
        page.locator(".dr-page-question [value=no]").click()
    reader.reads("Tell us about this website")
    write(reader, "What were you doing?", "Looking.")
    reader.press("Send", role="button")
    reader.reads("Thank you")
    assert page.context.cookies() == []


def triage(reader: Reader, cast: Cast) -> None:
    """Read, give themes, pass to duty, be told why it cannot be closed; duty acts; then it is closed."""
    page = reader.page
    reader.sign_in(cast["quality-lead"])
    page.goto(f"{reader.address}/feedback/triage/")
    reader.reads("Feedback to read and answer")
    page.locator("main .dr-list a").first.click()
    page.get_by_text("Some words sound as if somebody may be hurt").wait_for()
    reader.press("I have read it", role="button")
    reader.press("Give it its themes")
    reader.reads("What is it about?")
    reader.press("Save", role="button")
    page.get_by_text("There is a problem").wait_for()
    page.get_by_label("Being heard").check()
    reader.press("Save", role="button")
    reader.press("Pass to duty: a child may be at risk", role="button")
    page.expected.append("409")
    reader.press("Close it", role="button")
    page.get_by_text("This cannot be closed yet.").wait_for()
    address = page.url.removesuffix("closed/")

    reader.sign_in(cast["supervisor"])
    page.goto(f"{reader.address}/feedback/triage/")
    reader.reads("Feedback passed to duty")
    page.goto(address)
    reader.press("Save what you did", role="button")
    page.get_by_text("There is a problem").wait_for()
    write(reader, "What you did", "Rang the school.")
    reader.press("Save what you did", role="button")
    page.get_by_text("Rang the school.").wait_for()

    reader.sign_in(cast["quality-lead"])
    page.goto(address)
    reader.press("Close it", role="button")
    page.get_by_text("Closed", exact=True).wait_for()
    assert Piece.objects.get().state == State.CLOSED


def test_triage_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, themes: None, watched: Watch
) -> None:
    send("He hurt me.")
    triage(watched(Reader(narrow_page, live_server.url)), cast)


def test_two_people_at_one_piece_do_not_lose_each_other_s_work(
    page: Any, live_server: Any, cast: Cast, themes: None
) -> None:
    piece = send("Hm.")
    reader = Reader(page, live_server.url, looks=False)
    reader.sign_in(cast["quality-lead"])
    page.goto(f"{live_server.url}/feedback/triage/{piece.pk}/")
    referred(piece, cast["quality-lead"])  # meanwhile, at another window
    page.expected.append("409")
    reader.press("I have read it", role="button")
    page.get_by_text("Somebody else changed this while you had it open.").wait_for()
    assert page.get_by_text("Nobody has acted yet.").is_visible()


def every_staff_page(cast: Cast) -> list[tuple[str, str]]:
    piece = referred(send("He hurt me.", wants_answer=True, case_now=CaseNow.SHOW), cast["quality-lead"])
    draft = reply(cast["editor"])
    published = reply(cast["editor"], audience="parents")
    you_said.publish(published, version=1, by=cast["quality-lead"])
    return [
        ("quality-lead", "/feedback/triage/"),
        ("quality-lead", "/feedback/triage/?show=closed"),
        ("quality-lead", f"/feedback/triage/{piece.pk}/"),
        ("quality-lead", f"/feedback/triage/{piece.pk}/themes/"),
        ("supervisor", f"/feedback/triage/{piece.pk}/"),
        ("equality-lead", "/feedback/themes/"),
        ("editor", "/feedback/pages/"),
        ("editor", "/feedback/replies/"),
        ("editor", "/feedback/replies/add/"),
        ("editor", f"/feedback/replies/{draft.pk}/"),
        ("quality-lead", f"/feedback/replies/{draft.pk}/"),
        ("editor", f"/feedback/replies/{draft.pk}/change/"),
        ("editor", f"/feedback/replies/{published.pk}/"),
        ("analyst", "/feedback/datasets/"),
        ("executive", "/feedback/board/"),
        ("public", "/feedback/you-said/"),
        ("public", "/feedback/you-said/parents/"),
        ("public", "/feedback/you-said/children/"),
        ("public", "/feedback/page/"),
        ("public", "/bank-holidays/"),
    ]


def test_every_page_is_valid_and_accessible_on_a_phone(
    narrow_page: Any, live_server: Any, cast: Cast, themes: None, valid_html: Any
) -> None:
    from tests.browsing import no_sideways_scroll
    from tests.feedback.building import client_of

    narrow_page.expected += WHEN_HIDING
    faults, html = {}, {}
    for role, address in every_staff_page(cast):
        reader = Reader(narrow_page, live_server.url)
        if role == "public":
            narrow_page.context.clear_cookies()
        else:
            reader.sign_in(cast[role])
            html[f"{role} {address}"] = client_of(cast[role]).get(address).content.decode()
        narrow_page.goto(f"{live_server.url}{address}")
        no_sideways_scroll(narrow_page)
        if found := axe(narrow_page):
            faults[f"{role} {address}"] = found
    from django.test import Client

    public = ("", "young/", "young/5-8/", "adults/", "complaint/", "page/", "you-said/", "you-said/children/")
    html |= {page: Client().get(f"/feedback/{page}").content.decode() for page in public}
    html["hidden"] = Client().get("/bank-holidays/").content.decode()
    html["before"] = Client().post("/feedback/young/9-12/", {"face": "bad"}).content.decode()
    assert faults == {}
    assert valid_html(html) == []
