"""Senders that are killed: no message is lost, and each kill sends at most one twice, with the same Message-ID."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from dueregard.post import leases
from dueregard.post.models import Message
from dueregard.post.outlets import notify, smtp
from tests.post.conftest import write
from tests.post.smtp_stand_in import SmtpStandIn

ROOT = Path(__file__).parents[2]
LEASE = 1.0

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def server() -> Iterator[SmtpStandIn]:
    with SmtpStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def start_sender(shared_databases: dict[str, str], server: SmtpStandIn, tmp_path: Path) -> Iterator[Start]:
    environment = (
        os.environ
        | shared_databases
        | {
            "DUEREGARD_VAR": str(tmp_path),
            "DUEREGARD_KEYS": str(settings.KEYS_FILE),
            "DUEREGARD_DEMO": "1",
            "DUEREGARD_MAIL": "smtp",
            "DUEREGARD_SMTP_URL": server.url,
            "LEASE_OF_THE_TESTS": str(LEASE),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
    )
    running = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.post.a_sender"]
        running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return running[-1]

    yield start
    for sender in running:
        sender.kill()
        sender.wait()


def wait_until_sent(*, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while Message.objects.open().exists():
        assert time.monotonic() < until, Counter(Message.objects.values_list("state", "reason"))
        time.sleep(0.05)


def check_what_arrived(server: SmtpStandIn, wanted: set[str], *, kills: int) -> int:
    """Fail when a message was lost, or more went out twice than senders were killed; return how many did."""
    assert {taken.to for taken in server.taken} == wanted
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    ids = {f"<{pk}@localhost>" for pk in Message.objects.values_list("pk", flat=True)}
    assert {taken.message_id for taken in server.taken} == ids
    assert len({(taken.to, taken.message_id, taken.octets) for taken in server.taken}) == len(wanted)
    twice = len(server.taken) - len(wanted)
    assert twice <= kills
    return twice


@pytest.mark.parametrize(("stage", "twice"), [("rcpt", 0), ("taken", 1)])
def test_a_message_outlives_its_sender(
    start_sender: Start, server: SmtpStandIn, stage: str, twice: int
) -> None:
    """Kill the sender before the server has the letter, and after it has it but before the sender knows."""
    killed = threading.Event()

    def answer(at: str, to: str) -> str | None:
        if at == stage and to.startswith("person3@") and not killed.is_set():
            killed.set()
            sender.kill()
            sender.wait()
        return None

    server.answer = answer
    wanted = write_to(8)
    sender = start_sender()
    assert killed.wait(30)
    time.sleep(0.1)  # the server notices that the other side has gone
    (held,) = Message.objects.filter(state="sending")
    assert held.attempts == 1
    start_sender()
    wait_until_sent()
    assert check_what_arrived(server, wanted, kills=1) == twice
    held.refresh_from_db()
    assert held.attempts == 2


@pytest.mark.prove
def test_fifty_kills(start_sender: Start, server: SmtpStandIn) -> None:
    """Kill one of two senders at random moments, fifty times, while 2,400 messages go out."""
    chance = random.Random(2024)
    # The server takes its time, so that there is something to send for as long as there are kills.
    server.answer = lambda at, to: time.sleep(chance.uniform(0, 0.04)) if at in {"rcpt", "taken"} else None
    wanted = write_to(2400)
    senders = [start_sender(), start_sender()]
    for _ in range(50):
        time.sleep(chance.uniform(0.8, 1.6))
        assert Message.objects.open().exists()
        place = chance.randrange(2)
        senders[place].kill()
        senders[place].wait()
        senders[place] = start_sender()
    wait_until_sent(seconds=300)
    twice = check_what_arrived(server, wanted, kills=50)
    again = Message.objects.filter(attempts__gt=1).count()
    print(f"2400 messages, 50 kills, {again} taken up again, {twice} sent twice")
    assert again


def write_to(number: int) -> set[str]:
    wanted = {f"person{each}@rowan.example" for each in range(number)}
    for to in sorted(wanted):
        write(to)
    return wanted


def test_a_lease_outlasts_the_slowest_delivery() -> None:
    """Each step of the outlets gives up after ten seconds; a hand-over takes a dozen at most."""
    assert leases.LENGTH.total_seconds() > 12 * max(notify.SECONDS_FOR_A_STEP, smtp.SECONDS_FOR_A_STEP)
