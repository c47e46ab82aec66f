"""Answers about oneself: parked closed, then put among the others in one shuffle, with no link to any piece.

Whoever can watch the database as it is written, and has the keys, can tell who is parked; after the shuffle nobody
can. In a stolen copy the parked rows are closed and of one length (docs/adr/0017).
"""

import json
import random
import uuid
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from dueregard import journal
from dueregard.access import envelopes, require
from dueregard.feedback.actors import HOUSEKEEPING, SIGNED_OUT
from dueregard.feedback.apart.models import Characteristics, ParkedCharacteristics

LEAST_TO_SHUFFLE = 10
"""So many answers are put among the others at once, or none."""

_LENGTH = 400
_ABOUT = "feedback.ParkedCharacteristics"
_chance = random.SystemRandom()


@dataclass(frozen=True)
class Answers:
    """What somebody says about themselves."""

    quarter_starts: date
    audience: str
    about: UUID | None
    sex: str = ""
    ethnic_group: str = ""
    disability: str = ""
    age: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not any((self.sex, self.ethnic_group, self.disability, self.age))


@journal.action
def park(answers: Answers, *, token: UUID, by: object = SIGNED_OUT) -> None:
    """Keep somebody's answers about themselves until there are enough to shuffle. Nothing answered is nothing kept."""
    require(by, ParkedCharacteristics.get_perm("park"))
    if answers.is_empty:
        return
    written = asdict(answers) | {
        "quarter_starts": answers.quarter_starts.isoformat(),
        "about": answers.about and str(answers.about),
    }
    closed = envelopes.close(json.dumps(written), about=_ABOUT, pad_to=_LENGTH)
    parked, is_new = ParkedCharacteristics.objects.get_or_create(
        pk=token, defaults={"closed_answers": closed}
    )
    if is_new:
        journal.record("answered questions about oneself", parked, by=by)


@journal.action
def shuffle(*, by: object = HOUSEKEEPING) -> int:
    """Put what is parked among the answers of its quarters, all written anew with new keys in any order.

    Of the rows of a quarter none can then be told from another by its key, its place or the transaction that wrote it.
    Nothing is done while fewer than ten are parked. Return how many were put there.
    """
    parked = list(ParkedCharacteristics.objects.select_for_update())
    if len(parked) < LEAST_TO_SHUFFLE:
        return 0
    fresh = [json.loads(envelopes.open_(bytes(one.closed_answers), about=_ABOUT)) for one in parked]
    quarters = {date.fromisoformat(one["quarter_starts"]) for one in fresh}
    names = ("quarter_starts", "audience", "about", "sex", "ethnic_group", "disability", "age")
    there = Characteristics.objects.filter(quarter_starts__in=quarters)
    rows = [dict(zip(names, values, strict=True)) for values in there.values_list(*names)]
    there.delete()
    rows += [one | {"quarter_starts": date.fromisoformat(one["quarter_starts"])} for one in fresh]
    _chance.shuffle(rows)
    Characteristics.objects.bulk_create(
        Characteristics(
            **{name: value for name, value in row.items() if name != "about"}, about_id=row["about"]
        )
        for row in rows
    )
    ParkedCharacteristics.objects.filter(pk__in=[one.pk for one in parked]).delete()
    # About no row: an entry that named one would tie it to this moment.
    journal.record("shuffled answers about people", Characteristics(pk=uuid.uuid4()), by=by)
    return len(parked)
