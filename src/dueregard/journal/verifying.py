"""`dueregard journal verify`: walk every chain, look at every seal, and say what is found."""

from collections.abc import Callable

from django.db import connections

from dueregard.journal import seals
from dueregard.journal.chain import verify
from dueregard.journal.models import Entry
from dueregard.journal.ticks.models import Tick

CHAINS = (Entry, Tick)


def verify_all(*, say: Callable[[str], None]) -> int:
    """Say for each chain whether it is sound, and return 0, or 1 if anything is wrong."""
    is_sound = True
    for model in CHAINS:
        verdict = verify(model)
        is_sound = is_sound and verdict.is_sound
        found = verdict.wrong or "sound, and its end is the one that is kept outside the database."
        say(f"{verdict.chain}: {verdict.entries:,} entries; {found}")
    for using in connections:
        for words in seals.broken(using):
            is_sound = False
            say(f"{using}: {words}")
    return 0 if is_sound else 1
