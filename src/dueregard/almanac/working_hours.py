"""Working hours: how long something may wait while somebody is there to read it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dueregard.almanac.clock import LONDON
from dueregard.almanac.working_days import add_working_days, is_working_day


@dataclass(frozen=True)
class WorkingHours:
    """When a working day begins and ends, in London."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"A working day from {self.opens} to {self.closes} ends before it begins.")

    def end_of(self, day: date) -> datetime:
        """Return the end of a working day."""
        return datetime.combine(day, self.closes, tzinfo=LONDON)

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """Return the moment by which so much working time has passed. At night and on days off nothing passes."""
        here = moment.astimezone(LONDON)
        day = add_working_days(here.date(), 0)
        begins = max(here, datetime.combine(day, self.opens, tzinfo=LONDON))
        while wait > (left := max(self.end_of(day) - begins, timedelta())) or not is_working_day(day):
            wait -= left
            day = add_working_days(day, 1)
            begins = datetime.combine(day, self.opens, tzinfo=LONDON)
        return begins + wait


def read_working_hours(text: str) -> WorkingHours:
    """Return the hours that a text such as ``09:00-17:00`` names.

    Raises
    ------
    ValueError
        When it names none.
    """
    found = re.fullmatch(r"([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])", text.strip(), re.ASCII)
    if found is None:
        raise ValueError(f"“{text}” is not a beginning and an end, such as 09:00-17:00.")
    return WorkingHours(time.fromisoformat(found[1]), time.fromisoformat(found[2]))
