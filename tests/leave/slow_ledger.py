"""A slow and obvious model of leave, to compare the rules with: a set of half days, and sums over it.

It shares no code with the rules but the words for days. Sequences of deeds are drawn at random and done to both.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Protocol

from dueregard.leave import ledger
from dueregard.leave.days import (
    Days,
    LeaveYear,
    Part,
    Pattern,
    Refused,
    Week,
    check_free,
    check_postponed,
    moved,
)
from dueregard.leave.ledger import Line

YEAR_STARTS = (4, 1)
THIS_YEAR, NEXT_YEAR = LeaveYear(date(2026, 4, 1)), LeaveYear(date(2027, 4, 1))
FIRST_DAY = date(2027, 3, 15)
HOLIDAYS = {date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)}
DAYS_IN_PLAY = 35

Half = tuple[date, str]


class Model:
    """What halves of days are booked, by which request; what is left is the entitlement less their minutes."""

    def __init__(self, week: Week, entitled: int) -> None:
        self.week = week
        self.entitled = entitled
        self.booked: dict[int, list[Half]] = {}

    def minutes(self, half: Half) -> int:
        day, name = half
        whole = 0 if day in HOLIDAYS else self.week[day.weekday()]
        smaller = whole // 2
        return smaller if name == "morning" else whole - smaller

    def halves(self, first: date, last: date, part: str) -> list[Half]:
        names = ["morning", "afternoon"] if part == "whole" else [part]
        count = (last - first).days + 1
        return [(first + timedelta(days=number), name) for number in range(count) for name in names]

    def left(self, year: LeaveYear) -> int:
        is_next = year == NEXT_YEAR
        every = [half for halves in self.booked.values() for half in halves]
        return self.entitled - sum(
            self.minutes(half) for half in every if (half[0] >= NEXT_YEAR.first) == is_next
        )

    def works(self, day: date) -> bool:
        return day not in HOLIDAYS and self.week[day.weekday()] > 0

    def why_not(self, wanted: list[Half], besides: int | None = None) -> str:
        others = [half for key, halves in self.booked.items() if key != besides for half in halves]
        if any(half in others for half in wanted):
            return "Overlapping"
        if sum(self.minutes(half) for half in wanted) == 0:
            return "NothingToTake"
        before = self.booked.pop(besides, None) if besides is not None else None
        lacks = [
            year
            for year in (THIS_YEAR, NEXT_YEAR)
            if sum(
                self.minutes(half) for half in wanted if (half[0] >= NEXT_YEAR.first) == (year == NEXT_YEAR)
            )
            > self.left(year)
        ]
        if before is not None and besides is not None:
            self.booked[besides] = before
        return "NotEnough" if lacks else ""

    def ask(self, key: int, first: date, last: date, part: str) -> str:
        wanted = self.halves(first, last, part)
        refused = self.why_not(wanted)
        if not refused:
            self.booked[key] = wanted
        return refused

    def withdraw(self, key: int) -> str:
        self.booked.pop(key)
        return ""

    def move(self, key: int, to: date, part: str) -> str:
        halves = self.booked[key]
        first = halves[0][0]
        if not first < to <= a_month_after(first):
            return "NotPostponed"
        count = max(sum(1 for day, _ in {(day, 0) for day, _ in halves} if self.works(day)), 1)
        day, found = to, []
        while len(found) < count and day < to + timedelta(days=400):
            if self.works(day):
                found.append(day)
            day += timedelta(days=1)
        if len(found) < count or found[0] != to:
            return "NothingToTake"
        wanted = self.halves(to, found[-1], part)
        refused = self.why_not(wanted, besides=key)
        if not refused:
            self.booked[key] = wanted
        return refused


def a_month_after(day: date) -> date:
    """Return the same day of the next month, or the nearest before it that there is."""
    for number in range(day.day, 0, -1):
        try:
            return date(day.year, day.month + 1, number)  # no sequence comes near December
        except ValueError:
            continue
    raise ValueError(day)


class Subject(Protocol):
    """What is compared with the model: the rules alone, or the actions with a database behind them."""

    def ask(self, key: int, days: Days) -> object: ...
    def withdraw(self, key: int) -> object: ...
    def move(self, key: int, to: date) -> object: ...
    def lines(self) -> dict[LeaveYear, list[Line]]: ...


class Rules:
    """The pure rules, with every line that they write."""

    def __init__(self, week: Week, paid_days: int) -> None:
        self.pattern = Pattern(week)
        opened = ledger.opened(ledger.entitlement(sum(week), paid_days=paid_days))
        self.written = {THIS_YEAR: [opened], NEXT_YEAR: [opened]}
        self.standing: dict[int, tuple[Days, dict[LeaveYear, int]]] = {}

    def lines(self) -> dict[LeaveYear, list[Line]]:
        return self.written

    def ask(self, key: int, days: Days) -> None:
        check_free(days, [other for other, _ in self.standing.values()])
        self._write(self._take(key, days, self._last()))

    def withdraw(self, key: int) -> None:
        _, cost = self.standing.pop(key)
        self._write(ledger.returned(self._last(), cost))

    def move(self, key: int, to: date) -> None:
        before, cost = self.standing[key]
        check_postponed(to, asked=before.first)
        days = moved(before, to, self.pattern)
        check_free(days, [other for one, (other, _) in self.standing.items() if one != key])
        back = ledger.returned(self._last(), cost)
        self._write(back, self._take(key, days, self._last() | back))

    def _last(self) -> dict[LeaveYear, Line]:
        return {year: lines[-1] for year, lines in self.written.items()}

    def _take(self, key: int, days: Days, last: dict[LeaveYear, Line]) -> dict[LeaveYear, Line]:
        cost = self.pattern.cost(days, year_starts=YEAR_STARTS)
        made = ledger.taken(last, cost)
        self.standing[key] = days, cost
        return made

    def _write(self, *made: dict[LeaveYear, Line]) -> None:
        for lines in made:
            for year, line in lines.items():
                self.written[year].append(line)


def what(deed: Callable[..., object], *arguments: object) -> str:
    """Do it, and return the name of the refusal, or nothing."""
    try:
        deed(*arguments)
    except Refused as refused:
        return type(refused).__name__
    return ""


WEEKS: list[Week] = [
    (444, 444, 444, 444, 444, 0, 0),
    (445, 445, 443, 443, 444, 0, 0),
    (555, 555, 555, 555, 0, 0, 0),
    (0, 0, 444, 444, 444, 0, 0),
    (480, 0, 241, 0, 479, 0, 0),
    (0, 0, 0, 0, 0, 600, 600),
    (1, 0, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0),
]


def run(seed: int, subject: Callable[[Week, int], Subject] = Rules, *, deeds: int = 6) -> list[str]:
    """Do one random sequence to both, and return how they differ. Empty is good."""
    random = Random(seed)
    week, paid_days = random.choice(WEEKS), random.choice((5, 5, 2, 0))
    model = Model(week, -(-sum(week) * paid_days // 5))
    rules = subject(week, paid_days)
    asked: dict[int, Days] = {}
    wrong = []
    for key in range(deeds):
        drawn = random.random()
        if asked and drawn < 0.45:
            chosen = random.choice(list(asked))
            days = asked.pop(chosen)  # moved at most once
            to = days.first + timedelta(days=random.randrange(-1, 34))
            if drawn < 0.2:
                said = model.withdraw(chosen), what(rules.withdraw, chosen)
            else:
                said = model.move(chosen, to, days.part), what(rules.move, chosen, to)
        else:
            first = FIRST_DAY + timedelta(days=random.randrange(DAYS_IN_PLAY))
            part = random.choice(("whole", "whole", "morning", "afternoon"))
            last = first + timedelta(days=random.randrange(6)) if part == "whole" else first
            days = Days(first, last, Part(part))
            said = model.ask(key, first, last, part), what(rules.ask, key, days)
            if not said[0]:
                asked[key] = days
        if said[0] != said[1]:
            wrong.append(f"seed {seed}, deed {key}: the model says {said[0]!r}, the rules say {said[1]!r}")
    for year, lines in rules.lines().items():
        left = model.left(year)
        if lines[-1].balance != left:
            wrong.append(f"seed {seed}: {lines[-1].balance} minutes left of {year}, the model has {left}")
        if any(line.balance < 0 or line.number != place for place, line in enumerate(lines, start=1)):
            wrong.append(f"seed {seed}: the lines of {year} are {lines}")
        if any(after.balance != before.balance + after.minutes for before, after in pairwise(lines)):
            wrong.append(f"seed {seed}: the lines of {year} do not add up: {lines}")
    return wrong
