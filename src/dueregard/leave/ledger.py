"""What is left of somebody's leave, in whole minutes: pure functions that know no database and no clock.

A ledger is a row of lines, and each line holds what is left after it. Nothing is ever edited: the functions here
return the line that comes next, and the actions add it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dueregard.leave.days import LeaveYear, Refused
from dueregard.leave.patterns import Rota, days_worked

WORKING_DAYS_IN_A_WEEK = 5

Of = TypeVar("Of", date, LeaveYear)


@dataclass(eq=False)
class NotEnough(Refused):
    """In one leave year there is less left than the days cost."""

    year: LeaveYear


class Kind(StrEnum):
    """What a line of the ledger is about."""

    ENTITLEMENT = "entitlement"
    CARRIED = "carried"
    ADJUSTED = "adjusted"
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


def entitlement(rota: Rota, *, paid_days: int, is_pro_rata: bool = True) -> int:
    """Return the minutes of paid leave of twelve months, a part of a minute counted as a whole one.

    Pro rata, a paid day is a fifth of the average week, so that whoever works half the hours has half the leave.
    Otherwise it is an average day of those that the person works, and everybody has as many days.
    """
    total = sum(map(sum, rota)) * paid_days
    days = WORKING_DAYS_IN_A_WEEK * len(rota) if is_pro_rata else days_worked(rota)
    return -(-total // days) if total else 0


def opened(minutes: int) -> Line:
    """Return the first line of a ledger."""
    return Line(1, Kind.ENTITLEMENT, minutes, minutes)


def carried(last: Line, before: Line, *, so_far: int, at_most: int) -> Line | None:
    """Return the line that carries over what was left when the leave year before ended, up to a limit; none if none.

    Parameters
    ----------
    last, before
        The last lines of this leave year and of the one before, which is over.
    so_far
        The minutes that earlier lines have carried over.
    """
    more = min(before.balance, at_most) - so_far
    return last.then(Kind.CARRIED, more) if more > 0 else None


def adjusted(last: Line, year: LeaveYear, *, was: int, becomes: int, since: date) -> Line | None:
    """Return the line that follows a change of hours: the change of a year's entitlement, for the days still to come.

    What was taken already stays taken, so the balance does not fall below zero. In the person's favour, a part of a
    minute counts as a whole one where there is more, and as none where there is less.
    """
    days, in_year = (year.last - max(since, year.first)).days + 1, (year.last - year.first).days + 1
    minutes = max(-((was - becomes) * days // in_year), -last.balance)
    return last.then(Kind.ADJUSTED, minutes) if minutes else None


@dataclass(frozen=True)
class Books:
    """The lines of all accounts of one person, and what is needed to know which lines are due before any other."""

    written: Mapping[LeaveYear, list[Line]]
    entitled: int
    at_most_carried: int
    today: date
    started: date

    def due(self, year: LeaveYear) -> list[Line]:
        """Return the lines that must come next in an account: its opening, and what is carried over."""
        lines = self.written.get(year, [])
        made = [] if lines else [opened(self.entitled)]
        before = year.before
        if self.at_most_carried and before.last < self.today and self.started <= before.last:
            more = carried(
                [*lines, *made][-1],
                self.last(before) if before in self.written else opened(self.entitled),
                so_far=sum(line.minutes for line in lines if line.kind is Kind.CARRIED),
                at_most=self.at_most_carried,
            )
            made += [more] if more else []
        return made

    def last(self, year: LeaveYear) -> Line:
        """Return the last line of an account once those that are due are written."""
        return [*self.written.get(year, []), *self.due(year)][-1]


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


def spared(taken: Mapping[Of, int], cost: int) -> dict[Of, int]:
    """Return what comes back of the minutes taken where the same leave now costs less, the latest first.

    Leave that the work moved never costs more than it did, and so cannot be refused for want of minutes.
    """
    over = max(0, sum(taken.values()) - cost)
    back: dict[Of, int] = {}
    for key in sorted(taken, reverse=True):
        back[key] = min(over, taken[key])
        over -= back[key]
    return {key: minutes for key, minutes in back.items() if minutes}


def returning(taken: Mapping[LeaveYear, int], *, now: LeaveYear) -> dict[LeaveYear, int]:
    """Return the leave years to which minutes go back: their own, or the present one where theirs is over."""
    back: dict[LeaveYear, int] = {}
    for year, minutes in taken.items():
        back[max(year, now)] = back.get(max(year, now), 0) + minutes
    return back
