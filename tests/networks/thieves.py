"""What a thief of both databases can do: read every row as it lies there, and lay order, time and length together.

An attacker gives each person a score for belonging to a network. The area under the curve (AUC) of the scores is 0.5
for guessing, and 1 for knowing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db import connections
from scipy.stats import rankdata

Row = dict[str, Any]

WRITES_AFTER = timedelta(minutes=3)
"""How long after signing in somebody joins or writes: the attacker has watched, and knows."""

FROM, WORKS = time(8), timedelta(hours=10)
"""When a working day begins, and how long it lasts."""

CLOSED = (28, 36)
"""By how many octets AES-256-GCM makes something longer, without and with what an envelope adds."""

NEAR = 1800
"""Seconds within which a guess counts as close."""


def stolen(alias: str, *, as_written: bool = False) -> dict[str, list[Row]]:
    """Return every row of every table of a database, in the order in which they lie there.

    With `as_written`, in the order in which they were written: where one world was undone, PostgreSQL puts rows of the
    next one into its place when it happens to have cleared that away, so there the places differ by chance.
    """
    connection = connections[alias]
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            written = "xmin::text::bigint, cmin::text::bigint, ctid" if as_written else "ctid"
            order = written if connection.vendor == "postgresql" else "rowid"
            hidden = "xmin::text AS xmin, " if connection.vendor == "postgresql" else ""
            cursor.execute(f'SELECT {hidden}* FROM "{table}" ORDER BY {order}')
            names = [column[0] for column in cursor.description]
            tables[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return tables


def as_octets(tables: dict[str, list[Row]]) -> bytes:
    """Return everything in them as octets in which a name can be looked for, without case."""
    parts = []
    for rows in tables.values():
        for row in rows:
            for value in row.values():
                if isinstance(value, (bytes, memoryview)):
                    parts.append(bytes(value))
                    parts.append(bytes(value).hex().encode())
                else:
                    parts.append(str(value).encode())
    return b"\n".join(parts).lower()


@dataclass(frozen=True)
class Known:
    """What the main database and the network's machines tell of each person: their place in its order, the days and
    moments at which they signed in, and how many octets they sent in the minutes after.
    """

    order: Sequence[int]
    days: Sequence[set[date]]
    moments: Sequence[Sequence[datetime]]
    lengths: Sequence[int]


def auc(scores: Sequence[float], belongs: Sequence[bool]) -> float:
    """Return the chance that somebody who belongs has a higher score than somebody who does not; ties count half."""
    ranks = rankdata(scores)
    mine = np.asarray(belongs)
    inside, outside = int(mine.sum()), int((~mine).sum())
    return float((ranks[mine].sum() - inside * (inside + 1) / 2) / (inside * outside))


def by_order(rows: Sequence[Row], known: Known) -> list[float]:
    """Score each person by whether a row lies where their own place in the main database would have it.

    Rows are taken for people who came in the order in which the main database first has them: the row at each share
    of the table speaks for the person at the same share of the order, the more so the fuller it is.
    """
    if not rows:
        return [0.0] * len(known.order)
    sizes = [sum(len(bytes(v)) for v in row.values() if isinstance(v, (bytes, memoryview))) for row in rows]
    places = np.linspace(0, len(rows) - 1, len(known.order)).astype(int)
    ordered = [float(sizes[place]) for place in places]
    return [ordered[place] for place in known.order]


def by_day(rows: Iterable[Row], known: Known) -> list[float]:
    """Score each person by how many rows have a day on which they signed in, against the days on which they did not."""
    counted = Counter(day for row in rows for value in row.values() if (day := _day(value)) is not None)
    every = set().union(*known.days)

    def mean(days: set[date]) -> float:
        return sum(counted[day] for day in days) / max(len(days), 1)

    return [mean(days) - mean(every - days) for days in known.days]


def by_turn(rows: Iterable[Row], known: Known) -> list[float]:
    """Score each person by the hour at which the rows of a day would have been written, going by their order.

    Of the rows of one table with one day, the first is taken for early in the working day and the last for late.
    """
    of_a_day: dict[tuple[Any, ...], int] = Counter()
    counted = [
        (tuple(row), day) for row in rows for value in row.values() if isinstance(day := _day(value), date)
    ]
    for each in counted:
        of_a_day[each] += 1
    written: dict[tuple[Any, ...], int] = Counter()
    guessed = []
    for each in counted:
        share = (written[each] + 0.5) / of_a_day[each]
        written[each] += 1
        begins = datetime.combine(each[1], FROM, tzinfo=UTC)
        guessed.append((begins + share * WORKS).timestamp())
    at = np.sort(np.asarray(guessed))

    def near(own: Sequence[datetime]) -> float:
        moments = np.asarray([(each + WRITES_AFTER).timestamp() for each in own])
        close = np.searchsorted(at, moments + NEAR) - np.searchsorted(at, moments - NEAR)
        return float(close.sum()) / max(len(own), 1)

    return [near(own) for own in known.moments]


def by_moment(rows: Iterable[Row], known: Known) -> list[float]:
    """Score each person by how close a moment in the rows comes to when they would have written after signing in."""
    moments = sorted(
        when.timestamp() for row in rows for value in row.values() if (when := _moment(value)) is not None
    )
    if not moments:
        return [0.0] * len(known.moments)
    at = np.asarray(moments)

    def nearest(own: Sequence[datetime]) -> float:
        gaps = [float(np.abs(at - (each + WRITES_AFTER).timestamp()).min()) for each in own]
        return -min(gaps, default=1e12)

    return [nearest(own) for own in known.moments]


def by_length(rows: Iterable[Row], known: Known) -> list[float]:
    """Score each person by how many contents have the length that their words would have, closed."""
    counted = Counter(
        len(bytes(value)) for row in rows for value in row.values() if isinstance(value, (bytes, memoryview))
    )
    return [float(sum(counted[length + more] for more in CLOSED)) for length in known.lengths]


def _day(value: Any) -> date | None:
    """Return a day, or that of a moment, as the databases write it."""
    moment = _moment(value)
    if moment is not None:
        return moment.date()
    if isinstance(value, str) and len(value) == len("2026-01-01") and value[4:5] == value[7:8] == "-":
        value = date.fromisoformat(value)
    return value if isinstance(value, date) else None


def _moment(value: Any) -> datetime | None:
    """Return a moment as the databases write it, in UTC."""
    is_text = isinstance(value, str) and len(value) >= len("2026-01-01 00:00:00")
    if is_text and value[4:5] == "-" and value[13:14] == ":":
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return None
