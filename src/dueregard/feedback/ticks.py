"""What happens by itself: answers about oneself are shuffled, and what was written is erased when its time is over."""

from datetime import timedelta

from django.conf import settings

from dueregard import jobs
from dueregard.almanac import clock
from dueregard.feedback.actors import HOUSEKEEPING
from dueregard.feedback.apart import actions as apart
from dueregard.feedback.models import PageAnswer, Piece
from dueregard.feedback.page_answers.actions import erase as erase_page_answers
from dueregard.feedback.survey import carrying  # noqa: F401  (registers what happens to surveys)
from dueregard.feedback.triage import actions as triage

EVERY_HOUR = 60 * 60


@jobs.tick("shuffle answers about people", every=EVERY_HOUR)
def shuffle_answers() -> None:
    """Put parked answers among the others, once there are enough of them."""
    apart.shuffle()


@jobs.tick("erase old feedback", every=EVERY_HOUR)
def erase_old() -> None:
    """Erase the words of what was sent before the time that they are kept for; what duty has not acted on waits."""
    before = clock.now() - timedelta(days=settings.FEEDBACK_KEPT_DAYS)
    old = Piece.objects.filter(sent_at__lt=before, erased_at=None).exclude(
        referral__isnull=False, referral__acted_at=None
    )
    for piece in old:
        triage.erase(piece, by=HOUSEKEEPING)
    if PageAnswer.objects.filter(day__lt=clock.day_of(before), closed_doing__isnull=False).exists():
        erase_page_answers(before=clock.day_of(before), by=HOUSEKEEPING)
