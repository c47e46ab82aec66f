"""Change a journal behind its back, by raw SQL, as somebody with the whole database and no key can."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from dueregard.journal import chain, seals
from dueregard.journal.models import Entry

TABLE = "journal_entry"
COLUMNS = ["at", "deed", "subject_kind", "subject_id", "actor_id", "actor_label", "detail", "code", "number"]


@dataclass(frozen=True)
class Change:
    """What was done, and the first entry that is no longer what was written."""

    words: str
    first_bad: int


def run(sql: str, parameters: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or [])
        return cursor.fetchall() if cursor.description else None


def unseal() -> None:
    """Take the seals off, as somebody who owns the database can."""
    seals.remove(Entry, connection)


def edit(chance: random.Random, last: int) -> Change:
    """Put another value of the same kind into one column of one entry."""
    number = chance.randint(1, last)
    column = chance.choice([name for name in COLUMNS if name != "number"])
    if column in {"subject_id", "deed", "subject_kind", "actor_label"}:
        run(f"UPDATE {TABLE} SET {column} = {column} || %s WHERE number = %s", [chance.choice("ab "), number])
    elif column == "code":
        run(f"UPDATE {TABLE} SET code = %s WHERE number = %s", [f"{chance.getrandbits(256):064x}", number])
    elif column == "detail":
        run(
            f"UPDATE {TABLE} SET detail = %s WHERE number = %s",
            [json.dumps({"rows": 10**6 + number}), number],
        )
    elif column == "at":
        other = run(f"SELECT at FROM {TABLE} WHERE number = %s", [number % last + 1])[0][0]
        run(f"UPDATE {TABLE} SET at = %s WHERE number = %s", [other, number])
    else:
        nobody = f"{chance.getrandbits(128):032x}"
        run(f"UPDATE {TABLE} SET actor_id = %s WHERE number = %s", [nobody, number])
    return Change(f"edited {column} of {number}", number)


def delete(chance: random.Random, last: int) -> Change:
    """Remove one entry that is not the last, and, every other time, close the gap."""
    number = chance.randint(1, last - 1)
    run(f"DELETE FROM {TABLE} WHERE number = %s", [number])
    closed = chance.random() < 0.5
    if closed:
        for later in range(number + 1, last + 1):
            run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", [later - 1, later])
    return Change(f"deleted {number}{' and closed the gap' if closed else ''}", number)


def reorder(chance: random.Random, last: int) -> Change:
    """Let two entries change places."""
    one, other = sorted(chance.sample(range(1, last + 1), 2))
    for source, target in ((one, last + 10), (other, one), (last + 10, other)):
        run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", [target, source])
    return Change(f"exchanged {one} and {other}", one)


def insert(chance: random.Random, last: int) -> Change:
    """Put in an entry of one's own, copied from another so that it looks right, and make room for it."""
    number = chance.randint(1, last + 1)
    for later in range(last, number - 1, -1):
        run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", [later + 1, later])
    rest = ", ".join(name for name in COLUMNS if name not in {"number", "deed"})
    source = chance.choice([each for each in range(1, last + 2) if each != number])
    run(
        f"INSERT INTO {TABLE} (number, deed, {rest}) SELECT %s, 'did what nobody did', {rest} "
        f"FROM {TABLE} WHERE number = %s",
        [number, source],
    )
    return Change(f"inserted at {number}", number)


def truncate(chance: random.Random, last: int) -> Change:
    """Cut off the end."""
    kept = chance.randint(0, last - 1)
    run(f"DELETE FROM {TABLE} WHERE number > %s", [kept])
    return Change(f"cut off after {kept}", kept + 1)


WAYS: list[Callable[[random.Random, int], Change]] = [edit, delete, reorder, insert, truncate]


def first_bad() -> int:
    """Return the number of the entry that the verdict names, or 0 where the journal is sound."""
    verdict = chain.verify(Entry)
    if verdict.is_sound:
        return 0
    named = re.search(r"Entry (\d+)", verdict.wrong)
    assert named, verdict.wrong
    return int(named.group(1))


def not_found(*, changes: int, seed: int) -> list[str]:
    """Make so many random changes, each on its own, and return those whose first bad entry was not named."""
    chance, last, missed = random.Random(seed), Entry.objects.latest("number").number, []
    unseal()
    for turn in range(changes):
        with transaction.atomic():
            change = WAYS[turn % len(WAYS)](chance, last)
            if first_bad() != change.first_bad:
                missed.append(f"{change.words}: {chain.verify(Entry).wrong or 'not found'}")
            transaction.set_rollback(True)
        assert first_bad() == 0
    return missed
