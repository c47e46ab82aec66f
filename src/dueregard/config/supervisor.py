"""One supervisor for the small installation: the web server and one worker, in one group that ends together."""

import ctypes
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.core.management import call_command

SECONDS_BETWEEN_STARTS = 1.0
SECONDS_TO_STOP = 20.0


def prepare() -> None:
    """Bring the database and the static files up to date; refuse what the start-up checks refuse."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def serve(*, reload: bool = False, say: Callable[[str], None] | None = None) -> int:
    """Run the web server and a worker until told to stop; start again whichever dies."""
    bind, port = os.environ.get("DUEREGARD_BIND", "127.0.0.1"), os.environ.get("PORT", "8000")
    web = [
        *(sys.executable, "-m", "gunicorn", "dueregard.config.wsgi:application"),
        *("--bind", f"{bind}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--no-control-socket", "--log-level", "warning", "--graceful-timeout", "10"),
    ]
    if reload:
        web.append("--reload")
    worker = [sys.executable, "-m", "dueregard.config", "worker"]

    if os.getpgrp() != os.getpid() and not sys.stdin.isatty():
        os.setpgid(0, 0)  # so that ending our group ends us all, however we were started
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    children = [_start(web), _start(worker)]
    commands = [web, worker]
    if say:
        say(f"http://127.0.0.1:{port}/")
    while not stopping.wait(SECONDS_BETWEEN_STARTS):
        for place, child in enumerate(children):
            if child.poll() is not None and not stopping.is_set():
                children[place] = _start(commands[place])
    return _end(children)


def work(*, once: bool = False) -> int:
    """Do background work until told to stop."""
    from dueregard.jobs import worker

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker.work(once=once, stop=stopping)
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_end_with_parent)


def _end_with_parent() -> None:
    """Ask Linux to end this child when the supervisor dies, even by SIGKILL; elsewhere the group does it."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _end(children: list[subprocess.Popen[bytes]]) -> int:
    for child in children:
        child.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0
