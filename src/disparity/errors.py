"""The errors of the engine.

The tree::

    DisparityError          every refusal of the engine; anything else that is raised is a bug
    ├── PlanError           the plan cannot be used; carries what to mend in it
    ├── DataError           the file of data cannot be used; carries what to mend in it
    ├── NotReleasable       the numbers are not safe, or were not made by the functions that make them safe
    ├── NotCountedTogether  a cube was asked for sums that it does not hold
    └── ImpossibleNumbers   a statistic was asked about numbers that no data can have

The first two are for the person who wrote the plan or the file, so they carry ``problems``.
"""

from __future__ import annotations

from collections.abc import Iterable

from disparity.problems import Problem


class DisparityError(Exception):
    """The base of every refusal of the engine."""


class _ProblemsError(DisparityError):
    """A refusal that lists what to mend, one `Problem` for each thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the problems, one a line."""
        return "\n".join(str(problem) for problem in self.problems)


class PlanError(_ProblemsError):
    """The plan cannot be used; `problems` says what to mend in it."""


class DataError(_ProblemsError):
    """The file of data cannot be used; `problems` says what to mend in it."""


class NotReleasable(DisparityError):
    """The numbers are not safe to release, or did not come from the functions that make them safe."""


class NotCountedTogether(DisparityError):
    """A cube of several crosses was asked for a sum by axes that none of them holds together."""


class ImpossibleNumbers(DisparityError, ValueError):
    """Numbers that no data can have, such as more events than people; a bug, or a wrong column."""
