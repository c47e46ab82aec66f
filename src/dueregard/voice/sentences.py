"""What a refusal says to the person who reads it: what is wrong, and what to do."""

from dueregard.design.wording import gov_date
from dueregard.voice import refusals

SENTENCES: dict[type[refusals.Refused], str] = {
    refusals.AlreadyAcknowledged: "This issue has been acknowledged already.",
    refusals.AlreadyAnswered: "This issue has been answered already.",
    refusals.NotAnswered: "This issue has no answer yet.",
    refusals.AlreadyHeard: "The network has said already whether this answer helped.",
    refusals.IsWithdrawn: "The network has taken this issue back.",
    refusals.IsPaused: "The clock of this issue is paused. Let it go on first.",
    refusals.NotPaused: "The clock of this issue goes on already.",
    refusals.LongerBefore: "More time was taken for this issue once before. It cannot be taken again.",
    refusals.TooLateForLonger: "The day to answer this issue is past, so more time cannot be taken. Answer it now.",
    refusals.NotAboutPractice: "Only an issue about our work with children and families ends in a named change.",
    refusals.NothingToChange: "This issue was answered with no, so there is no change to record.",
    refusals.AlreadyKept: "This promise has been kept already.",
    refusals.NoWords: "Enter some words",
    refusals.NoPromise: "Enter what will be done, by when: a yes needs at least one promise",
    refusals.NotPromising: "Empty the promises, or select another answer: a no has none",
    refusals.SameDay: "This is the day that the promise has. Enter another one",
    refusals.NotALeader: "This person leads nobody here. Enter somebody who manages people or leads in their role",
    refusals.SameLeader: "This issue is theirs already. Enter another leader",
    refusals.NotEmployed: "This person does not work here any more. Enter somebody else",
    refusals.NotYet: "The day must be today or earlier",
}


def sentence(refused: refusals.Refused) -> str:
    """Return a refusal in words."""
    if isinstance(refused, refusals.PromiseInThePast):
        return f"The day must be today or later, not {gov_date(refused.day)}"
    return SENTENCES[type(refused)]
