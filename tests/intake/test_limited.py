"""The limited child process: what a hostile file can make it do stays in it."""

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dueregard.intake import limited
from dueregard.intake.errors import ChildCrashed, FileRefused, TooMuch
from dueregard.intake.limited import run_limited

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _log_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("dueregard"), "propagate", True)


def run(function: str, arguments: dict[str, Any] | None = None, **limits: Any) -> dict[str, Any]:
    return run_limited(f"tests.intake.targets:{function}", arguments or {}, **limits)


def is_alive(pid: int) -> bool:
    """Say whether a process is there and has not ended; one that nobody has collected yet has ended."""
    try:
        return f"{pid} (" in (stat := Path(f"/proc/{pid}/stat").read_text()) and ") Z " not in stat
    except FileNotFoundError:
        return False


def comes_to_an_end(pid: int, *, within: float = 5.0) -> bool:
    until = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_it_returns_what_the_function_returns() -> None:
    assert run("add", {"a": 2, "b": 3}) == {"sum": 5}


def test_problems_refuse_the_file() -> None:
    with pytest.raises(FileRefused) as refused:
        run("refuse")
    assert refused.value.problems == [{"what": "It is wrong", "where": "line 3"}, {"what": "And so is this"}]


def test_it_has_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUEREGARD_DATABASE_URL", "postgresql://somebody:secret@localhost/main")
    monkeypatch.setenv("SOME_TOKEN", "secret")
    found = run("surroundings")
    assert not [name for name in found["environment"] if name.startswith("DUEREGARD_")]
    assert "secret" not in str(found["environment"])


def test_it_has_a_folder_and_a_group_of_its_own() -> None:
    found = run("surroundings")
    assert found["folder"] != str(Path.cwd())
    assert not Path(found["folder"]).exists(), "the folder goes when the child has gone"
    assert found["mode"] == 0o600
    assert found["group"] == found["process"] != os.getpgrp()


@pytest.mark.parametrize(
    "function", ["take_memory", "take_memory_through_a_library", "take_memory_and_hide_it"]
)
def test_memory_is_limited(function: str) -> None:
    with pytest.raises(TooMuch, match="more memory than one file may use"):
        run(function, memory_mb=1024)


def test_processor_time_is_limited() -> None:
    with pytest.raises(TooMuch, match="more time than one file may use"):
        run("spin", cpu_seconds=1, wall_seconds=60)


def test_files_are_limited() -> None:
    with pytest.raises(TooMuch, match="more room on disk than one file may use"):
        run("fill_the_disk", file_mb=4)


def test_time_is_limited(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TooMuch, match="took too long"):
        run("sleep", {"seconds": 60, "pid_file": str(tmp_path / "pid")}, wall_seconds=1.5)
    assert time.monotonic() - began < 20
    assert comes_to_an_end(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("wait", [0, 60])
def test_what_it_started_ends_with_it(tmp_path: Path, wait: float) -> None:
    pid_file = tmp_path / "pid"
    arguments = {"pid_file": str(pid_file), "wait": wait}
    if wait:
        with pytest.raises(TooMuch):
            run("leave_a_process", arguments, wall_seconds=1.5)
    else:
        assert run("leave_a_process", arguments) == {"left": True}
    assert comes_to_an_end(int(pid_file.read_text()))


def test_a_crash_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ChildCrashed, match=f"code {-signal.SIGSEGV}"):
        run("crash")
    (record,) = caplog.records
    assert (record.target, record.code) == ("tests.intake.targets:crash", -signal.SIGSEGV)


def test_an_unforeseen_error_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ChildCrashed):
        run("fail")
    assert "RuntimeError: something unforeseen" in caplog.text
    assert caplog.records[-1].child_exception == "RuntimeError"


def test_an_answer_is_json_or_none() -> None:
    with pytest.raises(ChildCrashed):
        run("answer_with_what_json_cannot_say")


def test_an_answer_is_measured_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(run("answer_at_length", {"megabytes": 1})["value"]) == 1024 * 1024
    monkeypatch.setattr(limited, "LONGEST_ANSWER", 1024 * 1024)
    with pytest.raises(ChildCrashed):
        run("answer_at_length", {"megabytes": 1})


def test_a_flood_of_words_holds_nothing_up() -> None:
    assert run("chatter") == {"said": True}


def test_it_beats_while_the_child_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "SECONDS_BETWEEN_BEATS", 0.1)
    beats: list[float] = []
    run("sleep", {"seconds": 1}, beat=lambda: beats.append(time.monotonic()))
    assert len(beats) >= 3


def test_what_a_beat_raises_ends_the_child(tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    pid_file = tmp_path / "pid"

    def beat() -> None:
        if pid_file.exists() and pid_file.read_text():
            raise CancelledError

    with pytest.raises(CancelledError):
        run("sleep", {"seconds": 60, "pid_file": str(pid_file)}, beat=beat)
    assert comes_to_an_end(int(pid_file.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child when its parent is killed")
def test_it_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = (
        "from dueregard.intake.limited import run_limited\n"
        f"run_limited('tests.intake.targets:sleep', {{'seconds': 60, 'pid_file': {str(pid_file)!r}}})"
    )
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
    )
    until = time.monotonic() + 20
    while not (pid_file.exists() and pid_file.read_text()):
        assert time.monotonic() < until
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    assert comes_to_an_end(int(pid_file.read_text()))
