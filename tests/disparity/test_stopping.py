"""A run that is told to stop leaves nothing behind: no rows, no half report, and the report that was there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from disparity.output_folder import moved_into_place
from disparity.report import read_report
from disparity.stopping import stopped_by_signals
from tests.disparity.commands import GOOD, PLAN, run

ROOT = Path(__file__).parents[2]
SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is told to ignore it
import disparity.command, disparity.cube_building, disparity.report
module, name = {where!r}.rsplit(".", 1)
real = getattr(sys.modules[module], name)
def slow(*arguments, **options):
    found = real(*arguments, **options)
    print("HERE", file=sys.stderr, flush=True)
    time.sleep(60)
    return found
setattr(sys.modules[module], name, slow)
sys.exit(disparity.command.main())
"""
STEPS = ["disparity.command.prepare", "disparity.cube_building.build_cube", "disparity.report.write_report"]


@pytest.mark.parametrize("where", STEPS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_behind(tmp_path: Path, where: str, number: signal.Signals) -> None:
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "data.csv").write_text(GOOD)
    (tmp_path / "temporary").mkdir()
    out = tmp_path / "report"
    assert run("analyse", tmp_path / "plan.toml", tmp_path / "data.csv", "--out", out) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (tmp_path / "data.csv").write_text(GOOD + "Male,Agreed\n")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW.format(where=where), "analyse", "plan.toml", "data.csv", "--out", "report"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path / "temporary")},
    ) as running:  # fmt: skip
        try:
            assert running.stderr is not None
            assert running.stderr.readline() == "HERE\n"
            assert list((tmp_path / "temporary").iterdir()) != []  # so there is something to clear away
            running.send_signal(number)
            said = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 1
    assert said == ("", "Stopped. Nothing was written.\n")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "data.csv",
        "plan.toml",
        "report",
        "temporary",
    ]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_ctrl_c_between_the_old_report_and_the_new_keeps_the_old(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "a").write_text("old")
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), moved_into_place(folder) as written:
        (written / "a").write_text("new")
    assert (folder / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_second_signal_does_not_disturb_the_clearing_away() -> None:
    cleared = []

    def interrupted_twice() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGTERM)
            cleared.append(True)

    with pytest.raises(KeyboardInterrupt), stopped_by_signals():
        interrupted_twice()
    assert cleared == [True]


def test_afterwards_signals_mean_what_they_meant() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with stopped_by_signals():
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


def test_a_signal_that_is_passed_over_stays_so(monkeypatch) -> None:
    """As under `nohup`, which asks to go on when the terminal goes."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_by_signals():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_command_runs_in_a_thread_too(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "data.csv").write_text(GOOD)
    codes: list[int] = []
    arguments = ("analyse", tmp_path / "plan.toml", tmp_path / "data.csv", "--out", tmp_path / "report")
    thread = threading.Thread(target=lambda: codes.append(run(*arguments)))
    thread.start()
    thread.join()
    assert codes == [0]
    assert read_report(tmp_path / "report").is_internal is False
