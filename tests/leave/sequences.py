"""Random sequences of deeds, done to the slow model and to what is compared with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Protocol

from dueregard.leave import ledger
from dueregard.leave.days import (
    DAYS_TO_POSTPONE,
    ONE_DAY,
    Days,
    LeaveYear,
    Part,
    Refused,
    check_free,
    check_postponed,
)
from dueregard.leave.ledger import Books, Line
from dueregard.leave.patterns import Pattern, Rota, by_year, moved
from dueregard.leave.policy import Policy
from dueregard.leave.rolling import TwelveMonths, statutory_week
from tests.leave.slow_ledger import Model, World, draw_rota, draw_world, left_of

DAYS_IN_PLAY = 35
STEPS = (1, 3, 20, 45, 200, 330)
YEARS_IN_PLAY = 3
FURTHEST = 300  # so that leave which is moved a month on still begins within twelve months
ABOUT_A_YEAR = (363, 364, 365, 366)


class Subject(Protocol):
    """What is compared with the model: the rules alone, or the actions with a database behind them."""

    def ask(self, key: int, days: Days, *, is_paid: bool) -> object: ...
    def withdraw(self, key: int) -> object: ...
    def move(self, key: int, to: date) -> object: ...
    def change_hours(self, rota: Rota) -> object: ...
    def wait(self, days: int) -> object: ...
    def lines(self) -> dict[LeaveYear, list[Line]]: ...
    def taken(self, *, is_paid: bool) -> dict[date, int]: ...


def policy_of(world: World) -> Policy:
    return Policy(
        paid_days=world.paid_days,
        starts=world.starts,
        is_rolling=world.is_rolling,
        is_pro_rata=world.is_pro_rata,
        carry_over_days=world.carry_over_days,
        paid_for=frozenset({"employee"}),
        paid_is_statutory=world.paid_is_statutory,
    )


class Rules:
    """The pure rules, with every line that they write."""

    def __init__(self, world: World) -> None:
        self.world, self.policy = world, policy_of(world)
        self.today = world.begins
        self.pattern = Pattern(world.rota, ((world.started, world.rota),))
        self.written: dict[LeaveYear, list[Line]] = {}
        self.standing: dict[int, tuple[Days, bool]] = {}
        self.charged: dict[int, tuple[dict[LeaveYear, int], dict[date, int]]] = {}

    def lines(self) -> dict[LeaveYear, list[Line]]:
        return self.written

    def taken(self, *, is_paid: bool) -> dict[date, int]:
        taken: dict[date, int] = {}
        for key, (_, days) in self.charged.items():
            if self.standing[key][1] == is_paid or (self.policy.paid_is_statutory and not is_paid):
                for day, minutes in days.items():
                    taken[day] = taken.get(day, 0) + minutes
        return taken

    def ask(self, key: int, days: Days, *, is_paid: bool) -> None:
        check_free(days, [other for other, _ in self.standing.values()])
        minutes = self.pattern.minutes(days)
        cost: dict[LeaveYear, int] = {}
        if is_paid and not self.policy.is_rolling:
            cost = by_year(minutes, starts=self.policy.starts)
            books = self._books()
            lines = ledger.taken({year: books.last(year) for year in cost}, cost)
            self._open(lines)
            self._write(lines)
        else:
            TwelveMonths(self.taken(is_paid=is_paid), self._limit(is_paid), is_paid).after(minutes)
        self.standing[key] = days, is_paid
        self.charged[key] = cost, minutes

    def withdraw(self, key: int) -> None:
        self._give_back(key, 0)
        del self.standing[key], self.charged[key]

    def move(self, key: int, to: date) -> None:
        before, is_paid = self.standing[key]
        check_postponed(to, asked=before.first)
        days = moved(before, to, self.pattern)
        check_free(days, [other for one, (other, _) in self.standing.items() if one != key])
        self._give_back(key, sum(self.pattern.minutes(days).values()))
        self.standing[key] = days, is_paid

    def change_hours(self, rota: Rota) -> None:
        this = self.policy.leave_year(self.today)
        years = [year for year in self.written if year >= this]
        self._open(years)
        was, becomes = (self.policy.entitlement(each) for each in (self.pattern.rota_on(self.today), rota))
        for year in years:
            line = ledger.adjusted(self.written[year][-1], year, was=was, becomes=becomes, since=self.today)
            self._write({year: line} if line else {})
        kept = tuple(one for one in self.pattern.later if one[0] < self.today)
        self.pattern = Pattern(self.pattern.usual, (*kept, (self.today, rota)))

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def _limit(self, is_paid: bool) -> Callable[[date], int]:
        if is_paid:
            return lambda day: self.policy.entitlement(self.pattern.rota_on(day))
        return lambda day: statutory_week(self.pattern, day, started=self.world.started)

    def _give_back(self, key: int, costs: int) -> None:
        years, days = self.charged[key]
        spared = ledger.spared(years, costs)
        back = ledger.returning(spared, now=self.policy.leave_year(self.today))
        self._open(back)
        self._write(ledger.returned({year: self.written[year][-1] for year in back}, back))
        over = ledger.spared(days, costs)
        self.charged[key] = (
            {year: minutes - spared.get(year, 0) for year, minutes in years.items()},
            {day: left for day, minutes in days.items() if (left := minutes - over.get(day, 0))},
        )

    def _books(self) -> Books:
        rota = self.pattern.rota_on(self.today)
        return Books(
            self.written,
            entitled=self.policy.entitlement(rota),
            at_most_carried=self.policy.most_carried(rota),
            today=self.today,
            started=self.world.started,
        )

    def _open(self, years: object) -> None:
        books = self._books()
        due = {year: books.due(year) for year in sorted(years)}  # type: ignore[call-overload]
        for year, lines in due.items():
            self.written.setdefault(year, []).extend(lines)

    def _write(self, lines: dict[LeaveYear, Line]) -> None:
        for year, line in lines.items():
            self.written[year].append(line)


def what(deed: Callable[..., object], *arguments: object, **options: object) -> str:
    """Do it, and return the name of the refusal, or nothing."""
    try:
        deed(*arguments, **options)
    except Refused as refused:
        return type(refused).__name__
    return ""


@dataclass
class Sequence:
    """One person, their requests that may still be done something with, and the two to which all is done."""

    random: Random
    model: Model
    rules: Subject
    asked: dict[int, tuple[Days, date]] = field(default_factory=dict)
    """The days of each request as they stand, and the day on which it can last be moved."""

    def step(self, key: int) -> tuple[str, str]:
        """Do something, and return what the model and the rules say to it."""
        to_come = [one for one, (days, _) in self.asked.items() if days.first > self.model.today]
        movable = [one for one in to_come if self.model.today <= self.asked[one][1]]
        drawn = self.random.random()
        if drawn < 0.2:
            return self.wait()
        if drawn < 0.25:
            return self.change_hours()
        if to_come and drawn < 0.4:
            return self.withdraw(self.random.choice(to_come))
        if movable and drawn < 0.6:
            return self.move(self.random.choice(movable))
        return self.ask(key)

    def wait(self) -> tuple[str, str]:
        """Let some days pass, or those until the last day on which some leave can be taken back."""
        today, eves = self.model.today, [days.first - ONE_DAY for days, _ in self.asked.values()]
        to_come = [(eve - today).days for eve in eves if eve > today]
        is_late = today.year >= self.model.world.begins.year + YEARS_IN_PLAY
        days = self.random.choice(to_come or STEPS[:3] if is_late or self.random.random() < 0.4 else STEPS)
        self.model.today += timedelta(days=days)
        self.rules.wait(days)
        return "", ""

    def change_hours(self) -> tuple[str, str]:
        rota = draw_rota(self.random)
        self.model.change_hours(rota)
        self.rules.change_hours(rota)
        return "", ""

    def withdraw(self, key: int) -> tuple[str, str]:
        del self.asked[key]
        return self.model.withdraw(key), what(self.rules.withdraw, key)

    def move(self, key: int) -> tuple[str, str]:
        days, _ = self.asked[key]
        to = days.first + timedelta(days=self.random.randrange(-1, 34))
        said = self.model.move(key, to, days.part), what(self.rules.move, key, to)
        if not said[0]:
            now = self.model.booked[key].now
            self.asked[key] = Days(now[0][0], now[-1][0], days.part), date.min  # moved at most once
        return said

    def ask(self, key: int) -> tuple[str, str]:
        first, part = self.first_day(), self.random.choice(("whole", "whole", "morning", "afternoon"))
        last = first + timedelta(days=self.random.randrange(6)) if part == "whole" else first
        days, is_paid = Days(first, last, Part(part)), self.random.random() < 0.6
        said = (
            self.model.ask(key, first, last, part, is_paid=is_paid),
            what(self.rules.ask, key, days, is_paid=is_paid),
        )
        if not said[0]:
            self.asked[key] = days, self.model.today + timedelta(days=DAYS_TO_POSTPONE)
        return said

    def first_day(self) -> date:
        """Draw a day soon, or one about a year after other leave, where twelve months are just over or not."""
        today = self.model.today
        years_on = [
            day
            for booking in self.model.booked.values()
            for about in ABOUT_A_YEAR
            if today <= (day := booking.now[0][0] + timedelta(days=about)) < today + timedelta(days=FURTHEST)
        ]
        if years_on and self.random.random() < 0.5:
            return self.random.choice(years_on)
        days = [today + timedelta(days=self.random.randrange(DAYS_IN_PLAY)) for _ in range(3)]
        return next((day for day in days if self.model.whole(day)), days[-1])  # most are days that are worked


def run(seed: int, subject: Callable[[World], Subject] = Rules, *, deeds: int = 8) -> list[str]:
    """Do one random sequence to both, and return how they differ. Empty is good."""
    random = Random(seed)
    world = draw_world(random)
    sequence = Sequence(random, Model(world), subject(world))
    for key in range(deeds):
        models, rules = sequence.step(key)
        if models != rules:
            return [f"seed {seed}, deed {key}: the model says {models!r}, the rules say {rules!r}"]
    return [f"seed {seed}: {words}" for words in differences(sequence.model, sequence.rules)]


def differences(model: Model, rules: Subject) -> list[str]:
    """Return in what the two differ after the same deeds, and what is wrong with the lines by themselves."""
    wrong, lines = [], rules.lines()
    if {year: each[-1].balance for year, each in lines.items()} != left_of(model):
        wrong.append(f"the ledger says {lines}, the model has {left_of(model)} left")
    for is_paid in (True, False):
        if rules.taken(is_paid=is_paid) != model.taken(is_paid=is_paid):
            wrong.append(f"{rules.taken(is_paid=is_paid)} is not {model.taken(is_paid=is_paid)}")
    for year, each in lines.items():
        if any(line.balance < 0 or line.number != place for place, line in enumerate(each, start=1)):
            wrong.append(f"the lines of {year} are {each}")
        if any(after.balance != before.balance + after.minutes for before, after in pairwise(each)):
            wrong.append(f"the lines of {year} do not add up: {each}")
    return wrong
