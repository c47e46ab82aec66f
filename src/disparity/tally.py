"""Grouping the faults of millions of rows into problems a person can read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from disparity.faults import Fault
from disparity.problems import Problem
from disparity.sources import Malformed
from disparity.values import Mask

FIRST_ROWS = 3
"""Rows that are named; the rest are counted."""

MOST_VALUES = 20
"""Different values of a column that are named for one kind of fault; the rest are counted together."""


@dataclass
class _Group:
    fault: Fault
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, rows: NDArray[np.int64]) -> None:
        self.count += len(rows)
        self.rows += rows[: FIRST_ROWS - len(self.rows)].tolist()


class Tally:
    """The faults seen so far, one group for each column and value; in the order they were first seen."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, Fault], _Group] = {}
        self._named: Counter[tuple[str, str]] = Counter()

    def add(self, column: str, fault: Fault, rows: NDArray[np.int64]) -> None:
        """Count one fault of a column, in the rows with these numbers."""
        if (column, fault) not in self._groups:
            self._named[column, fault.kind] += 1
            if self._named[column, fault.kind] > MOST_VALUES:
                fault = Fault(fault.kind, "other values have the same fault", "Mend them as the ones before")
        self._groups.setdefault((column, fault), _Group(fault)).add(rows)

    def problems(self, malformed: list[Malformed]) -> tuple[Problem, ...]:
        """Return the rows of the wrong length, then the groups, the largest of a column first."""
        lengths: dict[str, list[int]] = {}
        for row in malformed:
            lengths.setdefault(row.what, []).append(row.row)
        fix = "Look for a comma too many or too few; a value with a comma in it stands in quotation marks"
        found = [
            Problem(what, rows_in_words(rows, len(rows)), fix, count=len(rows), kind="wrong-length")
            for what, rows in lengths.items()
        ]
        columns = list(dict.fromkeys(column for column, _ in self._groups))
        ordered = sorted(self._groups.items(), key=lambda item: (columns.index(item[0][0]), -item[1].count))
        for (column, fault), group in ordered:
            where = f'column "{column}", {rows_in_words(group.rows, group.count)}'
            found.append(Problem(fault.what, where, fault.fix, count=group.count, kind=fault.kind))
        return tuple(found)


def rows_in_words(rows: list[int], count: int) -> str:
    """Return ``row 12`` or ``rows 12, 15 and 3,514 more``.

    Examples
    --------
    >>> rows_in_words([12], 1), rows_in_words([12, 15], 2), rows_in_words([12, 15, 19], 3516)
    ('row 12', 'rows 12 and 15', 'rows 12, 15, 19 and 3,513 more')
    """
    named = [f"{row:,}" for row in rows[:FIRST_ROWS]]
    if count == 1:
        return f"row {named[0]}"
    last = f"{count - len(named):,} more" if count > len(named) else named.pop()
    return f"rows {', '.join(named)} and {last}"


def gather(
    faults: list[tuple[str, dict[Fault, Mask]]], size: int
) -> tuple[dict[tuple[str, Fault], Mask], Mask]:
    """Return the faults of some rows by column, each row once, and which rows have any.

    Two measures may read one column, and an error in it is still one error.
    """
    together: dict[tuple[str, Fault], Mask] = {}
    refused = np.zeros(size, dtype=bool)
    for column, of_column in faults:
        for fault, mask in of_column.items():
            together[column, fault] = together.get((column, fault), np.zeros(size, dtype=bool)) | mask
            refused |= mask
    return together, refused
