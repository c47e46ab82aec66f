"""Leases: which sender has which message, and until when.

Each time a message is taken it gets a fresh token. Whatever is written about it afterwards is written only where the
token is still there, so that a sender which was thought dead and comes back changes nothing.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from dueregard.almanac import clock
from dueregard.post.models import Message, MessageQuerySet, State

# Longer than the slowest delivery: an outlet gives up on each step after ten seconds, and none has so many steps.
# A message whose sender was killed waits for as long.
LENGTH = timedelta(minutes=3)
# How many of the next messages are looked at, so that senders which reach for the same one find another.
NEXT_FEW = 10


@dataclass(frozen=True)
class Lease:
    """One sender's hold on one message, at its so-manieth attempt."""

    message_id: UUID
    token: str
    attempt: int

    def message(self) -> Message:
        """Return the message."""
        return Message.objects.get(pk=self.message_id)

    def mark_sent(self) -> bool:
        """Write down that it was sent, and erase its contents; say whether it was still held."""
        return self._let_go(state=State.SENT, contents=None, ended_at=clock.now(), reason="")

    def mark_failed(self, reason: str) -> bool:
        """Write down that it never will be sent, and erase its contents; say whether it was still held."""
        return self._let_go(state=State.FAILED, contents=None, ended_at=clock.now(), reason=reason)

    def put_off(self, wait: timedelta, reason: str) -> bool:
        """Put it back to be tried later; say whether it was still held."""
        return self._let_go(state=State.WAITING, due_at=clock.now() + wait, reason=reason)

    def _let_go(self, **changes: object) -> bool:
        return bool(self._held().update(sender="", lease_until=None, **changes))

    def _held(self) -> MessageQuerySet:
        return Message.objects.filter(pk=self.message_id, state=State.SENDING, sender=self.token)


def claim() -> Lease | None:
    """Take the next message, if there is one; of two senders that reach for one message, one gets it."""
    now = clock.now()
    next_few = Message.objects.claimable(now).order_by("due_at", "created_at").defer("contents")[:NEXT_FEW]
    for message in next_few:
        lease = Lease(message.pk, _token(), message.attempts + 1)
        # One statement: what was true of the message when we looked must be true of it still when it is written.
        unchanged = Message.objects.claimable(now).filter(
            pk=message.pk, sender=message.sender, attempts=message.attempts
        )
        if unchanged.update(
            state=State.SENDING, sender=lease.token, lease_until=now + LENGTH, attempts=lease.attempt
        ):
            return lease
    return None


def _token() -> str:
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(8)}"
