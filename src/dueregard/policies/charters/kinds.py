"""The charters there are, with their levels in turn and how long a level holds. Pure."""

from dataclasses import dataclass
from datetime import date

DAYS_BEFORE = 90
"""How long before its renewal the owner is told."""


@dataclass(frozen=True)
class Kind:
    """A charter: its name, its levels from the first to the last, and for how many years a level holds, if it is fixed.

    Disability Confident has three levels of three years each, taken in turn (GOV.UK, Disability Confident employer
    scheme). The charter of Mindful Employer is looked at again every three years. Membership of the Employers'
    Initiative on Domestic Abuse has no fixed length, so that its renewal is asked for.
    """

    code: str
    name: str
    levels: tuple[str, ...]
    years: int | None


KINDS = {
    kind.code: kind
    for kind in (
        Kind("disability-confident", "Disability Confident", ("Committed", "Employer", "Leader"), 3),
        Kind("domestic-abuse", "Employers’ Initiative on Domestic Abuse", ("Member",), None),
        Kind("mindful-employer", "Mindful Employer", ("Signatory",), 3),
    )
}


def may_follow(kind: Kind, before: int, level: int) -> bool:
    """Say whether a level, from 1 on, may come after another, or after none (0): no level is skipped."""
    return 1 <= level <= min(before + 1, len(kind.levels))


def renewal(kind: Kind, since: date) -> date | None:
    """Return the day on which a level of fixed length must be renewed; none where the length is not fixed."""
    if kind.years is None:
        return None
    year = since.year + kind.years
    is_leap_day = (since.month, since.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else since.replace(year=year)
