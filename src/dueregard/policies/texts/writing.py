"""Every write of clauses: add, reword, move, take out. Each says which revision of the draft it was made on."""

from collections.abc import Callable, Sequence
from uuid import UUID

from dueregard import journal
from dueregard.access import require
from dueregard.people.models import Person
from dueregard.policies.texts import clauses
from dueregard.policies.texts.clauses import MOST_CLAUSES, Clause, Clauses, NoSuchClause
from dueregard.policies.texts.holding import held, save
from dueregard.policies.texts.models import Policy, Version
from dueregard.policies.texts.refusals import (
    ChangedMeanwhile,
    NotADraft,
    TakenOutMeanwhile,
    TooManyClauses,
)


@journal.action
def add(
    version: Version, *, heading: str, text: str, token: UUID, revision: int, after: str = "", by: Person
) -> Version:
    """Add a clause behind another one, or at the end. The same token again is the same clause."""
    clause = Clause(token.hex[:12], heading, text)
    there = held(version)
    require(by, Policy.get_perm("write"), there.policy)
    if any(one["key"] == clause.key for one in there.clauses):
        return there
    return _write(
        version,
        lambda kept: clauses.put(clauses.read(kept), clause, after=after),
        by=by,
        revision=revision,
        deed="added a clause",
    )


@journal.action
def reword(version: Version, key: str, *, heading: str, text: str, revision: int, by: Person) -> Version:
    """Let a clause read differently; it keeps its key."""
    return _write(
        version,
        lambda kept: clauses.reworded(clauses.read(kept), Clause(key, heading, text)),
        by=by,
        revision=revision,
        deed="reworded a clause",
    )


@journal.action
def move(version: Version, key: str, *, up: bool, revision: int, by: Person) -> Version:
    """Move a clause up or down by one place."""
    return _write(
        version,
        lambda kept: clauses.moved(clauses.read(kept), key, by=-1 if up else 1),
        by=by,
        revision=revision,
        deed="moved a clause",
    )


@journal.action
def take_out(version: Version, key: str, *, revision: int, by: Person) -> Version:
    """Take a clause out of a draft."""
    return _write(
        version,
        lambda kept: clauses.without(clauses.read(kept), key),
        by=by,
        revision=revision,
        deed="took out a clause",
    )


def _write(
    version: Version,
    change: Callable[[Sequence[dict[str, str]]], Clauses],
    *,
    by: Person,
    revision: int,
    deed: str,
) -> Version:
    """Change the clauses of a draft, if it is still the one that was read.

    Raises
    ------
    NotADraft, ChangedMeanwhile, TakenOutMeanwhile, TooManyClauses
        When it cannot be done; nothing has changed then.
    """
    version = held(version)
    require(by, Policy.get_perm("write"), version.policy)
    if not version.is_draft:
        raise NotADraft
    if version.revision != revision:
        raise ChangedMeanwhile
    try:
        written = change(version.clauses)
    except NoSuchClause:
        raise TakenOutMeanwhile from None
    if len(written) > MOST_CLAUSES:
        raise TooManyClauses
    version.clauses = clauses.kept(written)
    save(version, "clauses")
    journal.record(deed, version, by=by)
    return version
