"""`docs/adding-a-module.md` is followed to the letter, in a copy of the repository, and every check is run on it."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/adding-a-module.md"

HOWS = {
    "write": re.compile(r"Write `([^`]+)`:"),
    "below": re.compile(r"In `([^`]+)`, below the line that begins with `(.+)`:"),
    "end": re.compile(r"At the end of `([^`]+)`:"),
    "run": re.compile(r"Run:"),
}


@dataclass(frozen=True)
class Step:
    """A block of the guide, and what the line above it says to do with it."""

    how: str
    path: str
    below: str
    text: str

    def apply(self, copy: Path) -> None:
        path = copy / self.path
        if self.how == "run":
            for command in self.text.splitlines():
                run(copy, command)
        elif self.how == "write":
            assert not path.exists(), f"{self.path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
        elif self.how == "end":
            path.write_text(path.read_text(encoding="utf-8") + self.text, encoding="utf-8")
        else:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            found = [number for number, line in enumerate(lines) if line.lstrip().startswith(self.below)]
            assert len(found) == 1, f"{self.path} has {len(found)} lines that begin with {self.below}"
            lines.insert(found[0] + 1, self.text)
            path.write_text("".join(lines), encoding="utf-8")


def steps() -> Iterator[Step]:
    """Yield the blocks of the guide in their order; one that does not say where it goes is an error."""
    blocks = re.findall(
        r"([^\n]*)\n```\w+\n(.*?)```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for said, text in blocks:
        how, match = next(
            ((how, found) for how, form in HOWS.items() if (found := form.fullmatch(said))), ("", None)
        )
        assert match, f"“{said}” does not say where the block below it goes"
        path, below, *_ = (*match.groups(), "", "")
        yield Step(how, path, below, text)


def run(copy: Path, command: str) -> None:
    """Run a command of the guide on the code of the copy; what it says is the reason where it fails."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DUEREGARD_", "PYTEST"))
    }
    kept = {name: value for name, value in os.environ.items() if name.startswith("DUEREGARD_TEST_")}
    own = {
        "PYTHONPATH": str(copy / "src"),
        "DUEREGARD_VAR": str(copy / "var"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command.split(), cwd=copy, env=environment | kept | own, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"{command}\n{done.stdout[-5000:]}\n{done.stderr[-3000:]}")


class CommandFailed(Exception):
    """A command of the guide ended in an error."""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return copy_of_the_repository(tmp_path)


def copy_of_the_repository(tmp_path: Path) -> Path:
    """Return a copy of what is in the repository, tracked and not yet tracked, with the same tools."""
    if (ROOT / "src/dueregard/lending").exists():
        pytest.skip("The guide has been followed in this very checkout.")
    copy = tmp_path / "copy"
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    (copy / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run(
        ["git", "init", "--quiet"], cwd=copy, check=True
    )  # the tests of the repository ask it for names
    return copy


def test_every_block_says_where_it_goes() -> None:
    found = list(steps())
    assert len(found) > 20
    assert [step.how for step in found].count("run") == 2
    text = GUIDE.read_text(encoding="utf-8")
    assert len(found) == len(re.findall(r"^```\w+$", text, re.MULTILINE))


def test_the_last_block_runs_what_make_check_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = [
        re.search(rf"^{name}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
        for name in ("lint", "types", "contracts", "check")
    ]
    commands = [
        line.strip().replace("$(BIN)", ".venv/bin")
        for found in recipes
        if found
        for line in found[1].splitlines()
    ]
    last = list(steps())[-1].text.splitlines()
    assert last[:-1] == [command for command in commands if "benchmarks" not in command]
    assert last[-1].startswith(".venv/bin/python -m pytest tests/lending ")


def test_the_guide_followed_to_the_letter_makes_a_room(copied: Path) -> None:
    """Leave out what takes long; the proof in tests/acceptance/test_ground.py leaves nothing out."""
    for step in list(steps())[:-1]:
        step.apply(copied)
    run(copied, ".venv/bin/ruff check src/dueregard/lending tests/lending")
    run(copied, ".venv/bin/lint-imports")
    run(copied, ".venv/bin/python -m pytest tests/lending tests/repository/test_models.py")


def left_out(copied: Path, wanted: Callable[[Step], bool], *, command: str) -> str:
    """Follow the guide without one step, and return what a command says that now must fail."""
    every = list(steps())
    without = [step for step in every[:-1] if not wanted(step)]
    assert len(without) == len(every) - 2
    for step in without:
        step.apply(copied)
    with pytest.raises(CommandFailed) as failed:
        run(copied, command)
    return str(failed.value)


def test_a_room_without_a_floor_is_refused(copied: Path) -> None:
    said = left_out(copied, lambda step: step.below == '"demo",', command=".venv/bin/lint-imports")
    assert "dueregard.lending" in said


@pytest.mark.prove
@pytest.mark.parametrize(
    ("forgotten", "tests", "refused_by"),
    [
        ("docs/privacy.csv", "tests/repository", "test_every_field_has_a_privacy_decision"),
        ("docs/map.md", "tests/repository", "test_every_room_is_on_the_map_and_on_a_floor"),
        ("docs/role-matrix.csv", "tests/access", "test_the_matrix_lists_every_route_and_every_role"),
    ],
)
def test_a_room_without_its_rows_is_refused(
    copied: Path, forgotten: str, tests: str, refused_by: str
) -> None:
    command = f".venv/bin/python -m pytest {tests} -k {refused_by}"
    said = left_out(copied, lambda step: step.path == forgotten, command=command)
    assert "1 failed" in said
    assert refused_by in said
    assert "lending" in said
