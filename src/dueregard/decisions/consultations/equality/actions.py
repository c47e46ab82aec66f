"""Answers about oneself: parked closed, then put among the others in one shuffle, with no link to any response."""

import json
import random
from collections.abc import Mapping
from uuid import UUID

from dueregard import journal
from dueregard.access import envelopes, require
from dueregard.decisions.consultations.actors import CLOSING, WITHOUT_A_NAME
from dueregard.decisions.consultations.equality.models import (
    CHARACTERISTICS,
    EqualityAnswers,
    ParkedEqualityAnswers,
)
from dueregard.decisions.consultations.locking import locked
from dueregard.decisions.consultations.models import Consultation

LEAST_TO_SHUFFLE = 10
_LENGTH = 400
_ABOUT = "decisions.ParkedEqualityAnswers"
_chance = random.SystemRandom()


@journal.action
def park(
    consultation: Consultation, answers: Mapping[str, str], *, token: UUID, by: object = WITHOUT_A_NAME
) -> None:
    """Keep what somebody says about themselves until there are enough to shuffle. Nothing said is nothing kept."""
    require(by, ParkedEqualityAnswers.get_perm("park"))
    said = {name: answers.get(name, "") for name in CHARACTERISTICS}
    held = locked(consultation)  # so that nothing is parked once it is closed
    if not any(said.values()) or not held.takes_answers:
        return
    closed = envelopes.close(json.dumps(said), about=_ABOUT, pad_to=_LENGTH)
    _, is_new = ParkedEqualityAnswers.objects.get_or_create(
        pk=token, defaults={"consultation": held, "closed_answers": closed}
    )
    if is_new:
        journal.record("answered questions about oneself", consultation, by=by)


@journal.action
def shuffle(consultation: Consultation, *, is_last: bool = False, by: object = CLOSING) -> int:
    """Put what is parked among the others, all written anew with new keys in any order; return how many.

    Fewer than ten wait. At the end they go in with the others where there are others; where all together are fewer than
    ten they are destroyed, since nothing could be said of so few.
    """
    require(by, Consultation.get_perm("close"), consultation)
    parked = list(ParkedEqualityAnswers.objects.select_for_update().filter(consultation=consultation))
    if not parked or (len(parked) < LEAST_TO_SHUFFLE and not is_last):
        return 0
    there = EqualityAnswers.objects.filter(consultation=consultation)
    rows = list(there.values(*CHARACTERISTICS))
    rows += [json.loads(envelopes.open_(bytes(one.closed_answers), about=_ABOUT)) for one in parked]
    ParkedEqualityAnswers.objects.filter(pk__in=[one.pk for one in parked]).delete()
    there.delete()
    if len(rows) >= LEAST_TO_SHUFFLE:
        _chance.shuffle(rows)
        EqualityAnswers.objects.bulk_create(EqualityAnswers(consultation=consultation, **row) for row in rows)
    journal.record("shuffled answers about people", consultation, by=by)
    return len(parked)
