"""Functions for the child process of the tests: what a file might make a reader do."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Problem:
    what: str
    where: str


class BadError(Exception):
    def __init__(self, *problems: Any) -> None:
        self.problems = problems


def add(a: int, b: int) -> dict[str, int]:
    print("A library says something on standard output.")
    return {"sum": a + b}


def refuse() -> None:
    raise BadError(Problem("It is wrong", "line 3"), "And so is this")


def surroundings() -> dict[str, Any]:
    Path("mine").write_text("x")
    return {
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "mode": Path("mine").stat().st_mode & 0o777,
        "group": os.getpgrp(),
        "process": os.getpid(),
    }


def take_memory() -> dict[str, int]:
    return {"size": len(bytearray(2_000_000_000))}


def take_memory_through_a_library() -> dict[str, int]:
    import numpy as np

    return {"size": int(np.ones(400_000_000).sum())}


def take_memory_and_hide_it() -> None:
    try:
        take_memory()
    except MemoryError as error:
        raise RuntimeError("The reader failed.") from error


def spin() -> None:
    while True:
        pass


def sleep(seconds: float, pid_file: str = "") -> dict[str, bool]:
    if pid_file:
        Path(pid_file).write_text(str(os.getpid()))
    time.sleep(seconds)
    return {"slept": True}


def leave_a_process(pid_file: str, wait: float) -> dict[str, bool]:
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    Path(pid_file).write_text(str(pid))
    time.sleep(wait)
    return {"left": True}


def fill_the_disk() -> None:
    with Path("big").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1024 * 1024))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fail() -> None:
    raise RuntimeError("something unforeseen")


def answer_with_what_json_cannot_say() -> dict[str, Any]:
    return {"value": float("nan")}


def answer_at_length(megabytes: int) -> dict[str, str]:
    return {"value": "x" * (megabytes * 1024 * 1024)}


def chatter() -> dict[str, bool]:
    for _ in range(20_000):
        print("x" * 100)
    return {"said": True}
