"""Opening a file somebody named: a plain refusal for a folder, a device, a missing file or a closed door."""

from __future__ import annotations

import stat
from pathlib import Path

from disparity.problems import Problem


def refusal_of(path: Path, *, called: str) -> Problem | None:
    """Return why `path` cannot be read as a file, or None if it can; `called` is what it is for."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb"):
                return None
    except FileNotFoundError:
        return _problem(f"{called} is not there", path, "Check the name and the folder", "missing-file")
    except (OSError, ValueError) as error:
        reason = (
            error.strerror.lower()
            if isinstance(error, OSError) and error.strerror
            else "the name is not valid"
        )
        return _problem(
            f"{called} cannot be opened ({reason})", path, "Check the name and who may read it", "unreadable"
        )
    found = "a folder" if stat.S_ISDIR(mode) else "not an ordinary file"
    return _problem(f"{called} is {found}", path, "Name a file", "not-a-file")


def read_small(path: Path, *, largest: int, called: str) -> tuple[bytes, Problem | None]:
    """Return the bytes of a file of at most `largest` bytes, or the problem."""
    problem = refusal_of(path, called=called)
    if problem is not None:
        return b"", problem
    try:
        with path.open("rb") as file:
            read = file.read(largest + 1)
    except OSError as error:
        reason = (error.strerror or "it could not be read").lower()
        return b"", _problem(
            f"{called} cannot be read ({reason})", path, "Copy it again from where it came", "unreadable"
        )
    if len(read) > largest:
        what = f"{called} is larger than {largest:,} bytes"
        return b"", _problem(what, path, "Check that it is the right file", "too-large")
    return read, None


def _problem(what: str, path: Path, fix: str, kind: str) -> Problem:
    return Problem(what, str(path), fix, kind=kind)
