"""What a network shows to everyone on the staff: resources, campaigns with their stories, its plan, and signposts."""

from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.demo.network_life.conditions import (
    WEEKDAYS,
    an_address,
    an_author,
    not_below_zero,
    one_of,
    so_many_words,
)

WORDS_OF_A_STORY = (60, 120)
AIMS = range(1, 6)
FIRST_MONTH = 4
"""The month in which the year of a plan begins."""


@dataclass(frozen=True)
class DayOfYear:
    """A day of any year, such as 8 June. 29 February is none."""

    month: int
    day: int

    @classmethod
    def read(cls, said: object) -> "DayOfYear":
        """Return the day that “06-08” means."""
        try:
            day = date.fromisoformat(f"2023-{said}")
        except ValueError:
            raise ValueError("must be a month and a day that every year has, such as “06-08”") from None
        return cls(day.month, day.day)

    def of(self, year: int) -> date:
        """Return the day of a calendar year."""
        return date(year, self.month, self.day)

    def of_plan(self, year: int) -> date:
        """Return the day in the year of a plan, which begins on 1 April of `year`."""
        return self.of(year if self.month >= FIRST_MONTH else year + 1)


@dataclass(frozen=True)
class Resource:
    """Something to read or use: a text, or the address of a public page."""

    title: str
    summary: str
    kept_by_position: str
    checked_days_ago: int
    text: str = ""
    address: str = ""
    is_for_practice: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.text and not self.address:
            raise ValueError("it needs a text or an address")
        if self.address:
            an_address("address", self.address)
        not_below_zero("checked_days_ago", self.checked_days_ago)


@dataclass(frozen=True)
class Story:
    """What a member tells in a campaign, and for how many days from today they agree to its being shown."""

    author: int
    text: str
    consent_days: int

    def __post_init__(self) -> None:
        an_author(self.author)
        so_many_words(self.text, *WORDS_OF_A_STORY)
        if self.consent_days < 1:
            raise ValueError("consent_days must be 1 or more")


@dataclass(frozen=True)
class Campaign:
    """Some days of each year: the latest that are over where it `is_past`, and else those that run or come next.

    With a `weekday` it begins on the first such day from `begins` on.
    """

    title: str
    summary: str
    begins: DayOfYear
    days: int
    is_past: bool
    text: str
    tips: tuple[str, ...]
    ask: str
    weekday: str = ""
    changed: str = ""
    stories: tuple[Story, ...] = ()

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("days must be 1 or more")
        if self.weekday:
            one_of("weekday", self.weekday, WEEKDAYS)
        if self.changed and not self.is_past:
            raise ValueError("changed is for a campaign that is past")

    def dates(self, today: date) -> tuple[date, date]:
        """Return the first day and the last."""
        runs = [self._of(year) for year in range(today.year - 2, today.year + 3)]
        if self.is_past:
            return max(run for run in runs if run[1] < today)
        return min(run for run in runs if run[1] >= today)

    def _of(self, year: int) -> tuple[date, date]:
        first = self.begins.of(year)
        if self.weekday:
            first += timedelta(days=(WEEKDAYS.index(self.weekday) - first.weekday()) % 7)
        return first, first + timedelta(days=self.days - 1)


@dataclass(frozen=True)
class PlanItem:
    """What the network means to do in a year that begins on 1 April, for one of the five aims, and what came of it.

    It counts as done once `done` is past in the year that the plan is made for.
    """

    aim: int
    what: str
    due: DayOfYear
    done: DayOfYear | None = None
    outcome: str = ""

    def __post_init__(self) -> None:
        if self.aim not in AIMS:
            raise ValueError(f"aim must be {AIMS.start} to {AIMS[-1]}")
        if bool(self.done) != bool(self.outcome):
            raise ValueError("done and outcome go together")


@dataclass(frozen=True)
class Signpost:
    """Where else to turn, and the position that checks the entry."""

    name: str
    what: str
    kept_by_position: str
    phone: str = ""
    text_to: str = ""
    address: str = ""
    hours: str = ""
    where: str = "National"
    is_urgent: bool = False

    def __post_init__(self) -> None:
        if not self.phone and not self.text_to and not self.address:
            raise ValueError("it needs a phone, a text_to or an address")
        if self.address:
            an_address("address", self.address)
