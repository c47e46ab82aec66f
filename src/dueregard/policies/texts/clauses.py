"""Clauses as plain values, and what can be done to a list of them. Pure.

A clause keeps its key for ever: through rewording, moving, and from version to version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_CLAUSES = 200


class NoSuchClause(LookupError):
    """No clause has this key: it was taken out meanwhile."""


@dataclass(frozen=True)
class Clause:
    """One clause: its key, its heading, and its text, in which an empty line begins a paragraph."""

    key: str
    heading: str
    text: str

    @property
    def anchor(self) -> str:
        """How its place on a page is called."""
        return f"clause-{self.key}"


Clauses = tuple[Clause, ...]


def read(kept: Iterable[dict[str, Any]]) -> Clauses:
    """Return clauses from the form in which they are kept."""
    return tuple(Clause(one["key"], one["heading"], one["text"]) for one in kept)


def kept(clauses: Iterable[Clause]) -> list[dict[str, str]]:
    """Return clauses in the form in which they are kept."""
    return [asdict(clause) for clause in clauses]


def find(clauses: Sequence[Clause], key: str) -> Clause:
    """Return the clause with this key.

    Raises
    ------
    NoSuchClause
        When there is none.
    """
    found = next((clause for clause in clauses if clause.key == key), None)
    if found is None:
        raise NoSuchClause(key)
    return found


def put(clauses: Sequence[Clause], clause: Clause, *, after: str = "") -> Clauses:
    """Put a new clause behind another one, or at the end; one whose key is there already stays as it is."""
    if any(each.key == clause.key for each in clauses):
        return tuple(clauses)
    place = len(clauses) if not after else clauses.index(find(clauses, after)) + 1
    return (*clauses[:place], clause, *clauses[place:])


def reworded(clauses: Sequence[Clause], clause: Clause) -> Clauses:
    """Let the clause with this key read as it does here."""
    find(clauses, clause.key)
    return tuple(clause if each.key == clause.key else each for each in clauses)


def moved(clauses: Sequence[Clause], key: str, *, by: int) -> Clauses:
    """Move a clause by so many places, up where that is negative; at either end it stays."""
    clause = find(clauses, key)
    others = [each for each in clauses if each.key != key]
    place = min(max(clauses.index(clause) + by, 0), len(others))
    return (*others[:place], clause, *others[place:])


def without(clauses: Sequence[Clause], key: str) -> Clauses:
    """Take a clause out."""
    find(clauses, key)
    return tuple(each for each in clauses if each.key != key)
