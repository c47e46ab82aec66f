"""Which groups of people may be shown: of ten or more, in bands, so that nothing is found by subtraction. Pure.

The groups of one level divide all who were asked. What has fewer than ten is put together with the next smallest until
there are ten, or nothing of the level is shown; so every group, and every difference between groups and what they lie
in, is of ten or more. How many have read is a band: of ten people or more no band says that all have, or that none has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 10

SHARES = (
    (90, "90% or more"),
    (75, "75% to 89%"),
    (50, "50% to 74%"),
    (25, "25% to 49%"),
    (0, "fewer than 25%"),
)


@dataclass(frozen=True)
class Part:
    """Some people who were asked: the keys of their teams or directorates, the names, how many, how many have read."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    people: int
    read: int

    def with_part(self, other: "Part") -> "Part":
        """Return both as one."""
        return Part(
            self.keys + other.keys,
            self.names + other.names,
            self.people + other.people,
            self.read + other.read,
        )


def put_together(parts: Iterable[Part]) -> list[Part]:
    """Return the parts with those of fewer than ten as one, which takes the next smallest until it has ten.

    Where all of them together are fewer, nothing is left to show.
    """
    by_size = sorted(parts, key=lambda part: (part.people, part.names, part.keys))
    shown = [part for part in by_size if part.people >= LEAST]
    small = [part for part in by_size if part.people < LEAST]
    if not small:
        return shown
    together = small[0]
    for part in small[1:]:
        together = together.with_part(part)
    while together.people < LEAST and shown:
        together = together.with_part(shown.pop(0))
    return [*shown, together] if together.people >= LEAST else []


def share_of(part: Part) -> str:
    """Return the band of how many have read."""
    percent = 100 * part.read // part.people
    return next(words for least, words in SHARES if percent >= least)


def may_be_shown_to(people: int, *, known: int) -> bool:
    """Say whether a group may be shown to somebody who knows of so many in it whether they have read.

    They are themselves, and whoever reports to them. With fewer of them than a tenth of the group, no band tells
    about all the others: the top one begins at nine tenths, and the lowest ends at a quarter.
    """
    return people >= LEAST and (known == 0 or known < people // 10)


def names_of(part: Part) -> Sequence[str]:
    """Return the names in the order of the alphabet."""
    return sorted(part.names)
