"""The words of answers are erased a year after the outcome was published; the themes, and what was published, stay."""

from datetime import timedelta

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations.actors import CLOSING
from dueregard.decisions.consultations.answering.models import Answer
from dueregard.decisions.consultations.coding.models import Quotation, Redaction
from dueregard.decisions.consultations.locking import locked, save
from dueregard.decisions.consultations.models import Consultation
from dueregard.jobs import Actor

KEPT = timedelta(days=365)


@journal.action
def erase(consultation: Consultation, *, by: Actor = CLOSING) -> None:
    """Erase what was written in answers, with the quotations and redactions of it."""
    require(by, Consultation.get_perm("close"), consultation)
    held = locked(consultation)
    answers = Answer.objects.filter(question__consultation=held)
    Quotation.objects.filter(answer__in=answers).delete()
    Redaction.objects.filter(answer__in=answers).delete()
    answers.update(closed_words=None)
    held.erased_at = clock.now()
    save(held, "erased_at")
    journal.record("erased the words of answers to a consultation", held, by=by)


def erase_old() -> None:
    """Erase what is older than it may be."""
    old = Consultation.objects.filter(editions__number=1, editions__at__lt=clock.now() - KEPT, erased_at=None)
    for consultation in old:
        erase(consultation)
