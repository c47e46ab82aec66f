"""Why something cannot be done to an issue. The tree: `Refused`, of which `NotNow` is about where the issue stands
and `Unfit` about what was given."""

from dataclasses import dataclass
from datetime import date


class Refused(Exception):
    """It cannot be done, and nothing was changed."""


class NotNow(Refused):
    """The issue, or the promise, is not where this can be done."""


class AlreadyAcknowledged(NotNow):
    """The leader has acknowledged it in this round."""


class AlreadyAnswered(NotNow):
    """It is answered, so what comes before an answer is over."""


class NotAnswered(NotNow):
    """There is no answer yet."""


class AlreadyHeard(NotNow):
    """The network has said whether this answer helped."""


class IsWithdrawn(NotNow):
    """The network took it back."""


class IsPaused(NotNow):
    """The clock stands still; it must go on first."""


class NotPaused(NotNow):
    """The clock goes on already."""


class LongerBefore(NotNow):
    """More time was needed once before, in this round or the one before it."""


class TooLateForLonger(NotNow):
    """The day to answer is past."""


class NotAboutPractice(NotNow):
    """Only issues about practice end in a named change."""


class NothingToChange(NotNow):
    """The answer is that nothing will be done."""


class AlreadyKept(NotNow):
    """The promise is kept."""


class Unfit(Refused):
    """What was given cannot be."""


class NoWords(Unfit):
    """A reason, or what was done, is missing."""


class NoPromise(Unfit):
    """An answer of yes has no promise."""


class NotPromising(Unfit):
    """An answer of no has promises."""


@dataclass(eq=False)
class PromiseInThePast(Unfit):
    """A promise is for a day that is over."""

    day: date


class SameDay(Unfit):
    """A promise would be moved to the day that it has."""


class NotALeader(Unfit):
    """This person cannot answer issues: they lead nobody and hold no role that leads, or have left."""


class SameLeader(Unfit):
    """The issue is this leader's already."""


class NotEmployed(Unfit):
    """The owner of a promise does not work here."""


class NotYet(Unfit):
    """Something is said to have been done on a day that is still to come."""


class NobodyToAnswer(Unfit):
    """There is no remit for the theme and no chief executive either."""


class NotABand(Unfit):
    """A weight is not a band from 10 on."""
