"""One supervisor for the small installation: the web server and one worker, in one group that ends together."""

import ctypes
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from dueregard.config import tables
from dueregard.config.router import COMMONS, MAIN, database_of

SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_KNOCKS = 0.1
SECONDS_TO_STOP = 20.0
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104  (the words of who binds to them)


def prepare() -> None:
    """Bring the databases and the static files up to date; refuse what the start-up checks refuse."""
    _refuse_taken_port()
    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    with ThreadPoolExecutor(1) as beside:  # files are packed without Python, while tables are made with it
        static = None if settings.DEBUG else beside.submit(_collect_static_files)
        migrate(at_once=settings.DEMO)
        if static is not None:
            static.result()


def _collect_static_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def migrate(*, at_once: bool = False) -> None:
    """Bring both databases up to date; the commons gets the tables of its own apps and no others.

    With `at_once` a database that is new gets its tables in one go (`config.tables`).
    """
    of_commons = [app.label for app in apps.get_app_configs() if database_of(app.label) == COMMONS]
    for alias, labels in ((MAIN, []), (COMMONS, of_commons)):
        if at_once and tables.is_new(alias):
            tables.make_at_once(alias, labels)
        else:
            for named in [[label] for label in labels] or [[]]:
                call_command("migrate", *named, database=alias, interactive=False, verbosity=0)
    call_command("createcachetable", database=MAIN, verbosity=0)


def serve(*, reload: bool = False, say: Callable[[str], None] | None = None, log: Path | None = None) -> int:
    """Run the web server and a worker until told to stop; start again whichever dies.

    `say` is told the address once it answers; with `log` the two write there and not to the console.
    """
    bind, port = settings.BIND, settings.PORT
    web = [
        *(sys.executable, "-m", "gunicorn", "dueregard.config.wsgi:application"),
        *("--bind", f"{bind}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--no-control-socket", "--graceful-timeout", "10"),
        *("--log-level", "warning", "--logger-class", "dueregard.config.gunicorn_log.GunicornLog"),
    ]
    # Loaded once and then forked, so that a killed web server serves again sooner; code that changes is not.
    web.append("--reload" if reload else "--preload")
    worker = [sys.executable, "-m", "dueregard.config", "worker"]

    # We stay in the group we were started in: whoever ends `make demo` by its group ends us all.
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    commands = [web, worker]
    children = [_start(command, log) for command in commands]
    while not stopping.wait(SECONDS_BETWEEN_KNOCKS if say else SECONDS_BETWEEN_LOOKS):
        for place, child in enumerate(children):
            if child.poll() is not None and not stopping.is_set():
                if log:
                    sys.stderr.write(f"A process ended and is started again. Why is in {log}.\n")
                children[place] = _start(commands[place], log)
        if say and _is_open(bind, port):
            say(f"http://127.0.0.1:{port}/")
            say = None
    return _end(children)


def _refuse_taken_port() -> None:
    """Say so before any work is done for it, when pages cannot be served where we were told to."""
    bind, port = settings.BIND, settings.PORT
    host = bind.strip("[]")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, port))
    except OSError as problem:
        raise SystemExit(
            f"Pages cannot be served on {bind}, port {port}: {problem.strerror}. "
            "Stop what uses it, or set PORT to another number."
        ) from problem


def _is_open(bind: str, port: int) -> bool:
    """Say whether the web server has opened its door."""
    host = bind.strip("[]")
    try:
        with socket.create_connection(("localhost" if host in EVERY_ADDRESS else host, port), timeout=1):
            return True
    except OSError:
        return False


def work(*, once: bool = False) -> int:
    """Do background work until told to stop."""
    from dueregard.config import logs
    from dueregard.jobs import ticks, worker
    from dueregard.journal import seals

    logs.report_uncaught()
    seals.refuse_broken_seals()
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if once:
        ticks.run_all()
        worker.work(once=True, stop=stopping)
        return 0
    ticking = threading.Thread(target=ticks.keep_ticking, args=[stopping], name="ticks")
    ticking.start()
    try:
        worker.work(stop=stopping)
    finally:
        stopping.set()
        ticking.join()
    return 0


def _start(command: list[str], log: Path | None) -> subprocess.Popen[bytes]:
    with ExitStack() as opened:
        place = opened.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            command, stdout=place, stderr=place, preexec_fn=partial(_end_with, os.getpid())
        )


def _end_with(parent: int) -> None:
    """Ask Linux to end this child when the supervisor dies, even by SIGKILL; elsewhere the group does it."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)  # it died before we asked


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
