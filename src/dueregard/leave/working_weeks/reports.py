"""What pages show of working weeks."""

from dataclasses import dataclass
from datetime import date

from dueregard.almanac import clock
from dueregard.leave import hours
from dueregard.leave.models import WEEKDAYS, WorkingPattern
from dueregard.leave.patterns import Rota, weekly
from dueregard.people.models import Staff


@dataclass(frozen=True)
class Shown:
    """A rota from some day on; from no day where it was always so. A row is a day and what is worked in each week."""

    since: date | None
    head: list[str]
    rows: list[list[str]]
    week: str


def working_weeks(staff: Staff) -> list[Shown]:
    """Return how somebody works now, and each rota that begins later."""
    pattern, today = WorkingPattern.objects.of(staff), clock.today()
    since = max((day for day, _ in pattern.later if day <= today), default=None)
    to_come = [(day, rota) for day, rota in pattern.later if day > today]
    return [_shown(day, rota) for day, rota in [(since, pattern.rota_on(today)), *to_come]]


def _shown(since: date | None, rota: Rota) -> Shown:
    weeks = ["Hours"] if len(rota) == 1 else [f"Week {number}" for number in range(1, len(rota) + 1)]
    rows = [
        [day.capitalize(), *(hours.said(week[place]) if week[place] else "–" for week in rota)]
        for place, day in enumerate(WEEKDAYS)
        if any(week[place] for week in rota)
    ]
    return Shown(since, ["Day", *weeks], rows, hours.said(weekly(rota)))
