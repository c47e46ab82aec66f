"""What a refusal says to the person who reads it: what is wrong, and what to do."""

from dueregard.design.wording import gov_date
from dueregard.networks.meetings import refusals

_SENTENCES: dict[type[refusals.NotNow], str] = {
    refusals.SentBefore: "Something else was sent from this page before. Open the page again to write something new",
    refusals.ChangedMeanwhile: "Somebody else changed this meanwhile. Open the page again, then make your change",
    refusals.Cancelled: "The meeting is cancelled",
    refusals.NotHeld: "The meeting is not held on this date",
    refusals.Over: "The meeting is over",
    refusals.NotYet: "The meeting has not begun",
    refusals.NoSuchDate: "The meeting is no longer held on this date",
    refusals.InThePast: "The day and time must be in the future",
    refusals.NoDates: "No date is left on which the meeting would be held: choose other days",
    refusals.SameTime: "The meeting is held then already. Choose another day or time",
    refusals.HasBegun: "The first date is past, so the first day, how often it is held and whether it leaves out bank "
    "holidays stay as they are. Cancel it and make a new one to change them",
    refusals.NotFormal: "Only formal meetings have an agenda and minutes",
    refusals.AgendaFull: "The agenda is full. Ask those who run the network to make room",
    refusals.TooLong: "The minutes are too long. Shorten them",
    refusals.NothingWritten: "Write something for at least one item before you publish the minutes",
}


def sentence(refused: refusals.NotNow) -> str:
    """Return a refusal in words."""
    match refused:
        case refusals.TooFarAhead(latest):
            return f"The day must be {gov_date(latest)} or before"
        case refusals.NotAmongThem(day):
            return f"The meeting would not be held on {gov_date(day)} anyway. Take that date off the list"
        case refusals.WouldBeLost(day):
            return (
                f"The meeting would no longer have the date {gov_date(day)}, which is past or has an agenda. "
                "Skip or move single dates instead"
            )
    return _SENTENCES[type(refused)]
