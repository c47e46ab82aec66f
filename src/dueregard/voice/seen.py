"""One projection of an issue for everything that shows issues: what a person may see of it, and nothing else.

Board, search, page, lists of what is late, mail and thread are drawn from these frozen values alone. Where `told` is
nothing the text is not there at all, so no page can show it by a slip.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.almanac.working_days import working_days_between
from dueregard.voice.deadlines import escalate_on
from dueregard.voice.models import Happening, Issue, Promise
from dueregard.voice.subjects import OVER, Said, Stage, Verdict, What


@dataclass(frozen=True)
class Day:
    """A day that a promise had before it was moved, and why it was moved from there."""

    day: date
    because: str


@dataclass(frozen=True)
class SeenPromise:
    """A promise, which all staff follow."""

    id: UUID
    issue_id: UUID
    what: str
    by_when: date
    owner: str
    owner_id: UUID
    kept_on: date | None
    how: str
    is_late: bool
    earlier: tuple[Day, ...] = ()


@dataclass(frozen=True)
class Line:
    """One thing that happened, in words."""

    on: date
    what: str
    by: str
    words: str


@dataclass(frozen=True)
class Clock:
    """Where the answer clock stands."""

    is_paused: bool
    because: str
    due_on: date | None
    days_left: int
    """Working days until the day that is due; below zero when it is past."""
    acknowledge_by: date | None
    answer_by: date | None
    is_answer_late: bool
    goes_up_on: date | None

    @property
    def days_late(self) -> int:
        """Working days since the deadline was missed; at least one, since the day after counts."""
        return max(1, -self.days_left)


@dataclass(frozen=True)
class Told:
    """What is there for those who may read the issue: members elsewhere, its leader, and everyone where it is shown."""

    kind: str
    title: str
    text: str
    wanted: str
    voice_of: str
    weight: str
    raised_on: date
    clock: Clock
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Seen:
    """An issue as one person sees it."""

    id: UUID
    theme: str
    month: str
    stage: str
    stage_words: str
    is_late: bool
    late_since: str
    """The day on which the deadline was missed or, where it is not shown, the month."""
    has_gone_up: bool
    has_reopened: bool
    leader: str
    answer: str
    answer_words: str
    reasons: str
    answered_in: str
    verdict_words: str
    promises: tuple[SeenPromise, ...]
    told: Told | None

    @property
    def heading(self) -> str:
        """What the issue is called on pages and in lists."""
        if self.told and self.told.title:
            return self.told.title
        return f"An issue about {self.theme[:1].lower()}{self.theme[1:]}"

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its leader."""
        return self.stage not in OVER and self.stage != Stage.WITHDRAWN

    @property
    def promises_kept(self) -> int:
        """How many of its promises are kept."""
        return sum(1 for promise in self.promises if promise.kept_on)


def seen(issue: Issue, user: Any, *, happened: Iterable[Happening] = ()) -> Seen:
    """Return an issue as this colleague sees it, with what happened where that is given."""
    return _seen(issue, reads=issue.may_be_read_by(user), happened=tuple(happened))


def as_members_see(issue: Issue, *, happened: Iterable[Happening] = ()) -> Seen:
    """Return an issue as those see it who raised it."""
    return _seen(issue, reads=True, happened=tuple(happened))


def seen_without_promises(issue: Issue, user: Any) -> Seen:
    """Return an issue beside one of its promises: the others are not asked of the database."""
    return _seen(issue, reads=issue.may_be_read_by(user), happened=(), promises=())


def promise_seen(promise: Promise, happened: tuple[Happening, ...] = ()) -> SeenPromise:
    """Return a promise with the days it had before: each as it was set, with the reason for which it was left."""
    days = [line for line in happened if line.promise_id == promise.pk and line.day]
    return SeenPromise(
        id=promise.pk,
        issue_id=promise.issue_id,
        what=promise.what,
        by_when=promise.by_when,
        owner=promise.owner.name,
        owner_id=promise.owner_id,
        kept_on=promise.kept_on,
        how=promise.how,
        is_late=promise.is_late,
        earlier=tuple(Day(before.day, after.words) for before, after in pairwise(days) if before.day),
    )


def _seen(
    issue: Issue, *, reads: bool, happened: tuple[Happening, ...], promises: Iterable[Promise] | None = None
) -> Seen:
    return Seen(
        id=issue.pk,
        theme=issue.get_theme_display(),
        month=str(issue.month),
        stage=issue.stage,
        stage_words=issue.get_stage_display(),
        is_late=issue.is_late,
        late_since=_since(issue, reads=reads),
        has_gone_up=issue.escalated_to_id is not None and issue.is_waiting,
        has_reopened=issue.has_reopened,
        leader=issue.leader.name,
        answer=issue.answer,
        answer_words=issue.get_answer_display(),
        reasons=issue.reasons,
        answered_in=str(Month.containing(issue.answered_on)) if issue.answered_on else "",
        verdict_words=issue.get_verdict_display(),
        promises=tuple(
            promise_seen(promise, happened)
            for promise in (issue.promises.all() if promises is None else promises)
        ),
        told=_told(issue, happened) if reads and issue.stage != Stage.WITHDRAWN else None,
    )


def _since(issue: Issue, *, reads: bool) -> str:
    if not issue.is_late or issue.due_on is None:
        return ""
    due = issue.due_on
    return f"{due.day} {due:%B %Y}" if reads else str(Month.containing(due))


def _told(issue: Issue, happened: tuple[Happening, ...]) -> Told:
    return Told(
        kind=issue.get_kind_display(),
        title=issue.title,
        text=issue.text,
        wanted=issue.wanted,
        voice_of=issue.voice_of,
        weight=issue.weight,
        raised_on=issue.raised_on,
        clock=_clock(issue, happened),
        lines=tuple(_line(line) for line in happened),
    )


def _clock(issue: Issue, happened: tuple[Happening, ...]) -> Clock:
    pauses = [line.words for line in happened if line.what == What.PAUSED]
    is_paused = issue.stage == Stage.PAUSED
    due = issue.due_on
    return Clock(
        is_paused=is_paused,
        because=pauses[-1] if is_paused and pauses else "",
        due_on=due,
        days_left=working_days_between(clock.today(), due) if due else 0,
        acknowledge_by=issue.acknowledge_by,
        answer_by=issue.answer_by,
        is_answer_late=issue.answer_by is not None and issue.answer_by < clock.today(),
        goes_up_on=escalate_on(due, issue.lengths) if due and issue.escalated_for != due else None,
    )


def _line(line: Happening) -> Line:
    words = line.words
    if line.what == What.ANSWERED:
        words = f"{Said(line.said).label}. {words}"
    elif line.what == What.HEARD:
        words = f"{Verdict(line.said).label}. {words}".strip()
    elif line.what == What.ESCALATED:
        words = f"To {words}."
    return Line(line.on, line.get_what_display(), line.by, words)
