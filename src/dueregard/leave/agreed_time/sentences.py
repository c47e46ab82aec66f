"""What a refusal about agreed time says to the person who reads it."""

from dueregard.leave import days, hours
from dueregard.leave import sentences as leave
from dueregard.leave.agreed_time import actions

NOT_NOW: dict[type[actions.NotNow], str] = {
    actions.AlreadyAnswered: "Somebody has agreed to this already.",
    actions.AlreadyEnded: "This has ended.",
    actions.AsksAlready: "You have asked already, and there is no answer yet. End that request to ask for other hours",
    actions.SentBefore: "A request was sent from this page before. Check your answers to ask for other hours",
    actions.NothingAgreed: "No time has been agreed for you, so there is none to note",
    actions.AnotherMonth: "Choose this month or one of the last 12",
}


def sentence(refused: days.Refused | actions.NotNow | actions.TooMuch) -> str:
    """Return a refusal in words."""
    match refused:
        case actions.NotNow():
            return NOT_NOW[type(refused)]
        case actions.TooMuch(most):
            return f"Enter at most {hours.said(most)} a month: as much as you work in a week"
        case days.TooFarAhead() | days.Past() | days.AfterLastDay():
            return leave.sentence(refused)
    raise TypeError(f"There is no sentence for {refused!r}.")
