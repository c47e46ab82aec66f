"""A house that is served in processes of its own, so that they can be killed and what is left be looked at."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.config.test_supervisor import NoRedirect, free_port
from tests.processes import Mark, children_of, comes_true

LONGEST_START = 60


@dataclass
class House:
    """One installation on given databases, with its supervisor running."""

    var: Path
    databases: dict[str, str]
    port: int = field(default_factory=free_port)
    mark: Mark = field(default_factory=Mark)
    supervisor: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return self.mark.environment(
            DUEREGARD_VAR=str(self.var),
            PORT=str(self.port),
            DUEREGARD_DEMO="1",
            DUEREGARD_DEBUG="1",
            DUEREGARD_JOB_LEASE="2",
            **self.databases,
        )

    def start(self) -> None:
        with (self.var / "log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "dueregard.config", "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        assert comes_true(self.answers, within=LONGEST_START), (self.var / "log").read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        """Return the web server and the worker, by name."""
        assert self.supervisor is not None
        found = {}
        for pid, command in children_of(self.supervisor.pid).items():
            found["web" if "gunicorn" in command else "worker"] = pid
        return found

    def kill(self) -> None:
        """Kill the web server with all its processes, and the worker, at once, with SIGKILL."""
        children = self.children()
        web = children.get("web")
        pids = [*children.values(), *(children_of(web) if web else ())]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the `dueregard` command on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "dueregard.config", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def end(self) -> None:
        if self.supervisor is not None:
            self.supervisor.terminate()
            try:
                self.supervisor.wait(30)
            except subprocess.TimeoutExpired:
                self.supervisor.kill()
        self.mark.goes_out(within=20)
        self.mark.kill()


@dataclass
class Browser:
    """A signed-in browser without a picture: one session, and what it was told was done."""

    house: House
    session: str

    def open(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return the status, the text, and where a redirect leads."""
        request = urllib.request.Request(
            path if path.startswith("http") else self.house.address + path,
            data=None if form is None else urllib.parse.urlencode(form).encode(),
            headers={
                "Cookie": f"session={self.session}; csrf={self.token}" if form else f"session={self.session}"
            },
        )
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except urllib.error.HTTPError as other:
            with other:
                return other.code, other.read().decode(), other.headers.get("Location", "")

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        """Send a form with its token."""
        return self.open(path, form | {"csrfmiddlewaretoken": self.token})

    @property
    def token(self) -> str:
        """A form token: Django takes any that is the same in the cookie and in the form."""
        return "a" * 32


@dataclass
class Writers:
    """Some who write at the same time, each a step at a time, and keep a list of what was acknowledged."""

    step: Callable[[int, int], list[str]]
    number: int = 6
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    unforeseen: list[BaseException] = field(default_factory=list)

    def __enter__(self) -> "Writers":
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=[who]) for who in range(self.number)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, who: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            try:
                self.acknowledged += self.step(who, turn)
            except (OSError, ConnectionError):
                self.refused += 1  # nobody answered: nothing was acknowledged
                time.sleep(0.05)
            except BaseException as problem:  # noqa: BLE001  (shown by the test)
                self.unforeseen.append(problem)
                return


def kill_again_and_again(house: House, writers: Writers, *, times: int, seed: int) -> list[float]:
    """Kill web and worker at random moments while others write; return how long each time until it serves again."""
    chance, waited = random.Random(seed), []
    for _ in range(times):
        before = len(writers.acknowledged)
        assert comes_true(lambda before=before: len(writers.acknowledged) > before + 20, within=60), writers
        time.sleep(chance.uniform(0, 0.5))
        assert comes_true(lambda: len(house.children()) == 2, within=20)
        house.kill()
        began = time.monotonic()
        assert comes_true(house.answers, within=30), (house.var / "log").read_text()[-2000:]
        waited.append(time.monotonic() - began)
    return waited
