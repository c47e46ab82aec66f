"""By when a piece is read, and by when whoever asked for an answer is contacted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dueregard.almanac.clock import day_of
from dueregard.almanac.working_days import add_working_days
from dueregard.almanac.working_hours import WorkingHours

RISKY_WITHIN = timedelta(hours=1)
"""Of working time, in which words that sound like a risk are read."""

ANSWER_WITHIN = 1
"""Working days in which whoever asked for an answer, or complained, is contacted."""

READ_WITHIN = 5
"""Working days in which everything else is read."""


@dataclass(frozen=True)
class Due:
    """The clocks of a piece: the one to the first reading, and the one to the answer where one was asked for."""

    read_by: datetime
    answer_by: datetime | None


def due(sent_at: datetime, hours: WorkingHours, *, is_risky: bool, wants_answer: bool) -> Due:
    """Return the clocks of a piece that was sent at that moment."""
    day = day_of(sent_at)
    answer_by = hours.end_of(add_working_days(day, ANSWER_WITHIN)) if wants_answer else None
    if is_risky:
        return Due(hours.after(sent_at, RISKY_WITHIN), answer_by)
    return Due(answer_by or hours.end_of(add_working_days(day, READ_WITHIN)), answer_by)
