"""Canaries: private values sent into every part of a running house, of which none may reach its log."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest

from dueregard.config import logs
from tests.config.faults.urls import WAYS
from tests.config.test_supervisor import free_port
from tests.processes import ROOT, Mark, comes_true

KEYS = {"time", "level", "logger", "event", "exceptions", *logs.FIELDS}
CANARY = "canary" + uuid4().hex[:12]


class House:
    """An installation whose every part fails, run as in use: the supervisor, the web server and a worker."""

    def __init__(self, var: Path, addresses: dict[str, str], port: int) -> None:
        self.mark, self.port, self.log = Mark(), port, var.with_suffix(".log")
        environment = self.mark.environment(
            DUEREGARD_VAR=str(var), DUEREGARD_HTTPS="0", DUEREGARD_DEMO="1", PORT=str(port), **addresses
        ) | {
            "DJANGO_SETTINGS_MODULE": "tests.config.faults.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "CANARY": CANARY,
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dueregard.config", "serve"], env=environment, stdout=log, stderr=log
            )

    def ask(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            kept = {"Content-Type": "application/x-www-form-urlencoded"} | {
                name.replace("_", "-"): value for name, value in headers.items()
            }
            connection.request(method, path, body, kept)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def send(self, octets: bytes) -> None:
        """Send what is no request at all."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.connect()
        connection.sock.sendall(octets)
        connection.sock.settimeout(5)
        connection.sock.recv(1000)
        connection.close()

    def answers(self) -> bool:
        try:
            return self.ask("/healthz")[0] == 200
        except OSError:
            return False

    def says(self, *words: str) -> bool:
        return comes_true(lambda: all(one in self.log.read_text() for one in words), within=60)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            self.mark.kill()


@pytest.fixture
def house(tmp_path: Path, shared_databases: dict[str, str]) -> Iterator[House]:
    house = House(tmp_path / "var", shared_databases, free_port())
    try:
        assert comes_true(house.answers, within=120), house.log.read_text()
        yield house
    finally:
        house.end()


@pytest.mark.skipif(sys.platform != "linux", reason="finds its processes in /proc")
def test_no_canary_reaches_the_log_of_web_or_worker(house: House) -> None:
    asked = send_canaries(house)
    assert asked >= 300
    assert house.says('"tick": "fail with a value"', "a job failed", "a request failed")
    comes_true(lambda: house.log.read_text().count('"event": "a job failed"') >= 12, within=30)
    os.kill(house.process.pid, 0)
    house.end()
    text = house.log.read_text()
    assert CANARY not in text
    assert [one for one in text.splitlines() if not one.startswith("{")] == []
    found = [json.loads(one) for one in text.splitlines()]
    assert {name for one in found for name in one} <= KEYS
    events = Counter(one["event"] for one in found)
    assert events["request"] >= 300
    assert events["a request failed"] >= 60
    assert events["a job failed"] >= 12
    assert events["a tick failed"] >= 1
    failures = [one for one in found if one["event"] == "a request failed"]
    assert all(
        re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}", one["reference"]) and one["exceptions"] for one in failures
    )
    assert {one["logger"] for one in found} >= {"somebody.else", "gunicorn.error", "dueregard.faults"}


def send_canaries(house: House) -> int:
    """Send a canary in every place a request has, to good routes, missing ones and failing ones; count the requests."""
    asked = 0
    hidden = quote(f"{CANARY}@rowan.example")
    form = urlencode(
        {name: f"{CANARY} {name}" for name in ("username", "login", "password", "next", "q", "email")}
    )
    paths = [
        "/",
        "/sign-in/",
        "/forgotten-password/",
        "/people/find/",
        "/no-such-page/",
        "/statistics/",
        "/readyz",
    ]
    for number in range(12):
        for path in paths:
            house.ask(f"{path}?q={hidden}&token={CANARY}{number}", Cookie=f"session={CANARY}; csrf={CANARY}")
            house.ask(path, method="POST", body=form, Referer=f"http://127.0.0.1/{CANARY}", User_Agent=CANARY)
            asked += 2
        for way in WAYS:
            house.ask(f"/faults/{way}/{CANARY}{number}/?q={hidden}", X_Forwarded_For=CANARY)
            asked += 1
        house.ask(f"/{CANARY}/{number}/")
        house.ask(f"/people/areas/{CANARY}/", Authorization=f"Bearer {CANARY}")
        house.ask(
            "/demo/sign-in/", method="POST", body=urlencode({"person": CANARY}), Origin=f"http://{CANARY}"
        )
        house.ask("/", Host=f"{CANARY}.example")
        house.ask("/", method=CANARY.upper())
        asked += 5
    for octets in (
        f"GET /{CANARY} HTTP/9.{CANARY}\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\nHost: x\r\n{CANARY}\r\n\r\n".encode(),
        f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {CANARY}\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {CANARY}\r\n\r\n".encode(),
    ):
        house.send(octets)
        asked += 1
    return asked
