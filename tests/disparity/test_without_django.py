"""The engine and its command work where Django is not installed, nor anything else of the web application."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.disparity.commands import GOOD, PLAN, ROOT

BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
"""
WEB = {
    "django",
    "dueregard",
    "allauth",
    "csp",
    "cryptography",
    "gunicorn",
    "holidays",
    "rules",
    "whitenoise",
    "psycopg",
}
COMMAND = "from disparity.command import main; sys.exit(main())"


def without(
    names: set[str], *arguments: str, within: Path, code: str = COMMAND
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED.format(names=names) + code, *arguments],
        cwd=within, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "data.csv").write_text(GOOD)
    return tmp_path


def test_the_command_checks_and_analyses_without_django(folder: Path) -> None:
    checked = without(WEB, "check", "plan.toml", "data.csv", within=folder)
    assert (checked.returncode, checked.stderr) == (0, "")
    analysed = without(WEB, "analyse", "plan.toml", "data.csv", "--out", "report", within=folder)
    assert (analysed.returncode, analysed.stderr) == (0, "")
    assert (folder / "report/findings.csv").exists()


def test_every_name_of_the_library_is_there_without_django(folder: Path) -> None:
    done = without(
        WEB, within=folder, code="import disparity; [getattr(disparity, name) for name in disparity.__all__]"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_blocked_is_truly_not_there(folder: Path) -> None:
    done = without(WEB, within=folder, code="import django")
    assert "No module named 'django'" in done.stderr


@pytest.mark.parametrize(
    ("missing", "options", "extra"),
    [
        ("psycopg", ["--engine", "postgres", "--database", "postgresql://x"], "due-regard[postgres]"),
        ("pyspark", ["--engine", "spark"], "due-regard[spark]"),
    ],
)
def test_an_engine_that_is_not_installed_says_how_to_install_it(folder, missing, options, extra) -> None:
    done = without({missing}, "analyse", "plan.toml", "data.csv", "--out", "report", *options, within=folder)
    assert done.returncode == 1
    assert extra in done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert not (folder / "report").exists()


@pytest.mark.prove
def test_an_installed_wheel_works_in_a_bare_environment(folder: Path) -> None:
    """Builds the wheel, installs it with what it asks for and nothing else; this takes pip's package index."""

    def run(*command: str | Path) -> str:
        own = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        done = subprocess.run(
            list(map(str, command)), cwd=folder, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder / "wheels", ROOT)
    (wheel,) = (folder / "wheels").glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "bare")
    run(folder / "bare/bin/pip", "install", "--disable-pip-version-check", wheel)
    installed = run(folder / "bare/bin/pip", "list", "--format=freeze")
    assert "django" not in installed.lower()
    run(folder / "bare/bin/disparity", "check", "plan.toml", "data.csv")
    run(folder / "bare/bin/disparity", "analyse", "plan.toml", "data.csv", "--out", "report")
    assert (folder / "report/report.html").exists()
