"""`docs/tutorial.md` is followed to the letter, in an empty folder, and says what it says it says."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial.md"
COMMAND = "import sys; from disparity.command import main; sys.exit(main())"
WRITE, BELOW = r"Write `([^`]+)`:", r"In `([^`]+)`, below the line that begins with `(.+)`:"
FINDS_SOMETHING = "Run, and it finds something to mend:"
RUNS = ("Run:", FINDS_SOMETHING, "Run, and compare with what you published:")


def blocks() -> Iterator[tuple[str, str]]:
    """Yield the line above each block, and the block."""
    text = TUTORIAL.read_text(encoding="utf-8")
    yield from re.findall(r"([^\n]*)\n\n```\w+\n(.*?)```$", text, re.DOTALL | re.MULTILINE)


def test_the_tutorial_is_followed_to_the_letter(tmp_path: Path) -> None:
    said: list[str] = []
    for how, text in blocks():
        if found := re.fullmatch(WRITE, how):
            (tmp_path / found[1]).write_text(text, encoding="utf-8")
        elif found := re.fullmatch(BELOW, how):
            put_below(tmp_path / found[1], found[2], text)
        elif how in RUNS:
            said = run(tmp_path, text, code=1 if how == FINDS_SOMETHING else 0)
        elif how == "It says:":
            missing = [line for line in text.splitlines() if line not in said]
            assert missing == [], said
        else:
            raise AssertionError(f"“{how}” does not say what to do with the block below it")
    assert {path.name for path in tmp_path.iterdir()} >= {"requests.csv", "plan.toml", "report", "exact"}


def test_every_block_of_the_tutorial_is_one_of_these() -> None:
    assert len(list(blocks())) == TUTORIAL.read_text(encoding="utf-8").count("```") // 2
    assert len(list(blocks())) > 12


def put_below(path: Path, beginning: str, text: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [number for number, line in enumerate(lines) if line.startswith(beginning)]
    path.write_text("".join([*lines[: at + 1], text, *lines[at + 1 :]]), encoding="utf-8")


def run(folder: Path, text: str, *, code: int) -> list[str]:
    """Run the one command of a block, with this Python and this code; return the lines that it says."""
    program, *arguments = text.split()
    start = {"python": [], "disparity": ["-c", COMMAND]}[program]
    done = subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout.splitlines()
