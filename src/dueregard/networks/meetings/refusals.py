"""Why something about a meeting cannot be done. `sentences.py` says each in words."""

from dataclasses import dataclass
from datetime import date


class NotNow(Exception):
    """This cannot be done as things stand. The tree: the refusals of this module."""


class SentBefore(NotNow):
    """Something else was sent from the same page."""


class ChangedMeanwhile(NotNow):
    """Somebody else changed it since the page was opened."""


class Cancelled(NotNow):
    """The series is cancelled."""


class NotHeld(NotNow):
    """The meeting is skipped."""


class Over(NotNow):
    """The meeting is over."""


class NotYet(NotNow):
    """The meeting has not begun."""


class NoSuchDate(NotNow):
    """The series has no such date."""


class InThePast(NotNow):
    """The day or time is past."""


@dataclass(eq=False)
class TooFarAhead(NotNow):
    """The day is too far ahead."""

    latest: date


class NoDates(NotNow):
    """No date is left: all of them are bank holidays, or left out."""


@dataclass(eq=False)
class NotAmongThem(NotNow):
    """A day that is to be left out is none of the series."""

    day: date


class SameTime(NotNow):
    """It is held then already."""


class HasBegun(NotNow):
    """The first date is past, so the rhythm stays as it is: what was said on past dates hangs on them."""


@dataclass(eq=False)
class WouldBeLost(NotNow):
    """A date that is past, or has an agenda or minutes, would be none of the series any more."""

    day: date


class NotFormal(NotNow):
    """Only formal meetings have an agenda and minutes."""


class AgendaFull(NotNow):
    """The agenda has as many items as it takes."""


class TooLong(NotNow):
    """The minutes are longer than they are kept."""


class NothingWritten(NotNow):
    """The minutes say nothing yet."""
