"""The answer clock: when an issue must be acknowledged and answered, what is late, and when it goes up.

Pure functions that know no database, no settings and no clock. How days count:

- Working days are Monday to Friday without England's bank holidays. The day on which a round begins (the issue is
  raised, or reopened) is not counted: within 5 working days means until the end of the fifth working day after it.
  What is done on the day of a deadline is in time; it is late from the day after.
- Both deadlines count from the beginning of the round; an early acknowledgement does not bring the answer forward.
- A pause begins on the day it is asked for and ends on the day the clock is let go on: the first of these days does not
  count any more, the last counts again. A pause that begins and ends on one day takes nothing away. A deadline that
  falls on the day on which a pause begins is therefore moved; one that passed before it stays missed.
- While the clock stands still, a deadline that had not passed has no day: nobody knows yet when it will be.
- Needing longer adds working days to the time to answer, counted as the others are.
- Whoever answers, or needs longer, has acknowledged. Whoever answers has ended a pause.
- A missed deadline goes up after some working days more, of which the deadline itself is not one. Pauses do not hold
  that up: what is late stays late, whatever is put off afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dueregard.almanac.working_days import add_working_days, working_days_between

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lengths:
    """How many working days there are for what."""

    acknowledge: int
    answer: int
    longer: int
    escalate: int


class Deed(StrEnum):
    """What moves the clock. Whatever else happens to an issue does not."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    PAUSED = "paused"
    RESUMED = "resumed"
    LONGER = "needed longer"
    ANSWERED = "answered"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Pause:
    """Days on which the clock stands still: from the first on, until the last, which counts again."""

    first: date
    until: date | None = None


@dataclass(frozen=True)
class Round:
    """What happened to an issue from the day on which it was raised, or reopened."""

    began: date
    pauses: tuple[Pause, ...] = ()
    acknowledged: date | None = None
    answered: date | None = None
    is_longer: bool = False

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].until is None


@dataclass(frozen=True)
class Deadlines:
    """The last days on which something is in time; none where that is not known while the clock stands still."""

    acknowledge_by: date | None
    answer_by: date | None


@dataclass(frozen=True)
class Standing:
    """Where a round stands on some day."""

    due: date | None
    """The next deadline that is not met; none when nothing is due, or nobody knows yet when."""
    is_late: bool
    escalate_on: date | None
    """The first day on which it goes up to the chief executive, if nothing is done."""
    missed: tuple[str, ...] = ()
    """What is late: to acknowledge, to answer."""


def last_round(happened: Iterable[tuple[Deed, date]]) -> Round:
    """Return the round that an issue is in, from all that happened to it, in order."""
    now: Round | None = None
    for deed, day in happened:
        if now is None or deed in {Deed.RAISED, Deed.REOPENED}:
            now = Round(began=day)
        elif deed is Deed.PAUSED:
            now = replace(now, pauses=(*now.pauses, Pause(day)))
        elif deed is Deed.RESUMED:
            now = _resumed(now, day)
        else:
            now = replace(now, acknowledged=now.acknowledged or day)
            if deed is Deed.LONGER:
                now = replace(now, is_longer=True)
            elif deed is Deed.ANSWERED:
                now = replace(_resumed(now, day), answered=day)
    if now is None:
        raise ValueError("Nothing happened: an issue is raised before anything else.")
    return now


def deadlines(now: Round, lengths: Lengths) -> Deadlines:
    """Return the deadlines of a round."""
    answer = lengths.answer + (lengths.longer if now.is_longer else 0)
    return Deadlines(acknowledge_by=_last_day(now, lengths.acknowledge), answer_by=_last_day(now, answer))


def standing(now: Round, lengths: Lengths, *, today: date) -> Standing:
    """Return what is due and what is late on a day."""
    by = deadlines(now, lengths)
    unmet = []
    if now.answered is None:
        if now.acknowledged is None and by.acknowledge_by:
            unmet.append((by.acknowledge_by, "to acknowledge"))
        if by.answer_by:
            unmet.append((by.answer_by, "to answer"))
    due = min((day for day, _ in unmet), default=None)
    return Standing(
        due=due,
        is_late=due is not None and due < today,
        escalate_on=escalate_on(due, lengths) if due else None,
        missed=tuple(what for day, what in unmet if day < today),
    )


def escalate_on(missed: date, lengths: Lengths) -> date:
    """Return the first day on which a deadline that is missed goes up."""
    return add_working_days(missed, lengths.escalate)


def _resumed(now: Round, day: date) -> Round:
    if not now.is_paused:
        return now
    return replace(now, pauses=(*now.pauses[:-1], replace(now.pauses[-1], until=day)))


def _last_day(now: Round, count: int) -> date | None:
    """Return the working day that is the `count`th since the round began, without those of its pauses."""
    counted_to, left = now.began, count
    for pause in now.pauses:
        before = pause.first - ONE_DAY
        counts = working_days_between(counted_to, before) if before > counted_to else 0
        if counts >= left:
            break
        if pause.until is None:
            return None
        left -= counts
        counted_to = max(counted_to, pause.until - ONE_DAY)
    return add_working_days(counted_to, left)
