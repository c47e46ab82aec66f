"""What is new in a text for somebody who has read an earlier version: clauses that are new, changed or gone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Clause = Mapping[str, Any]


@dataclass(frozen=True)
class Marked:
    """A clause of the text in force, with `new`, `changed` or nothing."""

    heading: str
    text: str
    mark: str


def marked(clauses: Sequence[Clause], before: Sequence[Clause] | None) -> list[Marked]:
    """Return the clauses with their marks; where nothing was read before, none has one."""
    earlier = {clause["key"]: (clause["heading"], clause["text"]) for clause in before or ()}

    def mark(clause: Clause) -> str:
        if before is None or earlier.get(clause["key"]) == (clause["heading"], clause["text"]):
            return ""
        return "changed" if clause["key"] in earlier else "new"

    return [Marked(clause["heading"], clause["text"], mark(clause)) for clause in clauses]


def gone(clauses: Sequence[Clause], before: Sequence[Clause] | None) -> list[str]:
    """Return the headings of clauses that stood in the earlier version and stand no more."""
    here = {clause["key"] for clause in clauses}
    return [clause["heading"] for clause in before or () if clause["key"] not in here]
