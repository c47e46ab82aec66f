"""Running the command `disparity` in the tests: within this process, or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from disparity.command import main

ROOT = Path(__file__).resolve().parents[2]

PLAN = """\
format = "disparity/plan@1"
title = "Leave"
unit = "request"
[[characteristic]]
name = "sex"
column = "sex"
levels = ["Male", "Female"]
reference = "Male"
[[measure]]
name = "agreed"
kind = "proportion"
column = "outcome"
event = "Agreed"
"""
GROUPS = {"Male,Agreed": 60, "Male,Refused": 40, "Female,Agreed": 45, "Female,Refused": 55}
GOOD = "sex,outcome\n" + "".join(f"{row}\n" * count for row, count in GROUPS.items())


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def run_apart(
    *arguments: object,
    stdout: int,
    code: str = "import sys; from disparity.command import main; sys.exit(main())",
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "src", **environment},
        cwd=ROOT,
        check=False,
        timeout=120,
    )
