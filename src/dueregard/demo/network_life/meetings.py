"""The meetings of a network: when they are held, what is on the agenda, and what earlier dates came to."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from dueregard.demo.network_life.conditions import WEEKDAYS, an_address, an_author, not_below_zero, one_of

KINDS = ("coffee", "formal", "event")
AUDIENCES = ("members", "staff")


@dataclass(frozen=True)
class AgendaItem:
    """Something that an author puts on the agenda of the next date."""

    author: int
    text: str

    def __post_init__(self) -> None:
        an_author(self.author)


@dataclass(frozen=True)
class Position:
    """What the minutes say under one item: positions, and never people."""

    title: str
    text: str


@dataclass(frozen=True)
class Action:
    """What was agreed to be done, by which position, and how many days after the meeting it is due and was done."""

    what: str
    position: str
    due_after: int
    done_after: int | None = None

    def __post_init__(self) -> None:
        not_below_zero("due_after", self.due_after)
        not_below_zero("done_after", self.done_after or 0)


@dataclass(frozen=True)
class PastMeeting:
    """The minutes of a date that is past: 1 `back` is the latest."""

    back: int
    is_quorate: bool
    items: tuple[Position, ...]
    actions: tuple[Action, ...] = ()

    def __post_init__(self) -> None:
        if self.back < 1:
            raise ValueError("back must be 1 for the latest date, 2 for the one before, and so on")


@dataclass(frozen=True)
class Series:
    """A meeting: once where `every_weeks` is 0, on a weekday that lies some weeks before or after this week's."""

    kind: str
    title: str
    about: str
    audience: str
    weekday: str
    at: time
    minutes: int
    link: str
    weeks_from_now: int
    every_weeks: int = 0
    weeks_to_come: int = 0
    agenda: tuple[AgendaItem, ...] = ()
    past: tuple[PastMeeting, ...] = ()

    def __post_init__(self) -> None:
        one_of("kind", self.kind, KINDS)
        one_of("audience", self.audience, AUDIENCES)
        one_of("weekday", self.weekday, WEEKDAYS)
        an_address("link", self.link)
        if self.minutes < 1:
            raise ValueError("minutes must be 1 or more")
        not_below_zero("every_weeks", self.every_weeks)
        if self.every_weeks and self.weeks_to_come <= self.weeks_from_now:
            raise ValueError("weeks_to_come must be after weeks_from_now")
        for number, one in enumerate(self.past, start=1):
            if self.weeks_from_now + one.back * self.every_weeks > 0 or not self.every_weeks:
                raise ValueError(f"past {number} is before the first date")
            for action in one.actions:
                if (action.done_after or 0) > 7 * self.every_weeks * (one.back - 1):
                    raise ValueError(f"past {number}: “{action.what}” may be done only after today")

    def first(self, today: date) -> date:
        """Return the first date."""
        return self._in_week(today, self.weeks_from_now)

    def last(self, today: date) -> date:
        """Return the last day on which it may be held."""
        return self._in_week(today, self.weeks_to_come) if self.every_weeks else self.first(today)

    def next(self, today: date) -> date:
        """Return the first date that is today or later; of a meeting that is held once, its date."""
        return self._date(today, 0) if self.every_weeks else self.first(today)

    def held(self, back: int, today: date) -> date:
        """Return the latest date before today, where `back` is 1, or one before that."""
        return self._date(today, -back)

    def _date(self, today: date, number: int) -> date:
        apart = 7 * self.every_weeks
        held = -((self.first(today) - today).days // apart)  # dates before today
        return self.first(today) + timedelta(days=apart * max(0, held + number))

    def _in_week(self, today: date, weeks: int) -> date:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * weeks + WEEKDAYS.index(self.weekday))
