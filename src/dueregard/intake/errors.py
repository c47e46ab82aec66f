"""Why a file was not taken in.

IntakeError
├── NotKept        the upload itself is no good: empty, or too large
├── FileRefused    the file was read, and here is what is wrong with it
├── TooMuch        reading it took more memory, time or room than a file may
└── ChildCrashed   reading it failed through a fault of ours; the log has more
"""

from typing import Any


class IntakeError(Exception):
    """The base of what this package raises. Nothing was taken in."""


class NotKept(IntakeError):
    """The upload was not kept. The sentence can be shown beside the field."""


class FileRefused(IntakeError):
    """The file was read and refused. Each problem is a dictionary that says what, where and what to do."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class TooMuch(IntakeError):
    """The file asked for more than one file may. The sentence can be shown to the person who sent it."""


class ChildCrashed(IntakeError):
    """The child process failed in a way that was not foreseen. What it said is in the log."""
