"""What a refusal about passports says to the person who reads it."""

from dueregard.leave.passports import actions

NOT_NOW: dict[type[actions.NotNow], str] = {
    actions.NoManager: "Nobody is your line manager here today, so there is nobody to show it to",
    actions.NothingToShow: "Write something in the part that your manager may read first",
    actions.WrongDay: "The last day must be today or later, and within 12 months",
    actions.ShownToNobody: "It is shown to nobody already.",
    actions.NothingSigned: "You have not shown it to anybody yet, so there is nothing to look at again.",
    actions.AlreadySigned: "You have signed this already.",
}


def sentence(refused: actions.NotNow) -> str:
    """Return a refusal in words."""
    return NOT_NOW[type(refused)]
