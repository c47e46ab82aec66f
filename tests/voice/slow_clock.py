"""The answer clock once more, written apart and slowly: day by day, with counters. It knows nothing of the pure rule.

A history is a few weeks of random deeds on random days. After each deed, and some days after the last, the slow clock
and its subject must say the same: what was refused, the two deadlines, the next one due, whether that is late, on which
day it goes up, and which promises there are.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import holidays

LENGTHS = ((5, 20, 10, 5), (5, 20, 10, 5), (5, 20, 10, 5), (3, 10, 5, 2), (1, 2, 1, 1))
DEEDS = (
    "acknowledge", "pause", "pause", "resume", "resume", "resume", "longer",
    "answer", "no", "no", "helped", "keep", "move",
)  # fmt: skip
GAPS = (0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 12, 20, 30)
ENGLAND = {
    day for year in range(2025, 2031) for day in holidays.country_holidays("GB", subdiv="ENG", years=year)
}

Said = tuple[object, ...]


class Subject(Protocol):
    """What is compared with the slow clock."""

    def do(self, deed: str, day: date) -> bool:
        """Do it, and say whether it was taken."""

    def says(self, day: date) -> Said:
        """Return deadlines, due, late, goes up on, and the promises: for which day each is, and which are kept."""


Opens = Callable[[tuple[int, int, int, int], date], Subject]


def is_counted(day: date) -> bool:
    return day.weekday() not in (5, 6) and day not in ENGLAND


@dataclass
class SlowClock:
    """An issue that lives day by day."""

    lengths: tuple[int, int, int, int]
    began: date
    paused: list[tuple[date, date | None]] = field(default_factory=list)
    acknowledged: bool = False
    answered: bool = False
    longer_now: bool = False
    longer_ever: bool = False
    reopened: bool = False
    heard: bool = False
    promises: list[list[object]] = field(default_factory=list)

    def is_paused(self) -> bool:
        return bool(self.paused) and self.paused[-1][1] is None

    def stands_still(self, day: date) -> bool:
        return any(first <= day and (until is None or day < until) for first, until in self.paused)

    def deadline(self, count: int) -> date | None:
        """Walk from the day after the beginning until so many counted days are over."""
        day = self.began
        while count:
            day += timedelta(days=1)
            if self.stands_still(day) and self.is_paused() and day >= self.paused[-1][0]:
                return None
            if is_counted(day) and not self.stands_still(day):
                count -= 1
        return day

    def acknowledge_by(self) -> date | None:
        return self.deadline(self.lengths[0])

    def answer_by(self) -> date | None:
        return self.deadline(self.lengths[1] + (self.lengths[2] if self.longer_now else 0))

    def do(self, deed: str, day: date) -> bool:
        if deed in {"keep", "move"}:
            return self.do_with_promise(deed, day)
        if deed in {"no", "helped"}:
            return self.do_hear(deed, day)
        if self.answered:
            return False
        if deed == "resume":
            if not self.is_paused():
                return False
            self.paused[-1] = (self.paused[-1][0], day)
            return True
        if deed == "answer":
            if self.is_paused():
                self.paused[-1] = (self.paused[-1][0], day)
            self.answered = self.acknowledged = True
            self.heard = False
            self.promises.append([day + timedelta(days=40), False])
            return True
        return not self.is_paused() and self.do_while_the_clock_goes(deed, day)

    def do_while_the_clock_goes(self, deed: str, day: date) -> bool:
        if deed == "pause":
            self.paused.append((day, None))
        elif deed == "acknowledge":
            if self.acknowledged:
                return False
            self.acknowledged = True
        else:
            by = self.answer_by()
            if self.longer_ever or (by is not None and by < day):
                return False
            self.longer_ever = self.longer_now = self.acknowledged = True
        return True

    def do_hear(self, deed: str, day: date) -> bool:
        if not self.answered or self.heard:
            return False
        if deed == "no" and not self.reopened:
            self.began, self.paused, self.reopened = day, [], True
            self.acknowledged = self.answered = self.longer_now = False
        else:
            self.heard = True
        return True

    def do_with_promise(self, deed: str, day: date) -> bool:
        for promise in self.promises:
            if promise[1]:
                continue
            if deed == "keep":
                promise[1] = True
                return True
            if promise[0] != day + timedelta(days=50):
                promise[0] = day + timedelta(days=50)
                return True
        return False

    def says(self, day: date) -> Said:
        acknowledge_by, answer_by = self.acknowledge_by(), self.answer_by()
        open_ones = [] if self.answered else [answer_by]
        if not self.answered and not self.acknowledged:
            open_ones.append(acknowledge_by)
        days = [one for one in open_ones if one is not None]
        due = min(days) if days else None
        return (
            acknowledge_by, answer_by, due, due is not None and day > due, self.goes_up(due),
            tuple(tuple(promise) for promise in self.promises),
        )  # fmt: skip

    def goes_up(self, due: date | None) -> date | None:
        if due is None:
            return None
        left = self.lengths[3]
        while left:
            due += timedelta(days=1)
            left -= is_counted(due)
        return due


def run(seed: int, opens: Opens, *, deeds: int = 8) -> list[str]:
    """Live one history with the slow clock and a subject; return where they differ."""
    chance = random.Random(seed)
    lengths = chance.choice(LENGTHS)
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(900))
    slow, subject = SlowClock(lengths, day), opens(lengths, day)
    lived = [f"{day} raised"]
    for _ in range(chance.randint(1, deeds)):
        day += timedelta(days=chance.choice(GAPS))
        deed = chance.choice(DEEDS)
        expected, taken = slow.do(deed, day), subject.do(deed, day)
        lived.append(f"{day} {deed}{'' if expected else ' (refused)'}")
        if taken != expected:
            return [f"seed {seed}, {lengths}: {lived}: {'taken' if taken else 'refused'}"]
        if slow.says(day) != subject.says(day):
            return [f"seed {seed}, {lengths}: {lived}: {subject.says(day)} instead of {slow.says(day)}"]
    day += timedelta(days=chance.choice(GAPS))
    if slow.says(day) != subject.says(day):
        return [f"seed {seed}, {lengths}: {lived}, {day}: {subject.says(day)} instead of {slow.says(day)}"]
    return []
