"""An issue in the hands of an action: locked, with what happened to it, and its clock wound again at the end."""

from dataclasses import dataclass
from typing import Any

from dueregard.almanac import clock
from dueregard.almanac.periods import Month
from dueregard.thread.models import Link
from dueregard.voice.deadlines import Round, deadlines, last_round, standing
from dueregard.voice.models import Happening, Issue
from dueregard.voice.refusals import AlreadyAnswered, IsWithdrawn, NoWords
from dueregard.voice.subjects import OVER, PROMISING, Stage, What

CLOCK_FIELDS = ("acknowledge_by", "answer_by", "due_on", "listed_on", "stage")


@dataclass
class Held:
    """An issue, locked until the end of the action, and its happenings in order."""

    issue: Issue
    happened: list[Happening]

    @property
    def round(self) -> Round:
        """The round that it is in."""
        return last_round((line.deed, line.on) for line in self.happened if line.deed)

    def has(self, what: What) -> bool:
        """Say whether this ever happened to it."""
        return any(line.what == what for line in self.happened)

    def refuse_unless_waiting(self) -> None:
        """Refuse what comes before an answer where there is one, or where the issue was taken back."""
        self.refuse_withdrawn()
        if self.issue.stage in OVER:
            raise AlreadyAnswered

    def refuse_withdrawn(self) -> None:
        """Refuse where the network took the issue back."""
        if self.issue.stage == Stage.WITHDRAWN:
            raise IsWithdrawn

    def add(self, what: What, *, by: Any, words: str = "", **more: Any) -> None:
        """Add a line to what happened, today unless told otherwise."""
        more.setdefault("on", clock.today())
        line = Happening(
            issue=self.issue,
            number=len(self.happened) + 1,
            what=what,
            by=str(by),
            words=words,
            **more,
        )
        line.save(force_insert=True)
        self.happened.append(line)

    def settle(self) -> None:
        """Let an issue be done once all that was promised is, and about practice once a change is named."""
        issue = self.issue
        if issue.stage != Stage.ANSWERED or issue.answer not in PROMISING or issue.promises.open().exists():
            return
        if issue.is_about_practice and not has_change(issue):
            return
        issue.stage = Stage.DONE

    def save(self, *fields: str) -> None:
        """Wind the clock by what happened, and keep these fields with those of the clock."""
        wind(self.issue, self.round)
        self.issue.save(update_fields=[*CLOCK_FIELDS, *fields])


def hold(issue: Issue) -> Held:
    """Return an issue as it stands, with what happened to it, locked until the end of the action."""
    # Without a join: PostgreSQL looks at a row again once it has waited for it, and would not find one whose leader
    # has become another in the meantime.
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    return Held(locked, list(locked.happenings.order_by("number")))


def wind(issue: Issue, now: Round) -> None:
    """Set the deadlines of an issue, and where it stands in lists.

    Of one that is not shown, the lists of all staff know only the month of its deadline, or their order would tell the
    day on which it was raised.
    """
    by = deadlines(now, issue.lengths)
    issue.acknowledge_by, issue.answer_by = by.acknowledge_by, by.answer_by
    is_waiting = issue.is_waiting
    issue.due_on = standing(now, issue.lengths, today=clock.today()).due if is_waiting else None
    issue.listed_on = issue.due_on
    if issue.due_on and not issue.is_shown:
        issue.listed_on = Month.containing(issue.due_on).last


def has_change(issue: Issue) -> bool:
    """Say whether a change is joined with an issue on the thread."""
    return Link.objects.leading_from(issue, to_kind="change").exists()


def refuse_empty(words: str) -> str:
    """Return the words without spaces around them, or refuse where there are none.

    Raises
    ------
    NoWords
        When nothing but spaces is left.
    """
    stripped = words.strip()
    if not stripped:
        raise NoWords
    return stripped
