"""What happens by itself: answers without a name are let in, consultations close, and old words are erased."""

from dueregard import jobs
from dueregard.decisions.consultations.answering import letting_in
from dueregard.decisions.consultations.erasing import erase_old

EVERY_HOUR = 60 * 60


@jobs.tick("let in answers to consultations", every=EVERY_HOUR)
def let_in() -> None:
    """Let in answers without a name, and close consultations whose last day is over."""
    letting_in.let_in_all()


@jobs.tick("erase old answers to consultations", every=EVERY_HOUR)
def erase() -> None:
    """Erase the words of answers a year after the first edition of their outcome."""
    erase_old()
