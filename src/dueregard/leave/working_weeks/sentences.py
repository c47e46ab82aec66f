"""What a refusal says to the person who reads it."""

from dueregard.almanac import clock
from dueregard.design.wording import gov_date
from dueregard.leave import accounts, hours
from dueregard.leave.working_weeks import actions
from dueregard.people.models import Staff


def sentence(refused: actions.Unfit, staff: Staff) -> str:
    """Return a refusal in words."""
    match refused:
        case actions.AnotherWeek():
            return (
                f"The hours must come to {hours.said(staff.weekly_minutes)} a week, on average where two weeks take "
                "turns. An administrator can change how many hours somebody is employed for"
            )
        case actions.WrongDay():
            first = gov_date(max(staff.started, accounts.this_year().first))
            return f"The first day must be from {first} to today, {gov_date(clock.today())}"
        case actions.TooManyWeeks():
            return "Enter the hours of one week, or of up to four that take turns"
    raise TypeError(f"There is no sentence for {refused!r}.")
