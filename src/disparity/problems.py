"""What is wrong, where, and what to do about it: the one form in which the engine refuses input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing a person can mend, in a plan or in a file of data.

    Parameters
    ----------
    what
        What is wrong, without a full stop.
    where
        The place: a file, a line, a column with its rows, or a key of the plan.
    fix
        What to do, without a full stop; empty where there is nothing to do (a note).
    count
        How many rows or places it is about.
    kind
        A short stable code, such as ``unknown-level``; for grouping and for tests, not for reading.
    """

    what: str
    where: str
    fix: str
    count: int = 1
    kind: str = "problem"

    def __str__(self) -> str:
        """Return the problem as one line: ``where: what. fix.``"""
        sentence = f"{self.where}: {self.what}."
        return f"{sentence} {self.fix}." if self.fix else sentence


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``Did you mean "x"?`` for the choice most like `word`, or an empty text if none is like it."""
    by_folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f'Did you mean "{by_folded[near[0]]}"?' if near else ""


def quoted(words: Iterable[str], *, at_most: int = 8) -> str:
    """Return `words` in quotation marks, parted by commas, and how many more there are past `at_most`."""
    every = list(words)
    shown = ", ".join(f'"{word}"' for word in every[:at_most])
    more = len(every) - at_most
    return f"{shown} and {more:,} more" if more > 0 else shown
