"""Sending: what is due is carried away, at least once, and each message by one sender at a time.

This is automatic work on the outbox's own rows, which no person asked for: the deed that caused a message has its
entry in the journal, and attempts have none. No transaction is open while a message is on its way.

A sender that is killed between the delivery and the note of it sends that message again when it comes back, with the
same Message-ID; one that is killed earlier loses nothing.
"""

import logging
import time
from datetime import datetime, timedelta

from dueregard import jobs
from dueregard.access.envelopes import CannotOpen
from dueregard.almanac import clock
from dueregard.post import leases, outlets
from dueregard.post.errors import NotDelivered, Refused, TryAgain, Unreachable
from dueregard.post.leases import Lease
from dueregard.post.models import Message
from dueregard.post.outlets import Outlet, files

log = logging.getLogger(__name__)

# The waits between ten attempts are 30 seconds, then twice as long each time: about 4 hours and a quarter in all.
ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=30)
# Other ticks have their turn, and a worker that is to stop stops.
SECONDS_OF_ONE_ROUND = 5.0

INTERRUPTED = "Sending it was interrupted again and again."
UNOPENED = "It could not be opened: its key is not in the keys file, or it is damaged."


@jobs.tick("send the post", every=1)
def send_due() -> None:
    """Send messages that are due, until none is, the outlet takes no more, or the round is over."""
    end_by = time.monotonic() + SECONDS_OF_ONE_ROUND
    with outlets.opened() as outlet:
        while time.monotonic() < end_by and (lease := leases.claim()) is not None:
            if not _send(lease, outlet):
                return


@jobs.tick("clear the post", every=3600)
def clear() -> None:
    """Forget what became of messages long ago."""
    remove_outlived(clock.now())


def remove_outlived(now: datetime) -> int:
    """Remove the messages that were sent or failed more than 90 days ago, with their files; return how many."""
    outlived = list(Message.objects.outlived(now).values_list("pk", flat=True))
    files.remove(outlived)
    return Message.objects.outlived(now).filter(pk__in=outlived).delete()[0]


def wait_after(attempt: int) -> timedelta:
    """Return how long a message waits after its so-manieth attempt."""
    return FIRST_WAIT * 2 ** (attempt - 1)


def _send(lease: Lease, outlet: Outlet) -> bool:
    """See one attempt through to what is written down about it; say whether the outlet takes another message."""
    problem = _deliver(lease, outlet)
    if problem is None:
        held = lease.mark_sent()
    elif isinstance(problem, Refused) or lease.attempt >= ATTEMPTS:
        held = lease.mark_failed(str(problem))
        log.error("a message failed for good", extra=_about(lease, problem))
    else:
        held = lease.put_off(wait_after(lease.attempt), str(problem))
        log.warning("a message was put off", extra=_about(lease, problem))
    if not held:
        log.warning("a message was taken from its sender; it may go out twice", extra=_about(lease, problem))
    return not isinstance(problem, Unreachable)


def _about(lease: Lease, problem: NotDelivered | None) -> dict[str, object]:
    """Return what a line of the log may say of a message: its id, and a reason of our own without values."""
    return {"message_id": lease.message_id, "reason": str(problem or "")}


def _deliver(lease: Lease, outlet: Outlet) -> NotDelivered | None:
    """Hand the letter over; return what was in the way, if anything was."""
    if lease.attempt > ATTEMPTS:  # what kills every sender is not tried for ever
        return Refused(INTERRUPTED)
    try:
        outlet.deliver(lease.message().letter())
    except CannotOpen:
        return TryAgain(UNOPENED)  # the keys file may be put back
    except NotDelivered as problem:
        return problem
    return None
