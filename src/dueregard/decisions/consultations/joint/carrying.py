"""What happens to joint responses by itself: marks are counted when their day is over, what is sent is filed.

Each step may be stopped and done again without a second effect: marks are destroyed as they are counted, and what is
filed has the key of the joint response.
"""

import logging
from uuid import UUID

from dueregard import jobs
from dueregard.decisions.consultations.answering import actions as answering
from dueregard.decisions.consultations.models import Consultation
from dueregard.decisions.consultations.refusals import NotOpen
from dueregard.networks import keyring
from dueregard.voice.collective.joint import actions as joint
from dueregard.voice.collective.joint.content import Standing, minority_note
from dueregard.voice.collective.models import JointResponse

log = logging.getLogger(__name__)


@jobs.tick("count the marks on joint responses", every=3600)
def count_marks() -> None:
    """Count the marks on each text whose last day is over."""
    if keyring.has_keys(keyring.VOICE):
        for each in joint.to_be_counted():
            joint.count(each)


@jobs.tick("file joint responses", every=900)
def file_what_was_sent() -> None:
    """File each joint response that was sent; one that comes too late is told so in its room."""
    for each in joint.standing(Standing.PASSED):
        try:
            _file(each)
        except NotOpen:
            log.info("what a network had to say to a consultation came too late")
            joint.settle(each, Standing.TOO_LATE)
        else:
            joint.settle(each, Standing.SENT)


@jobs.tick("destroy joint responses of long ago", every=3600)
def destroy_old() -> None:
    """Destroy what networks wrote together to consultations whose answers are erased (`erasing.py`)."""
    erased = set(Consultation.objects.exclude(erased_at=None).values_list("pk", flat=True))
    for each in joint.standing(*Standing) if erased else ():
        if UUID(each.content.consultation) in erased:
            joint.destroy(each)


def _file(each: JointResponse) -> None:
    content = each.content
    answering.filed_by_network(
        Consultation.objects.get(pk=UUID(content.consultation)),
        each.network.code,
        {UUID(question): text for question, text in content.latest.texts.items()},
        minority_note=minority_note(content),
        marked_by=content.marked.by if content.marked else "",
        token=each.pk,
    )
