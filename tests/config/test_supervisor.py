"""The demonstration as one starts it: pages, what survives what, and an end that leaves nothing behind."""

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.processes import Mark, children_of, comes_true

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
LONGEST_START = 180


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect as it is."""

    def redirect_request(self, *arguments: object) -> None:
        return None


RELEASES = 3
"""What the demonstration has released when it is made: its first analysis, and the themes of a quarter's feedback."""


@dataclass
class Demonstration:
    """One installation of the demonstration, started and ended as often as a test likes."""

    var: Path
    port: int
    mark: Mark = field(default_factory=Mark)
    shell: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.var.with_suffix(".log")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def begin(self) -> None:
        """Start it as `make` does: below a shell that leads the group, without a terminal."""
        if self.shell is not None:
            self.shell.wait()
        command = [sys.executable, "-m", "dueregard.config", "demo", "--scale", "small"]
        with self.log.open("wb") as log:
            self.shell = subprocess.Popen(
                ["/bin/sh", "-c", '"$@"; exit $?', "sh", *command],
                env=self.mark.environment(DUEREGARD_VAR=str(self.var), PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start it and wait for its address."""
        self.begin()
        assert self.says(self.address), self.log.read_text()

    def says(self, words: str) -> bool:
        assert self.shell is not None
        shell = self.shell
        comes_true(lambda: words in self.log.read_text() or shell.poll() is not None, within=LONGEST_START)
        return words in self.log.read_text()

    @property
    def is_running(self) -> bool:
        return bool(self.mark.alive())

    @property
    def supervisor(self) -> int:
        assert self.shell is not None
        (pid,) = children_of(self.shell.pid)
        return pid

    def child(self, word: str) -> int:
        """Return the child of the supervisor with this word in its command, or 0."""
        found = [pid for pid, command in children_of(self.supervisor).items() if word in command]
        return found[0] if found else 0

    def end(self, number: signal.Signals) -> None:
        assert self.shell is not None
        os.killpg(self.shell.pid, number)
        self.shell.wait()

    def get(self, path: str) -> tuple[int, str]:
        return _fetch(urllib.request.build_opener(NoRedirect), self.address + path)

    def answers(self) -> bool:
        try:
            return self.get("healthz") == (200, "ok")
        except OSError:
            return False

    def released(self) -> list[str]:
        """Sign in as the analyst and return the addresses of what is released."""
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        browser = urllib.request.build_opener(NoRedirect, cookies)
        person = urllib.parse.urlencode({"person": "analyst"}).encode()
        assert _fetch(browser, f"{self.address}demo/sign-in/", person)[0] == 302
        status, html = _fetch(browser, f"{self.address}statistics/")
        assert status == 200
        return re.findall(r'href="(/statistics/releases/[^"]+)"', html)

    def count(self, table: str) -> int:
        with closing(sqlite3.connect(self.var / "main.sqlite3")) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _fetch(
    browser: urllib.request.OpenerDirector, address: str, body: bytes | None = None
) -> tuple[int, str]:
    try:
        with browser.open(address, body, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as other:
        with other:
            return other.code, other.read().decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Make one demonstration, killed in the middle of its making and started again."""
    demonstration = Demonstration(tmp_path_factory.mktemp("demonstration") / "var", free_port())
    try:
        demonstration.begin()
        assert demonstration.says("Running its first analyses."), demonstration.log.read_text()
        assert comes_true(lambda: any((demonstration.var / "datasets").glob("*")), within=LONGEST_START)
        demonstration.end(signal.SIGKILL)
        assert demonstration.mark.goes_out(within=5), "the check of the first dataset lives on"
        demonstration.start()
        yield demonstration
    finally:
        demonstration.mark.kill()
        if demonstration.shell is not None:
            demonstration.shell.wait()


@pytest.fixture
def demonstration(made: Demonstration) -> Demonstration:
    """Return the demonstration, running."""
    if not made.is_running:
        made.start()
    return made


def test_an_interrupted_start_is_completed_by_the_next(demonstration: Demonstration) -> None:
    assert len(demonstration.released()) == RELEASES
    assert demonstration.count("statistics_release") == RELEASES
    assert demonstration.count("people_staff") >= 120
    assert not list(demonstration.var.glob("analyses/*.*"))


def test_it_serves_its_pages(demonstration: Demonstration) -> None:
    status, html = demonstration.get("")
    assert status == 200
    assert "<h1" in html
    assert demonstration.get("healthz") == (200, "ok")
    status, parts = demonstration.get("readyz")
    assert (status, [part for part in parts.splitlines() if not part.endswith(": ok")]) == (200, [])
    assert demonstration.get("statistics/")[0] == 302
    for release in demonstration.released():
        assert demonstration.get(release.lstrip("/"))[0] == 302
    assert "Dilip Farnsby" in demonstration.log.read_text()


def test_a_killed_web_server_is_started_again(demonstration: Demonstration) -> None:
    killed = demonstration.child("gunicorn")
    os.kill(killed, signal.SIGKILL)
    assert comes_true(lambda: demonstration.child("gunicorn") not in {0, killed}, within=10)
    # Two processes of its own: those of the killed one answer for a moment longer.
    assert comes_true(lambda: len(children_of(demonstration.child("gunicorn"))) == 2, within=20)
    assert comes_true(demonstration.answers, within=20)


def test_a_killed_worker_is_started_again(demonstration: Demonstration) -> None:
    killed = demonstration.child("worker")
    os.kill(killed, signal.SIGKILL)
    assert comes_true(lambda: demonstration.child("worker") not in {0, killed}, within=10)


def test_ending_its_group_ends_every_process_and_frees_the_port(demonstration: Demonstration) -> None:
    # A shell, the supervisor, the web server with two processes, and the worker.
    assert comes_true(lambda: len(demonstration.mark.alive()) >= 6, within=20)
    demonstration.end(signal.SIGTERM)
    assert demonstration.mark.goes_out(within=25), demonstration.mark.alive()
    assert is_free(demonstration.port)


def test_killing_the_supervisor_ends_its_children(demonstration: Demonstration) -> None:
    assert demonstration.child("gunicorn")
    assert demonstration.child("worker")
    os.kill(demonstration.supervisor, signal.SIGKILL)
    assert demonstration.mark.goes_out(within=25), demonstration.mark.alive()
    assert is_free(demonstration.port)


def test_a_second_start_makes_nothing_again(demonstration: Demonstration) -> None:
    tables = (
        "people_person",
        "statistics_dataset",
        "statistics_analysis",
        "statistics_release",
        "journal_entry WHERE deed <> 'signed in'",  # which this test does, to look
    )
    before = [demonstration.count(table) for table in tables]
    released = demonstration.released()
    demonstration.end(signal.SIGTERM)
    assert demonstration.mark.goes_out(within=25)
    demonstration.start()
    assert demonstration.released() == released
    assert [demonstration.count(table) for table in tables] == before
    log = demonstration.log.read_text()
    assert not [words for words in ("Making", "Writing", "Running") if f"{words} " in log]


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        demonstration = Demonstration(tmp_path / "var", door.getsockname()[1])
        demonstration.begin()
        assert demonstration.says("set PORT to another number")
        assert demonstration.mark.goes_out(within=10)
    assert demonstration.shell is not None
    assert demonstration.shell.wait() == 1
    assert not (tmp_path / "var" / "main.sqlite3").exists()
