"""Whether this installation is ready to serve: what a monitor asks, part by part.

Each part answers with one word, since anyone may ask; why a part fails is in the log and not on the page.
"""

import hmac
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from dueregard import post
from dueregard.almanac import clock
from dueregard.config import keys
from dueregard.config.router import database_of
from dueregard.jobs.models import Job
from dueregard.journal import seals
from dueregard.journal.chain import Chained
from dueregard.journal.verifying import CHAINS

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=15)
LEAST_FREE_OCTETS = 500_000_000
LEAST_FREE_SHARE = 0.05


@dataclass(frozen=True)
class Part:
    """One part of the installation, and whether it is as it should be."""

    name: str
    is_well: bool

    def __str__(self) -> str:
        return f"{self.name}: {'ok' if self.is_well else 'failed'}"


def look() -> list[Part]:
    """Look at every part; one that cannot be looked at is not well."""
    return [Part(name, _is_well(name, question)) for name, question in QUESTIONS.items()]


def _is_well(name: str, question: Callable[[], bool]) -> bool:
    try:
        is_well = question()
    except Exception:
        log.error("a part of the installation could not be looked at", exc_info=True, extra={"part": name})
        return False
    if not is_well:
        log.error("a part of the installation is not well", extra={"part": name})
    return is_well


def databases_answer() -> bool:
    """Say whether both databases answer, with every migration of ours applied."""
    for using in connections:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _wanted(using) <= MigrationRecorder(connections[using]).applied_migrations().keys():
            return False
    return True


@cache
def _wanted(using: str) -> frozenset[tuple[str, str]]:
    """Return the migrations of the code whose tables belong into this database."""
    known = MigrationLoader(None).disk_migrations or {}
    return frozenset(key for key in known if database_of(key[0]) == using)


def keys_fit() -> bool:
    """Say whether the keys file is there and the last entry of each journal verifies with its key."""
    if not settings.KEYS_FILE.exists():
        return False
    kept = keys.load(settings.KEYS_FILE)
    return hmac.compare_digest(kept.journal, settings.JOURNAL_KEY) and all(
        _last_entry_verifies(model) for model in CHAINS
    )


def _last_entry_verifies(model: type[Chained]) -> bool:
    last_two = list(model._default_manager.order_by("-number")[:2])
    if not last_two:
        return True
    before = last_two[1].code if len(last_two) == 2 else ""
    return hmac.compare_digest(last_two[0].code, last_two[0].code_after(before))


def seals_stand() -> bool:
    """Say whether every sealed table refuses changes."""
    return not any(seals.broken(using) for using in connections)


def queue_moves() -> bool:
    """Say whether no job has waited for a worker for longer than it should."""
    return not Job.objects.claimable(clock.now() - LONGEST_WAIT).exists()


def post_moves() -> bool:
    """Say whether no message has waited for longer than it should."""
    return (post.oldest_waiting() or 0) <= LONGEST_WAIT.total_seconds()


def disk_has_room() -> bool:
    """Say whether files can be written for a while yet."""
    disk = shutil.disk_usage(settings.VAR)
    return disk.free >= LEAST_FREE_OCTETS or disk.free >= disk.total * LEAST_FREE_SHARE


QUESTIONS: dict[str, Callable[[], bool]] = {
    "database": databases_answer,
    "keys": keys_fit,
    "seals": seals_stand,
    "queue": queue_moves,
    "post": post_moves,
    "disk": disk_has_room,
}
