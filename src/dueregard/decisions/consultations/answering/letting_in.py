"""Answers without a name are let in among others in one shuffle; and a consultation whose last day is over is closed.

Whoever can watch the database as it is written, and has the keys, can tell whose answer is parked. While a consultation
is open ten or more are let in together. When it closes, all answers without a name are written anew with new keys, in
any order and with one day, so that none can be told from another by its key, its place or its transaction.
"""

import random
from uuid import UUID

from django.db.models import Count

from dueregard import journal
from dueregard.access import require
from dueregard.almanac import clock
from dueregard.decisions.consultations.actors import CLOSING
from dueregard.decisions.consultations.answering.actions import Said, made, unparked
from dueregard.decisions.consultations.answering.models import (
    WITHOUT_A_NAME,
    Answer,
    Kind,
    ParkedResponse,
    Response,
)
from dueregard.decisions.consultations.equality import actions as equality
from dueregard.decisions.consultations.locking import locked, save
from dueregard.decisions.consultations.models import Consultation, Stage
from dueregard.jobs import Actor

LEAST_TO_LET_IN = 10
"""So many are put among the others at once, or none, while a consultation is open."""

_chance = random.SystemRandom()


@journal.action
def let_in(consultation: Consultation, *, by: Actor = CLOSING) -> int:
    """Let in what is parked, in any order, with the day on which it is let in, once there are ten or more of them.

    Return how many were let in.
    """
    require(by, Consultation.get_perm("close"), consultation)
    held = locked(consultation)
    parked = _parked(held)
    if len(parked) < LEAST_TO_LET_IN:
        return 0
    _write(held, parked)
    journal.record("let in answers without a name", held, by=by, answers=len(parked))
    return len(parked)


@journal.action
def close(consultation: Consultation, *, by: Actor = CLOSING) -> Consultation:
    """Close a consultation whose last day is over, with everything let in and written anew."""
    require(by, Consultation.get_perm("close"), consultation)
    held = locked(consultation)
    if held.stage != Stage.OPEN or held.takes_answers:
        return held
    _write(held, [*_taken_out(held), *_parked(held)])
    equality.shuffle(held, is_last=True, by=by)
    held.stage, held.closed_at = Stage.CLOSED, clock.now()
    save(held, "stage", "closed_at")
    journal.record("closed a consultation", held, by=by)
    return held


def let_in_all() -> None:
    """Let in what waits in each consultation, and close those whose last day is over: what happens every hour."""
    opened = Consultation.objects.filter(stage=Stage.OPEN)
    for consultation in opened.filter(closes_on__lt=clock.today()):
        close(consultation)
    waiting = ParkedResponse.objects.values("consultation").annotate(many=Count("id"))
    for one in Consultation.objects.filter(pk__in=[each["consultation"] for each in waiting]):
        let_in(one)
    for one in opened:
        equality.shuffle(one)


Sent = tuple[Kind, bool, dict[UUID, Said]]
"""A response without a name: of which kind, whether on the young people's version, and what it says."""


def _parked(consultation: Consultation) -> list[Sent]:
    rows = ParkedResponse.objects.select_for_update().filter(consultation=consultation).order_by("id")
    return [unparked(row) for row in rows]


def _taken_out(consultation: Consultation) -> list[Sent]:
    """Take out what was let in before, to be written anew."""
    there = Response.objects.filter(consultation=consultation, kind__in=WITHOUT_A_NAME)
    found: list[Sent] = [
        (
            Kind(response.kind),
            response.is_young,
            {
                one.question_id: Said(one.words, one.choice, one.may_be_quoted)
                for one in response.answers.all()
            },
        )
        for response in there.order_by("id").prefetch_related("answers")
    ]
    Answer.objects.filter(response__in=there).delete()
    there.delete()
    return found


def _write(consultation: Consultation, sent: list[Sent]) -> None:
    """Write responses in any order, and their answers in another; nothing is parked then."""
    questions = {one.pk: one for one in consultation.questions.all()}
    _chance.shuffle(sent)
    responses, answers = [], []
    for kind, is_young, said in sent:
        response = Response(consultation=consultation, kind=kind, is_young=is_young)
        responses.append(response)
        answers += made(response, said, questions)
    _chance.shuffle(answers)
    Response.objects.bulk_create(responses, batch_size=500)
    Answer.objects.bulk_create(answers, batch_size=500)
    ParkedResponse.objects.filter(consultation=consultation).delete()
