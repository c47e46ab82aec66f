"""The linkage attack: a thief who watched who was active, and took the databases again and again, guesses each choice.

The thief knows of every act whose it was, in which order, and (on PostgreSQL) which transaction the main database was
in just before; and has the commons as it lay after every single act, without the keys. Of each act they guess which
issue it was about. Chance is one in the number of issues: people choose at random.

Source: the experiment with detached ballots in which a ballot and a tick written in one PostgreSQL transaction were
matched by `xmin` for 40 of 40 voters, and by order alone when they were written in two.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections

Row = dict[str, Any]
Dump = dict[str, list[Row]]


@dataclass(frozen=True)
class Watched:
    """One act as the thief saw it from outside: its number, the transaction before it, and the commons after it."""

    number: int
    transaction: int
    after: Dump


def dump(tables: Sequence[str]) -> Dump:
    """Return the rows of some tables of the commons as they lie there, with what PostgreSQL hides in each."""
    connection = connections["commons"]
    hidden, order = ("xmin::text AS xmin, ", "ctid") if connection.vendor == "postgresql" else ("", "rowid")
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT {hidden}* FROM "{table}" ORDER BY {order}')
            names = [column[0] for column in cursor.description]
            found[table] = [
                {name: _closed(value) for name, value in zip(names, row, strict=True)}
                for row in cursor.fetchall()
            ]
    return found


@dataclass(frozen=True)
class Closed:
    """Octets that cannot be read: how many, and what tells them from others."""

    length: int
    digest: str


def _closed(value: Any) -> Any:
    if not isinstance(value, (bytes, memoryview)):
        return value
    octets = bytes(value)
    return Closed(len(octets), hashlib.sha256(octets).hexdigest())


def transaction_now() -> int:
    """Return the number of the transaction that the cluster comes to next; 0 where there are none to see."""
    if connections["default"].vendor != "postgresql":
        return 0
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT txid_snapshot_xmax(txid_current_snapshot())")
        return int(cursor.fetchone()[0])


# What each row says in clear about an issue.


def _issue_of(row: Row, issues: Sequence[str]) -> str | None:
    """Return the issue that a row names in any column that is not closed."""
    clear = {str(value).replace("-", "") for value in row.values() if not isinstance(value, Closed)}
    return next((issue for issue in issues if issue in clear), None)


def _naming(rows: Sequence[Row], issues: Sequence[str]) -> list[tuple[str, Row]]:
    return [(issue, row) for row in rows if (issue := _issue_of(row, issues)) is not None]


# Attacks: each gives a guess for every act.


def by_order(acts: Sequence[Watched], issues: Sequence[str]) -> list[str]:
    """The rows that name an issue lie in the order of the acts: the first row is the first act's."""
    last = [pair for rows in acts[-1].after.values() for pair in _naming(rows, issues)]
    if not last:
        return [issues[0]] * len(acts)
    return [last[act.number * len(last) // len(acts)][0] for act in acts]


def by_transaction(acts: Sequence[Watched], issues: Sequence[str]) -> list[str]:
    """The row written in the first transaction after the one before the act is the act's."""
    last = [
        (int(row["xmin"]), issue)
        for rows in acts[-1].after.values()
        for issue, row in _naming(rows, issues)
        if "xmin" in row
    ]
    guesses = []
    for act in acts:
        after = [(number, issue) for number, issue in last if number >= act.transaction]
        guesses.append(min(after)[1] if after else issues[act.number % len(issues)])
    return guesses


def by_what_changed(acts: Sequence[Watched], issues: Sequence[str]) -> list[str]:
    """The issue whose rows are the first to change, and fewest of which change with them, is the act's."""
    state = [_states(act.after, issues) for act in acts]
    guesses = []
    for place, act in enumerate(acts):
        before = state[place - 1] if place else {}
        changed = [issue for issue in issues if state[place].get(issue) != before.get(issue)]
        guesses.append(changed[0] if 0 < len(changed) < len(issues) else issues[act.number % len(issues)])
    return guesses


def by_length(acts: Sequence[Watched], issues: Sequence[str]) -> list[str]:
    """The issue whose rows grow next, in octets or in number, is the act's."""
    sizes = [_sizes(act.after, issues) for act in acts]
    guesses: list[str] = []
    coming = issues[0]
    for place in reversed(range(len(acts))):
        before = sizes[place - 1] if place else {}
        grown = [issue for issue in issues if sizes[place].get(issue, 0) > before.get(issue, 0)]
        if place and 0 < len(grown) < len(issues):
            coming = grown[0]
        guesses.append(coming)
    return guesses[::-1]


def _states(after: Dump, issues: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rows in after.values():
        for issue, row in _naming(rows, issues):
            found.setdefault(issue, []).append(
                "|".join(
                    bytes(v).hex() if isinstance(v, (bytes, memoryview)) else str(v) for v in row.values()
                )
            )
    return found


def _sizes(after: Dump, issues: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for rows in after.values():
        for issue, row in _naming(rows, issues):
            found[issue] += 1 + sum(value.length for value in row.values() if isinstance(value, Closed))
    return found


ATTACKS: dict[str, Callable[[Sequence[Watched], Sequence[str]], list[str]]] = {
    "order": by_order,
    "transaction": by_transaction,
    "what changed": by_what_changed,
    "length": by_length,
}


def right(acts: Sequence[Watched], truth: Sequence[UUID], issues: Sequence[UUID]) -> dict[str, float]:
    """Return the share of acts of which each attack guesses the issue."""
    names = [issue.hex for issue in issues]
    return {
        name: sum(guess == is_so.hex for guess, is_so in zip(attack(acts, names), truth, strict=True))
        / len(acts)
        for name, attack in ATTACKS.items()
    }
