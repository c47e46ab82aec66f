"""What is left of somebody's leave, in whole minutes: pure functions that know no database and no clock.

A ledger is a row of lines, and each line holds what is left after it. Nothing is ever edited: the functions here
return the line that comes next, and the actions add it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dueregard.leave.days import LeaveYear, Refused


@dataclass(eq=False)
class NotEnough(Refused):
    """In one leave year there is less left than the days cost."""

    year: LeaveYear


class Kind(StrEnum):
    """What a line of the ledger is about."""

    ENTITLEMENT = "entitlement"
    TAKEN = "taken"
    RETURNED = "returned"


@dataclass(frozen=True)
class Line:
    """One line of a ledger: its number, the minutes added or taken away, and what is left after it."""

    number: int
    kind: Kind
    minutes: int
    balance: int

    def then(self, kind: Kind, minutes: int) -> "Line":
        """Return the line that follows this one."""
        return Line(self.number + 1, kind, minutes, self.balance + minutes)


def entitlement(weekly_minutes: int, *, paid_days: int) -> int:
    """Return the minutes of a leave year: fifths of the working week, a part of a minute counted as a whole one."""
    return -(-weekly_minutes * paid_days // 5)


def opened(minutes: int) -> Line:
    """Return the first line of a ledger."""
    return Line(1, Kind.ENTITLEMENT, minutes, minutes)


def taken(last: Mapping[LeaveYear, Line], cost: Mapping[LeaveYear, int]) -> dict[LeaveYear, Line]:
    """Return the line that takes the cost from each leave year's ledger, whose last line is given; all or none."""
    lines = {}
    for year, minutes in cost.items():
        if minutes > last[year].balance:
            raise NotEnough(year)
        if minutes:
            lines[year] = last[year].then(Kind.TAKEN, -minutes)
    return lines


def returned(last: Mapping[LeaveYear, Line], cost: Mapping[LeaveYear, int]) -> dict[LeaveYear, Line]:
    """Return the line that gives the cost back to each leave year's ledger."""
    return {year: last[year].then(Kind.RETURNED, minutes) for year, minutes in cost.items() if minutes}
