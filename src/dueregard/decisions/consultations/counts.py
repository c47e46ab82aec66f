"""The one place through which a number of people leaves a consultation: hidden if it is small, rounded if it is not.

The public rule of the house (`docs/adr/0002-safe-numbers.md`): counts from 1 to 9 are hidden, then so many others that
the hidden ones cannot be told by taking away, and what is left is rounded to 5. A table is made of answers that change
no more, so that there is no earlier one to compare it with.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 10
STEP = 5
TOO_FEW = "fewer than 10"
NOT_SAID = "Not said"


@dataclass(frozen=True)
class Line:
    """A level and its count, rounded to 5; or no count, where it is hidden."""

    level: str
    count: int | None

    @property
    def words(self) -> str:
        """What stands in the table."""
        return "hidden" if self.count is None else f"{self.count:,}"


@dataclass(frozen=True)
class Table:
    """One characteristic of those who answered. Without lines there were too few to say anything."""

    title: str
    total: str
    lines: tuple[Line, ...]


def about(count: int) -> str:
    """Return a number of people in words: “none”, “fewer than 10”, or “about 120”."""
    if count == 0:
        return "none"
    return TOO_FEW if count < LEAST else f"about {rounded(count):,}"


def rounded(count: int) -> int:
    """Return a count rounded to the nearest 5."""
    return STEP * round(count / STEP)


def table(title: str, levels: Sequence[str], answers: Iterable[str]) -> Table:
    """Return how many gave each answer, safe to publish; an empty answer is “Not said”.

    Hidden are all from 1 to 9. Where something is hidden, the smallest of the others go with it, one by one, until each
    hidden count may be small or large for all that a reader knows (`_stays_hidden`). Where that hides everything,
    nothing is said of the characteristic.
    """
    counted = Counter(answer if answer in levels else NOT_SAID for answer in answers)
    total = counted.total()
    if 0 < total < LEAST:
        return Table(title, TOO_FEW, ())
    shown = [*levels, NOT_SAID]
    hidden = {level for level in shown if 0 < counted[level] < LEAST}
    others = sorted((level for level in shown if counted[level] >= LEAST), key=lambda level: counted[level])
    while hidden and others and not _stays_hidden(total, [counted[level] for level in others], len(hidden)):
        hidden.add(others.pop(0))
    if hidden and not others:
        return Table(title, about(total), ())
    return Table(
        title,
        about(total),
        tuple(Line(level, None if level in hidden else rounded(counted[level])) for level in shown),
    )


def _stays_hidden(total: int, others: Sequence[int], hidden: int) -> bool:
    """Say whether a reader who knew the total, and how this works, could not tell any hidden count to be small.

    The reader knows that a hidden count is at least 1 and at most as large as the smallest that is shown, and what all
    of them are together, but for the rounding.
    """
    if hidden < 2:
        return False
    blur = STEP // 2
    largest = min(rounded(count) for count in others) + blur
    least_sum = total - sum(rounded(count) + blur for count in others)
    most_sum = total - sum(rounded(count) - blur for count in others)
    least = max(1, least_sum - (hidden - 1) * largest)
    most = min(largest, most_sum - (hidden - 1))
    return least <= STEP and most >= LEAST
