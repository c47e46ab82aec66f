"""What a refusal says to the person who reads it: what is wrong, and what to do."""

from dueregard.design.wording import gov_date
from dueregard.leave import actions, days
from dueregard.leave.ledger import NotEnough
from dueregard.leave.rolling import OverTwelveMonths

NOT_NOW: dict[type[actions.NotNow], str] = {
    actions.AlreadyAnswered: "Somebody has answered this request already.",
    actions.AlreadyWithdrawn: "This request has been withdrawn.",
    actions.AlreadyBegun: "This leave has begun, so it can no longer be withdrawn.",
    actions.TooLateToPostpone: "The time to move this leave to a later day is over. You can still agree to it.",
    actions.SentBefore: "A request was sent from this page before. Check your answers again to ask for other days",
}

NOT_FOR_THEM = {
    True: "Paid leave for carers is not for people who work here as you do. Speak with your manager about other leave",
    False: "Unpaid leave by law is for employees. Select paid leave, or speak with your manager about other leave",
}


def sentence(refused: days.Refused | actions.NotNow) -> str:
    """Return a refusal in words."""
    match refused:
        case actions.NotNow():
            return NOT_NOW[type(refused)]
        case days.NotForThem(is_paid):
            return NOT_FOR_THEM[is_paid]
        case days.Past():
            return "The first day must be today or later"
        case days.TooFarAhead(latest):
            return f"The days must be within 12 months, up to {gov_date(latest)}"
        case days.AfterLastDay(last_day):
            return f"The days must not go on after the last day of employment, {gov_date(last_day)}"
        case days.Overlapping(other):
            return (
                f"There is leave already on {_said(other)}. Choose other days, or withdraw that request first"
            )
        case days.NothingToTake():
            return "No time is worked then: it is a day off or a bank holiday. Choose a working day"
        case days.NotPostponed(asked, latest):
            return f"The new first day must be after {gov_date(asked)}, and at the latest {gov_date(latest)}"
        case NotEnough(year):
            ends = gov_date(year.last)
            return (
                f"There is not enough paid leave left in the leave year that ends on {ends}. Choose less time, or "
                "select unpaid leave"
            )
        case OverTwelveMonths(ends, is_paid):
            until = gov_date(ends)
            if is_paid:
                return (
                    f"There is not enough paid leave left in the 12 months up to {until}. Choose less time or another "
                    "day, or select unpaid leave"
                )
            return (
                f"There is less than that left of your week of unpaid leave in the 12 months up to {until}. Choose "
                "less time or another day, or speak with your manager about other leave"
            )
    raise TypeError(f"There is no sentence for {refused!r}.")


def _said(taken: days.Days) -> str:
    if taken.first == taken.last:
        return gov_date(taken.first)
    return f"days from {gov_date(taken.first)} to {gov_date(taken.last)}"
